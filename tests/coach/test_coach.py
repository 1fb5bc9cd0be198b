"""The coach on made-up curves: every rule speaks where it should, and none where nothing is clear."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from small import small

from seqcore.coach.coach import MOST_REMARKS, RULES, remarks
from seqcore.coach.curves import line_through, settled
from seqcore.coach.gradients import layer_words
from seqcore.coach.tasks import TASK_RULES
from seqcore.evaluation.forecast_details import COPIES
from seqcore.evaluation.verdict import Verdict
from seqcore.experiment import from_values
from seqcore.presets import PRESETS
from seqcore.runs.view import RunView
from seqcore.training.events import Finished, NotFinite

LOOKS = 60
X = np.linspace(0, 1, LOOKS)
RANDOM = np.random.default_rng(3)
LEARNED = 0.2 + 0.5 * np.exp(-12 * X)
"""Down at once, and then no more."""


def made_up(
    validation: np.ndarray,
    training: np.ndarray | None = None,
    *,
    untrained: float = 0.7,
    noise: float = 0.003,
    answers: float = 1.0,
    gradients: Mapping[str, float] | None = None,
    preset: str = "",
    finished: Mapping[str, Any] | None = None,
    **settings: Any,
) -> RunView:
    """A run with a look after each of its epochs, at its end; with a little noise, as every curve has some."""
    count = len(validation)
    experiment = PRESETS[preset].experiment if preset else small(epochs=count, batch_size=100, **settings)
    validation = validation * (1 + noise * RANDOM.normal(size=count))
    training = (validation if training is None else training) * (1 + noise * RANDOM.normal(size=count))
    scores = dict(enumerate([untrained, *validation.tolist()]))
    view = RunView(experiment, training={"loss": training.tolist()})
    view.validation = {epoch: {"loss": loss, "accuracy": 0.9} for epoch, loss in scores.items()}
    view.snapshots.add(count, answers * RANDOM.uniform(size=(20, 4, 1)))
    view.gradients = {epoch: dict(gradients or {"recurrent_1": 1.0, "output": 0.5}) for epoch in range(1, count)}
    values = {"epochs": count, "updates": count, "seconds": 1, "first_point_seconds": 1, "metrics": {}, "at": 0}
    ending = {"reason": "completed", "validation": view.validation[count], **values, **(finished or {})}
    view.finished = Finished.model_validate(ending)
    return view


def rules_of(view: RunView) -> list[str]:
    return [remark.rule for remark in remarks(view)]


def verdict(*details: str) -> dict[str, Any]:
    return {"verdict": Verdict("No better.", "same", details)}


def broken() -> RunView:
    view = made_up(LEARNED[:20])
    view.not_finite = NotFinite(update=21, learning_rate=3, clipped=False)
    return view


JUMPING = LEARNED.copy()
JUMPING[8::6] *= 4
REMEMBERED = (
    "In part it remembers: 99 % of 500 it has seen are right, 50 % of 500 held out (more than noise, p < 0.001)."
)
BY_HEART = {"updates": 50_000, "test": {"exact_match": 0.99, "exact_match_held_out": 0.5}, **verdict(REMEMBERED)}
ILL: dict[str, Callable[[], RunView]] = {
    "not_finite": broken,
    "dead_network": lambda: made_up(np.full(LOOKS, 0.69), answers=0.0),
    "exploding": lambda: made_up(LEARNED, gradients={"recurrent_1": 4000.0, "output": 3.0}),
    "vanishing": lambda: made_up(LEARNED, gradients={"recurrent_1": 1e-6, "output": 0.1}),
    "rate_too_high": lambda: made_up(JUMPING, optimizer="adam", learning_rate=0.1),
    "rate_too_low": lambda: made_up(0.7 - 0.1 * X, optimizer="adam", learning_rate=1e-5),
    "overfitting": lambda: made_up(0.3 + np.abs(X - 0.3), 0.5 - 0.4 * X),
    "still_falling": lambda: made_up(0.7 - 0.4 * X),
    "lag_copy": lambda: made_up(LEARNED, preset="prices-lstm", finished=verdict(COPIES["last price", 1])),
    "by_heart": lambda: made_up(LEARNED, preset="addition-seq2seq-100", finished=BY_HEART),
}


@pytest.mark.parametrize("rule", ILL)
def test_a_rule_speaks_where_it_should_with_its_evidence_and_something_to_try(rule: str) -> None:
    remark = next(remark for remark in remarks(ILL[rule]()) if remark.rule == rule)
    assert any(sign.isdigit() for sign in remark.evidence) or rule == "lag_copy"
    assert remark.sentence == f"{remark.title}: {remark.evidence}. Try {remark.advice}."


def test_every_rule_is_tested() -> None:
    assert len(ILL) == len(RULES) + sum(map(len, TASK_RULES.values()))


def test_a_leap_above_the_untrained_network_is_the_rate_unless_validation_leaps_alone() -> None:
    leaping = np.where(np.arange(LOOKS) == 3, 6.0, LEARNED)
    said = remarks(made_up(leaping, learning_rate=0.1, optimizer="adam"))
    assert [remark.rule for remark in said] == ["rate_too_high"]
    assert "epoch 4" in said[0].evidence
    alone = made_up(0.3 + 2 * np.abs(X - 0.3), 0.5 - 0.4 * X, learning_rate=0.1, optimizer="adam")
    assert rules_of(alone) == ["overfitting"]


CLEAN: dict[str, Callable[[], RunView]] = {
    "learned": lambda: made_up(LEARNED),
    "noisy": lambda: made_up(LEARNED, noise=0.1, learning_rate=0.1, optimizer="adam"),
    "a random walk around nothing learned": lambda: made_up(np.full(LOOKS, 0.69), noise=0.02),
    "one jump": lambda: made_up(np.where(np.arange(LOOKS) == 30, 0.9, LEARNED), learning_rate=0.1),
    "validation rises and training, too": lambda: made_up(0.3 + np.abs(X - 0.3), 0.3 + np.abs(X - 0.3)),
    "rises within its noise": lambda: made_up(LEARNED + 0.01 * X, LEARNED - 0.1 * X, noise=0.1),
    "low rate, but arrived": lambda: made_up(LEARNED, optimizer="adam", learning_rate=1e-5),
    "falls, and is as good as solved": lambda: made_up(0.7 * np.exp(-30 * X), noise=0.01),
    "few looks": lambda: made_up(0.7 - 0.4 * X[:8]),
    "sure answers that differ": lambda: made_up(np.full(LOOKS, 0.69), answers=1e-3),
    "long gradient, clipped": lambda: made_up(LEARNED, gradients={"output": 4000.0}, clip_norm=1.0),
    "honest forecasts": lambda: made_up(LEARNED, preset="prices-lstm", finished=verdict("It is usually too low.")),
    "adds, nearly": lambda: made_up(
        LEARNED,
        preset="addition-seq2seq-100",
        finished=BY_HEART | {"test": {"exact_match": 0.99, "exact_match_held_out": 0.98}},
    ),
}


@pytest.mark.parametrize("what", CLEAN)
def test_where_nothing_is_clear_nothing_is_said(what: str) -> None:
    assert rules_of(CLEAN[what]()) == []


def test_a_run_that_has_just_begun_is_left_in_peace() -> None:
    assert remarks(RunView(small())) == ()


def test_a_stopped_run_was_not_done_and_knows_it() -> None:
    assert rules_of(made_up(0.7 - 0.4 * X, finished={"reason": "stopped"})) == []


def test_there_are_two_at_most() -> None:
    gradients = {"recurrent_1": 1e-6, "middle": 4000.0, "output": 0.1}
    view = made_up(JUMPING, optimizer="adam", learning_rate=0.1, gradients=gradients)
    assert len(remarks(view)) == MOST_REMARKS


def test_words_for_layers_by_hand() -> None:
    view = made_up(LEARNED, gradients={"embedding": 1e-5, "recurrent_1": 101.0, "output": 0.1})
    assert layer_words(view) == {"embedding": "vanishing", "recurrent_1": "exploding", "output": ""}
    assert layer_words(RunView(small())) == {}


def test_a_line_by_hand() -> None:
    line = line_through(np.array([1.0, 2.0, 3.0]))
    assert (line.first, line.last, line.certainty) == (1, 3, np.inf)
    assert line_through(np.array([2.0, 2.0, 2.0])).certainty == 0


def test_running_medians_forget_a_single_jump() -> None:
    assert settled(np.array([1.0, 1, 9, 1, 1, 1])).tolist() == [1, 1]


def test_prices_know_the_copy_by_the_series_setting() -> None:
    raw = from_values(
        {"task": {"kind": "prices", "difference": "none"}, "architecture": {"kind": "recurrent_stack"}, "training": {}}
    )
    view = made_up(LEARNED, preset="prices-lstm", finished=verdict(COPIES["last price", 0]))
    view.experiment = raw
    (remark,) = remarks(view)
    assert "differencing" in remark.advice
