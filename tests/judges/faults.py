"""Faults to plant in an exported document, each with the rules of the judges that must see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kontrak.contracts.model import Json


@dataclass(frozen=True)
class Fault:
    """A change for the worse; `spectral` and `redocly` are rules, `validator` says whether openapi-spec-validator sees it."""

    name: str
    plant: Callable[[Json], None]
    spectral: str | None = None
    redocly: str | None = None
    validator: bool = False


def operation(document: Json) -> Json:
    """The document's first operation."""
    return next(iter(next(iter(document["paths"].values())).values()))


def success(document: Json) -> Json:
    """The 200 answer of the first operation."""
    return operation(document)["responses"]["200"]


def spoil(body: Json) -> None:
    """Put an empty list where the first example of a body has its first member."""
    message = next(iter(body["content"].values()))["examples"]
    value = next(iter(message.values()))["value"]
    value[next(iter(value))] = []


def wrong_request(document: Json) -> None:
    """The first example of a request breaks its schema."""
    spoil(operation(document)["requestBody"])


def wrong_answer(document: Json) -> None:
    """The first example of an answer breaks its schema."""
    spoil(success(document))


def dangling(document: Json) -> None:
    """An answer refers to a schema that is not there."""
    next(iter(success(document)["content"].values()))["schema"] = {"$ref": "#/components/schemas/NoSuch"}


def undeclared_parameter(document: Json) -> None:
    """A path has a parameter that no operation declares."""
    path, item = next(iter(document["paths"].items()))
    del document["paths"][path]
    document["paths"][f"{path}/{{id}}"] = item


def unknown_scheme(document: Json) -> None:
    """An operation asks for a credential that is not described."""
    operation(document)["security"] = [{"noSuch": []}]


def repeated_id(document: Json) -> None:
    """Two operations have one name."""
    path, item = next(iter(document["paths"].items()))
    document["paths"][f"{path}/again"] = item


def no_description(document: Json) -> None:
    """An answer lacks what OpenAPI requires of it."""
    del success(document)["description"]


def no_type(document: Json) -> None:
    """A schema is of a type that JSON does not have."""
    document["components"]["schemas"]["Refusal"]["type"] = "dictionary"


def unused(document: Json) -> None:
    """A component that nothing refers to."""
    document["components"]["schemas"]["Lonely"] = {"type": "string"}


def silent(document: Json) -> None:
    """An operation does not say how it refuses."""
    operation(document)["responses"] = {"200": success(document)}


FAULTS = (
    Fault("wrong-request", wrong_request, "oas3-valid-media-example", "no-invalid-media-type-examples"),
    Fault("wrong-answer", wrong_answer, "oas3-valid-media-example", "no-invalid-media-type-examples"),
    Fault("dangling", dangling, "invalid-ref", "no-unresolved-refs", validator=True),
    Fault("undeclared-parameter", undeclared_parameter, "path-params", "path-parameters-defined", validator=True),
    Fault("unknown-scheme", unknown_scheme, "oas3-operation-security-defined", "security-defined"),
    Fault("repeated-id", repeated_id, "operation-operationId-unique", "operation-operationId-unique", validator=True),
    Fault("no-description", no_description, "oas3-schema", "struct", validator=True),
    Fault("no-type", no_type, "oas3-schema", "struct", validator=True),
    Fault("unused", unused, "oas3-unused-component", "no-unused-components"),
    Fault("silent", silent, redocly="rule/operation-says-how-it-refuses"),
)
