from __future__ import annotations

import re
from pathlib import Path

import pytest

from kontrak.conformance.config import checked_url, read_targets
from kontrak.conformance.verdict import Outcome, Verdict, judge_run
from kontrak.contracts import load
from kontrak.contracts.errors import ConfigurationError
from tests.planted.kill import serving

GOOD = """
[target.padi]
base_url = "https://padi.example/api/"
api_key = "${PADI_KEY}"
allow = ["heavy"]
without = ["deleteUmkm"]
readings = { PADI-R-13 = "require" }
timeout = 2.5

[target.padi.records]
umkm = [{ uid = "${UID_1}", nama_umkm = "CV Satu", kategori_usaha = "1" }]
satker = [{ id_satker = "14482" }]
"""
URL = 'base_url = "http://127.0.0.1:8080"\n'


@pytest.fixture
def read(tmp_path, padi):
    """Reads a text as kontrak.toml."""

    def read_text(text):
        file = tmp_path / "kontrak.toml"
        file.write_text(text, encoding="utf-8")
        return read_targets(file, {"padi": padi})

    return read_text


@pytest.fixture
def message(read):
    """The error of a text as kontrak.toml, which names the file."""

    def refused(text):
        with pytest.raises(ConfigurationError) as error:
            read(text)
        assert "kontrak.toml: " in str(error.value)
        return str(error.value)

    return refused


