"""The keys and columns of TPOS follow from the printed labels by one rule."""

from __future__ import annotations

import re

import pytest

from kontrak.contracts import load
from tests.contracts.tpos_tables import columns, feeds, lists

TPOS = load("tpos")
LABELS = sorted({row["label"] for rows in lists().values() for row in rows})

# The slips of the document that are mended: label -> the key, and the reading that says so.
MENDED = {
    "ETD (khusus Back Order)": ("etd", "TPOS-R-050"),
    "Tanggal Penilaian TA": ("tanggalPenilaianTam", "TPOS-R-088"),
    "TAM x Note": ("tamNote", "TPOS-R-098"),
}
# A label that a page break cut in two and the transcription joins.
JOINED = {"Tanggal Penilaian SPV": ("tanggalPenilaianSpv", "TPOS-R-087")}


def words(label: str) -> list[str]:
    """The words of a label: without dots, brackets and hyphens, a stroke between single letters dropped, else a gap."""
    label = re.sub(r"\b(\w)/(\w)\b", r"\1\2", label)
    return re.sub(r"[.()\[\]-]", "", label).replace("/", " ").lower().split()


def key(label: str) -> str:
    """The key of a label: its words, joined in camelCase."""
    first, *rest = words(label)
    return first + "".join(word.capitalize() for word in rest)


def column(key: str) -> str:
    """The column of a key, in snake_case."""
    return re.sub(r"([A-Z])", lambda capital: "_" + capital[0].lower(), key)


def wanted(label: str) -> str:
    return MENDED[label][0] if label in MENDED else key(label)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Outlet Code", "outletCode"),
        ("No. PO", "noPo"),
        ("No.", "no"),
        ("Qty NG", "qtyNg"),
        ("Issue To Shipping - Qty Issue", "issueToShippingQtyIssue"),
        ("D/A Date", "daDate"),
        ("B/O Release Code", "boReleaseCode"),
        ("Substitusi - CD (New)", "substitusiCdNew"),
        ("Due Date TO/Pen", "dueDateToPen"),
        ("Cancel / Denial - Qty Cancel", "cancelDenialQtyCancel"),
        ("No. Parts Claim DMS", "noPartsClaimDms"),
        ("TAM Reff No.", "tamReffNo"),
    ],
)
def test_the_rule_makes_a_key_of_a_label(label, name):
    assert key(label) == name


def test_every_key_of_a_schema_follows_from_its_label():
    named = {(each.node["x-label"], each.key) for each in columns() if "x-label" in each.node}
    assert named == {(label, wanted(label)) for label, _key in named}


def test_every_key_and_column_of_a_feed_follows_from_its_label():
    for feed in feeds().values():
        for field in feed["fields"]:
            assert field["key"] == wanted(field["label"])
            assert field["column"] == column(wanted(field["label"]))


def test_every_label_of_the_tables_is_used():
    used = {each.node["x-label"] for each in columns() if "x-label" in each.node}
    used |= {field["label"] for feed in feeds().values() for field in feed["fields"]}
    assert used == set(LABELS)


@pytest.mark.parametrize("label", MENDED)
def test_every_mend_departs_from_the_rule_and_stands_in_its_reading(label):
    name, id = MENDED[label]
    reading = TPOS.readings[id]
    assert label in LABELS
    assert key(label) != name
    assert re.search(rf"\bkey is {name}\b", reading.candidate(reading.chosen).text)


@pytest.mark.parametrize("label", JOINED)
def test_the_joined_label_keeps_the_rule_and_stands_in_its_reading(label):
    name, id = JOINED[label]
    reading = TPOS.readings[id]
    assert label in LABELS
    assert key(label) == name
    assert re.search(rf"\bkey is {name}\b", reading.candidate(reading.chosen).text)


def test_two_labels_of_one_list_never_share_a_key():
    for place, rows in lists().items():
        keys = [wanted(row["label"]) for row in rows]
        assert len(set(keys)) == len(keys), place


def test_what_we_name_ourselves_is_in_camel_case():
    own = {each.key for each in columns() if "x-label" not in each.node}
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9]*", name) for name in own)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("T3", "bo-etd"),
        ("T4", "goods-receipt"),
        ("T6", "parts-claim-judgement"),
        ("T8", "rpp-judgement"),
        ("T16", "etd"),
        ("T19", "invoice"),
        ("T20", "debit-advice"),
        ("T21", "credit-advice"),
    ],
)
def test_a_feed_a_staging_table_and_a_layout_share_one_name(table, name):
    feed = feeds()[table]
    named = (feed["name"], feed["layout"], feed["staging"])
    assert named == (name, f"tpos.{name}", "tpos_" + name.replace("-", "_"))


def test_the_paths_are_those_that_clients_are_told():
    inquiry = "/tpos/v1/order-status-inquiry"
    assert set(TPOS.openapi["paths"]) == {
        "/tpos/v1/purchase-orders",
        "/tpos/v1/parts-claims",
        "/tpos/v1/rpps",
        "/tpos/v1/parts-inquiry",
        inquiry,
        *(f"{inquiry}/{detail}" for detail in ("pending-detail", "bo-detail", "issue-to-ship", "poss-info")),
        "/tpos/v1/etd-inquiry",
        "/tpos/v1/claim-inquiry",
        "/tpos/v1/claim-inquiry/detail",
        "/tpos/oauth/token",
    }
