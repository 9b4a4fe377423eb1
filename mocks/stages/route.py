"""Which partner's operations a method and a path name; where none, the nearest ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from kontrak.contracts import ContractError, Operation, Violation
from kontrak.mocks.model import Refusal, Request, Verdict
from kontrak.mocks.partner import Partner

PARAMETER = re.compile(r"\{([^{}]+)\}")
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Route:
    """The operations of one partner that share a method and a path.

    `variants` are those in which an operation of the contract has this path, where it is no path of the contract itself.
    """

    partner: Partner
    operations: tuple[Operation, ...]
    parameters: dict[str, str] = field(default_factory=dict)
    variants: Mapping[str, Operation] = field(default_factory=dict)

    @property
    def is_split(self) -> bool:
        """Whether the body's one member tells the operations apart."""
        return self.operations[0].member is not None


class Routes:
    """All paths of all partners, by path and method."""

    def __init__(self, partners: Iterable[Partner]) -> None:
        self.paths: dict[str, dict[str, Route]] = {}
        for partner in (partners := tuple(partners)):
            for operation in partner.contract.operations.values():
                self._add(partner, operation)
        self._partners = tuple(partners)
        self._templates = [(_pattern(path), path) for path in self.paths if "{" in path]

    def find(self, path: str) -> tuple[dict[str, Route], dict[str, str]]:
        """What a path offers by method, and the values of its parameters."""
        if path in self.paths:
            return self.paths[path], {}
        for pattern, template in self._templates:
            if found := pattern.fullmatch(path):
                return self.paths[template], dict(zip(PARAMETER.findall(template), found.groups(), strict=True))
        return self._elsewhere(path), {}

    def _elsewhere(self, path: str) -> dict[str, Route]:
        """What a path offers that is one of a partner's variants only."""
        for partner in self._partners:
            if variants := partner.paths.elsewhere(path):
                operation = next(iter(variants.values()))
                return {operation.method: Route(partner, (operation,), variants=variants)}
        return {}

    def known(self) -> list[str]:
        """All operations, as `METHOD path`."""
        return [f"{method} {path}" for path, methods in self.paths.items() for method in methods]

    def _add(self, partner: Partner, operation: Operation) -> None:
        methods = self.paths.setdefault(operation.path, {})
        other = methods.get(operation.method)
        if other and other.partner is not partner:
            problem = f"{operation.method} {operation.path} is also an operation of {other.partner.name}"
            raise ContractError(f"{partner.name}/contract.yaml", problem)
        earlier = other.operations if other else ()
        methods[operation.method] = Route(partner, (*earlier, operation))


def _pattern(template: str) -> re.Pattern[str]:
    pieces = PARAMETER.split(template)
    return re.compile("".join("([^/]+)" if i % 2 else re.escape(piece) for i, piece in enumerate(pieces)))


def match(routes: Routes, request: Request) -> Route | Refusal:
    """The route of a request, or the refusal that says what there is instead."""
    methods, parameters = routes.find(request.path)
    if route := methods.get(request.method):
        return Route(route.partner, route.operations, parameters) if parameters else route
    if methods:
        return _wrong_method(request, methods)
    return _unknown_path(routes, request)


def offered(routes: Routes, found: Route | Refusal, request: Request, variants: Mapping[str, str]) -> Route | Refusal:
    """The route, if a world that plays these variants has it; the refusal of an unknown path if not."""
    if isinstance(found, Refusal):
        return found
    variant, partner = variants.get(found.partner.name), found.partner
    if variant is not None and variant in found.variants:
        return Route(partner, (found.variants[variant],), found.parameters)
    if not found.variants and partner.paths.stays(variant, found.operations[0]):
        return found
    refusal = _unknown_path(routes, request)
    return replace(refusal, title=refusal.title + partner.paths.hint(variant))


def _wrong_method(request: Request, methods: dict[str, Route]) -> Refusal:
    allowed = ", ".join(sorted(methods))
    partner = next(iter(methods.values())).partner
    breach = partner.breach("other-methods", request.method, allowed)
    title = f"{request.path} answers {allowed}, not {request.method}."
    return Refusal(405, title, (breach,), {"allow": allowed}, Verdict.UNMATCHED)


def _unknown_path(routes: Routes, request: Request) -> Refusal:
    tried, known = f"{request.method} {request.path[:200]}", routes.known()
    nearest = get_close_matches(tried, known, NEAREST, cutoff=0.0)
    title = f"No operation {tried}; nearest: {', '.join(nearest)}."
    breach = Violation(None, "path", "", tried, " or ".join(nearest))
    return Refusal(404, title, (breach,), {}, Verdict.UNMATCHED)
