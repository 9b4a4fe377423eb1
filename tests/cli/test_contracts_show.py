"""`kontrak contracts show`: each kind of thing whole, in words, and what is said of a name that is none."""

import dataclasses
import json
import re

import pytest
from click.testing import CliRunner

from kontrak.cli.contracts import contracts, pages
from kontrak.cli.contracts.chosen import chosen
from kontrak.cli.contracts.show import find
from kontrak.contracts import ConfigurationError, Level


@pytest.fixture(scope="module")
def known():
    return chosen(None)


@pytest.fixture
def shown(known, monkeypatch, capsys):
    """Shows a thing in a terminal of 80 columns and gives the text."""
    monkeypatch.setenv("COLUMNS", "80")

    def show(name):
        pages.show(find(known, name)())
        return capsys.readouterr().out

    return show


@pytest.fixture
def said(monkeypatch):
    """Runs a `contracts` command in a terminal of 80 columns and gives its output."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments):
        done = CliRunner().invoke(contracts, arguments, catch_exceptions=False)
        assert done.exit_code == 0
        return done.output

    return run


def one_line(text):
    return " ".join(text.split())


SHOWN = [
    ("tpos", "tpos TPOS, parts ordering, version 0.9.0"),
    ("tpos", "createPurchaseOrder POST /tpos/v1/purchase-orders documented"),
    ("tpos", "T19 tpos_invoice tpos.invoice 15 122"),
    ("tpos", "001: The functional specification"),
    ("TPOS-PO-004", "TPOS-PO-004 documented, MUST"),
    ("TPOS-PO-004", "source: 001 T2, row 4, remark"),
    ("TPOS-PO-004", "reading: TPOS-R-043 No. Transaksi is marked mandatory"),
    ("TPOS-PO-004", 'noTransaksi in createPurchaseOrder: "$absent" or null must be refused'),
    ("TPOS-PO-004", "createPurchaseOrder noTransaksi required, null 001, T2, row 4"),
    ("TPOS-PO-401", "good messages of createPurchaseOrder"),
    ("PADI-TRX-221", "createTransaksi id_satker reference"),
    ("PADI-TRX-025", "does not hold under PADI-R-13 = ignored"),
    ("PADI-TRX-108", "not tested: It cannot be told apart"),
    ("TPOS-R-043", "* conditional: Required for Referensi PO 1 to 3, free for 4."),
    ("TPOS-R-043", "always: Always required. (waives TPOS-PO-104)"),
    ("TPOS-R-043", "requirements that rest on it TPOS-PO-004,"),
    ("TPOS-R-043", "createPurchaseOrder noTransaksi 001, T2, row 4"),
    ("TPOS-R-122", "tpos_invoice proformaInvoiceNo 001, T19, row 2"),
    ("createPurchaseOrder", "outletCode Varchar(9) M documented T2 1 tipePo"),
    ("createPurchaseOrder", "outletCode: at most 9 characters; not blank [TPOS-PO-001,"),
    ("createPurchaseOrder", "noTransaksi: at most 17 characters; reading TPOS-R-043"),
    ("createPurchaseOrder", "qty Int(7) M documented T2 10"),
    (
        "createPurchaseOrder",
        "where referensiPo is 1: noTransaksi is given, of type string, not blank [TPOS-PO-004,",
    ),
    ("createPurchaseOrder", '"tipePo": 1'),
    ("createTransaksi", "the body's one member is transaksi"),
    ("readPrsp", "idProspect Varchar(30) M"),
    ("tpos_invoice", "1 outlet_code Varchar(9) M 1-9 9 documented"),
    ("tpos_invoice", "15 da_no Varchar(7) M 116-122 7 documented TPOS-R-126"),
    ("tpos.invoice", "staging table tpos_invoice; file layout tpos.invoice, 122 characters a record"),
    ("kode_claim", "used by createPartsClaim: kodeClaim"),
    ("trio", "a variant of dgi"),
    ("cddb", "37"),
    ("cdn", "Same as base; nothing is known."),
]


@pytest.mark.parametrize(("name", "wanted"), SHOWN)
def test_a_thing_is_shown_whole(name, wanted, shown):
    assert wanted in one_line(shown(name))


@pytest.mark.parametrize("level", Level)
def test_a_partner_is_shown_with_its_requirements_counted_by_level(level, known, shown):
    count = sum(entry.level is level for entry in known[-1].requirements.values())
    assert f"{level} {count}" in one_line(shown("tpos"))


@pytest.mark.parametrize("name", ["tpos-po-004", "TPOS/TPOS-PO-004", "CREATEPURCHASEORDER"])
def test_the_case_of_letters_does_not_matter_and_the_partner_may_stand_before(name, shown):
    assert shown(name) == shown("TPOS-PO-004" if "004" in name else "createPurchaseOrder")


@pytest.mark.parametrize("name", sorted({name for name, _ in SHOWN}))
def test_what_is_shown_is_one_json_object_with_its_kind(name, known):
    entry = json.loads(json.dumps(find(known, name)(), default=str))
    assert {"kind", "partner"} <= entry.keys()


def test_the_command_shows_text_or_json(said, shown):
    assert said("show", "tpos_invoice") == shown("tpos_invoice")
    assert json.loads(said("show", "tpos_invoice", "--json"))["staging"] == "tpos_invoice"


def test_everything_that_has_a_name_can_be_shown_in_80_columns(known, shown):
    for contract in known:
        many = [*contract.requirements, *contract.readings][::20]
        for name in (
            *contract.operations,
            *contract.codes,
            *contract.variants,
            *contract.records,
            *contract.feeds,
            *many,
        ):
            text = shown(f"{contract.name}/{name}")
            assert max(map(len, text.partition("\nexample 1\n")[0].splitlines())) <= 80, name


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "tpos"),
        ("requirements", "dgi"),
        ("readings", "dgi"),
        ("fields", "tpos"),
        ("operations",),
        ("list",),
    ],
    ids=" ".join,
)
def test_nothing_is_wider_than_80_columns_or_coloured_when_piped(arguments, said):
    text = said(*arguments)
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("createPurchaseOrders", "'createPurchaseOrders'; did you mean createPurchaseOrder"),
        ("TPOS-PO-0044", "did you mean TPOS-PO-0"),
        ("tpos_invoices", "did you mean tpos_invoice"),
        ("", "nothing in the contracts is called ''; see `kontrak contracts list`"),
        ("§§§", "see `kontrak contracts list`"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(name, wanted, known):
    with pytest.raises(ConfigurationError, match=re.escape(wanted)):
        find(known, name)


def test_a_name_in_two_contracts_asks_for_the_partner(known):
    dgi, _padi, tpos = known
    twin = dataclasses.replace(tpos, codes=dgi.codes)
    name = next(iter(dgi.codes))
    with pytest.raises(ConfigurationError, match=f"write dgi/{name} or tpos/{name}"):
        find([dgi, twin], name)
