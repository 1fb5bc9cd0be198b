"""The description of the CRF layer; the layer itself is in `keras_crf`."""

from collections.abc import Mapping
from typing import Any

from seqcore.architectures.layers.layer import Drawn, Layer, Source


class Crf(Layer):
    """A layer of our own."""

    def made_with(self, arguments: Mapping[str, Any]) -> Any:
        from seqcore.architectures.layers.keras_crf import CRF

        return CRF(**arguments, name=self.name)


def crf(name: str, scores: Source) -> Layer:
    """(time, tags) -> (time, tags, tags): the logarithm of the probability of each tag, after each tag before it."""
    steps, tags = scores.shape
    note = (
        f"{tags} × {tags} learned scores for the steps from tag to tag, and those of the first and the last tag. What "
        "it says: how likely each tag is after each tag before it."
    )
    arguments = {"transitions_initializer": Drawn("GlorotUniform")}
    return Crf(name, "CRF", (scores,), (steps, tags, tags), arguments, tags * (tags + 2), note)
