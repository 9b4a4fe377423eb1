"""What is no fault is refused with what was got, what was wanted and where; nothing is set then."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.contracts import ConfigurationError, load
from kontrak.mocks.control import Control
from kontrak.mocks.faults import Fault, Wrong, file, header, parse
from kontrak.mocks.partner import Partner

PARTNERS = {name: Partner(load(name)) for name in ("padi", "tpos", "dgi")}
WRONG = [
    (None, "", "an object"),
    ([], "", "an object"),
    ({}, "/kind", "stale-token"),
    ({"kind": "htpp"}, "/kind", "http"),
    ({"kind": "http", "status": 200}, "/status", "400 to 599"),
    ({"kind": "http", "status": "503"}, "/status", "400 to 599"),
    ({"kind": "http", "sttus": 503}, "/sttus", "status"),
    ({"kind": "delay"}, "", "seconds"),
    ({"kind": "delay", "seconds": 1000}, "/seconds", "120"),
    ({"kind": "reset", "when": "never"}, "/when", "before"),
    ({"kind": "reset", "id": "a b"}, "/id", "letters"),
    ({"kind": "reset", "partner": "padii"}, "/partner", "padi"),
    ({"kind": "reset", "operation": "listTransaksii"}, "/operation", "padi/listTransaksi"),
    ({"kind": "reset", "partner": "dgi", "operation": "listTransaksi"}, "/operation", "dgi/readPrsp"),
    ({"kind": "reset", "next": 0}, "/next", "1 to"),
    ({"kind": "reset", "next": 1, "calls": {"from": 1}}, "/calls", "either"),
    ({"kind": "reset", "calls": {"from": 3, "to": 2}}, "/calls/to", "at least 3"),
    ({"kind": "reset", "calls": {"to": 2}}, "/calls", "from"),
    ({"kind": "reset", "clock": {}}, "/clock", "2026"),
    ({"kind": "reset", "clock": {"from": "soon"}}, "/clock/from", "2026"),
    ({"kind": "reset", "clock": {"from": "2026-01-02", "to": "2026-01-01"}}, "/clock/to", "after"),
    ({"kind": "refuse", "requirement": "PADI-TRX-999"}, "/requirement", "PADI-TRX-"),
    ({"kind": "content-type", "contentType": "a\nb"}, "/contentType", "text/html"),
    ({"kind": "stale-token", "partner": "padi"}, "/partner", "tpos"),
    ({"kind": "stale-token", "operation": "requestToken"}, "/operation", "with a token"),
    ({"kind": "late-batch", "partner": "padi"}, "/partner", "batches"),
    ({"kind": "late-batch", "operation": "readPrsp"}, "/operation", "feed"),
    ({"kind": "late-batch", "feed": "tpos.nothing"}, "/feed", "tpos/tpos."),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "pointer", "wanted"), WRONG)
def test_each_mistake_is_placed_and_says_what_is_known(fault: Any, pointer: str, wanted: str) -> None:
    found = parse(fault, PARTNERS, "x")
    assert isinstance(found, Wrong)
    assert [one.pointer for one in found.violations][:1] == [pointer]
    assert wanted in found.violations[0].wanted


@pytest.mark.parametrize(
    "kind", ["refuse", "http", "reset", "truncate", "malformed", "content-type", "stale-token", "late-batch"]
)
def test_a_kind_alone_is_a_fault(kind: str) -> None:
    assert isinstance(parse({"kind": kind}, PARTNERS, "x"), Fault)


def test_of_a_list_all_are_set_or_none(simulator: Any) -> None:
    control = Control(simulator)
    refusal = control.set_faults("default", [{"kind": "reset"}, {"kind": "reset", "operation": "x"}])
    assert (refusal.status, refusal.violations[0].pointer) == (400, "/1/operation")
    assert control.faults("default")["faults"] == []


def test_two_of_one_id_and_too_many_are_refused(simulator: Any) -> None:
    control = Control(simulator)
    assert control.set_faults("default", [{"id": "a", "kind": "reset"}] * 2).status == 400
    assert control.set_faults("default", []).status == 400
    assert control.set_faults("default", [{"kind": "reset"}] * 101).status == 400
    control.set_faults("default", [{"kind": "reset"}] * 100)
    assert control.set_faults("default", {"kind": "reset"}).status == 409


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("faults: 3", "these are no faults"),
        ("faults:\n- {kind: reset}\n- {kind: rest}\n", "f.yaml:3 at /faults/1/kind"),
        ("faults:\n- kind: reset\n  operation: nope\n", "f.yaml:3 at /faults/0/operation"),
        ("faults:\n- {kind: reset, world: ../x}\n", "the name of a world"),
        ("faults:\n- {kind: reset, id: a}\n- {kind: http, id: a}\n", "stands twice"),
        ("faults: [", "not YAML"),
        ("faults:\n- 3\n", "an object"),
    ],
)
def test_a_file_that_is_wrong_is_told_with_its_line(tmp_path: Any, text: str, said: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as raised:
        file.read(str(path), PARTNERS)
    assert said in str(raised.value)


def test_an_instant_of_yaml_is_an_instant(tmp_path: Any) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("faults:\n- {kind: reset, clock: {from: 2026-01-05T08:00:00+07:00}}\n")
    [(world, fault)] = file.read(str(path), PARTNERS)
    assert (world, str(fault.since)) == ("default", "2026-01-05 08:00:00+07:00")


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=2))


@settings(max_examples=150)
@given(
    st.dictionaries(st.sampled_from(["kind", "id", "next", "calls", "clock", "status", "operation", "partner"]), JSON)
)
def test_no_json_is_a_traceback(fault: Any) -> None:
    assert isinstance(parse({**fault, "kind": "http"}, PARTNERS, "x"), Fault | Wrong)
    assert isinstance(parse(fault, PARTNERS, "x"), Fault | Wrong)


@given(st.text(max_size=40))
def test_no_header_is_a_traceback(text: str) -> None:
    assert isinstance(parse(header.read(text), PARTNERS, "x"), Fault | Wrong)
