"""The mock against the suite: neither knows the other, both know the contract."""

import os

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from kontrak.conformance.config import PERMISSIONS, Target
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile
from kontrak.contracts import load
from kontrak.mocks import Settings, Simulator, create_app
from kontrak.mocks.adapters.child import running_mock

KEY = "kontrak-padi-key"
DATABASES = {
    "KONTRAK_TEST_POSTGRESQL": "postgresql+psycopg://root@127.0.0.1:5432/test",
    "KONTRAK_TEST_MARIADB": "mysql+pymysql://root@127.0.0.1:3306/test",
}


def findings(target, **options):
    """What is not passed, but for what the contract itself calls untestable."""
    contract = load("padi")
    results = run(contract, target, Options(profile=Profile.STRICT, **options)).requirements
    assert sum(result.verdict is Outcome.PASS for result in results) > 100
    return {
        result.id: (result.verdict, result.reason)
        for result in results
        if result.verdict is not Outcome.PASS and contract.requirements[result.id].test.not_tested is None
    }


def in_process(simulator, world="default", readings=None):
    base_url = "http://mock.example" if world == "default" else f"http://mock.example/w/{world}"
    records = load("padi").world
    return Target("padi", base_url, KEY, records, readings or {}, PERMISSIONS, app=create_app(simulator))


@pytest.mark.parametrize("seed", range(20))
def test_the_clean_mock_passes_at_every_seed(seed):
    simulator = Simulator([load("padi")])
    assert findings(in_process(simulator), seed=seed, leave_out=("engine:",)) == {}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_clean_mock_passes_over_a_socket_with_the_engine(seed):
    with running_mock() as base_url:
        target = Target("padi", base_url, KEY, load("padi").world, allow=PERMISSIONS)
        assert findings(target, seed=seed) == {}


@pytest.mark.parametrize("variable", DATABASES)
def test_the_clean_mock_passes_on_a_database_server(variable):
    url = os.environ.get(variable, DATABASES[variable])
    try:
        engine = create_engine(url)
        engine.connect().close()
        engine.dispose()
    except SQLAlchemyError as error:
        if os.environ.get("KONTRAK_REQUIRE_DATABASES") == "1":
            raise
        pytest.skip(f"{variable}: no answer from {url}: {type(error).__name__}")
    simulator = Simulator([load("padi")], Settings(database=url))
    world = f"both-halves-{os.getpid()}"
    assert findings(in_process(simulator, world), leave_out=("engine:", "property:refuses:")) == {}
    simulator.close()


@pytest.mark.parametrize(
    ("reading", "candidate"),
    [
        ("PADI-R-13", "ignored"),
        ("PADI-R-14", "null-only"),
        ("PADI-R-19", "free"),
        ("PADI-R-20", "upsert"),
        ("PADI-R-20", "append"),
        ("PADI-R-24", "cut"),
        ("PADI-R-25", "lenient"),
    ],
)
def test_a_mock_under_another_reading_passes_where_the_target_is_said_to_follow_it(reading, candidate):
    simulator = Simulator([load("padi")], Settings(readings={reading: candidate}))
    target = in_process(simulator, readings={reading: candidate})
    waived = set(load("padi").readings[reading].candidate(candidate).waives)
    left = findings(target, leave_out=("engine:",))
    assert set(left) == {id for id in waived if load("padi").requirements[id].test.not_tested is None}
    assert {outcome for outcome, _ in left.values()} <= {Outcome.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("reading", "candidate", "waiting"),
    # Messages at once cannot be told from repetition where a repetition is treated otherwise already.
    [("PADI-R-13", "ignored", set()), ("PADI-R-20", "append", {"PADI-TRX-415"})],
)
def test_a_mock_under_a_reading_that_the_target_was_not_said_to_follow_is_found_out(reading, candidate, waiting):
    simulator = Simulator([load("padi")], Settings(readings={reading: candidate}))
    left = findings(in_process(simulator), leave_out=("engine:", "property:refuses:"))
    assert {id for id, (outcome, _) in left.items() if outcome is not Outcome.FAIL} == waiting
    assert Outcome.FAIL in {outcome for outcome, _ in left.values()}
