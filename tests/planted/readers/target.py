"""The planted DMSs as targets: one that reads whole tables, one that reads by id, and each fault alone."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from kontrak.conformance.config import Target
from kontrak.conformance.process import Failed
from kontrak.conformance.reader.settings import Question, Reads
from kontrak.contracts import load
from kontrak.contracts.staging import Names, staging_tables
from tests.planted.fault import Fault
from tests.planted.feeds.target import open_database
from tests.planted.readers.dms import Dms, ReadError

TPOS = load("tpos")
FEEDS = {feed.name: feed for feed in TPOS.feeds.values()}


def _fault(name: str, number: str, told: str) -> Fault:
    return Fault(name, f"TPOS-READER-{number}", told, "readers")


FAULTS = (
    _fault("last", "001", "It leaves out the last of three rows."),
    _fault("zeros", "002", "It takes a judgement for a number: 01 becomes 1."),
    _fault("cut", "003", "It cuts texts after 15 characters."),
    _fault("nulls", "004", "It takes no row with nothing in a column."),
    _fault("twice", "005", "A row that stands twice in a batch becomes two records."),
    _fault("again", "006", "A batch that comes again makes new records."),
    _fault("amounts", "007", "It keeps the gross amount that it read first."),
    _fault("gaps", "008", "Where a row comes again with nothing in a column, the old value stays."),
    _fault("watermark", "009", "It reads what was made after the last row that it read."),
    _fault("written", "010", "It lets the row written last win, however old its batch is."),
    _fault("first", "011", "Of several batches it takes the first row of each key."),
    _fault("idle", "012", "It ends with an error where there is nothing to read."),
    _fault("replaces", "013", "It takes a batch of one row for all that there is."),
    _fault("dirty", "014", "It reads from open transactions (mariadb)."),
    _fault("cursor", "015", "It reads the ids above the last one that it read."),
    _fault("positional", "016", "It ends with an error where a table has one column more."),
    _fault("consumes", "017", "It deletes the invoices that it has read."),
    _fault("rights", "018", "Its account may write into one table (postgresql)."),
    _fault("previous", "019", "It keeps the previous ETD of the first row."),
    _fault("key", "020", "It takes debits of different orders for one record."),
)
DATABASES = {"dirty": "mariadb", "rights": "postgresql"}
CLEAN, BY_ID = "strict", "other"


@contextmanager
def serving(fault: str | None = None, dialect: str = CLEAN, database: str = "") -> Iterator[Target]:
    """A DMS with at most one fault, or the clean one that reads by id; its staging tables are in a database of that kind."""
    kind = database or DATABASES.get(fault or "", "sqlite")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kontrak-readers-")))
        engine, url = open_database(kind, folder, stack)
        names = Names("" if kind == "sqlite" else f"k{uuid.uuid4().hex[:8]}_")
        create(engine, names, stack)
        account = _account(engine, names, stack, writes=fault == "rights") if kind != "sqlite" else ""
        store = folder / "dms.db"
        store.touch()
        dms = Dms(url, str(store), fault or "", names.prefix, by_id=dialect == BY_ID)
        answers = {name: Question(view=feed.staging) for name, feed in FEEDS.items()}
        reads = Reads(url, _read(dms), answers, f"sqlite:///{store}", names, account=account)
        yield Target("tpos", "", reader=reads, allow=("destructive",))


def _read(dms: Dms) -> Callable[[], None]:
    def read() -> None:
        try:
            dms.read()
        except ReadError as error:
            raise Failed(f"the DMS ended: {error}") from None

    return read


def create(engine: Engine, names: Names, stack: ExitStack) -> None:
    """The staging tables of all feeds, for as long as the stack is open."""
    for table in staging_tables(FEEDS.values(), names).values():
        table.create(engine)
        if engine.dialect.name != "sqlite":
            stack.callback(table.drop, engine, checkfirst=True)


def _account(engine: Engine, names: Names, stack: ExitStack, *, writes: bool) -> str:
    """An account that may read every table and nothing else, or write into one."""
    name = f"kontrak_{uuid.uuid4().hex[:8]}"
    is_server = engine.dialect.name == "postgresql"
    account, kind = (name, "ROLE") if is_server else (f"'{name}'@'%'", "USER")

    def run(statement: str) -> None:
        with engine.begin() as connection:
            connection.execute(text(statement))

    run(f"CREATE {kind} {account}")
    stack.callback(run, f"DROP {kind} {account}")
    for feed in FEEDS.values():
        rights = "SELECT, INSERT" if writes and feed.name == "invoice" else "SELECT"
        run(f"GRANT {rights} ON {names.table(feed)} TO {account}")
        if is_server:
            stack.callback(run, f"REVOKE ALL ON {names.table(feed)} FROM {account}")
    return name
