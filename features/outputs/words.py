"""The fixed words of the living documentation, in English and in Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

_ENGLISH = {
    "title": "Scenarios",
    "processes": "Processes",
    "against": "Run against",
    "embedded": "the embedded mock",
    "at": "Run at",
    "scenarios": "scenarios",
    "passed": "passed",
    "failed": "failed",
    "skipped": "not tested",
    "error": "no answer",
    "misused": "wrongly written",
    "broken": "broken off",
    "coverage": "Requirements",
    "covered": "{with_} of {all} requirements have a scenario.",
    "without": "Without a scenario ({n})",
    "id": "Requirement",
    "level": "Level",
    "source": "Source",
    "text": "Text",
    "by": "Scenarios",
    "other": "Other",
    "documented": "documented",
    "observed": "observed",
    "assumed": "assumed",
    "nothing": "No scenario was run.",
}
_INDONESIAN = {
    "title": "Skenario",
    "processes": "Proses",
    "against": "Dijalankan terhadap",
    "embedded": "simulator bawaan",
    "at": "Waktu",
    "scenarios": "skenario",
    "passed": "lulus",
    "failed": "gagal",
    "skipped": "tidak diuji",
    "error": "tanpa jawaban",
    "misused": "salah tulis",
    "broken": "terputus",
    "coverage": "Persyaratan",
    "covered": "{with_} dari {all} persyaratan punya skenario.",
    "without": "Tanpa skenario ({n})",
    "id": "Persyaratan",
    "level": "Tingkat",
    "source": "Sumber",
    "text": "Isi",
    "by": "Skenario",
    "other": "Lainnya",
    "documented": "terdokumentasi",
    "observed": "teramati",
    "assumed": "diasumsikan",
    "nothing": "Tidak ada skenario yang dijalankan.",
}
_TABLES = {"en": _ENGLISH, "id": _INDONESIAN}


def words(lang: str) -> Mapping[str, str]:
    """The words of a language, `en` or `id`."""
    return _TABLES[lang]
