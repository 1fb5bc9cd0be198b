"""The verdict: a table of forecasts whose worth is known, and what is said of each."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.evaluation.forecast_details import COPIES, Judged
from seqcore.evaluation.forecast_scores import actual, forecast_scores
from seqcore.evaluation.forecast_verdict import forecast_verdict as verdict
from seqcore.evaluation.verdict import Kind, Verdict

ORIGINS = np.arange(299, 677)
COIN = "50 %, what a coin gets, lies inside."


def walk(seed: int = 1, drift: float = 0.0) -> np.ndarray:
    return 300 + np.cumsum(np.random.default_rng(seed).normal(drift, 1, 700))


def noise(scale: float, horizon: int = 1) -> np.ndarray:
    return np.random.default_rng(99).normal(0, scale, (len(ORIGINS), horizon))


def judged(prices: np.ndarray, forecasts: np.ndarray, **more: object) -> Verdict:
    return verdict(prices, ORIGINS[: len(forecasts)], forecasts, **more)  # type: ignore[arg-type]


def last_value(prices: np.ndarray, horizon: int = 1) -> np.ndarray:
    return np.repeat(prices[ORIGINS][:, np.newaxis], horizon, axis=1)


def knowing(prices: np.ndarray, share: float, horizon: int = 1) -> np.ndarray:
    """A forecast that knows a share of the change that comes."""
    last = last_value(prices, horizon)
    return last + share * (actual(prices, ORIGINS, horizon) - last)


def running_away(prices: np.ndarray, horizon: int = 8) -> np.ndarray:
    """At first near the last price, then off by turns, farther with every step."""
    return last_value(prices, horizon) + np.sign(noise(1)) * (np.arange(horizon) ** 2 + 0.1)


@dataclass(frozen=True)
class Case:
    """A forecast, the sentence that the verdict begins with, details that it has and words that it must not have."""

    forecast: Callable[[np.ndarray], np.ndarray]
    kind: Kind
    sentence: str
    details: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    prices: Callable[[], np.ndarray] = walk
    sees: dict[str, object] = field(default_factory=dict)


PERCENT = {"difference": "percent"}
CASES = {
    "clearly better": Case(
        lambda p: knowing(p, 0.12),
        "better",
        "Better than repeating the last value: skill 0.12 on 378 test rows.",
        (
            "It is more than noise (Diebold-Mariano p < 0.001).",
            "Direction right 100 % (95 % interval 99–100 %): better than a coin.",
        ),
        ("cop", "repeats"),
    ),
    "clearly better, several steps": Case(
        lambda p: knowing(p, 0.3, 5),
        "better",
        "Better than repeating the last value: skill 0.30 on 378 test forecasts of 5 steps.",
        never=("runs away", "cop"),
    ),
    "perfect and without noise": Case(
        lambda p: knowing(p, 1),
        "better",
        "Better than repeating the last value: skill 1.00 on 378 test rows.",
        prices=lambda: np.arange(700.0),
    ),
    "clearly worse: a copy with noise, of raw prices": Case(
        lambda p: last_value(p) + noise(0.4),
        "worse",
        "Worse than repeating the last value: skill −0.",
        (COIN, "It copies its last input: every forecast is about the last price."),
    ),
    "the same of percent changes": Case(
        lambda p: last_value(p) + noise(0.4),
        "worse",
        "Worse than repeating the last value: skill −0.",
        ("It repeats the last price: the change that it forecasts is about zero.",),
        ("its last input",),
        sees=PERCENT,
    ),
    "the last value itself": Case(
        last_value,
        "same",
        "No better or worse than repeating the last value: skill 0.00 on 378 test rows.",
        ("Every forecast is the last value itself: it names no direction.", "It copies its last input"),
        ("noise",),
    ),
    "equal but for a little noise": Case(
        lambda p: last_value(p) + noise(0.1),
        "same",
        "No better or worse than repeating the last value: skill −0.01 on 378 test rows (95 % interval −0.02 to 0.00).",
        never=("may be",),
    ),
    "a difference too small to be read, however sure": Case(
        lambda p: knowing(p, 0.004),
        "same",
        "No better or worse than repeating the last value: skill 0.00 on 378 test rows",
    ),
    "few and far off: it says neither no better nor worse": Case(
        lambda p: knowing(p, -3.78)[:7],
        "unclear",
        "Too few forecasts to tell whether they beat repeating the last value: skill −3.78 on 7 test rows.",
        never=("No better", "noise"),
    ),
    "one": Case(lambda p: knowing(p, 0.5)[:1], "unclear", "Too few forecasts to tell", never=("rows.", "noise")),
    "few, as steps overlap": Case(
        lambda p: knowing(p, 0.9, 5)[:24], "unclear", "Too few forecasts to tell whether they beat repeating the last"
    ),
    "enough of them": Case(lambda p: knowing(p, 0.9, 5)[:25], "better", "Better than repeating the last value"),
    "noisy and far from zero": Case(
        lambda p: last_value(p)[:12] + 40.0 * (np.arange(12) == 5)[:, np.newaxis],
        "unclear",
        "It cannot be told whether this beats repeating the last value: skill −",
        ("The difference may be noise (Diebold-Mariano p = 0.",),
        ("No better",),
    ),
    "running away: near the last price at first, and no copy": Case(
        running_away,
        "worse",
        "Worse than repeating the last value: skill −",
        ("It runs away: 8 rows ahead it is off by 49.",),
        ("cop", "repeats the last price"),
    ),
    "drifting off to one side": Case(
        lambda p: last_value(p, 5) - 3 * np.arange(1, 6),
        "worse",
        "Worse than repeating the last value: skill −",
        ("It is usually too low: by 9",),
        ("cop", "It repeats"),
    ),
    "too high": Case(
        lambda p: last_value(p) + 5, "worse", "Worse than", ("It is usually too high: by ",), ("too low",)
    ),
    "late": Case(
        lambda p: p[ORIGINS - 2][:, np.newaxis], "worse", "Worse than", ("The forecast follows the price 3 rows late.",)
    ),
    "the last change once more, of changes": Case(
        lambda p: 2 * last_value(p) - p[ORIGINS - 1][:, np.newaxis],
        "worse",
        "Worse than repeating the last value",
        ("It copies its last input: the change that it forecasts is about the last change.",),
        sees={"difference": "absolute"},
    ),
    "the last change once more, of raw prices": Case(
        lambda p: 2 * last_value(p) - p[ORIGINS - 1][:, np.newaxis],
        "worse",
        "Worse than repeating the last value",
        ("It continues the last change",),
    ),
    "up in a rising market": Case(
        lambda p: last_value(p) + 0.4,
        "better",
        "Better than repeating the last value",
        ("better than a coin, but always saying “up” gets ",),
        ("repeats", "too low", "too high"),
        prices=lambda: walk(drift=0.4),
    ),
    "down in a falling one": Case(
        lambda p: last_value(p) - 0.4,
        "better",
        "Better than",
        ("always saying “down”",),
        prices=lambda: walk(drift=-0.4),
    ),
    "always the other way": Case(
        lambda p: knowing(p, -0.5),
        "worse",
        "Worse than repeating the last value: skill −0.50",
        ("Direction right 0 % (95 % interval 0–1 %): worse than a coin.",),
    ),
    "a constant price": Case(
        last_value,
        "same",
        "No better or worse than repeating the last value: the price never moved on 378 test rows.",
        ("there was no direction to get right",),
        ("copies",),
        prices=lambda: np.full(700, 5.0),
    ),
    "a constant price, missed": Case(
        lambda p: last_value(p) + 1,
        "worse",
        "Worse than repeating the last value: the price never moved on 378 test rows.",
        prices=lambda: np.full(700, 5.0),
    ),
    "far beyond": Case(
        lambda p: np.full((378, 1), 1e15), "worse", "Worse than repeating the last value: skill below −1,000 on"
    ),
    "no numbers": Case(
        lambda p: np.full((378, 1), np.nan),
        "worse",
        "Worse than repeating the last value: some forecasts ran away to no usable number, of 378 test rows.",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_sentence_is_said_where_it_is_true(case: Case) -> None:
    prices = case.prices()
    found = judged(prices, case.forecast(prices), **case.sees)
    said = " ".join([found.sentence, *found.details])
    assert found.kind == case.kind
    assert found.sentence.startswith(case.sentence), found.sentence
    for words in case.details:
        assert words in said
    for words in case.never:
        assert words not in said


@pytest.mark.parametrize(("what", "order"), COPIES)
def test_what_is_copied_is_named_for_every_order(what: str, order: int) -> None:
    assert COPIES[what, order].endswith(".")
    assert ("last input" in COPIES[what, order]) == (
        (what, order) in [("last price", 0), ("last change", 1), ("last bend", 2)]
    )


@dataclass(frozen=True)
class Learned:
    training: Callable[[np.ndarray], np.ndarray]
    words: str


LEARNED = {
    "nothing, as on the first plateau": Learned(
        last_value, "On the training part, too, no difference from repeating the last value can be told"
    ),
    "not even its examples, as with a learning rate of 10": Learned(
        lambda p: last_value(p) + noise(30), "On the training part, too, its error is more than 1,000 % larger"
    ),
    "its examples only": Learned(
        lambda p: knowing(p, 0.4),
        "On the training part its error is 40 % smaller than the last value's: what it learned",
    ),
    "too few to tell": Learned(lambda p: knowing(p, 0.4)[:5], ""),
}


@pytest.mark.parametrize("case", LEARNED.values(), ids=LEARNED.keys())
def test_what_the_training_part_says_of_a_bad_forecast(case: Learned) -> None:
    prices, other = walk(), walk(7)
    forecasts = case.training(other)
    learned = Judged.of(other, ORIGINS[: len(forecasts)], forecasts)
    bad = judged(prices, last_value(prices) + noise(0.4), learned=learned)
    assert [words for words in bad.details if "training part" in words] == [
        words for words in bad.details if case.words and words.startswith(case.words)
    ]
    assert any(case.words in words for words in bad.details)
    good = judged(prices, knowing(prices, 0.2), learned=learned)
    assert not any("training part" in words for words in good.details)


def test_mistakes_come_first() -> None:
    mistakes = ("the scaler was fitted on everything", "the rows were shuffled before splitting.")
    for forecasts, then in ((knowing(walk(), 0.12), "Better than"), (np.full((378, 1), np.inf), "Worse than")):
        found = judged(walk(), forecasts, has_mistakes=mistakes)
        both = "the scaler was fitted on everything and the rows were shuffled before splitting."
        assert found.sentence.startswith(f"Not to be trusted: {both} {then} repeating the last value: ")
        assert found.is_flattered
    assert not judged(walk(), last_value(walk())).is_flattered


@pytest.mark.parametrize(
    ("right", "words"),
    [
        (190, f"Direction right 50 % (95 % interval 45–55 %): {COIN}"),
        (169, "Direction right 44.7 % (95 % interval 39.8–49.7 %): worse than a coin."),
        (209, "Direction right 55.3 % (95 % interval 50.3–60.2 %): better than a coin."),
    ],
)
def test_an_interval_that_nearly_ends_at_a_coin_says_on_which_side(right: int, words: str) -> None:
    share = np.where(np.arange(378) < right, 0.5, -0.5)[:, np.newaxis]
    change = actual(walk(), ORIGINS, 1) - last_value(walk())
    assert words in judged(walk(), last_value(walk()) + share * change).details


def test_no_forecasts_are_refused() -> None:
    with pytest.raises(ValueError, match="forecasts: got none"):
        verdict(walk(), ORIGINS[:0], np.empty((0, 1)))


def test_chance_is_seldom_called_better() -> None:
    called = [verdict(p, ORIGINS, last_value(p) + noise(0.1)).kind for p in map(walk, range(100))]
    assert called.count("better") <= 6


@given(st.integers(0, 1000), st.integers(1, 6), st.floats(-0.6, 0.6), st.integers(1, 378))
def test_a_verdict_agrees_with_the_skill_and_never_just_praises(seed: int, horizon: int, share: float, n: int) -> None:
    prices = walk(seed)
    forecasts = (knowing(prices, share, horizon) + noise(0.5, horizon))[:n]
    found = verdict(prices, ORIGINS[:n], forecasts)
    skill = forecast_scores(prices, ORIGINS[:n], forecasts, 200)["skill"]
    assert found.kind in ("same", "unclear") or (found.kind == "better") == (skill > 0)
    # The same is said only of what is nearly the same.
    assert found.kind != "same" or abs(skill) <= 0.05
    assert "repeating the last value" in found.sentence
    assert not any("good" in words.lower() or "nan" in words for words in (found.sentence, *found.details))
    assert "-" not in found.sentence
