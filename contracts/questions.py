"""The open questions about the sources, as a Markdown document to send to the partner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from kontrak.contracts.answer import Answers
from kontrak.contracts.model import Contract, Reading

SPECIAL = re.compile(r"([\\`*<>\[\]|]|(?<![^\W_])_|_(?![^\W_])|^[-+#])")
SHOWN = 8
Words = Mapping[str, str]


def document(contracts: Iterable[Contract], answers: Mapping[str, Answers], lang: str = "en") -> str:
    """The readings that nobody has answered yet, by partner and topic; those that are answered stand at the end.

    `answers` are by partner and reading; `lang` is `en` or `id`.
    """
    lines: list[str] = []
    for contract in contracts:
        lines += _partner(contract, answers.get(contract.name, {}), lang)
    return "\n".join(lines).rstrip() + "\n"


def _partner(contract: Contract, answers: Answers, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    unanswered = [reading for reading in contract.readings.values() if reading.id not in answers]
    yield from (f"# {words['title'].format(partner=_plain(contract.title), version=contract.version)}", "")
    yield from (words["intro"].format(open=len(unanswered), settled=len(answers)), "", words["how"], "")
    if note := _untranslated(unanswered, lang):
        yield from (f"> {note}", "")
    yield from (f"## {words['documents']}", "")
    yield from (
        f"- **{_plain(name)}**: {_plain(text)}" for name, text in contract.documents.items() if name != "kontrak"
    )
    yield ""
    for title, readings in _topics(contract, unanswered, lang):
        yield from (f"## {_plain(title)}", "")
        for reading in readings:
            yield from _question(contract, reading, lang)
    yield from _settled(contract, answers, lang)


def _topics(contract: Contract, readings: list[Reading], lang: str) -> Iterator[tuple[str, list[Reading]]]:
    """The readings under the first topic that fits, in the order of the topics; what fits none comes last."""
    grouped: dict[str, list[Reading]] = {getattr(topic, lang): [] for topic in contract.topics}
    other = WORDS[lang]["other"]
    for reading in readings:
        found = (topic for topic in contract.topics if topic.match.search(f"{reading.id} {reading.where}"))
        topic = next(found, None)
        grouped.setdefault(getattr(topic, lang) if topic else other, []).append(reading)
    return ((title, members) for title, members in grouped.items() if members)


def _question(contract: Contract, reading: Reading, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    question, where = _in_language(reading, lang)
    yield from (f"### {reading.id}", "", _plain(question), "", f"- {words['where']}: {_plain(where)}")
    yield f"- {words['candidates']}:"
    for name, text in _candidates(reading, lang):
        taken = f" _({words['taken']})_" if name == reading.chosen else ""
        yield f"  - [ ] **{_plain(name)}**: {_plain(text)}{taken}"
    yield f"  - [ ] {words['another']}: "
    yield from _resting(contract, reading, words)
    yield from ("", f"{words['answer']}: ", "", f"{words['by']}: ", "")


def _resting(contract: Contract, reading: Reading, words: Words) -> Iterator[str]:
    """The rules that hang on a reading: those that it is the reason of, and those that a candidate waives."""
    waived = {id for candidate in reading.candidates for id in candidate.waives}
    resting = [entry for entry in contract.requirements.values() if entry.reading == reading.id or entry.id in waived]
    if not resting:
        yield f"- {words['nothing_rests']}"
        return
    yield f"- {words['rests'].format(n=len(resting))}:"
    yield from (f"  - {entry.id}: {_plain(entry.text)}" for entry in resting[:SHOWN])
    if len(resting) > SHOWN:
        yield f"  - {words['more']}: {', '.join(entry.id for entry in resting[SHOWN:])}"


def _settled(contract: Contract, answers: Answers, lang: str) -> Iterator[str]:
    if not answers:
        return
    words = WORDS[lang]
    yield from (
        f"## {words['settled']}",
        "",
        f"| {words['reading']} | {words['holds']} | {words['by']} |",
        "|---|---|---|",
    )
    for id, answer in answers.items():
        reading = contract.readings[id]
        text = dict(_candidates(reading, lang))[answer.candidate]
        question, _where = _in_language(reading, lang)
        yield f"| {id}: {_plain(question)} | **{_plain(answer.candidate)}**: {_plain(text)} | {_plain(answer.by)} |"
    yield ""


def _in_language(reading: Reading, lang: str) -> tuple[str, str]:
    """Question and place."""
    if lang == "id" and reading.indonesian is not None:
        return reading.indonesian.question, reading.indonesian.where
    return reading.question, reading.where


def _candidates(reading: Reading, lang: str) -> Iterator[tuple[str, str]]:
    translated = reading.indonesian.candidates if lang == "id" and reading.indonesian is not None else {}
    return ((each.name, translated.get(each.name, each.text)) for each in reading.candidates)


def _untranslated(readings: list[Reading], lang: str) -> str:
    """What the reader of an Indonesian document finds in English."""
    if lang == "en" or not readings:
        return ""
    english = sum(reading.indonesian is None for reading in readings)
    words = WORDS[lang]
    return words["english_rules"] if english == 0 else words["english_too"].format(n=english, all=len(readings))


def _plain(text: str) -> str:
    """A text on one line with nothing in it that Markdown reads."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


