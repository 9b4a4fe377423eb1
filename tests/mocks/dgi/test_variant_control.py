"""Choosing a variant: by setting, by world, and what the simulator says of it; the paths and readings that come with it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from kontrak.cli.main import cli
from kontrak.contracts import ConfigurationError
from kontrak.mocks import Settings, Simulator

WINDOW = {"fromTime": "2026-11-20 00:00:00"}


@pytest.fixture
def play(dgi):
    """Lets the world play a variant."""
    return lambda name: dgi.control.set_variant(dgi.world, {"dgi": name})["dgi"]


def status(dgi, path, message=WINDOW):
    response = dgi.raw(path, json.dumps(message).encode())
    return response.status, json.loads(response.body).get("status")


@pytest.mark.parametrize(
    ("variant", "here", "elsewhere"),
    [
        (None, ["/dgi-api/v1.3/prsp/read"], ["/dgi_api/v1/prsp/read", "/x/dgi-api/v1.3/prsp/read"]),
        (
            "trio",
            ["/dgi_api/v1/prsp/read"],
            ["/dgi-api/v1.3/prsp/read", "/dgi_api/v1/inv1/read", "/dgi_api/v1.3/prsp/read"],
        ),
        (
            "hso",
            ["/a/b/dgi-api/v1/prsp/read", "/a/dgi-api/v2/spk/read"],
            ["/dgi-api/v1/prsp/read", "/a/dgi-api/v1.3/prsp/read"],
        ),
        ("daya", ["/a/dgi-api/v1.3/prsp/read"], ["/dgi-api/v1.3/prsp/read", "//dgi-api/v1.3/prsp/read"]),
        ("sinsen", ["/dgi-api/v1.3/prsp/read"], ["/a/dgi-api/v1.3/prsp/read"]),
    ],
)
def test_a_world_has_the_paths_of_its_variant_and_no_other(dgi, play, variant, here, elsewhere):
    play(variant)
    assert [status(dgi, path) for path in here] == [(200, 1)] * len(here)
    assert [status(dgi, path)[0] for path in elsewhere] == [404] * len(elsewhere)


def test_an_unknown_path_tells_what_paths_the_variant_has(dgi, play):
    play("trio")
    answer = json.loads(dgi.raw("/dgi-api/v1.3/prsp/read", b"{}").body)
    assert "dgi=trio, whose paths are /dgi_api/{version}/{module}/{operation}" in answer["title"]


def test_another_method_on_a_variants_path_is_no_success(dgi, play):
    play("trio")
    assert status(dgi, "/dgi_api/v1/inv1/", {})[1] == 0
    response = dgi.raw("/dgi_api/v1/prsp/read", b"", method="GET")
    assert (response.status, json.loads(response.body)["status"]) == (200, 0)


def test_worlds_play_different_variants(dgi, play):
    play("trio")
    other = dgi.as_group(1)
    other.world += "y"
    assert (status(dgi, "/dgi_api/v1/prsp/read"), status(other, "/dgi-api/v1.3/prsp/read")) == ((200, 1), (200, 1))


def test_a_variant_brings_its_readings_and_takes_them_away_again(dgi, play):
    reading = lambda: dgi.control.readings(dgi.world)["DGI-R-31"]["chosen"]  # noqa: E731 - asked anew each time
    play("tdm")
    assert reading() == "colon"
    play(None)
    assert reading() == "plain"


def test_a_reading_that_was_switched_stays_whatever_the_variant(dgi, play):
    dgi.switch({"DGI-R-18": "null"})
    play("tdm")
    dgi.switch({"DGI-R-31": "plain"})
    readings = dgi.control.readings(dgi.world)
    assert (readings["DGI-R-18"]["chosen"], readings["DGI-R-31"]["chosen"]) == ("null", "plain")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("cdn", "nothing is known of CDN"),
        ("indako", "nothing is known of INDAKO"),
        ("mpm", "of MPM no difference is known"),
        ("trio", "differences are applied"),
    ],
)
def test_the_view_says_what_is_known(play, name, says):
    shown = play(name)
    assert (shown["chosen"], says in shown["summary"]) == (name, True)


def test_every_difference_is_shown_with_what_is_done_of_it(play, dgi):
    shown = play("trio")
    wanted = dgi.simulator.partners["dgi"].contract.variants["trio"].differences
    assert [one["what"] for one in shown["differences"]] == [one.what for one in wanted]
    assert all(one["applied"] or one["not_applied"] for one in shown["differences"])


@pytest.mark.parametrize("body", [{"dgi": "nobody"}, {"padi": "trio"}, {"x": None}, {"dgi": 1}, [], None, "trio"])
def test_an_unknown_variant_is_refused(dgi, body):
    assert dgi.control.set_variant(dgi.world, body).status in (400, 422)


def test_a_setting_names_the_variant_of_new_worlds_and_a_reset_brings_it_back(dgi_on):
    dgi = dgi_on(variants={"dgi": "trio"})
    assert status(dgi, "/dgi_api/v1/prsp/read") == (200, 1)
    dgi.control.set_variant("default", {"dgi": None})
    assert status(dgi, "/dgi-api/v1.3/prsp/read") == (200, 1)
    dgi.control.reset("default", None)
    assert status(dgi, "/dgi_api/v1/prsp/read") == (200, 1)


def test_a_wrong_setting_is_a_configuration_error(dgi):
    contract = dgi.simulator.partners["dgi"].contract
    with pytest.raises(ConfigurationError, match="dgi has no variant 'x'; it has: cdn, daya"):
        Simulator([contract], Settings(variants={"dgi": "x"}))


@pytest.mark.parametrize("given", ["trio", "dgi=", "=trio"])
def test_the_command_line_wants_a_partner_and_a_name(given):
    result = CliRunner().invoke(cli, ["mock", "--variant", given])
    assert (result.exit_code, "such as dgi=trio" in result.output) == (2, True)


def test_the_banner_says_that_nothing_is_known(dgi):
    from kontrak.cli.mock import banner
    from kontrak.mocks.adapters.server import Options

    contract = dgi.simulator.partners["dgi"].contract
    text = banner(Options(settings=Settings(variants={"dgi": "cdn"})), [contract])
    assert "dgi=cdn: nothing is known of CDN beside its name" in text


@pytest.mark.parametrize(
    ("reading", "kind"),
    [("free", dict), ("numbered", dict), ("text", str), ("array", list), ("json-text", str)],
)
def test_the_message_of_a_refusal_has_the_form_of_the_reading(dgi, reading, kind):
    dgi.switch({"DGI-R-39": reading})
    assert isinstance(dgi.post("prsp/read", {})["message"], kind)


@pytest.mark.parametrize(
    ("reading", "http", "member"),
    [
        ("envelope", 200, "data"),
        ("problem", 400, "errors"),
        ("gateway", 403, "http_status_code"),
        ("oauth", 401, "error"),
    ],
)
def test_what_stands_before_the_server_has_words_of_its_own(dgi, reading, http, member):
    dgi.switch({"DGI-R-55": reading})
    response = dgi.raw("/dgi-api/v1.3/prsp/read", b"{}", {"content-type": "application/json"})
    assert (response.status, member in json.loads(response.body)) == (http, True)
    assert status(dgi, "/dgi-api/v1.3/prsp/read", {}) == (200, 0)


TERMS = {
    "token": ("DGI-R-31", {"colon": "colon"}),
    "skew": ("DGI-R-30", {"past": "past"}),
    "window_days": ("DGI-R-22", {30: "month"}),
    "age_limit": ("DGI-R-22", {False: "month"}),
    "message": ("DGI-R-39", {"text": "text"}),
    "no_match_status": ("DGI-R-51", {0: "failure"}),
}


@pytest.mark.parametrize("term", TERMS)
def test_what_a_variant_says_by_a_term_it_says_by_the_reading_that_the_simulator_obeys(dgi, term):
    id, readings = TERMS[term]
    for variant in dgi.simulator.partners["dgi"].contract.variants.values():
        value = getattr(variant.apply, term)
        if value not in (None, True):
            assert variant.apply.readings[id] == readings[value], variant.name


def test_every_requirement_that_the_simulator_names_is_one(dgi):
    import re
    from pathlib import Path

    from kontrak.mocks import dgi as package

    source = "".join(file.read_text() for file in Path(package.__file__).parent.glob("*.py"))
    contract = dgi.simulator.partners["dgi"].contract
    assert set(re.findall(r"DGI-R-[0-9]{2}", source)) <= set(contract.readings)
    assert set(re.findall(r"DGI-[A-Z0-9]{2,9}-[0-9]{3}", source)) <= set(contract.requirements)
