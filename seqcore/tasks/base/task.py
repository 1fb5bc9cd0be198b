"""What a task is: settings, target, metrics; and the examples that a network learns from and is judged by.

A task is a frozen group of settings. Its batches depend on (settings, data, seed, update) only, so that a run gives
the same numbers however it is cut into slices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy.typing as npt

from seqcore.data.base import Data, Loaded, ReadFile, no_files
from seqcore.evaluation.measure import Measure
from seqcore.evaluation.metrics import LOSSES, METRICS
from seqcore.invalid import InvalidInput
from seqcore.settings import Settings
from seqcore.tasks.base.batch import Array, Batch, Inputs
from seqcore.tasks.base.evaluation import Evaluation, Scores
from seqcore.tasks.base.preset import Preset
from seqcore.tasks.base.signature import HEADS, Signature
from seqcore.tasks.base.variant import Variant


class Network(Protocol):
    """A network in training, as examples may use it."""

    def predict(self, inputs: npt.NDArray[Any]) -> Array:
        """Outputs for `inputs` (examples, …), however many."""

    def predict_longer(self, inputs: npt.NDArray[Any], steps: int) -> Array:
        """Outputs of `steps` steps for inputs of another length, where the architecture's layers take any."""

    def outputs(self, layer: str, inputs: npt.NDArray[Any]) -> Array:
        """What a layer, by its name, makes of `inputs` (examples, …)."""

    def loss(self, batch: Batch) -> float:
        """The loss that is trained on."""

    def weights(self, layer: str) -> tuple[Array, ...]:
        """The weights of a layer, by its name."""


@dataclass(frozen=True)
class Baseline:
    """A rule that knows nothing of what is to be learned, and its scores (loss and metrics among them)."""

    title: str
    explanation: str
    scores: Scores


@dataclass(frozen=True)
class Trained:
    """What a network has learned from: the batches of the first `updates` updates."""

    seed: int
    updates: int
    batch_size: int


class Examples:
    """What a network learns from and is judged by."""

    def first_weights(self) -> Mapping[str, Array]:
        """First weights of layers, by their names, that come from the data and not from the seed."""
        return {}

    def symbols(self) -> Sequence[str]:
        """What the tokens of inputs (and of answers with steps) stand for; empty where networks read numbers."""
        return ()

    def spelled(self, inputs: Inputs) -> Sequence[str]:
        """What the steps of one input (steps, …) are, in a word each; empty where numbers or symbols say it."""
        return ()

    def named_rows(self) -> Mapping[int, str]:
        """Rows of the layer "words" whose vectors are worth a look, with their words; empty where symbols are read."""
        return {}

    def typed_as(self) -> str:
        """What a person may type as an input of one's own, in words; empty where `typed` takes none."""
        return ""

    def typed(self, text: str) -> Inputs:
        """An input (1, steps, …) that a person typed; raises InvalidInput, with one sentence, for one that is none."""
        raise InvalidInput(["An input of one's own cannot be typed here."])

    def updates_per_pass(self, batch_size: int) -> int:
        """Updates that make up an epoch, unless the training says otherwise: one where every example is fresh."""
        return 1

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        """The examples (count, batch, …) of the updates `first` … `first` + `count` - 1."""
        raise NotImplementedError

    def validation(self) -> Batch:
        """Held-out examples, the same for every seed."""
        raise NotImplementedError

    def baselines(self) -> Mapping[str, Baseline]:
        """Baselines by name, scored on the data of `validation`: known before anything is trained."""
        return {}

    def look(self, predictions: Array, network: Network) -> Evaluation:
        """What is known at an epoch; `predictions` are the network's for the inputs of `validation`."""
        raise NotImplementedError

    def judge(self, network: Network, trained: Trained) -> Evaluation | None:
        """The final evaluation of a run; None where the last one says all there is."""
        return None


class Task(Settings):
    """Base of all tasks. Subclasses set the class variables and the methods below."""

    kind: str
    title: ClassVar[str]
    question: ClassVar[str]
    """What is to be learned, in one sentence for a beginner."""
    counted: ClassVar[str] = "examples"
    """What its examples are called, in the plural."""
    metrics: ClassVar[tuple[str, ...]]
    """Keys of `seqcore.evaluation.metrics.METRICS`, on training and held-out data."""
    scores: ClassVar[Mapping[str, Measure]] = {}
    """What looks at held-out data add to them and a person should see, by name."""
    curves: ClassVar[tuple[str, ...]]
    """What is drawn over the epochs: "loss", metrics or scores, of which one stands for all in the same chart."""
    smoothing: ClassVar[float] = 0.0
    """How much the curves are smoothed at first: most where an epoch is a few examples."""
    has_log_loss: ClassVar[bool] = False
    """Whether the loss is drawn on a logarithmic axis at first: where it falls by powers of ten."""
    architecture: ClassVar[str] = "recurrent_stack"
    """The kind of architecture that it begins with, of all that accept its signature."""
    presets: ClassVar[Mapping[str, Preset]]
    compared_by: ClassVar[str] = "loss"
    """The measure that a comparison with its own `variants` is about."""
    data_kind: ClassVar[str] = ""
    """The kind of data that it is about; empty for tasks that make up their examples."""
    group: ClassVar[str] = "More"
    """The lessons that it stands among on the home page and in the navigation."""
    to_see: ClassVar[str] = ""
    """What one will see, in one sentence."""
    seconds: ClassVar[int] = 0
    """How long its first preset trains on two cores, measured and rounded up; 0 where nobody has measured it."""

    def in_words(self) -> str:
        """The task and its settings, in a few words."""
        raise NotImplementedError

    def measures(self) -> dict[str, Measure]:
        """What is measured and shown, by name: the loss, metrics, and scores of the task's own."""
        return {"loss": LOSSES[self.objective()], **{name: METRICS[name] for name in self.metrics}, **self.scores}

    def charts(self) -> dict[str, dict[str, str]]:
        """The charts over the epochs by their first measure; for those of several scores the score of each line."""
        scores = {name: one for name, one in self.measures().items() if one.chart}
        charts = {}
        for name in self.curves:
            own = scores.get(name)
            together = {one.line: other for other, one in scores.items() if own and one.chart == own.chart}
            charts[name] = together if len(together) > 1 else {}
        return charts

    def signature(self) -> Signature:
        """What goes into a network for the task, and what comes out of it."""
        raise NotImplementedError

    def objective(self) -> str:
        """The loss, a key of `seqcore.evaluation.metrics.LOSSES`: the head's own, unless a task offers others."""
        return HEADS[self.signature().head].loss

    def reading_off(self) -> str:
        """How answers are read off what a network says, in words, where settings decide it."""
        return ""

    def data_settings(self) -> str:
        """The settings that decide the data, as text; empty for tasks that make up their examples."""
        return ""

    def load(self, read: ReadFile = no_files, *, refresh: bool = False) -> Loaded | None:
        """The data the task is about; None for tasks that make up their examples.

        Reads files with `read` and may ask the network; raises InvalidInput with a sentence for what is in the way.
        """
        return None

    def in_use(self, data: Data) -> Data:
        """What the task is about, without what it does not look at."""
        return data

    def variants(self, data: Data | None) -> tuple[Variant, ...]:
        """Variants to be trained beside it for comparison."""
        return ()

    def check(self, data: Data | None) -> Examples:
        """The examples, after making sure that the variants have theirs, too. Raises InvalidInput."""
        return self.examples(data)

    def examples(self, data: Data | None = None) -> Examples:
        """The examples, out of `data` where the task is about one; raises InvalidInput when they cannot be made."""
        raise NotImplementedError
