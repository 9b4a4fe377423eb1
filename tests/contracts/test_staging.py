"""Staging tables from the contract: their columns, their statements, and rows there and back in each database."""

import os
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import MetaData, create_engine, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from kontrak.contracts import load
from kontrak.contracts.staging import DIALECTS, Names, ddl, from_table, staging_table, to_table

FEEDS = load("tpos").feeds
SERVERS = {
    "KONTRAK_TEST_POSTGRESQL": "postgresql+psycopg://root@127.0.0.1:5432/test",
    "KONTRAK_TEST_MARIADB": "mysql+pymysql://root@127.0.0.1:3306/test",
}
INVOICE = {
    "outletCode": "O1",
    "proformaInvoiceNo": "PI-1",
    "orderType": None,
    "paymentCode": 1,
    "transportation": None,
    "boReleaseCode": 9,
    "orderNo": "ORD1",
    "discount": 10,
    "partNo": "9KT01",
    "partName": "FILTER",
    "orderQty": 5,
    "deliveredQty": 4,
    "retailPrice": 12345678901,
    "netAmount": 0,
    "daNo": "DA1",
}
ETD = {"outletCode": "O1", "noPo": "P1", "noMaterial": "M1", "etd": "20260131 23:59"}


@pytest.fixture(params=["sqlite", *SERVERS])
def engine(request, tmp_path):
    """Each kind of database in turn."""
    sqlite = f"sqlite:///{tmp_path}/staging.db"
    url = sqlite if request.param == "sqlite" else os.environ.get(request.param, SERVERS[request.param])
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        if os.environ.get("KONTRAK_REQUIRE_DATABASES") == "1":
            pytest.fail(f"{url} does not answer: {error}")
        pytest.skip(f"{url} does not answer")
    yield engine
    engine.dispose()


def test_the_columns_are_those_of_the_document_beside_three_of_our_own():
    table = staging_table(FEEDS["tpos.invoice"], MetaData())
    assert [column.name for column in table.columns][:5] == [
        "id",
        "batch_id",
        "created_at",
        "outlet_code",
        "proforma_invoice_no",
    ]
    assert [column.name for column in table.columns if column.nullable] == [
        "order_type",
        "payment_code",
        "transportation",
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_statements_have_the_printed_lengths(dialect):
    statements = ddl(FEEDS.values(), dialect)
    assert statements.count("CREATE TABLE tpos_") == 8
    assert "proforma_invoice_no VARCHAR(20) NOT NULL" in statements
    assert ("retail_price BIGINT" if dialect == "sqlite" else "retail_price NUMERIC(11, 0)") in statements


def test_a_target_calls_tables_and_columns_as_it_likes():
    feed = FEEDS["tpos.invoice"]
    names = Names("x_", tables={"invoice": "INV"}, columns={"invoice": {"outletCode": "OUTLET"}})
    assert staging_table(feed, MetaData(), names).name == "INV"
    assert staging_table(FEEDS["tpos.etd"], MetaData(), names).name == "x_tpos_etd"
    assert to_table(INVOICE, feed, names)["OUTLET"] == "O1"
    assert from_table(to_table(INVOICE, feed, names), feed, names) == INVOICE


@pytest.mark.parametrize(("layout", "row"), [("tpos.invoice", INVOICE), ("tpos.bo-etd", ETD)])
def test_a_row_comes_out_of_a_database_as_it_went_in(engine, layout, row):
    feed, metadata = FEEDS[layout], MetaData()
    table = staging_table(feed, metadata, Names("codec_"))
    metadata.drop_all(engine)
    metadata.create_all(engine)
    try:
        with engine.begin() as connection:
            own = {"batch_id": "b1", "created_at": datetime.fromisoformat("2026-01-01")}
            connection.execute(table.insert(), [own | to_table(row, feed)])
            found = connection.execute(select(table)).mappings().one()
        assert from_table(found, feed) == row
        assert {column["name"] for column in inspect(engine).get_columns(table.name)} == set(table.columns.keys())
    finally:
        metadata.drop_all(engine)


def test_a_date_that_is_none_is_not_stored():
    with pytest.raises(ValueError, match="etd"):
        to_table(ETD | {"etd": "20260230 10:00"}, FEEDS["tpos.bo-etd"])


def test_an_amount_with_decimals_that_a_target_stored_stays_visible():
    values = to_table(INVOICE, FEEDS["tpos.invoice"]) | {"net_amount": Decimal("10.50")}
    assert from_table(values, FEEDS["tpos.invoice"])["netAmount"] == Decimal("10.50")
