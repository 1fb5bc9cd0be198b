"""Addition: what the examples are; a calculator gets full marks, and a memory only where it has been."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from seqcore.data.arithmetic.drawing import draw
from seqcore.data.arithmetic.hold_out import is_held_out, parts
from seqcore.experiment import architectures_for, from_values
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.alphabet import symbols_of
from seqcore.tasks.addition.encoding import as_text
from seqcore.tasks.addition.parsing import parse, why_outside
from seqcore.tasks.addition.task import Addition
from seqcore.tasks.base.batch import Array, Batch, Tokens
from seqcore.tasks.base.task import Trained
from seqcore.training.programs import program_for

SETTINGS: list[dict[str, Any]] = [
    {"largest": 99},
    {"largest": 999, "reversed": True, "held_out": 0.4},
    {"largest": 99, "terms": 3, "up_to": True, "padding": "per_term"},
    {"largest": 20, "operations": "+-×"},
    {"largest": 30, "terms": 4, "operations": "+-", "parentheses": True, "reversed": True, "padding": "per_term"},
    {"largest": 99_999, "terms": 5},
]

TRAINED = Trained(seed=1, updates=100, batch_size=20)


class Calculator:
    """A network that answers what it reads, and with nothing but spaces to problems it does not know."""

    def __init__(self, task: Addition, knows: Callable[[str], bool] = lambda problem: True) -> None:
        self.task, self.knows, self.symbols = task, knows, symbols_of(task.rules)

    def predict(self, inputs: Tokens) -> Array:
        return self.predict_longer(inputs, self.task.signature().output.steps)

    def predict_longer(self, inputs: Tokens, steps: int) -> Array:
        return np.stack([self._one_hot(self._answer(line).rjust(steps)) for line in texts(inputs, self.symbols)])

    def loss(self, batch: Batch) -> float:
        raise NotImplementedError

    def _answer(self, line: str) -> str:
        problem = (line[::-1] if self.task.reversed else line).replace(" ", "")
        return str(eval(problem.replace("×", "*"))) if self.knows(problem) else ""

    def _one_hot(self, text: str) -> Array:
        return np.eye(len(self.symbols), dtype=np.float32)[[self.symbols.index(symbol) for symbol in text]]


def texts(characters: Tokens, symbols: str) -> list[str]:
    return ["".join(symbols[code] for code in row) for row in characters]


@pytest.mark.parametrize(
    ("changes", "line"), [({}, "  3+4"), ({"padding": "per_term"}, " 3+ 4"), ({"reversed": True}, "4+3  ")]
)
def test_a_problem_as_the_network_gets_it(changes: dict[str, Any], line: str) -> None:
    task = Addition(largest=10, held_out=0, **changes)
    characters = task.inputs_of(parse("3+4"))
    assert characters.shape == (1, 5)
    assert texts(characters, "0123456789+ ") == [line]


@pytest.mark.parametrize("changes", SETTINGS, ids=str)
def test_training_is_told_right_answers_to_problems_that_are_not_held_out(changes: dict[str, Any]) -> None:
    task = Addition(**changes)
    inputs, targets = task.examples().batches(3, 10, 2, 50).pair
    network = Calculator(task)
    assert np.array_equal(network.predict(inputs[0]).argmax(axis=-1), targets[0])
    assert np.array_equal(network.predict(inputs[1]).argmax(axis=-1), targets[1])
    problems = draw(task.rules, 3, 500, 100, held_out=False, share=task.held_out)
    assert np.array_equal(task.inputs_of(problems), np.concatenate(inputs))
    assert not is_held_out(problems, task.held_out).any()


@pytest.mark.parametrize("changes", SETTINGS, ids=str)
def test_a_calculator_gets_full_marks_also_for_longer_problems(changes: dict[str, Any]) -> None:
    task = Addition(**changes)
    examples, network = task.examples(), Calculator(task)
    look = examples.look(network.predict(examples.validation().pair[0]), network)
    assert look.own() == {"accuracy": 1.0, "exact_match": 1.0, "exact_match_held_out": 1.0}
    recorded = examples.examples_of(examples.recorded())
    assert np.array_equal(look.arrays["predictions"].argmax(axis=-1), recorded.targets)
    judgement = examples.judge(network, TRAINED)
    harder = set() if task.largest == 99_999 else {"one_more_digit", "one_more_term"}
    assert judgement.own("test") == {"exact_match": 1.0, "exact_match_held_out": 1.0}
    assert judgement.own("harder") == dict.fromkeys(harder, 1.0)
    assert judgement.verdict is not None
    assert judgement.verdict.kind == "better"


def test_a_memory_is_right_only_about_what_it_has_seen() -> None:
    task = Addition(largest=30, held_out=0.3)

    def has_seen(problem: str) -> bool:
        try:
            asked = parse(problem)
            return why_outside(asked, task.rules) is None and not is_held_out(asked, 0.3)[0]
        except InvalidInput:
            return False

    network = Calculator(task, has_seen)
    examples = task.examples()
    look = examples.look(network.predict(examples.validation().pair[0]), network)
    assert look.own()["exact_match"] == 1
    assert look.own()["exact_match_held_out"] == 0
    assert 0.7 < look.own()["accuracy"] < 1
    judgement = examples.judge(network, TRAINED)
    assert judgement.own("test") == {"exact_match": 1.0, "exact_match_held_out": 0.0}
    assert judgement.own("harder") == {"one_more_digit": 0.0, "one_more_term": 0.0}


def test_without_a_held_out_part_nothing_is_said_of_one() -> None:
    task = Addition(largest=10, held_out=0)
    examples, network = task.examples(), Calculator(task)
    look = examples.look(network.predict(examples.validation().pair[0]), network)
    assert look.own() == {"accuracy": 1.0, "exact_match": 1.0}
    judgement = examples.judge(network, TRAINED)
    assert judgement.own("test")["exact_match"] == 1.0
    assert "exact_match_held_out" not in judgement.own("test")
    assert judgement.arrays["exact_match"].shape == (55, 2)


def test_the_baselines_know_nothing_of_adding() -> None:
    task = Addition(largest=99, held_out=0.3)
    baselines = task.examples().baselines()
    guess, memory = baselines["most_frequent"], baselines["remembering"]
    assert "Always 102," in guess.explanation
    assert memory.scores["exact_match"] == 1
    assert memory.scores["exact_match_held_out"] == guess.scores["exact_match_held_out"] < 0.05
    assert 0.2 < guess.scores["accuracy"] < memory.scores["accuracy"] < 1
    assert set(guess.scores) == set(memory.scores) == set(task.measures())
    assert memory.scores["loss"] == pytest.approx(guess.scores["loss"] * 0.3, rel=0.25)  # the share held out
    assert guess.scores["loss"] < np.log(12)


def test_at_the_end_the_memory_is_one_of_what_training_has_drawn() -> None:
    task = Addition(largest=99, held_out=0.3)
    judgement = task.examples().judge(Calculator(task), Trained(seed=1, updates=10, batch_size=50))
    assert judgement.arrays["seen"] == len({*drawn_texts(task, 500)})
    seen = judgement.arrays["seen"] / parts(task.rules, 0.3).training
    assert judgement.baselines["remembering"]["exact_match"] == pytest.approx(seen, abs=0.05)
    assert judgement.baselines["remembering"]["exact_match_held_out"] < 0.05


def drawn_texts(task: Addition, count: int) -> list[str]:
    problems = draw(task.rules, 1, 0, count, held_out=False, share=task.held_out)
    return ["+".join(sorted(text.split("+"))) for text in as_text(problems, task.rules)]


def test_the_table_has_no_problem_twice_and_both_parts() -> None:
    task = Addition(largest=20)
    problems = task.examples().recorded()
    assert len(problems) == 50
    assert len({"+".join(sorted(text.split("+"))) for text in as_text(problems, task.rules)}) == 50
    assert is_held_out(problems, task.held_out).tolist() == [False] * 25 + [True] * 25


@pytest.mark.parametrize("architecture", architectures_for(Addition()))
def test_a_network_of_other_lengths_has_the_weights_of_the_one_in_training(architecture: str) -> None:
    values = {"kind": architecture, "units": 5, "embedding": 3, "bidirectional": True}
    experiment = from_values({"task": {"kind": "addition"}, "architecture": values, "training": {"batch_size": 2}})
    examples = experiment.task.examples()
    program = program_for(experiment, examples)
    inputs = examples.validation().pair[0][:20]
    assert program.network.predict_longer(inputs, 2) == pytest.approx(program.network.predict(inputs), abs=1e-5)
    assert program.network.predict_longer(np.concatenate([inputs, inputs], axis=1), 4).shape == (20, 4, 12)
