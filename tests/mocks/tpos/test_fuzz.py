"""No request, good or broken, under whatever readings, is answered with a server error."""

from __future__ import annotations

import pytest

from tests.mocks.tpos import fuzz


@pytest.mark.parametrize("switching", [False, True])
def test_no_course_of_requests_meets_a_server_error(tpos, world, switching):
    found = fuzz.run(tpos, 7, 400, world, switching=switching)
    assert all(status < 500 for _, status in found)
    assert found["createPurchaseOrder", 200] > 5
    assert found["createPurchaseOrder", 400] > 5
