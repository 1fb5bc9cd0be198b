"""Adding or remembering: what the verdict says of networks whose answers are known."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from seqcore.data.arithmetic.answers import TIMES
from seqcore.data.arithmetic.drawing import draw_distinct, most_distinct
from seqcore.data.arithmetic.problems import OPERATIONS, Problems, Rules
from seqcore.evaluation.verdict import Verdict
from seqcore.tasks.addition.anatomy import has_operation
from seqcore.tasks.addition.memory import Memory
from seqcore.tasks.addition.verdict import Solved, addition_verdict

HUNDRED, MIXED = Rules(largest=100), Rules(largest=20, operations=OPERATIONS)
Solves = Callable[[Problems, bool], npt.NDArray[np.bool_]]


def verdict(rules: Rules, solves: Solves, share: float = 0.2, drawn: int = 100_000) -> Verdict:
    """Of a network that solves these problems; the second argument says whether they are held out."""
    memory = Memory.of(rules, share, 1, drawn)

    def part(held_out: bool) -> Solved:
        count = min(800, most_distinct(rules, held_out, share))
        problems = draw_distinct(rules, 1, count, held_out=held_out, share=share)
        return Solved(problems, solves(problems, held_out))

    return addition_verdict(rules, memory, part(False), part(True) if share else None)


def chance(share: float) -> Solves:
    return lambda problems, held_out: np.random.default_rng(1).random(len(problems)) < share


def memory_alone(problems: Problems, held_out: bool) -> npt.NDArray[np.bool_]:
    return np.zeros(len(problems), bool) if held_out else np.ones(len(problems), bool)


def products_by_heart(problems: Problems, held_out: bool) -> npt.NDArray[np.bool_]:
    return ~(has_operation(problems, TIMES) & held_out) | chance(0.06)(problems, held_out)


@pytest.mark.parametrize(
    ("solves", "kind", "sentences"),
    [
        (
            chance(1.0),
            "better",
            ["Better than remembering: 100.0 % of the answers right", "No difference beyond noise"],
        ),
        (chance(0.5), "better", ["800 held-out problems, p < 0.001", "No difference beyond noise"]),
        (memory_alone, "same", ["No better or worse than remembering", "In part it remembers: 100 % of 800"]),
        (chance(0.0), "same", ["0.0 % of the answers right", "No difference beyond noise"]),
        (lambda problems, held_out: chance(0.9 if held_out else 0.7)(problems, held_out), "better", ["come easier"]),
    ],
)
def test_held_out_problems_tell(solves: Solves, kind: str, sentences: list[str]) -> None:
    found = verdict(HUNDRED, solves)
    said = " ".join((found.sentence, *found.details))
    assert found.kind == kind
    assert all(sentence in said for sentence in [*sentences, "it can only guess the commonest answer, 102"])


def test_without_a_held_out_part_it_may_have_remembered() -> None:
    found = verdict(Rules(largest=10), chance(1.0), share=0)
    assert found.kind == "same"
    assert found.sentence.startswith("It may have remembered, for nothing is held out.")
    assert found.details == ("Training had seen 55 of these 55 problems.",)


def test_without_a_held_out_part_the_problems_it_did_not_draw_tell() -> None:
    found = verdict(Rules(largest=9999), chance(0.95), share=0, drawn=1000)
    assert found.kind == "better"
    assert found.details[0] == "Training had seen 0 of these 800 problems."
    assert found.details[1].startswith("Of those it had not seen 9")


def test_an_operation_learned_by_heart_is_named() -> None:
    *_, operations = verdict(MIXED, products_by_heart).details
    assert operations.startswith("× is harder than the others:")
    assert "It learns × by heart: 100 % of" in operations


def test_operations_that_are_alike_are_not_told_apart() -> None:
    *_, operations = verdict(MIXED, chance(0.7)).details
    assert operations.startswith("No operation is easier or harder than the others beyond noise (p = ")
