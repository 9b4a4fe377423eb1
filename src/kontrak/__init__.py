"""kontrak: contracts, a simulator and a conformance verdict for TPOS, DGI and PADI integrations."""

from importlib.metadata import version

__version__ = version("kontrak")
