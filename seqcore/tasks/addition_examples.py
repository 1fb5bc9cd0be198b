"""The examples of addition: fresh problems for every update, and fixed ones that tell adding from remembering."""

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from seqcore.addition.alphabet import output_length, symbols_of
from seqcore.addition.anatomy import exact, per_character
from seqcore.addition.drawing import VALIDATION_STREAM, draw, draw_distinct, most_distinct
from seqcore.addition.encoding import encode_answers, one_hot
from seqcore.addition.probe import PROBES, draw_probe
from seqcore.addition.problems import Problems, Rules
from seqcore.tasks.base import Array, Examples, Judgement, Look, Network, Scores

if TYPE_CHECKING:
    from seqcore.tasks.addition import Addition

EXAMPLES_PER_EPOCH = 1000
LOOKED_AT = 300
"""Problems of each part that are solved at a look, none twice; the judgement at the end takes `JUDGED`."""
JUDGED = 2500
PROBED = 500
RECORDED = 25
"""Problems of each part whose answers are recorded for the table."""
HELD_OUT = {"exact_match": False, "exact_match_held_out": True}
"""The part whose whole answers a score is about."""


class AdditionExamples(Examples):
    """Problems of the part that training may see, as one-hot characters, and of both parts to judge by."""

    def __init__(self, task: "Addition") -> None:
        self.task, self.rules = task, task.rules
        self.symbols = len(symbols_of(task.rules))

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-EXAMPLES_PER_EPOCH // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> tuple[Array, Array]:
        problems = draw(
            self.rules, seed, first * batch_size, count * batch_size, held_out=False, share=self.task.held_out
        )
        inputs, targets = self.task.inputs_of(problems), self.targets_of(problems)
        return tuple(part.reshape(count, batch_size, *part.shape[1:]) for part in (inputs, targets))  # type: ignore[return-value]

    def targets_of(self, problems: Problems) -> Array:
        """Answers as one-hot characters (problems, output_length, symbols)."""
        return one_hot(encode_answers(problems.answers(), self.rules), self.symbols)

    def validation(self) -> tuple[Array, Array]:
        return self._validation

    @cached_property
    def _validation(self) -> tuple[Array, Array]:
        """Problems as they come, seen or not, some of them twice: as published results count."""
        problems = draw(self.rules, 0, 0, LOOKED_AT, stream=VALIDATION_STREAM)
        return self.task.inputs_of(problems), self.targets_of(problems)

    def problems_of(self, held_out: bool, most: int) -> Problems:
        """Different problems of a part, always the same ones: as many as there are, and `most` at most."""
        return _different(self.rules, held_out, most, self.task.held_out)

    @cached_property
    def looked_at(self) -> dict[str, Problems]:
        """The problems that are solved at every look, by score: like those trained on, and held out, if any are."""
        found = {name: self.problems_of(held_out, LOOKED_AT) for name, held_out in HELD_OUT.items()}
        return {name: problems for name, problems in found.items() if len(problems)}

    def recorded(self) -> Problems:
        """The problems whose answers a look records: the first 25 of each part."""
        return Problems.joined([problems[slice(0, RECORDED)] for problems in self.looked_at.values()])

    def look(self, predictions: Array, network: Network) -> Look:
        """Recorded are the probabilities (up to 50, output_length, symbols) for the problems of `recorded`."""
        expected = self._validation[1].argmax(axis=-1)
        scores = {"accuracy": per_character(expected, predictions.argmax(axis=-1))}
        recorded = []
        for name, problems in self.looked_at.items():
            answers = network.predict(self.task.inputs_of(problems))
            scores[name] = share_right(problems, answers, self.rules)
            recorded.append(answers[:RECORDED])
        return Look(scores, np.round(np.concatenate(recorded).astype(np.float64), 3))

    def judge(self, network: Network) -> Judgement:
        """Kept are the codes of all answers (up to 2,500, output_length), by score."""
        arrays, scores = {}, {}
        for name in self.looked_at:
            problems = self.problems_of(HELD_OUT[name], JUDGED)
            answers = network.predict(self.task.inputs_of(problems))
            scores[name] = share_right(problems, answers, self.rules)
            arrays[name] = answers.argmax(axis=-1).astype(np.int8)
        return Judgement(scores, self._beyond(network), {}, arrays)

    def _beyond(self, network: Network) -> Scores:
        """The share of right answers to problems with one more digit and with one more term, where there are any."""
        scores = {}
        for name, probe_of in PROBES.items():
            probe = probe_of(self.rules)
            if probe.rules is not None:
                problems = draw_probe(probe, 0, PROBED)
                inputs = self.task.inputs_of(problems, probe.rules)
                answers = network.predict_longer(inputs, output_length(probe.rules))
                scores[name] = share_right(problems, answers, probe.rules)
        return scores


def share_right(problems: Problems, answers: Array, rules: Rules) -> float:
    """The share of whole answers that are right; `answers` are probabilities (problems, output_length, symbols)."""
    expected = encode_answers(problems.answers(), rules)
    return float(exact(expected, answers.argmax(axis=-1)).mean())


@lru_cache(maxsize=64)
def _different(rules: Rules, held_out: bool, most: int, share: float) -> Problems:
    """Kept, because a page asks for them at every drawing: finding them anew takes up to a second."""
    count = min(most, most_distinct(rules, held_out, share))
    return draw_distinct(rules, 1, count, stream=VALIDATION_STREAM, held_out=held_out, share=share)
