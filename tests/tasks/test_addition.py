"""Addition: what the examples are; a calculator gets full marks, and a memory only where it has been."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from seqcore.addition.alphabet import symbols_of
from seqcore.addition.drawing import draw
from seqcore.addition.encoding import as_text
from seqcore.addition.hold_out import is_held_out
from seqcore.addition.parsing import parse
from seqcore.experiment import from_values
from seqcore.tasks.addition import Addition
from seqcore.tasks.base import Array
from seqcore.training.program import program_for

SETTINGS: list[dict[str, Any]] = [
    {"largest": 99},
    {"largest": 999, "reversed": True, "held_out": 0.4},
    {"largest": 99, "terms": 3, "up_to": True, "padding": "per_term"},
    {"largest": 20, "operations": "+-×"},
    {"largest": 30, "terms": 4, "operations": "+-", "parentheses": True, "reversed": True, "padding": "per_term"},
    {"largest": 99_999, "terms": 5},
]


class Calculator:
    """A network that answers what it reads, and with nothing but spaces to problems it does not know."""

    def __init__(self, task: Addition, knows: Callable[[str], bool] = lambda problem: True) -> None:
        self.task, self.knows, self.symbols = task, knows, symbols_of(task.rules)

    def predict(self, inputs: Array) -> Array:
        steps = self.task.output().steps
        assert steps
        return self.predict_longer(inputs, steps)

    def predict_longer(self, inputs: Array, steps: int) -> Array:
        return np.stack([self._one_hot(self._answer(line).rjust(steps)) for line in texts(inputs, self.symbols)])

    def loss(self, inputs: Array, targets: Array) -> float:
        raise NotImplementedError

    def _answer(self, line: str) -> str:
        problem = (line[::-1] if self.task.reversed else line).replace(" ", "")
        return str(eval(problem.replace("×", "*"))) if self.knows(problem) else ""

    def _one_hot(self, text: str) -> Array:
        return np.eye(len(self.symbols), dtype=np.float32)[[self.symbols.index(symbol) for symbol in text]]


def texts(characters: Array, symbols: str) -> list[str]:
    return ["".join(symbols[code] for code in row) for row in characters.argmax(axis=-1)]


@pytest.mark.parametrize(
    ("changes", "line"), [({}, "  3+4"), ({"padding": "per_term"}, " 3+ 4"), ({"reversed": True}, "4+3  ")]
)
def test_a_problem_as_the_network_gets_it(changes: dict[str, Any], line: str) -> None:
    task = Addition(largest=10, held_out=0, **changes)
    characters = task.inputs_of(parse("3+4", task.rules))
    assert characters.shape == (1, 5, 12)
    assert characters.sum() == 5
    assert texts(characters, "0123456789+ ") == [line]


@pytest.mark.parametrize("changes", SETTINGS, ids=str)
def test_training_is_told_right_answers_to_problems_that_are_not_held_out(changes: dict[str, Any]) -> None:
    task = Addition(**changes)
    inputs, targets = task.examples().batches(3, 10, 2, 50)
    network = Calculator(task)
    assert np.array_equal(network.predict(inputs[0]), targets[0])
    assert np.array_equal(network.predict(inputs[1]), targets[1])
    problems = draw(task.rules, 3, 500, 100, held_out=False, share=task.held_out)
    assert np.array_equal(task.inputs_of(problems), np.concatenate(inputs))
    assert not is_held_out(problems, task.held_out).any()


@pytest.mark.parametrize("changes", SETTINGS, ids=str)
def test_a_calculator_gets_full_marks_also_for_longer_problems(changes: dict[str, Any]) -> None:
    task = Addition(**changes)
    examples, network = task.examples(), Calculator(task)
    look = examples.look(network.predict(examples.validation()[0]), network)
    assert look.scores == {"accuracy": 1.0, "exact_match": 1.0, "exact_match_held_out": 1.0}
    assert np.array_equal(look.predictions, examples.targets_of(examples.recorded()))
    judgement = examples.judge(network)
    assert judgement is not None
    assert judgement.validation == {"exact_match": 1.0, "exact_match_held_out": 1.0}
    harder = set() if task.largest == 99_999 else {"one_more_digit", "one_more_term"}
    assert judgement.test == dict.fromkeys(harder, 1.0)


def test_a_memory_is_right_only_about_what_it_has_seen() -> None:
    task = Addition(largest=99, held_out=0.3)

    def has_seen(problem: str) -> bool:
        try:
            return not is_held_out(parse(problem, task.rules), 0.3)[0]
        except ValueError:
            return False

    network = Calculator(task, has_seen)
    examples = task.examples()
    look = examples.look(network.predict(examples.validation()[0]), network)
    assert look.scores["exact_match"] == 1
    assert look.scores["exact_match_held_out"] == 0
    assert 0.7 < look.scores["accuracy"] < 1
    judgement = examples.judge(network)
    assert judgement is not None
    assert judgement.validation == {"exact_match": 1.0, "exact_match_held_out": 0.0}
    assert judgement.test == {"one_more_digit": 0.0, "one_more_term": 0.0}


def test_without_a_held_out_part_nothing_is_said_of_one() -> None:
    task = Addition(largest=10, held_out=0)
    examples, network = task.examples(), Calculator(task)
    look = examples.look(network.predict(examples.validation()[0]), network)
    assert look.scores == {"accuracy": 1.0, "exact_match": 1.0}
    judgement = examples.judge(network)
    assert judgement is not None
    assert judgement.validation == {"exact_match": 1.0}
    assert judgement.arrays["exact_match"].shape == (55, 2)


def test_the_table_has_no_problem_twice_and_both_parts() -> None:
    task = Addition(largest=20)
    problems = task.examples().recorded()
    assert len(problems) == 50
    assert len({"+".join(sorted(text.split("+"))) for text in as_text(problems, task.rules)}) == 50
    assert is_held_out(problems, task.held_out).tolist() == [False] * 25 + [True] * 25


@pytest.mark.parametrize("architecture", Addition.architectures)
def test_a_network_of_other_lengths_has_the_weights_of_the_one_in_training(architecture: str) -> None:
    values = {"kind": architecture, "units": 5, "embedding": 3, "bidirectional": True}
    experiment = from_values({"task": {"kind": "addition"}, "architecture": values, "training": {"batch_size": 2}})
    examples = experiment.task.examples()
    program = program_for(experiment, examples)
    inputs = examples.validation()[0][:20]
    assert program.predict_longer(inputs, 2) == pytest.approx(program.predict(inputs), abs=1e-5)
    assert program.predict_longer(np.concatenate([inputs, inputs], axis=1), 4).shape == (20, 4, 12)
