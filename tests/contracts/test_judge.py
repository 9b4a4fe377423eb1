"""The judge: one violation for each value, its cause; silent zones, waived readings, comparisons."""

from __future__ import annotations

import pytest

from kontrak.contracts import Judge
from kontrak.contracts.judge import SchemaJudge, shown

MASTER = {
    ("umkm", "123"): {"uid": "123", "nama_umkm": "PT. Damai Sejahtera", "kategori_usaha": "1"},
    ("satker", "14482"): {"id_satker": "14482"},
}


def lookup(collection, key):
    return MASTER.get((collection, key))


@pytest.fixture
def request_(padi, judge, transaksi):
    """The violations of the good transaction with some columns changed."""

    def judged(judge=judge, **changed):
        return judge.request(padi.operations["createTransaksi"], transaksi | changed)

    return judged


@pytest.fixture
def compared(padi, judge, transaksi):
    """Column and requirement of each comparison that the changed transaction breaks."""

    def judged(judge=judge, **changed):
        message = transaksi | changed
        found = judge.references(padi.operations["createTransaksi"], message, lookup)
        return [(each.column, each.requirement) for each in found]

    return judged


@pytest.mark.parametrize(
    ("column", "value", "rule", "requirement"),
    [
        ("kategori_project", None, "null", "PADI-TRX-005"),
        ("tanggal_transaksi", None, "null", "PADI-TRX-001"),
        ("is_pdn", None, "null", "PADI-TRX-022"),
        ("kategori_project", "", "blank", "PADI-TRX-402"),
        ("tanggal_transaksi", "  ", "blank", "PADI-TRX-402"),
        ("transaksi_id", "\t\n", "blank", "PADI-TRX-402"),
        ("total_nilai_project", "", "blank", "PADI-TRX-402"),
        ("kategori_project", True, "type", "PADI-TRX-412"),
        ("tanggal_transaksi", ["2022-06-27"], "type", "PADI-TRX-412"),
        ("is_pdn", True, "type", "PADI-TRX-412"),
        ("is_pdn", 1.5, "number", "PADI-TRX-122"),
        ("total_nilai_project", 27000000.27, "number", "PADI-TRX-106"),
        ("is_pdn", 7, "enum", "PADI-TRX-122"),
        ("tkdn", 100.5, "maximum", "PADI-TRX-123"),
        ("tkdn", -1, "minimum", "PADI-TRX-123"),
        ("tanggal_transaksi", "2022-02-30", "format", "PADI-TRX-301"),
        ("tanggal_delivery", "2022-02-30", "format", "PADI-TRX-314"),
        ("nama_project", "x" * 256, "maxLength", "PADI-TRX-304"),
    ],
)
def test_a_wrong_value_is_one_violation_its_cause(column, value, rule, requirement, request_):
    assert [(each.column, each.rule, each.requirement) for each in request_(**{column: value})] == [
        (column, rule, requirement)
    ]


def test_a_missing_column_is_pointed_to_as_if_it_were_there(padi, judge, transaksi):
    message = {name: value for name, value in transaksi.items() if name != "tkdn"}
    (found,) = judge.request(padi.operations["createTransaksi"], message)
    assert (found.pointer, found.rule, found.got) == ("/transaksi/tkdn", "required", None)


@pytest.mark.parametrize("message", [None, [], "x", 5, True])
def test_what_is_no_object_is_one_violation_of_the_whole(message, padi, judge):
    (found,) = judge.request(padi.operations["createTransaksi"], message)
    assert (found.pointer, found.requirement) == ("/transaksi", "PADI-API-006")


def test_several_wrong_columns_are_several_violations(request_):
    found = request_(tkdn=None, rating="6", feedback=["x"])
    assert {each.column for each in found} == {"tkdn", "rating", "feedback"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("total_nilai_project", 1973930),
        ("total_nilai_project", 50000000.0),
        ("is_pdn", 0),
        ("is_pdn", 1.0),
        ("is_certificate", 1),
        ("tkdn", 8.5),
        ("tkdn", 0),
    ],
)
def test_a_json_number_of_the_same_value_is_as_good_as_its_text(column, value, request_):
    assert request_(**{column: value}) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("transaksi_id", 5),
        ("kategori_project", "10"),
        ("total_nilai_project", "1.973.930"),
        ("total_nilai_project", "50000000.00"),
        ("total_nilai_project", -1),
        ("tipe_nilai_project", "Opex"),
        ("is_pdn", "true"),
        ("tkdn", "250"),
        ("tkdn", "70,5"),
        ("tanggal_transaksi", "2022-06-27 00:00"),
        ("tanggal_transaksi", " 2022-06-27"),
        ("tanggal_delivery", "   "),
        ("rating", "   "),
    ],
)
def test_a_wrong_value_that_the_sources_leave_open_is_silent(column, value, request_):
    assert [each.silent for each in request_(**{column: value})] == [True]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("transaksi_id", True),
        ("kategori_project", "999999"),
        ("total_nilai_project", "27000000.27"),
        ("tipe_nilai_project", "HIBAH"),
        ("is_pdn", "9"),
        ("tkdn", "tujuh"),
        ("tanggal_transaksi", "27-06-2022"),
        ("tanggal_transaksi", "   "),
        ("rating", "6"),
    ],
)
def test_a_wrong_value_that_the_sources_speak_about_is_not_silent(column, value, request_):
    assert [each.silent for each in request_(**{column: value})] == [False]