_ENGLISH = {
    "title": "Open questions: {partner}, version {version}",
    "intro": "{open} places of the documents can be read in more than one way; {settled} are settled.",
    "how": (
        "Please tick the reading that holds for each question, or write what holds instead, with your name and the date. "
        "Until then we work with the reading marked “taken meanwhile”. The numbers are ours and stay the same."
    ),
    "english_rules": "",
    "english_too": "",
    "documents": "Documents referred to",
    "other": "Other questions",
    "where": "Where",
    "candidates": "Possible readings",
    "taken": "taken meanwhile",
    "another": "something else",
    "rests": "Rules that hang on it ({n})",
    "nothing_rests": "No rule hangs on it",
    "more": "and",
    "answer": "**Answer**",
    "by": "Answered by, date",
    "settled": "Settled",
    "reading": "Question",
    "holds": "What holds",
}

_INDONESIAN = {
    "title": "Pertanyaan terbuka: {partner}, versi {version}",
    "intro": "Ada {open} bagian dokumen yang dapat ditafsirkan lebih dari satu cara; {settled} sudah terjawab.",
    "how": (
        "Mohon centang tafsiran yang berlaku untuk setiap pertanyaan, atau tuliskan ketentuan yang sebenarnya, disertai nama "
        "dan tanggal. Sebelum ada jawaban, kami memakai tafsiran bertanda “dipakai sementara”. Nomor pertanyaan berasal "
        "dari kami dan tidak berubah."
    ),
    "english_rules": (
        "Bunyi aturan yang bergantung pada tiap pertanyaan dan keterangan dokumen belum diterjemahkan dan ditulis dalam "
        "bahasa Inggris."
    ),
    "english_too": (
        "{n} dari {all} pertanyaan beserta pilihan tafsirannya belum diterjemahkan dan ditulis dalam bahasa Inggris, demikian "
        "pula bunyi aturan dan keterangan dokumen."
    ),
    "documents": "Dokumen yang dirujuk",
    "other": "Pertanyaan lain",
    "where": "Tempat",
    "candidates": "Tafsiran yang mungkin",
    "taken": "dipakai sementara",
    "another": "lainnya",
    "rests": "Aturan yang bergantung padanya ({n})",
    "nothing_rests": "Tidak ada aturan yang bergantung padanya",
    "more": "dan",
    "answer": "**Jawaban**",
    "by": "Dijawab oleh, tanggal",
    "settled": "Sudah terjawab",
    "reading": "Pertanyaan",
    "holds": "Yang berlaku",
}

WORDS: Mapping[str, Words] = MappingProxyType({"en": MappingProxyType(_ENGLISH), "id": MappingProxyType(_INDONESIAN)})
