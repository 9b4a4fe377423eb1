"""The judge against any JSON value, and against a second library."""

from __future__ import annotations

import string

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.conformance import generate
from kontrak.conformance.messages import Messages
from kontrak.contracts import Judge, load
from kontrak.contracts.schema import variants

PADI = load("padi")
JUDGE = Judge(PADI)
OPERATIONS = list(PADI.operations.values())
COLUMNS = sorted({name for operation in OPERATIONS for name in operation.request["properties"]})
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
quick = settings(max_examples=40, deadline=None, database=None)

# Python's re and Rust's regex call other control characters blank, and only one of them takes full-width digits for
# [0-9]-like classes: such texts are left out of the comparison, not of the judge's own property.
SAME_IN_BOTH = st.text(string.ascii_letters + string.digits + " .,/-:+éŞ東🙂", max_size=12)


def json_values(texts):
    plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
    return st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))


ANY_TEXT = st.text(st.characters(), max_size=6)
ANY = json_values(ANY_TEXT | st.sampled_from(COLUMNS))


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@each_operation
@quick
@given(message=ANY | st.dictionaries(st.sampled_from(COLUMNS), ANY))
def test_the_judge_never_raises_and_names_a_requirement(operation, message):
    found = JUDGE.request(operation, message)
    found += JUDGE.references(operation, message, lambda _collection, _key: None)
    assert all(violation.requirement in PADI.requirements for violation in found)
    assert all(str(violation) for violation in found)
    JUDGE.is_canonical(operation, message)


@quick
@given(body=ANY)
def test_the_judge_never_raises_at_an_answer(body):
    for operation in OPERATIONS:
        JUDGE.answer(operation, body)
    JUDGE.refusal(body)
    JUDGE.says_refused(body)


@pytest.mark.parametrize("odd", ["\ud800", "x\udfffy", nested(900), {"a": nested(300)}, 10**400, -(10**30)])
def test_the_judge_bears_what_its_library_does_not(odd, transaksi):
    operation = PADI.operations["createTransaksi"]
    assert JUDGE.request(operation, transaksi | {"unknown": odd}) == []
    assert JUDGE.answer(operation, {"status": "success", "unknown": odd}) == []
    assert JUDGE.says_refused({"status": odd})


def test_a_lone_surrogate_is_judged_as_a_character(transaksi):
    operation = PADI.operations["createTransaksi"]
    found = JUDGE.request(operation, transaksi | {"nama_project": "\ud800" * 256})
    assert [violation.requirement for violation in found] == ["PADI-TRX-304"]


def oracle(schema):
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


ORACLES = {operation.id: oracle(operation.request) for operation in OPERATIONS}
CODES = st.sampled_from(["0", "1", "2", "9", "10", "183", "OPEX", "Opex", 0, 1, 1.0, 2, 70.5, "70.50", "100.01"])
DATES = st.dates().map(str) | st.sampled_from(["2022-02-30", "20220627", "2022-6-7", "27-06-2022", "2022-06-27T00:00"])
WRONG = CODES | DATES | json_values(SAME_IN_BOTH) | st.integers(90, 270).map("x".__mul__)


def mutated(operation):
    """Good messages of any variant with a few columns changed or taken away."""
    examples = st.sampled_from([operation.unwrap(example) for example in operation.examples])
    good = st.one_of(examples, *map(generate.value, variants(operation.request)))
    columns = st.sampled_from(list(operation.request["properties"]))
    changes = st.dictionaries(columns, WRONG, max_size=3)
    gone = st.sets(columns, max_size=1)
    return st.tuples(good, changes, gone).map(
        lambda drawn: {name: value for name, value in (drawn[0] | drawn[1]).items() if name not in drawn[2]}
    )


MUTATED = {operation.id: mutated(operation) for operation in OPERATIONS}
GOOD = {operation.id: generate.good(operation, Messages(PADI, PADI.world, "KT", seed=0)) for operation in OPERATIONS}


def places(operation, message):
    """Where the second library finds fault, as paths below the message."""
    for error in ORACLES[operation.id].iter_errors(message):
        path = [*map(str, error.absolute_path)]
        if error.validator == "required":
            yield from ("/".join([*path, name]) for name in error.validator_value if name not in error.instance)
        else:
            yield "/".join(path)


@each_operation
@quick
@given(data=st.data())
def test_jsonschema_finds_fault_with_the_same_columns(operation, data):
    message = data.draw(MUTATED[operation.id])
    ours = {violation.pointer.split("/", 2)[2] for violation in JUDGE.request(operation, message)}
    assert ours == {*places(operation, message)}


@each_operation
@quick
@given(data=st.data())
def test_what_is_generated_breaks_nothing_and_is_canonical(operation, data):
    message = data.draw(GOOD[operation.id])
    assert JUDGE.request(operation, message) == []
    assert JUDGE.is_canonical(operation, message)


@each_operation
@settings(quick, max_examples=15)
@given(data=st.data())
def test_the_order_of_the_columns_changes_nothing(operation, data):
    message = data.draw(MUTATED[operation.id])
    turned = dict(reversed(message.items()))
    assert {*map(str, JUDGE.request(operation, turned))} == {*map(str, JUDGE.request(operation, message))}


def test_the_second_library_is_not_blind():
    operation = PADI.operations["createTransaksi"]
    message = operation.unwrap(operation.examples[0]) | {"tanggal_delivery": "2022-02-30", "rating": "6"}
    assert {*places(operation, message)} == {"tanggal_delivery", "rating"}
