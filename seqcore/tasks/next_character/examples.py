"""The examples of the next character: windows of a text, and the end of it to judge by.

Held-out windows overlap by half: a character counts where at least half a window came before it, so that each counts
once. After the last step only, a window counts with one character.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.data.text.characters import normalized
from seqcore.data.text.cleaning import Cleaned, clean, encode
from seqcore.data.text.ngrams import Ngrams, NgramScores
from seqcore.data.text.text import Text
from seqcore.evaluation.baseline_verdict import Comparison, verdict_of
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.batch import Array, Batch, Tokens
from seqcore.tasks.base.evaluation import VALIDATION, Evaluation, Scores
from seqcore.tasks.base.passes import places_of
from seqcore.tasks.base.task import Baseline, Examples, Network, Trained

if TYPE_CHECKING:
    from seqcore.tasks.next_character.task import NextCharacter

LONGEST_CONTEXT = 5
"""Characters of the longest n-gram; longer ones are no better on texts of this size."""
MOST_SINGLE = 1500
"""Held-out windows that count with one character each, besides those that are recorded."""
MOST_SCORED = 30_000
"""Held-out characters that count at most."""
MOST_PROBABILITIES = 20_000_000
"""That a network says at a look: 80 MB."""
MOST_COUNTED = 1_000_000
"""Characters that n-grams are counted in, the last ones of the training part: a second's work."""
FEWEST_WINDOWS = 10
RECORDED = 160
"""Characters of the held-out part, from its beginning on, whose predictions are recorded."""
GUESSES = 5
TRIED, SMALLEST_DIFFERENCE = 20, 1e-4
"""Windows that tell whether a network sees ahead, and a difference of probabilities that is more than rounding."""
STRETCH = 20
"""Characters whose surprises count as one in the verdict: those of neighbours depend on each other."""
Places = npt.NDArray[np.int64]


