"""A run that ends without being better than its baseline says how it ended."""

import pytest
from small import small

from seqcore.evaluation.verdict import Kind, Verdict
from seqcore.runs.endings import with_ending
from seqcore.training.events import Ending


@pytest.mark.parametrize(
    ("kind", "reason", "training", "words"),
    [
        ("worse", "completed", {"learning_rate": 10.0}, ("All 7 epochs", "learning rate is 10, Adam's default 0.001")),
        ("same", "completed", {}, ("All 7 epochs were trained: nothing cut the run short.",)),
        ("same", "early_stopping", {"patience": 3}, ("at epoch 7 of 9", "not improved for 3 epochs", "plateau")),
    ],
)
def test_nothing_learned_is_said(kind: Kind, reason: Ending, training: dict, words: tuple[str, ...]) -> None:
    found = with_ending(Verdict("So.", kind, ("First.",)), reason, 7, small(epochs=9, **training))
    assert found is not None
    assert (found.sentence, found.kind, found.details[0]) == ("So.", kind, "First.")
    assert all(part in found.details[-1] for part in words)


@pytest.mark.parametrize(("kind", "reason"), [("better", "completed"), ("worse", "stopped"), ("same", "not_finite")])
def test_nothing_is_added_where_the_ending_says_nothing(kind: Kind, reason: Ending) -> None:
    verdict = Verdict("So.", kind, ("First.",))
    assert with_ending(verdict, reason, 7, small()) == verdict
    assert with_ending(None, reason, 7, small()) is None
