"""Each reading that can be switched changes what the simulator does."""

from __future__ import annotations

from typing import Any

import pytest

from kontrak.contracts import ConfigurationError


@pytest.fixture
def under(contract: Any, simulate: Any, padi_in: Any) -> Any:
    def under(**readings: str) -> Any:
        return padi_in(simulate(contract, readings={id.replace("_", "-"): n for id, n in readings.items()}))

    return under


def test_the_tables_spelling_is_taken_as_an_alias(under: Any, transaksi: Any) -> None:
    transaksi["tanggal_invoice"] = transaksi.pop("tannggal_invoice")
    assert under().report(transaksi)[0] == 400
    assert under(PADI_R_02="alias").report(transaksi)[0] == 200


def test_long_texts_are_cut(under: Any, transaksi: Any) -> None:
    client = under(PADI_R_24="cut")
    assert client.report(transaksi, nama_project="x" * 300)[0] == 200
    row = client.send("get_transaksi", {"size": 1, "page": 1})[1]["data"][0]
    assert row["nama_project"] == "x" * 255


@pytest.mark.parametrize(
    ("readings", "changed"),
    [
        ({"PADI_R_13": "ignored"}, {"is_certificate": "1", "certificate_tkdn": None}),
        ({"PADI_R_14": "null-only"}, {"nama_project": "  "}),
        ({"PADI_R_19": "free"}, {"rating": "9"}),
        ({"PADI_R_25": "lenient"}, {"tannggal_invoice": "27-06-2022"}),
    ],
)
def test_a_waived_rule_is_not_enforced(under: Any, transaksi: Any, readings: Any, changed: Any) -> None:
    assert under().report(transaksi, **changed)[0] == 400
    assert under(**readings).report(transaksi, **changed)[0] == 200


@pytest.mark.parametrize("readings", [{"PADI_R_77": "x"}, {"PADI_R_20": "x"}, {"PADI_R_01": "kategori_delivery_time"}])
def test_an_unknown_reading_is_a_mistake_of_configuration(under: Any, readings: Any) -> None:
    with pytest.raises(ConfigurationError, match="PADI-R"):
        under(**readings)
