"""The questions to the partner: complete, numbered, grouped, in English and in Indonesian."""

import re

import pytest

from kontrak.contracts import load
from kontrak.contracts.answer import Answer
from kontrak.contracts.load import partners
from kontrak.contracts.questions import WORDS, document


def part(text, id):
    """The part of a document about one reading."""
    return text.partition(f"### {id}\n")[2].partition("\n### ")[0]


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("partner", partners())
def test_every_open_reading_is_asked_once(partner, lang):
    contract = load(partner)
    asked = re.findall(r"^### (\S+)$", document([contract], {}, lang), re.MULTILINE)
    assert sorted(asked) == sorted(contract.readings)


def test_a_question_says_what_is_unclear_where_how_it_can_be_read_and_what_rests_on_it():
    assert part(document([load("tpos")], {}), "TPOS-R-043") == (
        "\n"
        "No. Transaksi is marked mandatory, and mandatory if the order is made for an SOP.\n"
        "\n"
        "- Where: 001 T2, row 4\n"
        "- Possible readings:\n"
        "  - [ ] **conditional**: Required for Referensi PO 1 to 3, free for 4. _(taken meanwhile)_\n"
        "  - [ ] **always**: Always required.\n"
        "  - [ ] something else: \n" + rules("TPOS-R-043") + "\n**Answer**: \n\nAnswered by, date: \n"
    )


def rules(id):
    contract = load("tpos")
    resting = [entry for entry in contract.requirements.values() if entry.reading == id]
    lines = [f"  - {entry.id}: {entry.text}\n" for entry in resting]
    return f"- Rules that hang on it ({len(resting)}):\n{''.join(lines)}"


def test_the_indonesian_document_of_padi_asks_in_indonesian_and_says_what_is_not_translated():
    text = document([load("padi")], {}, "id")
    assert "Apa yang terjadi bila transaksi atau UMKM dilaporkan dua kali dengan id yang sama?" in text
    assert "- Tempat: tidak ada dalam sumber" in text
    assert "  - [ ] **reject**: Laporan kedua ditolak. _(dipakai sementara)_" in text
    assert "belum diterjemahkan dan ditulis dalam bahasa Inggris" in text


def test_every_reading_of_padi_is_translated():
    for reading in load("padi").readings.values():
        assert set(reading.indonesian.candidates) == {candidate.name for candidate in reading.candidates}


def test_the_indonesian_document_counts_the_questions_that_are_still_english():
    count = len(load("tpos").readings)
    assert f"> {count} dari {count} pertanyaan beserta pilihan" in document([load("tpos")], {}, "id")


def test_both_languages_have_the_same_words():
    assert WORDS["en"].keys() == WORDS["id"].keys()


def test_the_topics_stand_in_the_order_of_the_contract_and_none_is_empty():
    contract = load("dgi")
    heads = re.findall(r"^## (.+)$", document([contract], {}), re.MULTILINE)
    titles = [topic.en for topic in contract.topics]
    assert [head for head in heads if head in titles] == titles


def test_an_answered_question_is_settled_in_the_language_of_the_document():
    answers = {"padi": {"PADI-R-20": Answer("PADI-R-20", "reject", "Bapak *Contoh*")}}
    text = document([load("padi")], answers, "id")
    assert "### PADI-R-20" not in text
    assert "## Sudah terjawab" in text
    assert "| **reject**: Laporan kedua ditolak. | Bapak \\*Contoh\\* |" in text


def test_what_markdown_would_read_is_escaped():
    question = part(document([load("tpos")], {}), "TPOS-R-149")
    assert "<layout>" not in question.replace("\\<layout\\>", "")


def test_several_partners_make_one_document():
    heads = re.findall(r"^# (.+)$", document([load("dgi"), load("padi")], {}), re.MULTILINE)
    assert [head.partition(":")[0] for head in heads] == ["Open questions", "Open questions"]