class NextCharacterExamples(Examples):
    """Windows of the first part of `text`, and of what is held out."""

    def __init__(self, task: "NextCharacter", text: Text) -> None:
        self.task, self.text = task, text
        self.cleaned: Cleaned = clean(text.content, fold_case=task.fold_case, most_symbols=task.most_symbols)
        self.codes = self.cleaned.codes
        self.split = int(len(self.codes) * (1 - task.held_out))
        """The first character that is held out."""
        self.starts = np.arange(0, self.split - task.steps, task.stride)
        """Where the training windows begin: the character after each is one of training, too."""
        held_out = len(self.codes) - self.split
        if len(self.starts) < FEWEST_WINDOWS or held_out < FEWEST_WINDOWS + task.steps:
            raise InvalidInput(
                [
                    f"task.steps and task.held_out: the text has {self.split:,} characters to train on and "
                    f"{held_out:,} held out, too few for windows of {task.steps}. Use a longer text or shorter windows."
                ]
            )

    def symbols(self) -> Sequence[str]:
        return self.cleaned.alphabet

    def typed_as(self) -> str:
        return f"A text, of which the last {self.task.steps} characters count"

    def typed(self, text: str) -> Tokens:
        """The last characters of the text; before a text that is shorter stands the first symbol."""
        known = normalized(text, fold_case=self.task.fold_case)[-self.task.steps :]
        codes = encode(known, self.cleaned.alphabet)
        return np.concatenate([np.zeros(self.task.steps - len(codes), np.int32), codes])[np.newaxis].astype(np.int32)

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-len(self.starts) // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        places = places_of(seed, first, count, batch_size, len(self.starts))
        return self._windows(self.starts[places.ravel()]).in_updates(count)

    def _windows(self, starts: Places) -> Batch:
        """The windows that begin at `starts` (n,), and the character after each step or after the last one."""
        places = starts[:, np.newaxis] + np.arange(self.task.steps + 1)
        codes: Tokens = self.codes[places]
        return Batch.of(codes[:, :-1], codes[:, 1:] if self.task.is_per_step else codes[:, -1])

    def validation(self) -> Batch:
        return self._validation

    @cached_property
    def _validation(self) -> Batch:
        windows = self._windows(self._held_out_starts)
        return replace(windows, weights=self._counts.astype(np.float32)) if self.task.is_per_step else windows

    @cached_property
    def _held_out_starts(self) -> Places:
        """Where the held-out windows begin: what they see of before the split was trained on, what they say was not."""
        steps, end = self.task.steps, len(self.codes) - 1
        if not self.task.is_per_step:
            every = np.arange(self.split - steps, end - steps + 1)
            first, rest = every[:RECORDED], every[RECORDED:]
            chosen = np.linspace(0, len(rest) - 1, min(MOST_SINGLE, len(rest))).astype(int)
            return np.concatenate([first, rest[chosen]])
        half = steps // 2
        most = min(MOST_SCORED // (steps - half), MOST_PROBABILITIES // (steps * self.task.most_symbols))
        return np.arange(self.split - 1 - half, end - steps + 1, steps - half)[:most]

    @cached_property
    def _counts(self) -> npt.NDArray[np.bool_]:
        """Which steps of the held-out windows count: (windows, steps)."""
        steps = self.task.steps
        return np.broadcast_to(np.arange(steps) >= steps // 2, (len(self._held_out_starts), steps))

    @cached_property
    def scored(self) -> Places:
        """The held-out characters that count, in their order."""
        steps = self.task.steps
        if not self.task.is_per_step:
            return self._held_out_starts + steps
        every = self._held_out_starts[:, np.newaxis] + 1 + np.arange(steps)
        return every[self._counts]

    def surprises(self, probabilities: Array) -> npt.NDArray[np.float64]:
        """Bits that each character of `scored` (k,) costs; `probabilities` are for the inputs of `validation`."""
        said = probabilities[self._counts] if self.task.is_per_step else probabilities
        given = np.take_along_axis(said, self.codes[self.scored][:, np.newaxis].astype(np.int64), axis=-1)[:, 0]
        return -np.log2(np.maximum(given.astype(np.float64), 1e-12))

    @cached_property
    def ngrams(self) -> list[tuple[npt.NDArray[np.float64], NgramScores]]:
        """For the orders 1, 2, … the bits that each character of `scored` costs, and the scores."""
        counted = self.codes[max(0, self.split - MOST_COUNTED) : self.split]
        predicted = Ngrams(counted, self.task.most_symbols, LONGEST_CONTEXT).predicted(self.codes, self.scored)
        found = []
        for probabilities, choices in predicted:
            bits = -np.log2(probabilities)
            right = float((choices == self.codes[self.scored]).mean())
            found.append((bits, NgramScores(float(bits.mean()), right)))
        return found

    def baselines(self) -> Mapping[str, Baseline]:
        return self._baselines

    @cached_property
    def _baselines(self) -> dict[str, Baseline]:
        part = f" Counted in the last {MOST_COUNTED:,} characters." if self.split > MOST_COUNTED else ""
        return {
            f"{order}-gram": Baseline(
                f"{order}-gram",
                _KNOWS[order - 1] + part,
                scores_of(scores.bits) | {"accuracy": scores.accuracy},
            )
            for order, (_, scores) in enumerate(self.ngrams, 1)
        }

    def look(self, predictions: Array, network: Network) -> Evaluation:
        """Recorded (160, 1 + 2 × 5) are, for the first held-out characters, the probability of the one that came, and
        the five likeliest ones with theirs."""
        bits = float(self.surprises(predictions).mean())
        said = (predictions[self._counts] if self.task.is_per_step else predictions)[:RECORDED].astype(np.float64)
        came = np.take_along_axis(said, self.codes[self.scored[:RECORDED]][:, np.newaxis].astype(np.int64), axis=-1)
        best = np.argsort(-said, axis=-1, kind="stable")[:, :GUESSES]
        recorded = np.concatenate([came, best, np.take_along_axis(said, best, axis=-1)], axis=1)
        return Evaluation.of_epoch(np.round(recorded, 4), {"perplexity": float(2**bits)})

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        """Kept are the bits that each character of `scored` cost."""
        bits = self.surprises(network.predict(self.validation().input))
        best = min(range(LONGEST_CONTEXT), key=lambda order: self.ngrams[order][1].bits)
        stretches = len(bits) // STRETCH * STRETCH
        ours, theirs = (
            part[:stretches].reshape(-1, STRETCH).mean(axis=1) if stretches > STRETCH else part
            for part in (bits, self.ngrams[best][0])
        )
        counted = f"stretches of {STRETCH} characters" if stretches > STRETCH else "characters"
        name = f"knowing the last {best} characters by counting ({best + 1}-gram)"
        compared = Comparison(name, ours, theirs, counted, "bits per character:", share=False)
        scores: dict[str, Scores] = {key: one.scores for key, one in self.baselines().items()}
        verdict = verdict_of(compared)
        if self._sees_ahead(network):
            sentence = f"Not to be trusted: it has seen the character that it is to predict. {verdict.sentence}"
            verdict = replace(verdict, sentence=sentence, is_flattered=True, details=(_SEES_AHEAD, *verdict.details))
        return Evaluation({VALIDATION: scores}, {"bits": bits.astype(np.float32)}, verdict)

    def _sees_ahead(self, network: Network) -> bool:
        """Whether another last character changes what is said before it."""
        if not self.task.is_per_step:
            return False
        inputs = self.validation().input[:TRIED].copy()
        before = network.predict(inputs)[:, :-1]
        inputs[:, -1] = (inputs[:, -1] + 1) % len(self.cleaned.alphabet)
        return bool(np.abs(network.predict(inputs)[:, :-1] - before).max() > SMALLEST_DIFFERENCE)


def scores_of(bits: float) -> Scores:
    """The scores that follow from bits per character."""
    return {"loss": bits * float(np.log(2)), "bits_per_character": bits, "perplexity": float(2**bits)}


_SEES_AHEAD = (
    "A layer reads from the end, so that the next character has come by when it is asked for. Let all layers read "
    "forward, or predict after the last step only."
)
_KNOWS = (
    "How often each character occurs, whatever came before.",
    "What followed the last character in training, and how often.",
    *(
        f"What followed the last {known} characters; after those that never occurred, what followed fewer of them."
        for known in range(2, LONGEST_CONTEXT)
    ),
)