def test_a_missing_column_is_never_silent(padi, judge):
    assert not any(each.silent for each in judge.request(padi.operations["createTransaksi"], {}))


@pytest.mark.parametrize(
    ("flag", "number", "wanted"),
    [
        ("1", "525/SJ-IND.8/TKDN/11/2019", []),
        ("1", "", ["PADI-TRX-025"]),
        ("1", "  ", ["PADI-TRX-025"]),
        (1, None, ["PADI-TRX-025"]),
        ("1", True, ["PADI-TRX-412"]),
        ("1", ["1", "2"], ["PADI-TRX-412"]),
        ("0", None, []),
        (0, "", []),
        ("0", "525/SJ-IND.8/TKDN/11/2019", ["PADI-TRX-125"]),
        ("0", True, ["PADI-TRX-412"]),
        ("9", None, ["PADI-TRX-124"]),
        ("9", "525/SJ-IND.8/TKDN/11/2019", ["PADI-TRX-124"]),
    ],
)
def test_the_certificate_number_depends_on_the_flag(flag, number, wanted, request_):
    found = request_(is_certificate=flag, certificate_tkdn=number)
    assert [each.requirement for each in found] == wanted


def test_a_missing_certificate_number_breaks_the_rule_of_the_flag(padi, judge, transaksi):
    message = {name: value for name, value in transaksi.items() if name != "certificate_tkdn"}
    (found,) = judge.request(padi.operations["createTransaksi"], message)
    assert (found.pointer, found.requirement) == ("/transaksi/certificate_tkdn", "PADI-TRX-025")


@pytest.mark.parametrize(
    ("reading", "candidate", "changed"),
    [
        ("PADI-R-13", "ignored", {"certificate_tkdn": None}),
        ("PADI-R-13", "ignored", {"is_certificate": "0"}),
        ("PADI-R-14", "null-only", {"transaksi_id": " "}),
        ("PADI-R-19", "free", {"rating": "9", "tanggal_delivery": "kemarin"}),
        ("PADI-R-24", "cut", {"nama_project": "x" * 256}),
        ("PADI-R-25", "lenient", {"tanggal_transaksi": "27-06-2022"}),
    ],
)
def test_a_reading_waives_its_requirements(reading, candidate, changed, padi, request_):
    assert request_(**changed) != []
    assert request_(Judge(padi, {reading: candidate}), **changed) == []


@pytest.mark.parametrize(
    ("column", "requirement"),
    [("kategori_project", "PADI-TRX-105"), ("total_nilai_project", "PADI-TRX-106"), ("is_pdn", "PADI-TRX-122")],
)
def test_a_waived_cause_does_not_hide_another_breach_of_the_same_value(column, requirement, padi, request_):
    found = request_(Judge(padi, {"PADI-R-14": "null-only"}), **{column: ""})
    assert [each.requirement for each in found] == [requirement]


def test_an_unknown_candidate_is_a_key_error(padi):
    with pytest.raises(KeyError):
        Judge(padi, {"PADI-R-13": "perhaps"})


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({}, []),
        ({"uid_umkm": "999"}, [("uid_umkm", "PADI-TRX-209")]),
        ({"uid_umkm": "999", "kategori_umkm": "3", "nama_umkm": "x"}, [("uid_umkm", "PADI-TRX-209")]),
        ({"kategori_umkm": "3"}, [("kategori_umkm", "PADI-TRX-208")]),
        ({"nama_umkm": "pt. damai sejahtera"}, [("nama_umkm", "PADI-TRX-210")]),
        ({"id_satker": "1"}, [("id_satker", "PADI-TRX-221")]),
        ({"id_satker": "1", "uid_umkm": "9"}, [("uid_umkm", "PADI-TRX-209"), ("id_satker", "PADI-TRX-221")]),
        ({"uid_umkm": None}, []),
        ({"uid_umkm": ["123"]}, []),
        ({"uid_umkm": "  ", "id_satker": ""}, []),
        ({"kategori_umkm": 1}, []),
    ],
)
def test_a_comparison_names_its_cause_and_leaves_what_the_schema_refuses(changed, wanted, compared):
    assert compared(**changed) == wanted


