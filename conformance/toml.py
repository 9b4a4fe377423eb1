"""The file kontrak.toml, before anybody looks into its tables."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Json


def target_tables(file: Path) -> dict[str, Json]:
    """The `[target.<partner>]` tables of a kontrak.toml; raises ConfigurationError with what to mend."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8")).get("target", {})
    except OSError as error:
        raise ConfigurationError(f"{file}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: not TOML: {error}") from None
    if not isinstance(tables, dict) or not tables:
        raise ConfigurationError(f"{file}: no [target.<partner>] table; write [target.padi] with a base_url")
    return tables