def test_a_target_has_what_was_written(monkeypatch, read, padi):
    monkeypatch.setenv("PADI_KEY", "kunci")
    monkeypatch.setenv("UID_1", "U-1")
    name = padi.readings["PADI-R-13"].candidates[-1].name
    target = read(GOOD.replace('"require"', f'"{name}"'))["padi"]
    assert (target.base_url, target.api_key, target.timeout) == ("https://padi.example/api", "kunci", 2.5)
    assert (target.allow, target.without, target.readings) == (("heavy",), ("deleteUmkm",), {"PADI-R-13": name})
    assert target.records["umkm"][0]["uid"] == "U-1"
    assert target.records["satker"] == ({"id_satker": "14482"},)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("target = [", "not TOML: "),
        ("", "no [target.<partner>] table; write [target.padi] with a base_url"),
        ("target = 1", "no [target.<partner>] table"),
        ("[target]\npadi = 1", "[target.padi]: not a table"),
        ("[target.tokopadi]\n" + URL, "[target.tokopadi]: unknown partner; known: padi"),
        ("[target.padi]\n", '[target.padi]: base_url is a text; write base_url = "..."'),
        ("[target.padi]\nbase_url = 8080", '[target.padi]: base_url is a text; write base_url = "..."'),
        (
            "[target.padi]\nbase_urll = 1\n" + URL,
            "[target.padi]: unknown keys base_urll; known: additions, allow, answers, api_key, auth, base_url",
        ),
        ('[target.padi]\nbase_url = "padi.example"', "is no http or https URL; write for example http://"),
        ("[target.padi]\napi_key = 7\n" + URL, '[target.padi]: api_key is a text; write api_key = "..."'),
        ('[target.padi]\napi_key = "k\\n"\n' + URL, "[target.padi]: api_key has a line end"),
        ('[target.padi]\napi_key = "k\\u0007k"\n' + URL, "[target.padi]: api_key has a line end"),
        ('[target.padi]\nallow = "heavy"\n' + URL, "[target.padi]: allow is a list of some of heavy, destructive"),
        ('[target.padi]\nallow = ["all"]\n' + URL, "[target.padi]: allow is a list of some of heavy, destructive"),
        ('[target.padi]\nwithout = ["umkm"]\n' + URL, "[target.padi]: without is a list of some of createTransaksi,"),
        ("[target.padi]\ntimeout = 0\n" + URL, "[target.padi]: timeout is a number of seconds, above 0 and up to 600"),
        ("[target.padi]\ntimeout = true\n" + URL, "[target.padi]: timeout is a number of seconds"),
        ("[target.padi]\ntimeout = nan\n" + URL, "[target.padi]: timeout is a number of seconds"),
        ('[target.padi]\ntimeout = "10"\n' + URL, "[target.padi]: timeout is a number of seconds"),
        ("[target.padi]\nreadings = []\n" + URL, "[target.padi]: readings is a table of reading = candidate"),
        (
            '[target.padi]\nreadings = {PADI-R-99 = "x"}\n' + URL,
            "[target.padi]: unknown reading PADI-R-99; see `kontrak contracts readings padi`",
        ),
        ('[target.padi]\nreadings = {PADI-R-13 = "x"}\n' + URL, "PADI-R-13 cannot be read as 'x'; candidates: "),
        ("[target.padi]\nreadings = {PADI-R-13 = []}\n" + URL, "PADI-R-13 cannot be read as []; candidates: "),
        ("[target.padi]\nrecords = 1\n" + URL, "[target.padi]: records is a table of collection = [records]"),
        (
            "[target.padi]\nrecords = {vendor = []}\n" + URL,
            "[target.padi]: unknown collection vendor in records; known: transaksi, umkm, satker",
        ),
        (
            '[target.padi]\nrecords = {satker = "14482"}\n' + URL,
            'records.satker is a list of records such as { id_satker = "..." }',
        ),
        ("[target.padi]\nforeign = 1\n" + URL, "[target.padi]: foreign is a table of collection = [records]"),
        ("[target.padi]\nforeign = {vendor = []}\n" + URL, "[target.padi]: unknown collection vendor in foreign"),
        (
            "[target.padi]\nforeign = {satker = [14482]}\n" + URL,
            'foreign.satker is a list of records such as { id_satker = "..." }',
        ),
        ("[target.padi]\nrecords = {satker = [14482]}\n" + URL, "records.satker is a list of records such as"),
        ("[target.padi]\nrecords = {satker = [{id_satker = 14482}]}\n" + URL, "records.satker is a list of records"),
        (
            '[target.padi]\nrecords = {umkm = [{uid = "123"}]}\n' + URL,
            'records.umkm is a list of records such as { uid = "...", kategori_usaha = "...", nama_umkm = "..." }',
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_what_to_write(text, wanted, message):
    assert wanted in message(text)


def test_an_unset_variable_is_told_by_name(monkeypatch, message):
    monkeypatch.delenv("KONTRAK_UNSET", raising=False)
    text = '[target.padi]\napi_key = "${KONTRAK_UNSET}"\n' + URL
    told = "[target.padi]: the environment variable KONTRAK_UNSET is not set; export KONTRAK_UNSET=... first"
    assert told in message(text)


def test_a_variable_within_a_text_is_expanded_and_its_value_is_not(monkeypatch, read):
    monkeypatch.setenv("KONTRAK_HOST", "h.example")
    monkeypatch.setenv("KONTRAK_KEY_1", "${KONTRAK_HOST}")
    text = '[target.padi]\nbase_url = "https://${KONTRAK_HOST}/x"\napi_key = "${KONTRAK_KEY_1}"'
    target = read(text)["padi"]
    assert (target.base_url, target.api_key) == ("https://h.example/x", "${KONTRAK_HOST}")


def test_a_missing_file_is_told(tmp_path, padi):
    with pytest.raises(ConfigurationError, match=r"kontrak\.toml: No such file or directory"):
        read_targets(tmp_path / "kontrak.toml", {"padi": padi})


def test_a_folder_in_place_of_the_file_is_told(tmp_path, padi):
    with pytest.raises(ConfigurationError, match="Is a directory"):
        read_targets(tmp_path, {"padi": padi})


def test_a_file_of_another_encoding_is_told(tmp_path, padi):
    (tmp_path / "kontrak.toml").write_bytes(b'[target.padi]\nabout = "\xff"')
    with pytest.raises(ConfigurationError, match="not TOML"):
        read_targets(tmp_path / "kontrak.toml", {"padi": padi})


@pytest.mark.parametrize(
    "url",
    ["", "padi.example", "ftp://padi.example", "http://", "http://:80", "http://h:0", "http://h:99999", "http://[::1"],
)
def test_what_is_no_url_is_refused(url):
    with pytest.raises(ConfigurationError, match=r"--target: .* is no http or https URL"):
        checked_url(url)


@pytest.mark.parametrize("url", ["http://me:secret@h", "http://h/x?y=1", "http://h/x#y"])
def test_a_url_with_a_user_a_query_or_a_fragment_is_refused_without_being_shown(url):
    with pytest.raises(ConfigurationError, match="write scheme, host and path alone") as error:
        checked_url(url)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "https://h/a/b/", "http://[::1]:80/"])
