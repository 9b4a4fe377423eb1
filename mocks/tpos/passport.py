"""TAM Passport, the authorization server: Authlib's, over a world's accounts and its database.

Authlib and oauthlib cost the same to import; Authlib knows how clients authenticate at the token endpoint (Basic, body,
methods of one's own) and how a resource reads a bearer token, which oauthlib leaves to its user.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request, grants
from authlib.oauth2.rfc6749.errors import InvalidGrantError
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload

from kontrak.contracts.model import Json
from kontrak.mocks.model import Call, Turn
from kontrak.mocks.store import records
from kontrak.mocks.tpos import accounts, tokens
from kontrak.mocks.tpos.accounts import Account, Kind

URI = "https://tpos.invalid/tpos/oauth/token"
"""Authlib refuses plain HTTP; whether the mock serves HTTPS is decided where it is started."""
BASIC = re.compile(r"(?i)basic +([A-Za-z0-9+/=]+)", re.ASCII)
Said = tuple[int, Mapping[str, Json]]


class Client(ClientMixin):
    """An account as Authlib asks about it; without an account: whoever sends a user's password and no client."""

    def __init__(self, account: Account | None, methods: tuple[str, ...], granted: tuple[str, ...]) -> None:
        self.account, self._methods, self._granted = account, methods, granted

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether that is its secret."""
        return self.account is not None and self.account.is_proved_by(client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002 - Authlib's signature
        """Whether it may prove itself so."""
        return method in self._methods

    def check_grant_type(self, grant_type: str) -> bool:
        """Whether it may ask so."""
        return grant_type in self._granted


class Form(OAuth2Request):
    """A token request whose form was read already."""

    headers: dict[str, str]

    def __init__(self, headers: Mapping[str, str], form: Mapping[str, str]) -> None:
        super().__init__("POST", URI, headers=dict(headers))
        self.payload = BasicOAuth2Payload(dict(form))
        self._form: Any = form

    @property
    def form(self) -> Any:
        """The form."""
        return self._form


METHODS = ["client_secret_basic", "client_secret_post", "application_key", "no_client"]


class ClientCredentials(grants.ClientCredentialsGrant):
    """A client, or an application with its key, asks for itself."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS


class Password(grants.ResourceOwnerPasswordCredentialsGrant):
    """A user signs in, through a client or without one."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def authenticate_user(self, username: str, password: str) -> Account:
        """The user of that name and password; raises InvalidGrantError."""
        user = accounts.find(self.server.world, Kind.USER, username)
        client = getattr(self.request.client, "account", None)
        if user is None or not user.is_proved_by(password) or (client and client.dealer != user.dealer):
            raise InvalidGrantError("The user name or the password is wrong.")
        return user


class Passport(AuthorizationServer):
    """The authorization server in one transaction."""

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self._turn, self.world = turn, turn.world
        self.register_client_auth_method("application_key", _by_application_key)
        self.register_client_auth_method("no_client", _without_client)
        generator: Any = self._token
        self.register_token_generator("default", generator)
        self.register_grant(Password)
        if turn.judge.readings["TPOS-R-040"] == "oauth2":
            self.register_grant(ClientCredentials)

    def query_client(self, client_id: str) -> Any:
        """The client of that id; an application's id is its code, where it exchanges its key for a token."""
        secrets = ("client_secret_basic", "client_secret_post")
        if account := accounts.find(self.world, Kind.CLIENT, client_id):
            return Client(account, secrets, ("client_credentials", "password"))
        if exchanges_keys(self._turn) and (account := accounts.find(self.world, Kind.APPLICATION, client_id)):
            return Client(account, (*secrets, "application_key"), ("client_credentials",))
        return None

    def save_token(self, token: Any, request: Any) -> None:
        """Nothing: the generator stored it."""

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - as Authlib calls it
        """Let the grant know its client before it looks at the user."""
        if name == "after_authenticate_client":
            kwargs["grant"].request.client = kwargs["client"]

    def create_oauth2_request(self, request: Call) -> Form:
        """The request as Authlib reads it."""
        return Form(readable(request.request.headers), request.message)

    def handle_response(self, status: int, body: Any, headers: Any) -> Any:
        """What is said, as it is."""
        return status, body, headers

    def answer(self, call: Call) -> Said:
        """Status and body of the answer to a token request."""
        said: Any = self.create_token_response(call)
        return said[0], said[1]

    def _token(self, grant_type: str, client: Client, user: Account | None = None, **_: Any) -> dict[str, Json]:
        account = user or client.account
        assert account, grant_type
        outlets = outlets_of(self._turn, account)
        text = tokens.issue(self._turn, account.name, outlets)
        return {"access_token": text, "token_type": "bearer", "expires_in": int(tokens.LIFETIME.total_seconds())}


def exchanges_keys(turn: Turn) -> bool:
    """Whether key and application code are exchanged for a token (TPOS-R-037)."""
    return turn.judge.readings["TPOS-R-037"] == "exchange"


def outlets_of(turn: Turn, account: Account) -> frozenset[str]:
    """The outlets of an account's dealer, as the world has them now."""
    found = records.page(turn.connection, turn.place("outlets"))
    return frozenset(outlet.key for outlet in found if accounts.dealer_of(outlet.body) == account.dealer)


def readable(headers: Mapping[str, str]) -> dict[str, str]:
    """The one header that Authlib reads; credentials that are no Base64 of UTF-8, at which it fails, count as wrong ones."""
    given = headers.get("authorization")
    if given is None:
        return {}
    if found := BASIC.fullmatch(given.strip()):
        try:
            base64.b64decode(found[1], validate=True).decode()
        except ValueError:
            return {"Authorization": "Basic Og=="}
        return {"Authorization": f"Basic {found[1]}"}
    return {"Authorization": "Basic Og=="}


def _by_application_key(query_client: Any, request: Form) -> Client | None:
    client: Client | None = query_client(request.form.get("application_code"))
    return client if client and client.check_client_secret(request.form.get("key", "")) else None


def _without_client(_query_client: Any, request: Form) -> Client | None:
    named: set[str] = {"client_id", "client_secret", "application_code", "key"} & set(request.form)
    is_user = request.form.get("grant_type") == "password"
    is_nobody = is_user and not named and "Authorization" not in request.headers
    return Client(None, ("no_client",), ("password",)) if is_nobody else None
