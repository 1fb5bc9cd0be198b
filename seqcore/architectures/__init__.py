"""The registry of architectures: to add one, write its file and name it here."""

from seqcore.architectures.base import Architecture, LayerSummary
from seqcore.architectures.recurrent_stack import RecurrentStack

ARCHITECTURES: dict[str, type[Architecture]] = {"recurrent_stack": RecurrentStack}

__all__ = ["ARCHITECTURES", "Architecture", "LayerSummary"]