def test_a_url_loses_its_last_slash_alone(url):
    assert checked_url(url) == url.rstrip("/")


def test_the_digest_tells_the_configuration_without_address_and_key(target):
    one = target("http://a.example", api_key="a")
    assert one.digest() == target("http://b.example", api_key="b").digest()
    assert one.digest() != target("http://a.example", api_key="a", timeout=9).digest()
    assert re.fullmatch("[0-9a-f]{64}", one.digest())


def test_without_a_key_what_needs_it_is_not_tested_and_the_line_to_add_is_told(target, verified):
    with serving() as clean:
        results = verified(target(app=clean.app, api_key=None))
    result = results["PADI-TRX-401"]
    assert (result.verdict, result.blocks) == (Outcome.NOT_TESTED, True)
    assert result.reason == 'no key for the target; add to kontrak.toml: [target.padi] api_key = "${KEY}"'
    assert judge_run(results.values()) is Verdict.INCONCLUSIVE


def test_without_records_what_needs_them_is_not_tested_and_the_line_to_add_is_told(target, verified):
    with serving() as clean:
        results = verified(target(app=clean.app, records={}))
    result = results["PADI-TRX-401"]
    assert (result.verdict, result.blocks) == (Outcome.NOT_TESTED, True)
    assert result.reason.startswith(
        "no record of satker is known; add to kontrak.toml: [target.padi.records] satker = [{ id"
    )
    assert judge_run(results.values()) is Verdict.INCONCLUSIVE


def test_vendors_that_are_not_known_are_made(padi, target, verified):
    with serving() as clean:
        results = verified(target(app=clean.app, records={"satker": padi.world["satker"]}))
    assert results["PADI-TRX-208"].verdict is Outcome.PASS
    assert judge_run(results.values()) is Verdict.CONFORMANT


def test_the_line_to_add_for_a_vendor_names_all_that_is_compared(padi, target, verified):
    with serving() as clean:
        wanted = target(app=clean.app, records={"satker": padi.world["satker"]}, without=("createUmkm",))
        reason = verified(wanted)["PADI-TRX-401"].reason
    assert 'umkm = [{ uid = "...", kategori_usaha = "...", nama_umkm = "..." }]' in reason


@pytest.mark.parametrize(("permission", "id"), [("heavy", "PADI-API-008"), ("destructive", "PADI-DEL-005")])
def test_what_is_not_permitted_is_not_tested_and_the_line_to_add_is_told(permission, id, target, verified):
    with serving() as clean:
        result = verified(target(app=clean.app, allow=()), only=(id,))[id]
    assert result.verdict is Outcome.NOT_TESTED
    assert result.reason == f'a {permission} check; permit it in kontrak.toml: [target.padi] allow = ["{permission}"]'


def rated(folder, line):
    file = folder / "kontrak.toml"
    file.write_text(f'[target.padi]\nbase_url = "http://h.example"\n{line}\n', encoding="utf-8")
    return file


@pytest.mark.parametrize(("line", "rate"), [("", 0.0), ('rate = "5/s"', 5.0), ('rate = "30/m"', 0.5)])
def test_a_rate_is_requests_a_second(tmp_path, padi, line, rate):
    assert read_targets(rated(tmp_path, line), {"padi": padi})["padi"].rate == rate


@pytest.mark.parametrize("value", ["5", '"5"', '"0/s"', '"5/h"', "[]", "true"])
def test_a_rate_that_is_none_is_told_with_what_to_write(tmp_path, padi, value):
    with pytest.raises(ConfigurationError, match=r'rate is a number of requests; write rate = "5/s"'):
        read_targets(rated(tmp_path, f"rate = {value}"), {"padi": padi})


def test_untouchable_texts_are_read(tmp_path, padi):
    target = read_targets(rated(tmp_path, 'untouchable = ["PO-2026-0001"]'), {"padi": padi})["padi"]
    assert target.untouchable == ("PO-2026-0001",)


@pytest.mark.parametrize("value", ['"PO-1"', '["PO"]', "[3]"])
def test_untouchable_texts_that_are_none_are_told_with_what_to_write(tmp_path, padi, value):
    with pytest.raises(ConfigurationError, match=r'write untouchable = \["PO-2026-0001"\]'):
        read_targets(rated(tmp_path, f"untouchable = {value}"), {"padi": padi})


