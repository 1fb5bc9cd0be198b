"""What an architecture is: settings that say which layers a network has.

The layers panel and the Keras model are two readings of that one list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from seqcore.architectures.layers.layer import Layer, seeds_from
from seqcore.settings import Settings
from seqcore.tasks.base.signature import Signature


@dataclass(frozen=True)
class LayerSummary:
    """One layer of the layers panel. `shape` is (time, features), or (features,) for one output a sequence."""

    name: str
    kind: str
    shape: tuple[int, ...]
    parameters: int
    note: str = ""


READS_NUMBERS = "it reads numbers, and here symbols come in"
READS_SYMBOLS = "it reads symbols, and here numbers come in"
READS_ONE_NUMBER = "it reads one number a symbol, and here a word is several (word, shape, ending)"
READS_WORDS = "it reads words with their shape and ending, and here something else comes in"
ANSWERS_AT_ONCE = "it answers while it reads, and here the answer is a sequence of its own"
ANSWERS_LATER = "it answers when it has read everything, and here every step is to be answered, or all of them once"
HAS_NO_FEATURES = "it has no few features that stand for a sequence which is to be rebuilt"
READS_PADDING = "it cannot skip the padding of sequences that differ in length"
CARRIES_NOTHING = "it has no memory to carry on from piece to piece"
CARRIES_FORWARD = "only layers that read from the start, without recurrent dropout, carry their memory on"


class Architecture(Settings):
    """Base of all architectures."""

    kind: str
    title: ClassVar[str]
    is_told_answers: ClassVar[bool] = False
    """Whether `feed` uses the targets, so that `answer` is something else than a call of the model."""

    reads_any_length: ClassVar[bool] = False
    """Whether the same weights read sequences of any length, so that it can be asked before the last step."""
    looks_back: ClassVar[bool] = False
    """Whether it can say where it looks while it answers (attention)."""

    def in_words(self) -> str:
        """The architecture in a few words, e.g. "BiLSTM 20 (concat)"."""
        raise NotImplementedError

    def accepts(self, signature: Signature) -> str:
        """Why the architecture does not fit, as a part of a sentence; empty where it does."""
        raise NotImplementedError

    def network(self, signature: Signature) -> tuple[Layer, ...]:
        """The layers, each after those that it reads; the last one is the output, those that read none are inputs.

        First weights come from seeds in this order.
        """
        raise NotImplementedError

    def describe(self, signature: Signature) -> Sequence[LayerSummary]:
        """What `build` would build, by arithmetic: no TensorFlow needed."""
        return [
            LayerSummary(layer.name, layer.kind, layer.shape, layer.parameters, layer.note)
            for layer in self.network(signature)
        ]

    def build(self, signature: Signature, seed: int = 0) -> Any:
        """The keras.Model from the inputs to the output of `signature`; `seed` decides all that is random in it.

        Imports Keras: workers only.
        """
        import keras

        network, seeds = self.network(signature), seeds_from(seed)
        outputs: dict[str, list[Any]] = {}
        for layer in network:
            made = layer.connect([outputs[source.name][source.index] for source in layer.reads], seeds)
            outputs[layer.name] = list(made) if isinstance(made, list | tuple) else [made]
        inputs = [outputs[layer.name][0] for layer in network if not layer.reads]
        return keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs[network[-1].name][0], name=self.kind)

    def feed(self, inputs: Any, targets: Any) -> Any:
        """What the model is called with in training: tensors out of inputs (batch, …) and targets (batch, …).

        The inputs alone, unless the network is told the answer so far (teacher forcing).
        """
        return inputs

    def answer(self, model: Any, inputs: Any) -> Any:
        """What the network says to inputs (batch, …) when nobody tells it the answer: inside a graph, not training."""
        return model(inputs, training=False)
