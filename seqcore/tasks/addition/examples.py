"""The examples of addition: fresh problems for every update, and fixed ones that tell adding from remembering."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seqcore.data.arithmetic.drawing import VALIDATION_STREAM, draw, draw_distinct, most_distinct
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.tasks.addition.alphabet import output_length, symbols_of
from seqcore.tasks.addition.anatomy import exact, per_character
from seqcore.tasks.addition.encoding import encode_answers
from seqcore.tasks.addition.memory import Memory, character_frequencies, most_frequent_answer
from seqcore.tasks.addition.probe import PROBES, draw_probe
from seqcore.tasks.addition.verdict import Solved, addition_verdict
from seqcore.tasks.base.batch import Array, Batch, Tokens
from seqcore.tasks.base.evaluation import HARDER, NETWORK, TEST, Evaluation, Scores
from seqcore.tasks.base.task import Baseline, Examples, Network, Trained

if TYPE_CHECKING:
    from seqcore.tasks.addition.task import Addition

EXAMPLES_PER_EPOCH = 1000
LOOKED_AT = 300
"""Problems of each part that are solved at a look, none twice; the judgement at the end takes `JUDGED`."""
JUDGED = 2500
PROBED = 500
RECORDED = 25
"""Problems of each part whose answers are recorded for the table."""
SEEN = "seen"
"""The name under which a judgement keeps how many different problems training has seen."""
HELD_OUT = {"exact_match": False, "exact_match_held_out": True}
"""The part whose whole answers a score is about."""


class AdditionExamples(Examples):
    """Problems of the part that training may see, as characters, and of both parts to judge by."""

    def __init__(self, task: "Addition") -> None:
        self.task, self.rules = task, task.rules

    def symbols(self) -> Sequence[str]:
        return tuple(symbols_of(self.rules))

    def typed_as(self) -> str:
        return "A problem, such as 7+8"

    def typed(self, text: str) -> Tokens:
        return self.task.asked(text).codes.astype(np.int32)

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-EXAMPLES_PER_EPOCH // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        problems = draw(
            self.rules, seed, first * batch_size, count * batch_size, held_out=False, share=self.task.held_out
        )
        return self.examples_of(problems).in_updates(count)

    def examples_of(self, problems: Problems) -> Batch:
        """Problems and their answers as tokens (problems, output_length)."""
        answers: Tokens = encode_answers(problems.answers(), self.rules).astype(np.int32)
        return Batch.of(self.task.inputs_of(problems), answers)

    def validation(self) -> Batch:
        return self._validation

    @cached_property
    def _validation(self) -> Batch:
        return self.examples_of(self.as_they_come)

    @cached_property
    def as_they_come(self) -> Problems:
        """Problems seen or not, some of them twice: as published results count."""
        return draw(self.rules, 0, 0, LOOKED_AT, stream=VALIDATION_STREAM)

    def baselines(self) -> Mapping[str, Baseline]:
        return self._baselines

    @cached_property
    def _baselines(self) -> dict[str, Baseline]:
        share = self.task.held_out
        whole = Memory(share, most_frequent_answer(self.rules, share))
        nothing = Memory(share, whole.guess, np.zeros(0, np.uint64))
        return {
            "most_frequent": Baseline(
                "Commonest answer",
                f"Always {whole.guess:,}, the answer that training is told most often. Its loss is that of knowing "
                "only how often each character stands at each place.",
                self._scores_of(nothing),
            ),
            "remembering": Baseline(
                "Remembering",
                "Knows by heart all that training can see (at the end: has seen) and says the commonest answer to "
                "everything else.",
                self._scores_of(whole),
            ),
        }

    def _scores_of(self, memory: Memory) -> Scores:
        """What a memory would get at a look; where it guesses, its loss is that of the characters' frequencies."""
        problems = self.as_they_come
        right, said = (encode_answers(some, self.rules) for some in (problems.answers(), memory.answers(problems)))
        frequencies = character_frequencies(self.rules, self.task.held_out)
        surprise = -np.log(np.take_along_axis(frequencies, right.T.astype(np.intp), axis=1).T)
        surprise[memory.knows(problems)] = 0.0
        characters = per_character(right, said)
        return {"loss": float(surprise.mean()), "character_accuracy": characters, "accuracy": characters} | {
            name: _share_remembered(memory, asked) for name, asked in self.looked_at.items()
        }

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

    def look(self, predictions: Array, network: Network) -> Evaluation:
        """Recorded are the probabilities (up to 50, output_length, symbols) for the problems of `recorded`."""
        scores = {"accuracy": per_character(self._validation.targets, predictions.argmax(axis=-1))}
        recorded = []
        for name, problems in self.looked_at.items():
            answers = network.predict(self.task.inputs_of(problems))
            scores[name] = share_right(problems, answers, self.rules)
            recorded.append(answers[:RECORDED])
        return Evaluation.of_epoch(np.round(np.concatenate(recorded).astype(np.float64), 3), scores)

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        """Kept are the codes of all answers (up to 2,500, output_length), by score, and how many problems were seen.

        The latter is missing where training has drawn too many to count those that are different.
        """
        memory = Memory.of(self.rules, self.task.held_out, trained.seed, trained.updates * trained.batch_size)
        arrays: dict[str, npt.NDArray[Any]] = {}
        solved = {}
        for name in self.looked_at:
            problems = self.problems_of(HELD_OUT[name], JUDGED)
            arrays[name] = network.predict(self.task.inputs_of(problems)).argmax(axis=-1).astype(np.int8)
            solved[name] = Solved(problems, exact(encode_answers(problems.answers(), self.rules), arrays[name]))
        if memory.seen is not None:
            arrays[SEEN] = np.array(len(memory.seen))
        scores = {name: float(part.right.mean()) for name, part in solved.items()}
        nothing = replace(memory, seen=np.zeros(0, np.uint64))
        baselines = {
            rule: {name: _share_remembered(known, part.problems) for name, part in solved.items()}
            for rule, known in (("most_frequent", nothing), ("remembering", memory))
        }
        verdict = addition_verdict(self.rules, memory, solved["exact_match"], solved.get("exact_match_held_out"))
        harder = {NETWORK: self._harder(network)}
        return Evaluation({TEST: {NETWORK: scores, **baselines}, HARDER: harder}, arrays, verdict)

    def _harder(self, network: Network) -> Scores:
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


def _share_remembered(memory: Memory, problems: Problems) -> float:
    return float((memory.answers(problems) == problems.answers()).mean())


@lru_cache(maxsize=64)
def _different(rules: Rules, held_out: bool, most: int, share: float) -> Problems:
    """Kept, because a page asks for them at every drawing: finding them anew takes up to a second."""
    count = min(most, most_distinct(rules, held_out, share))
    return draw_distinct(rules, 1, count, stream=VALIDATION_STREAM, held_out=held_out, share=share)
