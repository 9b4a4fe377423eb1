"""What a run made is taken away, and what cannot be is told by its keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kontrak.conformance.run import Options, run
from tests.planted.kill import contract, serving

CREATED = ("PADI-LST-002",)


def left(options, **changes):
    with serving() as target:
        return run(contract(), replace(target, **changes), options).left_behind


def test_where_the_partner_can_delete_nothing_is_left_behind():
    assert left(Options(only=CREATED)) == {}


@pytest.mark.parametrize("mark", ["KT", "KTABC1"])
def test_where_it_cannot_every_record_made_is_named(mark):
    kept = left(Options(only=CREATED, mark=mark), without=("deleteTransaksi", "deleteUmkm"))
    assert kept["transaksi"]
    assert all(key.startswith(mark) for keys in kept.values() for key in keys)
    assert all(len(set(keys)) == len(keys) for keys in kept.values())
