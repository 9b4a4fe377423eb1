"""What a target's owner gives a run to log in with: ways to a token, and the keys of dealer groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Json

GRANTS: Mapping[str, tuple[str, ...]] = {
    "client_credentials": ("client_id", "client_secret"),
    "password": ("username", "password"),
}


@dataclass(frozen=True, slots=True)
class OAuth:
    """How a token is got (RFC 6749): by a client's id and secret, or by a user's name and password.

    `token_url` is absolute, empty for the contract's own path below the target; `basic` sends the client's id and
    secret as HTTP Basic instead of in the form.
    """

    grant: str
    token_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    username: str = ""
    password: str = ""
    basic: bool = False

    def form(self) -> dict[str, str]:
        """The fields of a request for a token."""
        names = ("client_id", "client_secret", "username", "password")
        given = {name: str(getattr(self, name)) for name in names}
        return {"grant_type": self.grant} | {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Group:
    """A dealer group: its key and secret, the dealers that it sees, and whether it may push as well as read.

    `limit` is how many requests it may send in a day, where a run may use them up; 0 where none is told.
    """

    api_key: str
    secret: str
    dealers: tuple[str, ...] = ()
    push: bool = True
    limit: int = 0


def read_auth(table: Json, where: str) -> OAuth | None:
    """The `auth` of a target; raises ConfigurationError with what to write."""
    if table is None:
        return None
    example = '{ kind = "oauth", grant = "client_credentials", client_id = "${ID}", client_secret = "${SECRET}" }'
    if not isinstance(table, dict) or table.get("kind") != "oauth":
        raise ConfigurationError(f'{where}: auth is a table of kind "oauth"; write auth = {example}')
    given = {name: value for name, value in table.items() if name != "kind"}
    grant = given.get("grant", "client_credentials")
    if grant not in GRANTS:
        raise ConfigurationError(f"{where}: auth.grant is {grant!r}; known: {', '.join(GRANTS)}")
    _check_names(given, OAuth.__dataclass_fields__, f"{where}: auth")
    for name, value in given.items():
        if not isinstance(value, bool if name == "basic" else str) or (isinstance(value, str) and not _is_plain(value)):
            raise ConfigurationError(f"{where}: auth.{name} is a {'truth value' if name == 'basic' else 'text'}")
    if missing := [name for name in GRANTS[grant] if not given.get(name)]:
        raise ConfigurationError(
            f"{where}: auth with grant {grant} needs {' and '.join(missing)}; write auth = {example}"
        )
    return OAuth(**{**given, "grant": grant})


def read_groups(tables: Json, where: str) -> tuple[Group, ...]:
    """The `groups` of a target; raises ConfigurationError with what to write."""
    example = '[{ api_key = "${KEY}", secret = "${SECRET}", dealers = ["..."] }]'
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigurationError(f"{where}: groups is a list of dealer groups; write groups = {example}")
    return tuple(_group(table, where, example) for table in tables)


def _group(table: Mapping[str, Json], where: str, example: str) -> Group:
    _check_names(table, Group.__dataclass_fields__, f"{where}: groups")
    texts = [table.get("api_key"), table.get("secret")]
    dealers = table.get("dealers", [])
    if not all(isinstance(text, str) and text and _is_plain(text) for text in texts):
        raise ConfigurationError(
            f"{where}: a group needs api_key and secret, texts of one line; write groups = {example}"
        )
    if not isinstance(dealers, list) or not all(isinstance(dealer, str) for dealer in dealers):
        raise ConfigurationError(f"{where}: dealers of a group is a list of dealer codes; write groups = {example}")
    if not isinstance(table.get("push", True), bool):
        raise ConfigurationError(f"{where}: push of a group is true or false; write groups = {example}")
    limit = table.get("limit", 0)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
        raise ConfigurationError(f"{where}: limit of a group is a whole number of requests a day; write limit = 5")
    return Group(table["api_key"], table["secret"], tuple(dealers), table.get("push", True), limit)


def _check_names(given: Mapping[str, Json], known: Mapping[str, object], where: str) -> None:
    if unknown := sorted(set(given) - set(known)):
        raise ConfigurationError(f"{where}: unknown keys {', '.join(unknown)}; known: {', '.join(known)}")


def _is_plain(text: str) -> bool:
    return text.isprintable() and text == text.strip()
