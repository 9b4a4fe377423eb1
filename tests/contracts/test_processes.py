"""Processes as data: they load strictly, agree with the contract, and say which steps may come."""

from __future__ import annotations

import shutil
from itertools import chain

import pytest
import yaml

from kontrak.contracts import ContractError, load
from kontrak.contracts.load import HERE
from kontrak.contracts.process import module_of

DGI = load("dgi")
STEPS = [(process, step) for process in DGI.processes.values() for step in process.steps]
NESTED = {"unit", "parts", "po"}


@pytest.fixture
def broken(tmp_path):
    """The complaint about the processes of DGI after a change."""
    shutil.copytree(HERE / "dgi", tmp_path / "dgi")

    def broken(change):
        file = tmp_path / "dgi" / "processes.yaml"
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
        change(entries)
        file.write_text(yaml.safe_dump(entries, sort_keys=False), encoding="utf-8")
        with pytest.raises(ContractError) as caught:
            load(tmp_path / "dgi")
        return str(caught.value)

    return broken


def set_in(name, value):
    return lambda entries: entries[1]["steps"][1].update({name: value})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (set_in("from", ["elsewhere"]), "dealing: follow-up comes from elsewhere, to which no step leads"),
        (set_in("step", "prospect"), "dealing: the step prospect stands twice"),
        (set_in("changes", {"bast": {}}), "dealing: follow-up touches bast, which no step before it makes"),
        (set_in("makes", {"nothing": {}}), "dealing: nothing is no collection"),
        (set_in("level", "sure"), '"sure" is not one of'),
        (set_in("most", 0), "0 is less than the minimum of 1"),
        (lambda entries: entries[1].update(record="mdinvh3"), "dealing: no step makes mdinvh3"),
        (lambda entries: entries[1].update(name="inbound-unit"), "the process inbound-unit stands twice"),
        (lambda entries: entries[1]["steps"][0].update({"from": ["new"]}), "the first step prospect begins no case"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(broken, change, complaint):
    text = broken(change)
    assert complaint in text
    assert text.startswith("dgi/processes.yaml:")


def columns(codes):
    """(record, column, value) of what a step sets, in rows too."""
    for record, values in codes.items():
        for name, value in values.items():
            if isinstance(value, dict):
                yield from ((record, f"{name}.{column}", code) for column, code in value.items())
            else:
                yield record, name, value


def test_every_code_that_a_step_writes_is_in_its_code_list():
    for process, step in STEPS:
        for record, path, value in chain.from_iterable(map(columns, (step.makes, step.drafts, step.changes))):
            schema = DGI.operations[DGI.collections[module_of(record)].list].answer["properties"]["data"]["items"]
            for name in path.split("."):
                schema = schema.get("items", schema)["properties"][name]
            assert value in DGI.codes[schema["x-code-list"]].codes, (process.name, step.name, path)


def test_every_code_of_a_status_is_reached_by_some_step():
    written = {
        (module_of(record), path.rpartition(".")[2], value)
        for _, step in STEPS
        for record, path, value in chain.from_iterable(map(columns, (step.makes, step.drafts, step.changes)))
    }
    for module, column in (("spk", "statusSPK"), ("bast", "statusDeliveryDocument"), ("doch", "statusFakturSTNK"),
                           ("pkb", "statusWorkOrder"), ("uinb", "statusShippingList")):  # fmt: skip
        assert {value for m, c, value in written if (m, c) == (module, column)} == set(DGI.codes[column].codes), column


def test_every_module_is_written_by_a_process():
    made = {module_of(record) for _, step in STEPS for record in (*step.makes, *step.drafts)}
    assert made == {name for name, collection in DGI.collections.items() if collection.list} & made
    assert len(made) == 15


def test_flows_are_those_of_the_slide():
    mapping = yaml.safe_load((HERE / "dgi" / "mapping.yaml").read_text(encoding="utf-8"))
    flows = {process.flow for process in DGI.processes.values()} | {"prospect"}
    assert flows == set(mapping["flows"])


def test_every_draft_is_shown_by_a_later_step():
    for process in DGI.processes.values():
        drafts = {record for step in process.steps for record in step.drafts}
        assert drafts == {record for step in process.steps for record in step.shows}, process.name


def test_steps_that_leave_the_usual_way_are_never_the_usual_one():
    dealing = DGI.processes["dealing"]
    assert [step.name for step in dealing.next("ordered", {})] == ["indent", "cancel-order", "booking-fee"]
    assert dealing.usual("ordered", {}, ()).name == "booking-fee"
    assert dealing.usual("delivered", {}, ()) is None


def test_a_step_with_a_condition_or_a_limit_may_come_only_within_it():
    dealing, work = DGI.processes["dealing"], DGI.processes["work-order"]
    names = [[step.name for step in dealing.next("booked", {"payment": way})] for way in ("cash", "credit")]
    assert names == [["cancel-order", "settlement"], ["cancel-order", "apply-for-credit"]]
    assert "add-part" not in {step.name for step in work.next("working", {}, ["add-part"] * 20)}
