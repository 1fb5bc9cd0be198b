"""The flow of shapes through a network: what every layer does to them, in a sentence, and the error without it.

By arithmetic, as all that is known of layers here. The errors are those of Keras; a test has Keras raise them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from seqcore.architectures.layers.layer import Layer
from seqcore.architectures.layers.recurrent import CELLS

AXES: Mapping[int, tuple[str, ...]] = {
    1: ("features",),
    2: ("time", "features"),
    3: ("height", "width", "channels"),
    4: ("time", "height", "width", "channels"),
}
AXES_OF_TOKENS = ("time", "tokens")
AXES_OF: Mapping[str, tuple[str, ...]] = {"CRF": ("time", "tag before", "tag")}
"""Of layers whose outputs are no features."""
NEEDS_STEPS, TOO_MANY_AXES = "expected ndim=3, found ndim=2", "expected ndim=2, found ndim=3"
KERNEL = "Kernel shape must have the same length as input"
LOSS = "the loss says that target and output do not fit"
BROADCAST = "squared error is silent, and compares each with all (broadcasting)"
ANSWERING = {"Dense"}
"""What may stand between a recurrent layer and the answer, and leaves the time axis as it is."""
RECURRENT = {cell.title for cell in CELLS.values()}


@dataclass(frozen=True)
class Effect:
    """What an option of a layer does to the shape; `error` says where which error would be without it, if one would."""

    option: str
    sentence: str
    error: str = ""


@dataclass(frozen=True)
class Stop:
    """A layer in the flow: what it reads, by name, and the shape (batch, …) that goes on from it.

    `axes` are the words for `shape`, the batch first; `changed` are the places of axes that are not as they came in.
    """

    name: str
    kind: str
    reads: tuple[str, ...]
    shape: tuple[str, ...]
    axes: tuple[str, ...]
    changed: frozenset[int]
    effects: tuple[Effect, ...] = ()


def flow(network: Sequence[Layer]) -> tuple[Stop, ...]:
    """A stop for each layer, in order."""
    loss = BROADCAST if network[-1].arguments.get("activation") == "linear" else LOSS
    axes: dict[str, tuple[str, ...]] = {}
    stops = []
    for layer in network:
        axes[layer.name] = known = ("batch", *_axes(layer))
        shape = ("batch", *map(str, layer.shape))
        came = known, shape
        if layer.reads:
            came = axes[layer.reads[0].name], ("batch", *map(str, layer.reads[0].shape))
        was = dict(zip(*came, strict=False))
        changed = frozenset(place for place, axis in enumerate(known) if was.get(axis) != shape[place])
        readers = [other for other in network if any(source.name == layer.name for source in other.reads)]
        effects = EFFECTS[layer.keras](layer, readers, loss) if layer.keras in EFFECTS else ()
        reads = tuple(dict.fromkeys(source.name for source in layer.reads))
        stops.append(Stop(layer.name, layer.kind, reads, shape, known, changed, effects))
    return tuple(stops)


def _axes(layer: Layer) -> tuple[str, ...]:
    """Words for the axes of its output."""
    if not layer.reads and layer.arguments.get("dtype") == "int32":
        return AXES_OF_TOKENS[: len(layer.shape)]
    return AXES_OF.get(layer.keras, AXES[len(layer.shape)])


def _dims(*shape: object) -> str:
    return f"(batch, {', '.join(map(str, shape))})"


def _wants_steps(readers: Sequence[Layer]) -> Layer | None:
    """The first of them that reads a sequence."""
    return next((one for one in readers if _inner(one).keras in RECURRENT), None)


def _inner(layer: Layer) -> Layer:
    inner = layer.arguments.get("layer")
    return inner if isinstance(inner, Layer) else layer


Effects = tuple[Effect, ...]


def _recurrent(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    arguments, units = _inner(layer).arguments, layer.shape[-1]
    found = []
    if arguments["return_sequences"]:
        after = _wants_steps(readers)
        error = f"With False one answer meets a target for each step: {loss}."
        if after is not None:
            error = f"With False {after.name} gets {_dims(units)}: “{NEEDS_STEPS}”."
        elif any(reader.keras not in ANSWERING for reader in readers):
            error = ""
        found.append(Effect("return_sequences=True", "An output for every step: the time axis stays.", error))
    else:
        steps = layer.reads[0].shape[0]
        repeated = any(reader.keras == "RepeatVector" for reader in readers)
        error = f"With True there are answers at {steps} steps and a single target: {loss}."
        if repeated:
            error = f"With True RepeatVector gets {_dims(steps, units)}: “{TOO_MANY_AXES}”."
        elif any(reader.keras not in ANSWERING for reader in readers):
            error = ""
        sentence = "Only the last step’s output goes on: the time axis is gone."
        found.append(Effect("return_sequences=False", sentence, error))
    if arguments.get("return_state"):
        found.append(Effect("return_state=True", f"Its last state, {_dims(units)}, is an output, too."))
    if arguments.get("go_backwards"):
        turned = getattr(layer, "turns_round", False) or not arguments["return_sequences"]
        sentence = "Reads from the end; what it says is turned round, so that outputs and steps line up."
        if not arguments["return_sequences"]:
            sentence = "Reads from the end: its last output is about the first step."
        unaligned = "Outputs stay in reversed order: the shape is right, the steps are not. Keras says nothing."
        found.append(Effect("go_backwards=True", sentence if turned else unaligned))
    return tuple(found)


def _both_ways(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    units, merge = _inner(layer).arguments["units"], layer.arguments["merge_mode"]
    words = f"Both directions number by number: still {units} features."
    if layer.shape[-1] != units:
        words = f"Both directions side by side: 2 × {units} = {layer.shape[-1]} features."
    return (Effect(f"merge_mode={merge}", words), *_recurrent(layer, readers, loss))


def _repeat(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    steps, features = layer.shape
    after = _wants_steps(readers)
    error = f"Without it {after.name} gets {_dims(features)}: “{NEEDS_STEPS}”." if after else ""
    return (Effect(f"n={steps}", f"The same {features} numbers at each of {steps} steps: a time axis again.", error),)


def _distributed(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    inner, steps = _inner(layer), layer.shape[0]
    without = {
        "Conv2D": f"Without it Conv2D gets {_dims(*layer.reads[0].shape)}: “{KERNEL}”.",
        "Flatten": f"Flatten alone takes the steps, too, and what reads it gets 2 axes: “{NEEDS_STEPS}”.",
    }
    sentence = f"{inner.keras} reads each of the {steps} steps by itself, with the same weights: the time axis stays."
    return (Effect("TimeDistributed", sentence, without.get(inner.keras, "")),)


def _embedding(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    steps, dimensions = layer.shape
    after = _wants_steps(readers)
    error = f"Without it {after.name} gets whole numbers {_dims(steps)}: “{NEEDS_STEPS}”." if after else ""
    sentence = f"Each whole number becomes {dimensions} learned numbers: a features axis appears."
    found = [Effect(f"output_dim={dimensions}", sentence, error)]
    if layer.arguments.get("mask_zero"):
        found.append(Effect("mask_zero=True", "Steps of padding get a mask: the layers after it skip them."))
    return tuple(found)


def _one_hot(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    symbols = layer.shape[-1]
    return (Effect(f"num_classes={symbols}", f"Each whole number becomes {symbols}: a 1 at its place, else 0."),)


def _masking(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    value = layer.arguments["mask_value"]
    sentence = (
        "The shape stays; steps of padding get a mask, and the layers after it skip them. Forgotten, it is no error: "
        "the padding counts as steps."
    )
    return (Effect(f"mask_value={value:g}", sentence),)


def _flatten(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    return (Effect("Flatten", f"All steps side by side in one row of {layer.shape[0]} numbers: no time axis."),)


def _reshape(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    return (Effect("Reshape", "The same numbers in another form, row by row; Keras does not ask what the axes mean."),)


def _concatenate(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    parts = " + ".join(str(source.shape[-1]) for source in layer.reads)
    return (Effect("Concatenate", f"Side by side: {parts} = {layer.shape[-1]} features."),)


def _dense(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    units = layer.shape[-1]
    made = f"{units} number{'s' if units > 1 else ''} from all features"
    where = " of a step, at every step alike: the time axis stays" if len(layer.shape) > 1 else ""
    return (Effect(f"units={units}", f"{made}{where}."),)


def _attention(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    steps = layer.shape[0]
    return (Effect("Attention", f"For each of the {steps} steps that ask, one mixture of all steps that were read."),)


def _crf(layer: Layer, readers: Sequence[Layer], loss: str) -> Effects:
    tags = layer.shape[-1]
    sentence = f"For each step and each of {tags} tags before it, how likely each of {tags} tags is: one more axis."
    return (Effect("CRF", sentence),)


EFFECTS: Mapping[str, Callable[[Layer, Sequence[Layer], str], Effects]] = {
    **dict.fromkeys(RECURRENT, _recurrent),
    "Bidirectional": _both_ways,
    "RepeatVector": _repeat,
    "TimeDistributed": _distributed,
    "Embedding": _embedding,
    "OneHot": _one_hot,
    "Masking": _masking,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Concatenate": _concatenate,
    "Dense": _dense,
    "Attention": _attention,
    "AdditiveAttention": _attention,
    "CRF": _crf,
}
