from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from kontrak.conformance.workbook import FALSE, workbook


@pytest.mark.parametrize("size", [None, 20_000, 1_048_577])
def test_a_workbook_opens_and_has_the_size_asked_for(size):
    content = workbook(size)
    assert size is None or len(content) == size
    assert load_workbook(BytesIO(content)).sheetnames == ["1"]


@pytest.mark.parametrize("name", FALSE)
def test_a_false_workbook_begins_as_a_package_and_does_not_open(name):
    content = FALSE[name]()
    assert content[:2] == b"PK"
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the reader says of it
        load_workbook(BytesIO(content))


def test_a_workbook_cannot_be_smaller_than_its_parts():
    with pytest.raises(ValueError, match="at least"):
        workbook(10)
