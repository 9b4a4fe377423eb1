"""The main dealers of DGI: what is known of each, as words with evidence and as terms that a simulator applies."""

import shutil

import pytest
import yaml

from kontrak.contracts import ContractError, Level, load
from kontrak.contracts.folder import Folder
from kontrak.contracts.lint.beside import beside, columns
from kontrak.contracts.load import HERE
from kontrak.contracts.variants import Apply, load_variants

KNOWN = {
    "cdn": "nothing",
    "daya": "clients",
    "hso": "clients",
    "indako": "nothing",
    "mpm": "path",
    "sinsen": "system",
    "tdm": "clients",
    "trio": "server",
    "wahana": "clients",
}
SWITCHES = {  # term of a variant and its value -> the reading that says the same to the suite
    ("token", "colon"): ("DGI-R-31", "colon"),
    ("skew", "past"): ("DGI-R-30", "past"),
    ("window_days", 30): ("DGI-R-22", "month"),
    ("message", "text"): ("DGI-R-39", "text"),
    ("message", "array"): ("DGI-R-39", "array"),
    ("no_match_status", 0): ("DGI-R-51", "failure"),
}


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(HERE / "dgi", tmp_path / "dgi")
    return tmp_path / "dgi"


def change(folder, name, edit):
    """Apply a function to the content of a variant's file."""
    file = folder / "variants" / f"{name}.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    edit(content)
    file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def test_the_variants_are_the_nine_main_dealers_of_the_slide(dgi):
    assert {name: variant.known for name, variant in dgi.variants.items()} == KNOWN


@pytest.mark.parametrize("name", ["cdn", "indako"])
def test_where_nothing_is_known_it_is_said_and_nothing_is_applied(name, dgi):
    variant = dgi.variants[name]
    assert (variant.is_known, variant.level, variant.differences, variant.apply) == (False, Level.ASSUMED, (), Apply())
    assert "nothing is known" in variant.note


def test_where_only_the_standard_path_was_seen_nothing_is_applied(dgi):
    assert dgi.variants["mpm"].is_known
    assert dgi.variants["mpm"].apply == Apply()


def test_only_trio_was_seen_as_a_server(dgi):
    servers = {v.name for v in dgi.variants.values() if any(d.evidence == "server" for d in v.differences)}
    assert servers == {"trio"}


def test_every_difference_has_level_evidence_and_source_and_terms_or_a_reason(dgi):
    for variant in dgi.variants.values():
        for difference in variant.differences:
            assert difference.level is Level.OBSERVED
            assert difference.source.startswith("implementations")
            assert (difference.apply is None) != (difference.not_applied is None), difference.what


def test_trio_has_its_own_path_version_and_route(dgi):
    apply = dgi.variants["trio"].apply
    assert (apply.path, apply.versions) == ("/dgi_api/{version}/{module}/{operation}", ("v1",))
    assert apply.operations["addInv1"].path == "/dgi_api/{version}/inv1/"
    assert not apply.operations["readInv1"].offered


def test_trio_has_its_own_window_clock_and_refusals(dgi):
    apply = dgi.variants["trio"].apply
    assert (apply.window_days, apply.age_limit, apply.skew) == (30, False, "past")
    assert (apply.message, apply.no_match_status) == ("text", 0)
    add = apply.operations["addInv1"]
    assert (add.refused_status, add.refused_message) == (400, "confirmation")


def test_trio_has_its_own_codes_filters_and_columns(dgi):
    operations = dgi.variants["trio"].apply.operations
    assert operations["readPkb"].spellings == {"tipeComingCustomer": {"1": "M", "2": "B", "3": "P"}}
    assert operations["readPkb"].own_codes == {"hubunganDenganPemilik": tuple(str(code) for code in range(12))}
    assert operations["readPrsl"].filters == {"noPO": "noSO"}
    assert operations["readPinb"].filters == {"noPO": "noPo"}
    assert operations["readLsng"].more_filters == ("idCustomer",)
    assert operations["readPrsp"].renamed == {"kodeKelurahanKantor": "KodeKelurahanKantor"}
    assert operations["readBast"].extra == ("tanggalSuratjalan",)
    assert "parts.promoIdParts" in operations["readPkb"].missing


def test_tdm_joins_its_token_with_colons_and_names_codes_in_words(dgi):
    apply = dgi.variants["tdm"].apply
    assert apply.token == "colon"
    assert apply.operations["readPrsp"].spellings == {"metodeFollowUp": {"1": "Sms", "2": "Call", "3": "Visit"}}
    assert apply.operations["addInv1"].optional == ("dealerId",)


@pytest.mark.parametrize(("name", "versions"), [("daya", ("v1.3",)), ("hso", ("v1", "v2"))])
def test_a_path_stands_before_that_of_the_contract(name, versions, dgi):
    apply = dgi.variants[name].apply
    assert (apply.path, apply.versions) == ("/{prefix}/dgi-api/{version}/{module}/{operation}", versions)


def test_codes_whose_meaning_was_not_recorded_stand_beside_the_list(dgi):
    assert dgi.variants["hso"].apply.operations["readPkb"].more_codes == {"statusWorkOrder": ("Closed",)}
    codes = dgi.variants["wahana"].apply.operations["readDoch"].more_codes
    assert codes == {"unit.statusFakturSTNK": ("Process", "Selesai", "Terima STNK")}


