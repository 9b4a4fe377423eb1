"""Tables of a real database against the contract: every difference is told with its place, what is a target's own is not."""

import json

import pytest
from click.testing import CliRunner

from kontrak.cli.main import cli
from kontrak.conformance.staging import drift, grants
from kontrak.conformance.staging.findings import Differences
from kontrak.contracts import ConfigurationError, KontrakError

FEEDS = ("--only", "invoice", "--only", "parts-claim-judgement")


@pytest.fixture
def run():
    """Runs `kontrak staging`; gives exit code and output."""

    def run(*arguments):
        result = CliRunner().invoke(cli, ["staging", *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return run


def compared(database, profile="observed"):
    """What differs: (table, column, rule, requirements, whether it fails)."""
    make = Differences(database.contract, profile)
    with database.engine.connect() as connection:
        found = drift(connection, database.feeds, database.names, make)
    return [
        (one.tables[0].removeprefix(database.prefix), one.column, one.rule, one.requirements, one.fails)
        for one in found
    ]


def test_what_create_makes_has_no_difference(database):
    assert compared(database, "strict") == []


def test_create_makes_what_is_missing_and_leaves_the_rest(run, database):
    database.run("DROP TABLE $tpos_invoice")
    code, output = run("create", "--database", database.url, "--prefix", database.prefix, *FEEDS)
    assert code == 0
    assert f"{database.prefix}tpos_invoice: created" in output
    assert f"{database.prefix}tpos_parts_claim_judgement: is there already" in output


def test_a_missing_table_is_told_once(database):
    database.run("DROP TABLE $tpos_invoice")
    ids = ("TPOS-FEED-ALL-002", "TPOS-FEED-INV-001")
    assert compared(database) == [("tpos_invoice", "", "missing table", ids, True)]


def test_a_missing_column_is_told(database):
    database.run("ALTER TABLE $tpos_invoice DROP COLUMN da_no")
    assert compared(database) == [("tpos_invoice", "da_no", "missing column", ("TPOS-FEED-INV-001",), True)]


def test_a_missing_outlet_breaks_its_own_requirement_too(database):
    database.run("ALTER TABLE $tpos_invoice DROP COLUMN outlet_code")
    assert compared(database)[0][3] == ("TPOS-FEED-INV-001", "TPOS-FEED-ALL-009")


def replaced(database, column, definition):
    database.run(
        f"ALTER TABLE $tpos_parts_claim_judgement DROP COLUMN {column}",
        f"ALTER TABLE $tpos_parts_claim_judgement ADD COLUMN {column} {definition}",
    )


@pytest.mark.parametrize(
    ("definition", "rule", "ids"),
    [
        ("INTEGER DEFAULT 1 NOT NULL", "type", ("TPOS-FEED-PCJ-003", "TPOS-FEED-PCJ-005")),
        ("VARCHAR(1) DEFAULT 'x' NOT NULL", "length", ("TPOS-FEED-PCJ-003",)),
        ("VARCHAR(2)", "nullable", ("TPOS-FEED-PCJ-002",)),
    ],
)
def test_a_column_of_another_kind_is_told(database, definition, rule, ids):
    replaced(database, "tam_judgement", definition)
    assert compared(database) == [("tpos_parts_claim_judgement", "tam_judgement", rule, ids, True)]


def test_a_longer_column_is_a_warning(database):
    replaced(database, "tam_judgement", "VARCHAR(20) DEFAULT 'x' NOT NULL")
    assert [(found[2], found[4]) for found in compared(database)] == [("length", False)]
    assert [found[4] for found in compared(database, "strict")] == [True]


def test_a_number_with_room_for_more_digits_is_fine(database):
    replaced(database, "qty_tam_judgement", "BIGINT DEFAULT 0 NOT NULL")
    assert compared(database, "strict") == []


def test_a_number_with_room_for_fewer_digits_is_told(database):
    replaced(database, "qty_tam_judgement", "SMALLINT DEFAULT 0 NOT NULL")
    assert [found[1:3] for found in compared(database)] == [("qty_tam_judgement", "length")]


def test_an_extra_column_is_told_only_where_a_row_cannot_do_without_it(database):
    database.run(
        "ALTER TABLE $tpos_invoice ADD COLUMN note VARCHAR(10)",
        "ALTER TABLE $tpos_invoice ADD COLUMN state INTEGER DEFAULT 0 NOT NULL",
    )
    assert compared(database, "strict") == []
    if database.engine.dialect.name != "sqlite":
        database.run("ALTER TABLE $tpos_invoice ADD COLUMN owner VARCHAR(5) NOT NULL")
        assert [found[:3] for found in compared(database)] == [("tpos_invoice", "owner", "extra column")]


def test_a_table_may_be_called_otherwise(run, database):
    database.run("ALTER TABLE $tpos_invoice RENAME TO $bills")
    try:
        arguments = ("--prefix", database.prefix, "--tables", f"invoice={database.prefix}bills", *FEEDS)
        assert run("check", "--database", database.url, *arguments)[0] == 0
    finally:
        database.run("ALTER TABLE $bills RENAME TO $tpos_invoice")


def granted(server, profile="observed"):
    """What the account lacks or has too much: (rule, number of tables, got, requirements, whether it fails)."""
    make = Differences(server.contract, profile)
    with server.engine.connect() as connection:
        found = grants(connection, server.role, server.feeds, server.names, make)
    return [(one.rule, len(one.tables), one.got, one.requirements, one.fails) for one in found]


def grant(server, rights, *tables):
    for table in tables or ("$tpos_invoice", "$tpos_parts_claim_judgement"):
        server.run(f"GRANT {rights} ON {table} TO {server.account}")


def test_a_reader_that_can_read_each_table_and_no_more_is_right(server):
    grant(server, "SELECT")
    assert granted(server, "strict") == []


def test_a_missing_grant_is_told_once_for_all_tables(server):
    ids = ("TPOS-FEED-ALL-004", "TPOS-FEED-ALL-005")
    assert granted(server) == [("missing grant", 2, "no right", ids, True)]


def test_a_table_without_a_grant_is_told_from_those_with_one(server):
    grant(server, "SELECT", "$tpos_invoice")
    assert [found[:2] for found in granted(server)] == [("missing grant", 1)]


def test_too_much_granted_is_a_warning_that_fails_in_strict(server):
    grant(server, "SELECT, INSERT, DELETE")
    wanted = "too much granted", 2, "DELETE, INSERT", ("TPOS-FEED-ALL-005",)
    assert granted(server) == [(*wanted, False)]
    assert granted(server, "strict") == [(*wanted, True)]


def test_a_right_on_one_column_is_too_much_as_well(server):
    grant(server, "SELECT")
    grant(server, "UPDATE (da_no)", "$tpos_invoice")
    assert [found[:3] for found in granted(server)] == [("too much granted", 1, "UPDATE")]


def test_an_account_that_is_not_there_is_a_usage_error(server):
    server.role, known = "nobody_here", server.role
    with pytest.raises(ConfigurationError, match="--role"):
        granted(server)
    server.role = known


def test_the_commands_end_with_the_verdict(run, server):
    arguments = ("--database", server.url, "--prefix", server.prefix, *FEEDS, "--json")
    assert run("check", *arguments)[0] == 0
    code, output = run("grants", *arguments, "--role", server.role)
    assert (code, json.loads(output)["verdict"]) == (1, "nonconformant")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["create"], "give --database URL, or --print"),
        (["create", "--print", "sqlite", "--only", "bills"], "no feed bills"),
        (["create", "--print", "sqlite", "--tables", "invoice"], "write --tables invoice=NAME"),
        (["create", "--print", "sqlite", "--partner", "padi"], "padi has no feeds"),
        (["check", "--database", "nonsense"], "is not understood"),
        (["grants", "--database", "sqlite://", "--role", "x"], "sqlite has no accounts"),
    ],
)
def test_what_is_asked_wrongly_is_told(arguments, told):
    with pytest.raises(KontrakError, match=told):
        CliRunner().invoke(cli, ["staging", *arguments], catch_exceptions=False)


def test_a_database_that_does_not_answer_is_inconclusive(run):
    code, output = run("check", "--database", "postgresql://root:secret@127.0.0.1:1/test")
    assert code == 3
    assert "inconclusive" in output
    assert "secret" not in output


def test_the_statements_are_printed_for_a_database_that_is_not_there(run):
    code, output = run("create", "--print", "mariadb", "--only", "invoice", "--prefix", "x_")
    assert code == 0
    assert output.startswith("CREATE TABLE x_tpos_invoice (")


def test_a_difference_is_readable_at_80_columns(run, database):
    database.run("ALTER TABLE $tpos_invoice DROP COLUMN da_no")
    _code, output = run("check", "--database", database.url, "--prefix", database.prefix, *FEEDS)
    assert max(map(len, output.splitlines())) <= 80
    assert "FAIL" in output
    assert "nonconformant: 2 tables, 1 failures, 0 warnings" in output
