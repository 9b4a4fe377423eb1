"""Each main dealer: what was observed of it changes, and nothing else does."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from hashlib import sha256

import pytest

from kontrak.mocks import Request
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.reads import MODULES
from tests.mocks.dgi.client import CONTRACT

PATHS = {
    "trio": "/dgi_api/v1/{}",
    "hso": "/hso/api/dgi-api/v2/{}",
    "daya": "/daya/dgi-api/v1.3/{}",
}
LENT = {"trio": {"inv1/add": "/dgi_api/v1/inv1/"}}
QUIET = ["cdn", "indako", "mpm"]


class Observed:
    """Everything that a client can see of a world: answers by what was asked, flattened to their columns."""

    def __init__(self, dgi, variant):
        self.dgi, self.variant = dgi, variant
        self.joint = ":" if variant == "tdm" else ""
        self.seen = {}
        for module in MODULES:
            self.ask(f"{module}/read", self.window())
        self.ask("prsl/read", self.window(noPO="x"), "filter noPO of prsl")
        self.ask("prsl/read", self.window(noSO="x"), "filter noSO of prsl")
        self.ask("pinb/read", self.window(noPo="x"), "filter noPo of pinb")
        self.ask("lsng/read", self.window(idCustomer="x"), "filter idCustomer of lsng")
        self.ask("prsp/read", self.window(hours=8 * 24), "8 days")
        self.ask("prsp/read", self.window(hours=-48, toTime=self.text(-47)), "the future")
        self.ask("prsp/read", {}, "no window")
        self.ask("prsp/read", self.window(), "an hour ahead", late=-3600)
        self.ask("prsp/read", self.window(), "an hour late", late=3600)
        self.ask("prsp/read", self.window(), "joined by colons", joint=":")
        self.push("a good push")
        self.push("a wrong push", caraBayar="9")
        self.push("Cash and Close", tipePembayaran="Cash", caraBayar="Cash", status="Close")
        self.push("a push without dealer", dealerId=None)

    def text(self, hours):
        return f"{self.dgi.now - timedelta(hours=hours):%Y-%m-%d %H:%M:%S}"

    def window(self, hours=24, **filters):
        return {"fromTime": self.text(hours), **filters}

    def push(self, what, **changed):
        message = copy.deepcopy(CONTRACT.operations["addInv1"].examples[0]) | changed
        self.ask("inv1/add", {name: value for name, value in message.items() if value is not None}, what)
        self.ask("inv2/add", {}, "a wrong push of inv2")

    def ask(self, operation, message, what=None, late=0, joint=None):
        template = PATHS.get(self.variant, "/dgi-api/v1.3/{}")
        path = LENT.get(self.variant, {}).get(operation, template.format(operation))
        time = str(int(self.dgi.now.timestamp()) - late)
        group = self.dgi.group
        token = (self.joint if joint is None else joint).join((group["key"], group["secret"], time))
        headers = {
            "content-type": "application/json",
            "dgi-api-key": group["key"],
            "dgi-api-token": sha256(token.encode()).hexdigest(),
            "x-request-time": time,
        }
        request = Request("POST", path, json.dumps(message).encode(), headers, {}, self.dgi.world)
        response = self.dgi.simulator.handle(request)
        body = json.loads(response.body)
        message = body.pop("message", None)
        body["kind of message"] = "confirmation" if "confirmation" in (message or ()) else type(message).__name__
        self.seen |= flat({"": response.status, "body": body}, what or operation)


def flat(value, place):
    if isinstance(value, dict):
        return {
            k: v for name, item in value.items() for k, v in flat(item, f"{place}/{name}" if name else place).items()
        }
    if isinstance(value, list):
        return {k: v for number, item in enumerate(value) for k, v in flat(item, f"{place}/{number}").items()}
    return {place: value}


def several(dgi):
    """More work orders and documents than one, so that chance shows what it changes."""
    for module, key in (("doch", "idSO"), ("pkb", "noWorkOrder")):
        body = dgi.in_turn(lambda turn, module=module: ledger.find(turn, module)[0])
        for number in range(8):
            name = f"{body[key]}-{number}"[-25:]
            assert "key" in dgi.control.put_record(dgi.world, "dgi", module, name, {**body, key: name})


@pytest.fixture
def differences(dgi):
    """The places at which a variant answers otherwise than the contract, without the numbers of rows."""

    def differences(variant):
        other = dgi.as_group(1)
        other.world = f"{dgi.world}x"
        answer = other.control.set_variant(other.world, {"dgi": variant})
        assert answer["dgi"]["chosen"] == variant
        for client in (dgi, other):
            several(client)
        base, here = Observed(dgi, None).seen, Observed(other, variant).seen
        places = {place for place in base.keys() | here.keys() if base.get(place, ...) != here.get(place, ...)}
        return {
            "/".join(part for part in place.split("/") if not part.isdigit() and part not in ("body", "data"))
            for place in places
        }

    return differences


def asked(found):
    """What was asked where the whole answer differs, and the column where a column of records does."""
    return {place if place.partition("/")[0] in MODULES else place.partition("/")[0] for place in found}


@pytest.mark.parametrize("variant", QUIET)
def test_a_main_dealer_of_whom_nothing_is_known_is_the_contract(differences, variant):
    assert differences(variant) == set()


def test_daya_differs_in_its_path_only(differences):
    assert differences("daya") == set()


def test_sinsen_differs_in_its_code_only(differences):
    assert differences("sinsen") == {f"{module}/read/mainDealerId" for module in ("uinb", "mdinvh1", "mdinvh3")}


def test_hso_closes_work_orders(differences):
    assert differences("hso") == {"pkb/read/statusWorkOrder"}


def test_tdm_joins_by_colons_codes_by_texts_and_needs_no_dealer_in_a_push(differences):
    assert asked(place for place in differences("tdm") if place != "8 days/metodeFollowUp") == {
        "prsp/read/metodeFollowUp",
        "joined by colons",
        "Cash and Close",
        "a push without dealer",
    }


def test_wahana_sends_texts_of_documents_and_filters_parts_sales_by_another_name(differences):
    assert asked(differences("wahana")) == {
        "doch/read/unit/statusFakturSTNK",
        "filter noPO of prsl",
        "filter noSO of prsl",
    }


def test_trio_differs_in_what_its_server_showed(differences):
    found = differences("trio")
    rows = {place for place in found if place.partition("/")[0] in MODULES and not place.startswith("inv1")}
    assert rows == {
        "prsp/read/kodeKelurahanKantor",
        "prsp/read/KodeKelurahanKantor",
        "bast/read/tanggalSuratjalan",
        "lsng/read/tanggalSPK",
        "doch/read/tanggalSPK",
        "pkb/read/tipeComingCustomer",
        "pkb/read/hubunganDenganPemilik",
        "pkb/read/services/promoIdJasa",
        "pkb/read/services/discServiceAmount",
        "pkb/read/services/discServicePercentage",
        "pkb/read/parts/promoIdParts",
        "pkb/read/parts/discPartsAmount",
        "pkb/read/parts/discPartsPercentage",
        "pinb/read/po/row_status",
    }
    others = {place.partition("/")[0] for place in found} - set(MODULES)
    assert others == {
        "filter noPO of prsl", "filter noSO of prsl", "filter noPo of pinb", "filter idCustomer of lsng",
        "8 days", "the future", "no window", "an hour ahead", "an hour late", "joined by colons",
        "a wrong push", "a wrong push of inv2", "Cash and Close", "a push without dealer",
    }  # fmt: skip
