"""The clinic's cases: their files say all there is to say, the ill do badly, and what heals them does."""

import os
from collections.abc import Iterator
from functools import cache

import pytest

from seqcore.clinic.all_cases import FOLDER, all_cases, measured
from seqcore.clinic.case import Case, Healed, read_case
from seqcore.experiment import Experiment
from seqcore.invalid import InvalidInput
from seqcore.runs.view import RunView
from seqcore.training.advance import advance, judge, start
from seqcore.training.events import Finished

CASES = all_cases()
EVERY_CHANGE = bool(os.environ.get("SEQCORE_EVERY_CHANGE"))
"""Train those changes, too, that do not heal: to be set by who changes a case."""
FIRST = next(iter(sorted(FOLDER.glob("*.toml")))).read_text(encoding="utf-8")


def test_there_are_ten() -> None:
    assert len(CASES) == 10


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_text_is_a_sentence_of_its_own(case: Case) -> None:
    texts = [case.symptom, case.moral, *(one.why for one in (*case.options, *case.changes))]
    assert all(text.endswith((".", "?", "!")) and (text[0].isupper() or text[0].isdigit()) for text in texts)
    assert len(set(texts)) == len(texts)
    assert len({one.text for one in case.options}) == len(case.options)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_change_changes_something(case: Case) -> None:
    assert all(case.treated(change) != case.experiment for change in case.changes)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (FIRST.replace("right = true", "right = false"), "one of them right"),
        (FIRST.replace("heals = true", "heals = false"), "one heals at least"),
        (FIRST.replace('"accuracy"', '"beauty"'), "does not measure that"),
        (FIRST.replace("cumsum-lstm", "cumsum-mlp"), "names of presets"),
        (FIRST.replace("at_least = 0.93", ""), "one of at_least and at_most"),
        (FIRST.replace("moral =", "morals ="), "moral"),
        ("title = ", "no TOML"),
    ],
)
def test_a_damaged_case_is_refused_in_one_sentence(wrong: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as caught:
        read_case("bad", wrong)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith("bad")


def test_a_setting_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"training\.rate"):
        read_case("bad", FIRST.replace("training.learning_rate=0.01", "training.rate=0.01"))


def test_a_limit_by_hand() -> None:
    assert Healed(measure="accuracy", at_least=0.9).is_met(0.9)
    assert not Healed(measure="accuracy", at_least=0.9).is_met(0.89)
    assert Healed(measure="mae", at_most=0.2).is_met(0.1)
    assert not Healed(measure="mae", at_most=0.2).is_met(float("nan"))


@cache
def trained(experiment: Experiment) -> RunView:
    """The run as its page would know it at its end."""
    loaded = experiment.task.load()
    data, view = loaded.data if loaded else None, RunView(experiment)
    state = start(experiment, data)
    while not state.finished:
        state, happened = advance(experiment, state, budget_seconds=1.0, data=data)
        view.fold(happened)
    final = judge(experiment, state, data)
    known = {"metrics": {}, "validation": view.last_validation() | (final.own() if final else {})}
    ending = {
        "reason": state.finished,
        "epochs": view.epochs,
        "updates": state.update,
        "seconds": state.seconds,
        "at": 0,
    }
    test = final.own("test") if final else {}
    return view.fold([Finished(first_point_seconds=None, test=test, **known, **ending)])


def ways() -> Iterator[tuple[str, Case, int | None]]:
    """Each case as it comes (None), and after the changes that heal it."""
    for name, case in CASES.items():
        yield name, case, None
        for place, change in enumerate(case.changes):
            if change.heals or EVERY_CHANGE:
                yield name, case, place


def is_healed(case: Case, view: RunView) -> bool:
    value = measured(case, view)
    return value is not None and case.healed.is_met(value)


WAYS = [pytest.param(case, place, id=f"{name}-{'ill' if place is None else place}") for name, case, place in ways()]


@pytest.mark.slow
@pytest.mark.parametrize(("case", "place"), WAYS)
def test_what_heals_does_and_what_does_not_does_not(case: Case, place: int | None) -> None:
    change = None if place is None else case.changes[place]
    view = trained(case.experiment if change is None else case.treated(change))
    assert is_healed(case, view) == (change is not None and change.heals)