def test_sinsen_differs_in_its_crm(dgi):
    apply = dgi.variants["sinsen"].apply
    crm = apply.additions["crm"]
    assert crm.headers == {"DGI-API-Key": "CRM-API-Key", "DGI-API-Token": "CRM-API-Token"}
    assert (crm.skew, crm.message) == ("past", "array")
    assert apply.operations["sendLeads"].renamed == {"prospects": "prospek", "interactions": "interaksi"}
    assert (apply.main_dealer, apply.skew, apply.message) == ("E20", None, None)


def test_the_terms_of_the_simulator_and_the_readings_of_the_suite_say_the_same(dgi):
    for variant in dgi.variants.values():
        for (term, value), (reading, candidate) in SWITCHES.items():
            applied = getattr(variant.apply, term) == value
            assert applied == (variant.apply.readings.get(reading) == candidate), (variant.name, term)


def test_a_version_other_than_that_of_the_document_is_a_reading(dgi):
    for variant in dgi.variants.values():
        other = set(variant.apply.versions) - {"v1.3"}
        assert bool(other) == ("DGI-R-56" in variant.apply.readings), variant.name


def test_own_codes_are_a_reading(dgi):
    for variant in dgi.variants.values():
        changes = variant.apply.operations.values()
        coded = any(c.spellings or c.own_codes or c.more_codes for c in changes)
        assert coded == bool({"DGI-R-15", "DGI-R-16"} & set(variant.apply.readings)), variant.name


def test_the_columns_of_an_operation_are_those_of_its_message_and_its_records(dgi):
    known = columns(dgi.operations["readDoch"])
    assert {"fromTime", "idSO", "unit", "unit.statusFakturSTNK"} <= set(known)


def test_the_variants_load_alone(folder):
    assert set(load_variants(Folder(folder))) == set(KNOWN)


def test_a_partner_without_variants_has_none(padi):
    assert padi.variants == {}


def test_a_term_that_is_unknown_is_told_with_file_line_and_pointer(folder):
    change(folder, "tdm", lambda content: content["differences"][0]["apply"].update(tokens="colon"))
    with pytest.raises(ContractError) as caught:
        load(folder)
    error = caught.value
    assert error.file == "dgi/variants/tdm.yaml"
    assert error.line
    assert error.pointer.startswith("/differences/0")
    assert "tokens" in error.problem


def test_a_difference_with_terms_and_a_reason_is_refused(folder):
    change(folder, "tdm", lambda content: content["differences"][0].update(not_applied="no reason"))
    with pytest.raises(ContractError, match=r"variants/tdm\.yaml"):
        load(folder)


def test_a_difference_without_terms_and_reason_is_refused(folder):
    change(folder, "tdm", lambda content: content["differences"][0].pop("apply"))
    with pytest.raises(ContractError, match=r"variants/tdm\.yaml"):
        load(folder)


def test_two_differences_that_contradict_each_other_are_told_with_the_term(folder):
    more = {"path": "/other", "readings": {"DGI-R-11": "noSO"}}
    change(folder, "trio", lambda content: content["differences"][2]["apply"].update(more))
    with pytest.raises(ContractError) as caught:
        load(folder)
    assert (caught.value.pointer, caught.value.problem.split()[0]) == ("/differences/2/apply/path", "path")
    assert caught.value.line


def test_a_variant_under_the_name_of_another_file_is_told(folder):
    change(folder, "mpm", lambda content: content.update(name="mpx"))
    with pytest.raises(ContractError, match="mpx stands in the file of mpm"):
        load(folder)


def test_nothing_known_beside_differences_is_refused(folder):
    change(folder, "tdm", lambda content: content.update(known="nothing", note="nothing"))
    with pytest.raises(ContractError, match=r"variants/tdm\.yaml"):
        load(folder)


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        ({"operations": {"readNothing": {"offered": False}}}, "no operation readNothing"),
        ({"operations": {"readPrsp": {"renamed": {"nama": "Nama"}}}}, "no column nama"),
        ({"operations": {"readPrsp": {"missing": ["unit.nama"]}}}, "no column unit.nama"),
        ({"operations": {"readPrsp": {"extra": ["idProspect"]}}}, "idProspect is no extra column"),
        ({"operations": {"readPrsp": {"filters": {"noPO": "noSO"}}}}, "no filter noPO"),
        ({"operations": {"readPrsp": {"more_filters": ["idProspect"]}}}, "idProspect is a filter of the contract"),
        ({"operations": {"readPrsp": {"spellings": {"statusProspect": {"9": "X"}}}}}, "statusProspect has no code 9"),
        ({"readings": {"DGI-R-99": "x"}}, "no candidate x of reading DGI-R-99"),
        ({"readings": {"DGI-R-31": "comma"}}, "no candidate comma of reading DGI-R-31"),
        ({"readings": {"DGI-R-01": "one"}}, "reading DGI-R-01 is no switch"),
        ({"waives": ["DGI-XXX-001"]}, "waives DGI-XXX-001"),
        ({"additions": {"crn": {"skew": "past"}}}, "no addition crn"),
    ],
)
def test_a_name_that_the_contract_does_not_have_is_found_by_the_linter(folder, terms, problem):
    change(folder, "daya", lambda content: content["differences"][0].update(apply=terms))
    assert [each for each in beside(load(folder)) if each.file == "variants/daya.yaml" and problem in each.text]


def test_a_source_that_is_no_document_is_found_by_the_linter(folder):
    change(folder, "daya", lambda content: content["differences"][0].update(source="a rumour"))
    (found,) = beside(load(folder))
    assert (found.file, found.path) == ("variants/daya.yaml", ("differences", 0, "source"))
    assert found.text == "path: source a is unknown; name a document of contract.yaml"
