"""The readings and variants under which a world plays."""

from __future__ import annotations

from kontrak.contracts import ConfigurationError
from kontrak.contracts.model import Json
from kontrak.mocks.control.resource import Resource, refused
from kontrak.mocks.model import Refusal
from kontrak.mocks.readings import check_readings
from kontrak.mocks.variants import check_variants, described
from kontrak.mocks.world import World


class Choices(Resource):
    """What a world has chosen where a document leaves a choice."""

    def readings(self, world: str) -> Json:
        """The readings that can be switched, and how they are switched."""
        return self._in(world, lambda _, w: self._readings(w))

    def set_readings(self, world: str, body: Json) -> Json | Refusal:
        """Switch readings."""
        if not isinstance(body, dict) or not all(isinstance(name, str) for name in body.values()):
            return refused(400, "These are no readings.", body, 'an object such as {"PADI-R-20": "upsert"}')
        contracts = self.contracts
        try:
            check_readings(contracts, body)
        except ConfigurationError as error:
            return refused(422, f"{error}.")
        switch = self.simulator.worlds.set_readings
        return self._in(world, lambda c, w: self._readings(switch(c, w, body)))

    def variant(self, world: str) -> Json:
        """The variant of each partner that has some, with all that is known of it."""
        return self._in(world, lambda _, w: self._variants(w))

    def set_variant(self, world: str, body: Json) -> Json | Refusal:
        """Let a world play other variants; null stands for the contract itself."""
        wanted = 'an object such as {"dgi": "trio"} or {"dgi": null}'
        if not isinstance(body, dict) or not all(name is None or isinstance(name, str) for name in body.values()):
            return refused(400, "These are no variants.", body, wanted)
        contracts = self.contracts
        known = {contract.name: next(iter(contract.variants), "") for contract in contracts}
        try:
            check_variants(contracts, {partner: name or known.get(partner, "") for partner, name in body.items()})
        except ConfigurationError as error:
            return refused(422, f"{error}.")
        switch = self.simulator.worlds.set_variants
        return self._in(world, lambda c, w: self._variants(switch(c, w, body)))

    def _readings(self, world: World) -> Json:
        return {
            id: {
                "chosen": world.readings[id],
                "question": reading.question,
                "candidates": {candidate.name: candidate.text for candidate in reading.candidates},
            }
            for partner in self.simulator.partners.values()
            for id, reading in partner.contract.readings.items()
            if reading.switch
        }

    def _variants(self, world: World) -> Json:
        contracts = self.contracts
        return {one.name: described(one, world.variants.get(one.name)) for one in contracts if one.variants}
