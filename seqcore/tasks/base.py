"""What a task is: settings, target, metrics; and the examples that a network learns from and is judged by.

A task is a frozen group of settings. Its batches depend on (settings, series, seed, update) only, so that a run gives
the same numbers however it is cut into slices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from seqcore.evaluation.metrics import LOSSES, METRICS, Measure
from seqcore.evaluation.verdict import Verdict
from seqcore.series.loaded import Loaded, ReadFile, no_files
from seqcore.series.series import Series
from seqcore.settings import Settings
from seqcore.tasks.preset import Preset

Array = npt.NDArray[np.float32]
Scores = dict[str, float]


@dataclass(frozen=True)
class Output:
    """The layer that every network for the task ends with.

    `steps` where it has other steps than the input; `padding` is the place of the symbol that fills up inputs.
    """

    units: int
    activation: str
    per_step: bool
    steps: int | None = None
    padding: int | None = None


class Network(Protocol):
    """A network in training, as examples may use it."""

    def predict(self, inputs: Array) -> Array:
        """Outputs for `inputs` (examples, time, features)."""

    def predict_longer(self, inputs: Array, steps: int) -> Array:
        """Outputs of `steps` steps for inputs of another length, where the architecture's layers take any."""

    def loss(self, inputs: Array, targets: Array) -> float:
        """The loss that is trained on."""


@dataclass(frozen=True)
class Score:
    """What a look adds to loss and metrics, for people. A share runs from 0 to 1 and reads well as a percentage.

    Two scores with the same `chart` (its title) are drawn in one, and `line` says which line of it this one is.
    """

    title: str
    share: bool = False
    chart: str = ""
    line: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class Baseline:
    """A rule that knows nothing of what is to be learned, and its scores (loss and metrics among them)."""

    title: str
    explanation: str
    scores: Scores


@dataclass(frozen=True)
class Look:
    """One look at held-out data while training: further scores, and the predictions to be recorded."""

    scores: Scores
    predictions: npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Trained:
    """What a network has learned from: the batches of the first `updates` updates."""

    seed: int
    updates: int
    batch_size: int


@dataclass(frozen=True)
class Judgement:
    """What is known of a network at the end: scores on held-out parts, the verdict, and arrays to keep.

    `baselines` are the scores of the baselines, by name, on the part that the verdict is about; the network's own
    there are `test`, or those on the validation data where the verdict is about these. A score by the same name is on
    the same data as in the curves: the engine adds `validation` by a last look at them.
    """

    validation: Scores
    test: Scores
    baselines: Mapping[str, Scores]
    arrays: Mapping[str, npt.NDArray[Any]]
    verdict: Verdict | None = None


class Examples:
    """What a network learns from and is judged by."""

    def updates_per_pass(self, batch_size: int) -> int:
        """Updates that make up an epoch, unless the training says otherwise: one where every example is fresh."""
        return 1

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> tuple[Array, Array]:
        """Inputs (count, batch, time, features) and targets of the updates `first` … `first` + `count` - 1."""
        raise NotImplementedError

    def validation(self) -> tuple[Array, Array]:
        """Held-out inputs (sequences, time, features) and targets, the same for every seed."""
        raise NotImplementedError

    def baselines(self) -> Mapping[str, Baseline]:
        """Baselines by name, scored on the data of `validation`: known before anything is trained."""
        return {}

    def look(self, predictions: Array, network: Network) -> Look:
        """What to record at a validation; `predictions` are the network's for the inputs of `validation`."""
        raise NotImplementedError

    def judge(self, network: Network, trained: Trained) -> Judgement | None:
        """The judgement at the end of a run; nothing where the last validation says all there is."""
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
    scores: ClassVar[Mapping[str, Score]] = {}
    """What looks at held-out data add to them and a person should see, by name."""
    curves: ClassVar[tuple[str, ...]]
    """What is drawn over the epochs: "loss", metrics or scores, of which one stands for all in the same chart."""
    smoothing: ClassVar[float] = 0.0
    """How much the curves are smoothed at first: most where an epoch is a few examples."""
    architectures: ClassVar[tuple[str, ...]]
    """The kinds of architecture that fit; the first is the default."""
    presets: ClassVar[Mapping[str, Preset]]
    group: ClassVar[str] = "More"
    """The lessons that it stands among on the home page and in the navigation."""
    to_see: ClassVar[str] = ""
    """What one will see, in one sentence."""
    seconds: ClassVar[int] = 0
    """How long its first preset trains on two cores, measured and rounded up; 0 where nobody has measured it."""

    def in_words(self) -> str:
        """The task and its settings, in a few words."""
        raise NotImplementedError

    def measures(self) -> dict[str, Measure | Score]:
        """What is measured and shown, by name: the loss, metrics, and scores of the task's own."""
        return {"loss": LOSSES[self.objective()], **{name: METRICS[name] for name in self.metrics}, **self.scores}

    def charts(self) -> dict[str, dict[str, str]]:
        """The charts over the epochs by their first measure; for those of several scores the score of each line."""
        scores = {name: one for name, one in self.measures().items() if isinstance(one, Score) and one.chart}
        charts = {}
        for name in self.curves:
            own = scores.get(name)
            together = {one.line: other for other, one in scores.items() if own and one.chart == own.chart}
            charts[name] = together if len(together) > 1 else {}
        return charts

    def input_shape(self) -> tuple[int, int]:
        """(time, features) of one sequence."""
        raise NotImplementedError

    def output(self) -> Output:
        """The output layer that the target asks for."""
        raise NotImplementedError

    def objective(self) -> str:
        """What is trained on: a key of `seqcore.evaluation.metrics.LOSSES`."""
        raise NotImplementedError

    def series_settings(self) -> str:
        """The settings that decide the series, as text; empty for tasks that are about none."""
        return ""

    def load(self, read: ReadFile = no_files, *, refresh: bool = False) -> Loaded | None:
        """The series the task is about; nothing for tasks that make up their examples.

        Reads files with `read` and may ask the network; raises InvalidInput with a sentence for what is in the way.
        """
        return None

    def in_use(self, series: Series) -> Series:
        """What the task is about, without the columns that it does not look at."""
        return series

    def companions(self, series: Series | None) -> Mapping[str, "Task"]:
        """Variants of this task, by name, to be trained beside it for comparison."""
        return {}

    def check(self, series: Series | None) -> Examples:
        """The examples, after making sure that the companions have theirs, too. Raises InvalidInput."""
        return self.examples(series)

    def examples(self, series: Series | None = None) -> Examples:
        """The examples, out of `series` where the task is about one; raises InvalidInput when they cannot be made."""
        raise NotImplementedError
