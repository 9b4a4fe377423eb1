"""What one partner alone can be asked: its actions and its views."""

from __future__ import annotations

from kontrak.contracts.model import Json
from kontrak.mocks.control.resource import Resource, refused
from kontrak.mocks.model import Refusal


class Own(Resource):
    """The actions and views of the partners' rules."""

    def act(self, world: str, partner: str, name: str, body: Json) -> Json | Refusal:
        """Let something happen in a partner's world that no client asks for."""
        return self._own(world, partner, "actions", name, body)

    def view(self, world: str, partner: str, name: str, query: Json) -> Json | Refusal:
        """What a partner shows of a world beside its records."""
        return self._own(world, partner, "views", name, query)

    def _own(self, world: str, partner: str, kind: str, name: str, given: Json) -> Json | Refusal:
        partners = self.simulator.partners
        known = {f"{one}/{own}": rule for one in partners for own, rule in getattr(partners[one].rules, kind).items()}
        if (rule := known.get(f"{partner}/{name}")) is None:
            return refused(404, f"No {kind[:-1]} {partner}/{name}; known: {', '.join(sorted(known)) or 'none'}.")
        turn = self.simulator.turn
        return self._in(world, lambda c, w: rule(turn(partners[partner], w, c), given))