def test_a_record_to_be_named_cannot_be_untouchable(tmp_path, padi):
    lines = 'untouchable = ["14482"]\nrecords.satker = [{ id_satker = "14482" }]'
    with pytest.raises(ConfigurationError, match="'14482' is untouchable and stands in records too"):
        read_targets(rated(tmp_path, lines), {"padi": padi})


TPOS = """
[target.tpos]
base_url = "http://127.0.0.1:9"
outlets = ["KTK000001", "KTK000002"]
foreign_outlets = ["CTH000001"]
parts = ["9KT01A0001"]
claimable = [
  { noPo = "P-1", noVendorInvoice = "V-1", noCase = "C-1", noMaterial = "9KT01A0001", qty = 5, hargaNetDealer = 125000 },
  { noPo = "P-2", outletCode = "KTK000002", noVendorInvoice = "V-2", noCase = "C-2", noMaterial = "9KT01A0001", qty = 4, hargaNetDealer = 1000.5 },
]
"""


@pytest.fixture
def tpos(tmp_path):
    """The target of a text as kontrak.toml."""

    def read_text(text):
        file = tmp_path / "kontrak.toml"
        file.write_text(text, encoding="utf-8")
        return read_targets(file, {"tpos": load("tpos")})["tpos"]

    return read_text


def test_short_names_stand_for_records_and_take_what_is_missing_from_the_first_outlet(tpos):
    target = tpos(TPOS)
    first, second = target.records["shipments"]
    assert (first["outletCode"], first["qtyInvoice"]) == ("KTK000001", 5)
    assert (second["outletCode"], second["qtyInvoice"], second["hargaNetDealer"]) == ("KTK000002", 4, 1000.5)
    assert target.records["parts"] == ({"noPart": "9KT01A0001"},)
    assert target.foreign["outlets"] == ({"outletCode": "CTH000001"},)


CLAIMABLE = '{ noPo = "...", noVendorInvoice = "...", noCase = "...", noMaterial = "...", qty = 0, hargaNetDealer = 0 }'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("qty = 5", 'qty = "5"', f"claimable is a list of records such as {CLAIMABLE}"),
        ("qty = 5", "qty = true", "claimable is a list of records such as"),
        ('noCase = "C-1", ', "", "claimable is a list of records such as"),
        ('parts = ["9KT01A0001"]', "parts = [1]", 'parts is a list of records such as { noPart = "..." }'),
        ('parts = ["9KT01A0001"]', 'parts = "9KT01A0001"', "parts is a list of records such as"),
        (
            'parts = ["9KT01A0001"]',
            'parts = ["A"]\nrecords.parts = [{ noPart = "A" }]',
            "parts and records.parts say the same; drop one of them",
        ),
        ('outlets = ["KTK000001", "KTK000002"]\n', "", "claimable is a list of records such as"),
    ],
)
def test_what_is_wrong_with_a_short_name_is_told(old, new, told, tpos):
    assert old in TPOS
    with pytest.raises(ConfigurationError, match=re.escape(told)):
        tpos(TPOS.replace(old, new))


ROOT = Path(__file__).parents[2]
PRINTED = [
    (file.name, text)
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    for text in re.findall(r"```toml\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL)
    if re.search(r"^(base_url|feeds) ", text, re.MULTILINE)
]


@pytest.mark.parametrize(("file", "text"), PRINTED, ids=[f"{file}-{n}" for n, (file, _) in enumerate(PRINTED)])
def test_every_printed_configuration_is_one(file, text, tmp_path, monkeypatch):
    for name in re.findall(r"\$\{(\w+)\}", text):
        monkeypatch.setenv(name, "rahasia")
    monkeypatch.chdir(tmp_path)
    for name in re.findall(r'outbox *= "(\w+)"', text):
        (tmp_path / name).mkdir()
    (tmp_path / "layout.yaml").write_text("encoding: latin-1\n", encoding="utf-8")
    path = tmp_path / "kontrak.toml"
    path.write_text(text, encoding="utf-8")
    assert read_targets(path, {name: load(name) for name in ("dgi", "padi", "tpos")})
