"""Which recurrent layers a network has, by its list of layers: no TensorFlow needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from seqcore.architectures.layers.layer import Layer
from seqcore.inspection.cells import CELLS, Cell


@dataclass(frozen=True)
class Reader:
    """One recurrent layer in one direction. `features` and `steps` are those that it reads."""

    layer: str
    keras: str
    units: int
    features: int
    steps: int
    backward: bool
    both_ways: bool
    reads_input: bool
    """Whether its steps are those of the network's input; else those of the answer."""
    activation: str

    @property
    def cell(self) -> Cell:
        return CELLS[self.keras]

    @property
    def title(self) -> str:
        """For example "recurrent_1 (LSTM 20), backward"."""
        way = ", backward" if self.backward else ", forward" if self.both_ways else ""
        return f"{self.layer} ({self.keras} {self.units}){way}"


def readers(network: Sequence[Layer]) -> list[Reader]:
    """All recurrent layers of a network, those of two directions twice."""
    found = []
    for layer in network:
        inner = layer.arguments.get("layer", layer)
        if not isinstance(inner, Layer) or inner.keras not in CELLS:
            continue
        both = inner is not layer
        ways = (False, True) if both else (bool(inner.arguments["go_backwards"]),)
        found += [
            Reader(
                layer.name,
                inner.keras,
                inner.arguments["units"],
                layer.reads[0].shape[-1],
                layer.reads[0].shape[0],
                way,
                both,
                _reads_input(layer, network),
                inner.arguments["activation"],
            )
            for way in ways
        ]
    return found


def _reads_input(layer: Layer, network: Sequence[Layer]) -> bool:
    """Whether each of its steps goes back to a step of the network's first input."""
    source: Layer | None = layer
    while source is not None and source.reads:
        if source.keras == "RepeatVector":
            return False
        before = source.reads[0].name
        source = next((one for one in network if one.name == before), None)
    return source is network[0]