def test_a_blank_is_compared_where_a_reading_makes_it_a_value(padi, compared):
    judge = Judge(padi, {"PADI-R-14": "null-only"})
    assert compared(judge, uid_umkm=" ") == [("uid_umkm", "PADI-TRX-209")]


def test_a_comparison_says_what_was_wanted(padi, judge, transaksi):
    (found,) = judge.references(padi.operations["createTransaksi"], transaksi | {"nama_umkm": "X"}, lookup)
    assert str(found) == (
        '/transaksi/nama_umkm: got "X", wanted "PT. Damai Sejahtera", the nama_umkm in umkm of "123" [PADI-TRX-210]'
    )


@pytest.mark.parametrize("message", [None, [], "x", 5])
def test_what_is_no_object_is_compared_with_nothing(message, padi, judge):
    assert judge.references(padi.operations["createTransaksi"], message, lookup) == []


def test_a_pointer_escapes_slashes_and_tildes():
    judge = SchemaJudge({"properties": {"a/b": {"properties": {"c~d": {"type": "string"}}}}})
    (found,) = judge.violations({"a/b": {"c~d": 1}}, "/x")
    assert found.pointer == "/x/a~1b/c~0d"


def test_a_requirement_and_a_silence_of_a_container_are_not_those_of_its_parts():
    inner = {"properties": {"note": {"type": "string"}}, "x-requirements": {"type": "A-1"}}
    outer = {"type": "array", "items": {"enum": ["a"]}, "x-unspecified": {"type": "string"}}
    (note,) = SchemaJudge({"type": "object", **inner}).violations({"note": 5})
    (item,) = SchemaJudge(outer).violations(["b"])
    assert (note.requirement, item.silent) == (None, False)


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "success"},
        {"status": "success", "message": "ok"},
        {"status": "success", "id": 5},
    ],
)
def test_an_acknowledgement_is_an_object_with_success(answer, padi, judge):
    assert judge.answer(padi.operations["createTransaksi"], answer) == []
    assert not judge.says_refused(answer)


@pytest.mark.parametrize(
    ("answer", "pointer"), [([], ""), ({}, "/status"), ({"status": None}, "/status"), ({"status": "ok"}, "/status")]
)
def test_another_acknowledgement_breaks_the_observed_rule(answer, pointer, padi, judge):
    (found,) = judge.answer(padi.operations["createTransaksi"], answer)
    assert (found.pointer, found.requirement) == (pointer, "PADI-API-011")


def test_an_odd_message_beside_success_is_no_breach_of_the_observed_rule(padi, judge):
    found = judge.answer(padi.operations["createTransaksi"], {"status": "success", "message": None})
    assert [(each.pointer, each.requirement) for each in found] == [("/message", None)]


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ({"data": [], "count": 0}, []),
        ({"data": [{}], "count": "1"}, []),
        ({"data": None, "count": 0}, ["PADI-LST-007"]),
        ({"data": {}, "count": 0}, ["PADI-LST-001"]),
        ({"data": [1], "count": 1}, ["PADI-LST-001"]),
        ({"data": []}, ["PADI-LST-001"]),
        ({"data": [], "count": "satu"}, ["PADI-LST-001"]),
    ],
)
def test_a_list_is_data_and_a_count(answer, wanted, padi, judge):
    found = judge.answer(padi.operations["listTransaksi"], answer)
    assert [each.requirement for each in found] == wanted


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"status": "error"}, True),
        ({"status": "Success"}, True),
        ({"status": None}, True),
        ({"status": "success"}, False),
        ({"message": "ok"}, False),
        ([], False),
        (None, False),
    ],
)
def test_a_2xx_answer_with_another_status_is_a_refusal(body, refused, judge):
    assert judge.says_refused(body) is refused


def test_a_refusal_has_a_status_other_than_success(judge):
    assert judge.refusal({"status": "error", "message": "no"}) == []
    assert [each.requirement for each in judge.refusal({"status": "success"})] == ["PADI-API-012"]


def test_a_long_value_is_shown_short():
    assert shown("x" * 200) == f'"{"x" * 79}… (202 characters)'
