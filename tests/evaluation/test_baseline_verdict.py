"""Verdicts beside a baseline: every kind with a known answer, in the words people read."""

import numpy as np
import pytest

from seqcore.evaluation import in_figures
from seqcore.evaluation.baseline_verdict import Comparison, also, verdict_of

RULE = np.repeat([1.0, 0.0], 100)
"""A rule that has the first half of 200 problems right."""


def shares(ours: np.ndarray, theirs: np.ndarray = RULE) -> Comparison:
    return Comparison("guessing", ours, theirs, "problems", "of answers right")


def errors(ours: np.ndarray, theirs: np.ndarray) -> Comparison:
    return Comparison("the mean", ours, theirs, "sums", "off by", share=False)


CASES = [
    (
        shares(np.r_[RULE[:150], np.ones(50)]),
        "better",
        "Better than guessing: 75.0 % of answers right against 50.0 % "
        "(difference 25.0 ± 6.1 points over 200 problems, p < 0.001).",
    ),
    (
        shares(np.zeros(200)),
        "worse",
        "Worse than guessing: 0.0 % of answers right against 50.0 % "
        "(difference −50.0 ± 7.0 points over 200 problems, p < 0.001).",
    ),
    (
        shares(np.r_[1 - RULE[:2], RULE[2:198], 1 - RULE[198:]]),
        "same",
        "No better or worse than guessing, as far as 200 problems can tell: 50.0 % of answers right against 50.0 % "
        "(difference 0.0 ± 2.0 points over 200 problems, p = 1.00).",
    ),
    (
        shares(RULE),
        "same",
        "No better or worse than guessing, as far as 200 problems can tell: 50.0 % of answers right against 50.0 % "
        "(difference 0.0 ± 0.0 points over 200 problems, p = 1.00).",
    ),
    (
        shares(np.ones(5), np.zeros(5)),
        "same",
        "No better or worse than guessing, as far as 5 problems can tell: 100.0 % of answers right against 0.0 % "
        "(difference 100.0 ± 100.0 points over 5 problems, p = 0.062).",
    ),
    (
        shares(np.ones(1), np.zeros(1)),
        "same",
        "No better or worse than guessing, as far as 1 problem can tell: 100.0 % of answers right against 0.0 %, "
        "over 1 problem: too few to tell.",
    ),
    (
        errors(np.linspace(0.1, 0.3, 100), np.linspace(30, 40, 100)),
        "better",
        "Better than the mean: off by 0.2 on average against 35 (difference −34.80 ± 0.57 over 100 sums, p < 0.001).",
    ),
    (
        errors(np.linspace(30, 40, 100), np.linspace(0.1, 0.3, 100)),
        "worse",
        "Worse than the mean: off by 35 on average against 0.2 (difference 34.80 ± 0.57 over 100 sums, p < 0.001).",
    ),
]


@pytest.mark.parametrize(("compared", "kind", "sentence"), CASES)
def test_a_verdict_says_what_was_found_and_how_sure_it_is(compared: Comparison, kind: str, sentence: str) -> None:
    found = verdict_of(compared, "More.")
    assert (found.kind, found.details) == (kind, ("More.",))
    assert found.sentence == sentence


def test_a_second_measure_is_a_sentence_of_its_own() -> None:
    more = also(Comparison("guessing", np.ones(200), RULE, "problems", "Whole answers right"))
    assert (
        more
        == "Whole answers right: 100.0 % against 50.0 % (difference 50.0 ± 7.0 points over 200 problems, p < 0.001)."
    )


@pytest.mark.parametrize(
    ("p_value", "words"),
    [(0.0001, "p < 0.001"), (0.0312, "p = 0.031"), (1.0, "p = 1.00"), (0.04996, "p = 0.0499"), (0.05, "p = 0.050")],
)
def test_a_p_value_in_words(p_value: float, words: str) -> None:
    assert in_figures.p_value(p_value) == words
