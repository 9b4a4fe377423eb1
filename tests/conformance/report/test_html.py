import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from kontrak.conformance.report.html import render
from kontrak.contracts.errors import ConfigurationError


class Page(HTMLParser):
    """Collects the elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def test_the_verdict_is_the_heading(report, conformant, inconclusive):
    assert "<h1>Not conformant</h1>" in render(report)
    assert "<h1>Conformant</h1>" in render(conformant)
    assert "<h1>Inconclusive</h1>" in render(inconclusive)


def test_the_head_names_target_profile_seed_contract_and_time(report):
    text = Page(render(report)).text
    for fact in ("https://padi.example", "observed", "7", "c0ffee", "2026-11-23 02:12:04 UTC"):
        assert fact in text


def test_every_requirement_is_a_details_element_with_its_outcome(report):
    rows = [row for row in Page(render(report)).all("details") if "req" in (row["class"] or "").split()]
    assert [(row["id"], row["class"].split()[1]) for row in rows] == sorted(
        ((result.id, result.verdict.value) for result in report.requirements),
        key=lambda row: "TRX" not in row[0],
    )


def test_a_failure_shows_got_wanted_exchange_and_curl(report):
    text = Page(render(report)).text
    for part in (
        'HTTP 200, status "success"',
        'the category is "Mikro"',
        "POST https://padi.example/padis",
        '"$KONTRAK_KEY"',
    ):
        assert part in text


def test_numbers_in_a_body_stay_as_they_were_sent(report):
    assert "&#34;nilai&#34;: 1.50" in render(report)


def test_what_was_not_tested_has_a_section_with_reasons(report):
    section = render(report).split('id="untested"')[1].split("</section>")[0]
    assert "the reason of not_tested" in section
    assert 'href="#PADI-API-004"' in section


def test_a_switched_reading_is_marked(report):
    assert "the contract chooses “wire”" in render(report)


def test_an_indonesian_page_has_no_english_words(report):
    page = render(report, lang="id")
    assert '<html lang="id">' in page
    assert "<h1>Tidak sesuai</h1>" in page
    assert not {"Not conformant", "Not tested", "Findings", "wanted", "Search"} & set(Page(page).texts)


def test_an_unknown_language_is_refused(report):
    with pytest.raises(ConfigurationError, match=r"'nl'.*en, id"):
        render(report, lang="nl")


def test_the_page_loads_nothing(report):
    page = Page(render(report))
    assert not page.all("link") + page.all("img") + page.all("iframe")
    assert page.all("script") == [{}]
    assert all((use["href"] or "").startswith("#") for use in page.all("use") + page.all("a"))
    assert not re.search(r"url\(|@import", render(report))


def test_only_the_script_of_the_page_may_run(report):
    page = render(report)
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;".replace("&#39;", "'") in page


@pytest.mark.parametrize(
    "attack",
    [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "' autofocus onfocus='alert(1)",
        "</pre></details></style><iframe src=javascript:alert(1)>",
        "{{ 7 * 7 }}{% include 'report.css' %}",
        "<!-- ",
        "]]>",
    ],
)
def test_data_never_becomes_markup(attack, hostile):
    page, harmless = Page(render(hostile(attack))), Page(render(hostile("harmless")))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in harmless.elements]
    assert {name for _, attrs in page.elements for name in attrs} == {
        name for _, attrs in harmless.elements for name in attrs
    }
    assert attack.strip() in page.text


def test_a_long_body_is_shortened_with_a_show_all(hostile):
    page = render(hostile("x" * 3000))
    assert "Show all (3,000 characters)" in page
    assert "Tampilkan semua (3.000 karakter)" in render(hostile("x" * 3000), lang="id")


def test_the_filters_are_labelled_controls_that_work_without_javascript(report):
    page = Page(render(report))
    radios = [field for field in page.all("input") if field["type"] == "radio"]
    assert {field["value"] for field in radios if field["name"] == "show"} == {"all", *report.totals}
    assert all(f"#{field['id']}:" in render(report) for field in radios)
