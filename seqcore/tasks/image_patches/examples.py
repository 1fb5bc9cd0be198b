"""The examples of image patches: digits shuffled and split, and their patches in reading order."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.data.images.digits import CLASSES, Pixels
from seqcore.data.images.images import Images
from seqcore.evaluation.baseline_verdict import Comparison, verdict_of
from seqcore.invalid import InvalidInput
from seqcore.kept import Kept, Memory
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.evaluation import VALIDATION, Evaluation, Scores
from seqcore.tasks.base.passes import places_of
from seqcore.tasks.base.task import Baseline, Examples, Network, Trained
from seqcore.tasks.image_patches.baselines import (
    MOST_PAIRS,
    NEIGHBOURS,
    Probabilities,
    most_frequent,
    nearest_neighbours,
    scores_of,
)
from seqcore.tasks.image_patches.orders import steps_of

if TYPE_CHECKING:
    from seqcore.tasks.image_patches.task import ImagePatches

MOST_JUDGED = 5_000
"""Held-out digits that judge at most; of more the first ones."""
SAID, SURE, OF_THE_RIGHT_ONE = range(3)
"""What is recorded of each held-out digit: what the network says, how sure it is, the probability of the right one."""
Places = npt.NDArray[np.int64]
Rules = dict[str, tuple[str, str, Probabilities]]
"""Title, explanation and probabilities for the held-out digits of each rule, by its name."""
_KEPT: Kept[Rules] = Kept(Memory(8e6))


class ImagePatchesExamples(Examples):
    """Of `images`, shuffled: the first ones are trained on, the last ones held out."""

    def __init__(self, task: "ImagePatches", images: Images) -> None:
        self.task, self.images = task, images
        digits = images.digits
        order = np.random.default_rng(task.data_seed).permutation(len(digits.labels))
        held_out = max(1, round(len(order) * task.held_out))
        known = len(order) - held_out
        wanted = task.training_digits or known
        if wanted > known:
            words = f"{images.name} with {task.held_out:g} held out has {known:,} to train on"
            raise InvalidInput([f"task.training_digits: got {wanted:,}; {words}."])
        self.training: Places = order[:wanted]
        """The places of the digits that are trained on."""
        self.held_out: Places = order[known:][:MOST_JUDGED]

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-len(self.training) // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        places = places_of(seed, first, count, batch_size, len(self.training))
        return self._at(self.training[places.ravel()]).in_updates(count)

    def _at(self, places: Places) -> Batch:
        digits = self.images.digits
        return Batch.of(self.numbers(digits.images[places]), digits.labels[places].astype(np.int32))

    def numbers(self, images: Pixels) -> Array:
        """What a network gets for images (n, height, width): patches (n, 4, height, width, 1) from 0 to 1."""
        cut = steps_of(images, self.task.orders)
        return np.divide(cut, self.images.digits.full_ink, dtype=np.float32)

    def validation(self) -> Batch:
        return self._validation

    @cached_property
    def _validation(self) -> Batch:
        return self._at(self.held_out)

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """Of the held-out digits."""
        return self.images.digits.labels[self.held_out].astype(np.int64)

    @property
    def shown(self) -> Pixels:
        """The held-out images (n, height, width)."""
        return self.images.digits.images[self.held_out]

    def baselines(self) -> Mapping[str, Baseline]:
        return self._baselines

    @property
    def _said(self) -> Rules:
        """Whatever the order of the patches: the rules see whole images."""
        task = self.task
        key = (self.images.fingerprint, task.held_out, task.training_digits, task.data_seed)
        return _KEPT.get(key, self._say)

    def _say(self) -> Rules:
        digits = self.images.digits
        labels, asked = digits.labels[self.training], self._rows(self.held_out)
        compared = self.training[: max(1, MOST_PAIRS // len(asked))]
        known, of_known = self._rows(compared), digits.labels[compared]
        among = "the" if len(compared) == len(self.training) else f"the first {len(compared):,}"
        return {
            "frequent": (
                "Most frequent digit",
                "The digit that occurs most often in training, whatever the image.",
                most_frequent(labels, len(asked)),
            ),
            "neighbours": (
                "Nearest neighbours",
                f"What most of the {NEIGHBOURS} images that are most like it show, among {among} training digits. "
                "Nothing is learned.",
                nearest_neighbours(known, of_known, asked),
            ),
        }

    def _rows(self, places: Places) -> Array:
        """Images as rows of numbers (n, pixels)."""
        digits = self.images.digits
        return np.divide(digits.images[places].reshape(len(places), -1), digits.full_ink, dtype=np.float32)

    @cached_property
    def _baselines(self) -> dict[str, Baseline]:
        return {
            name: Baseline(title, words, scores_of(said, self.labels))
            for name, (title, words, said) in self._said.items()
        }

    def look(self, predictions: Array, network: Network) -> Evaluation:
        """Recorded is (n, 3) for the held-out digits: see `SAID` and the two after it."""
        said = predictions.argmax(axis=1)
        rows = np.arange(len(said))
        recorded = np.stack([said, predictions[rows, said], predictions[rows, self.labels]], axis=1)
        return Evaluation.of_epoch(np.round(recorded.astype(np.float64), 4).astype(np.float32))

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        """Kept is which held-out digits were right."""
        labels = self.labels
        right = network.predict(self.validation().input).argmax(axis=1) == labels
        best = max(self._said, key=lambda name: self.baselines()[name].scores["accuracy"])
        title, _, probabilities = self._said[best]
        theirs = probabilities.argmax(axis=1) == labels
        compared = Comparison(f"the rule “{title.lower()}”", right, theirs, "digits", "of the digits right")
        scores: dict[str, Scores] = {name: one.scores for name, one in self.baselines().items()}
        return Evaluation({VALIDATION: scores}, {"right": right}, verdict_of(compared))


def confusion(labels: npt.NDArray[np.integer], said: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """How often digit `row` was read as digit `column`: (10, 10)."""
    return np.bincount(labels * CLASSES + said, minlength=CLASSES**2).reshape(CLASSES, CLASSES)


def surest_mistakes(recorded: npt.NDArray[np.floating], labels: npt.NDArray[np.integer], most: int) -> Places:
    """The places of the wrong answers that the network was surest of, the surest first."""
    wrong = np.flatnonzero(recorded[:, SAID].astype(np.int64) != labels)
    return wrong[np.argsort(-recorded[wrong, SURE], kind="stable")][:most]
