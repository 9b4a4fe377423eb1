"""What the partners say: contracts as data, and the few modules that read and judge by them."""

from kontrak.contracts.errors import ConfigurationError, ContractError, KontrakError, UnknownPartner
from kontrak.contracts.judge import Judge, Violation
from kontrak.contracts.load import load, load_all, partners
from kontrak.contracts.model import Collection, Contract, Level, Operation, Reading, Requirement, Role, Stage
from kontrak.contracts.variants import Variant

__all__ = [
    "Collection",
    "ConfigurationError",
    "Contract",
    "ContractError",
    "Judge",
    "KontrakError",
    "Level",
    "Operation",
    "Reading",
    "Requirement",
    "Role",
    "Stage",
    "UnknownPartner",
    "Variant",
    "Violation",
    "load",
    "load_all",
    "partners",
]
