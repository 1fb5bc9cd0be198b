"""The verdict: what it says of forecasts whose worth is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.evaluation.forecast_scores import actual, forecast_scores
from seqcore.evaluation.forecast_verdict import forecast_verdict as verdict
from seqcore.evaluation.verdict import Verdict

ORIGINS = np.arange(299, 677)
TRAINING = 200


def walk(seed: int = 1, drift: float = 0.0) -> np.ndarray:
    return 100 + np.cumsum(np.random.default_rng(seed).normal(drift, 1, 700))


def noise(scale: float, horizon: int = 1) -> np.ndarray:
    return np.random.default_rng(99).normal(0, scale, (len(ORIGINS), horizon))


def judged(prices: np.ndarray, forecasts: np.ndarray, **more: tuple[str, ...]) -> Verdict:
    return verdict(prices, ORIGINS, forecasts, TRAINING, **more)


def last_value(prices: np.ndarray, horizon: int = 1) -> np.ndarray:
    return np.repeat(prices[ORIGINS][:, np.newaxis], horizon, axis=1)


def knowing(prices: np.ndarray, share: float, horizon: int = 1) -> np.ndarray:
    """A forecast that knows a share of the change that comes."""
    last = last_value(prices, horizon)
    return last + share * (actual(prices, ORIGINS, horizon) - last)


def test_better() -> None:
    found = judged(walk(), knowing(walk(), 0.12))
    assert found.sentence == "Better than repeating the last value: skill 0.12 on 378 test rows."
    assert (found.kind, found.is_flattered) == ("better", False)
    assert found.details == (
        "The difference is more than noise (Diebold-Mariano p < 0.001).",
        "Direction right 100 % (95 % interval 99–100 %): better than a coin.",
    )


def test_worse_and_a_copy() -> None:
    forecasts = last_value(walk()) + noise(0.4)
    found = judged(walk(), forecasts)
    skill = forecast_scores(walk(), ORIGINS, forecasts, TRAINING)["skill"]
    assert found.sentence == f"Worse than repeating the last value: skill −{-skill:.2f} on 378 test rows."
    assert found.kind == "worse"
    assert "50 %, what a coin gets, lies inside." in found.details[1]
    assert found.details[-1] == "The model is copying its last input."


def test_within_noise() -> None:
    found = judged(walk(), last_value(walk()) + noise(0.1))
    assert found.kind == "same"
    assert found.sentence.startswith("No better or worse than repeating the last value: skill ")
    assert " on 378 test rows, within noise (Diebold-Mariano p = 0." in found.sentence
    assert not any("more than noise" in detail for detail in found.details)


def test_the_last_value_itself_is_no_better_than_itself() -> None:
    found = judged(walk(), last_value(walk()))
    assert found.sentence == (
        "No better or worse than repeating the last value: skill 0.00 on 378 test rows, "
        "within noise (Diebold-Mariano p = 1.00)."
    )
    assert found.kind == "same"
    assert found.details == (
        "Every forecast is the last value itself: it names no direction.",
        "The model is copying its last input.",
    )


def test_a_difference_too_small_to_be_read_is_none_however_sure() -> None:
    found = judged(walk(), knowing(walk(), 0.004))
    assert found.sentence == "No better or worse than repeating the last value: skill 0.00 on 378 test rows."
    assert found.kind == "same"
    assert judged(walk(), knowing(walk(), -0.004)).sentence == found.sentence


def test_a_late_prediction() -> None:
    found = judged(walk(), walk()[ORIGINS - 2][:, np.newaxis])
    assert found.kind == "worse"
    assert "The prediction follows the price 3 rows late." in found.details


def test_several_steps() -> None:
    found = judged(walk(), knowing(walk(), 0.3, horizon=5))
    assert found.sentence == "Better than repeating the last value: skill 0.30 on 378 test forecasts of 5 steps."


def test_mistakes_come_first() -> None:
    mistakes = ("the scaler was fitted on everything", "the rows were shuffled before splitting.")
    found = judged(walk(), knowing(walk(), 0.12), has_mistakes=mistakes)
    both = "the scaler was fitted on everything and the rows were shuffled before splitting."
    assert found.sentence == (
        f"Not to be trusted: {both} Better than repeating the last value: skill 0.12 on 378 test rows."
    )
    assert (found.kind, found.is_flattered) == ("better", True)


def test_always_up_in_a_rising_market_is_no_art() -> None:
    prices = walk(drift=0.4)
    found = judged(prices, last_value(prices) + 0.4)
    assert "better than a coin, but always saying “up” gets " in found.details[1]
    falling = judged(200 - prices, last_value(200 - prices) - 0.4)
    assert "always saying “down”" in falling.details[1]


def test_worse_than_a_coin() -> None:
    found = judged(walk(), knowing(walk(), -0.5))
    assert "Direction right 0 % (95 % interval 0–1 %): worse than a coin." in found.details


@pytest.mark.parametrize(
    ("right", "words"),
    [
        (190, "Direction right 50 % (95 % interval 45–55 %): 50 %, what a coin gets, lies inside."),
        (169, "Direction right 44.7 % (95 % interval 39.8–49.7 %): worse than a coin."),
        (209, "Direction right 55.3 % (95 % interval 50.3–60.2 %): better than a coin."),
    ],
)
def test_an_interval_that_nearly_ends_at_a_coin_says_on_which_side(right: int, words: str) -> None:
    share = np.where(np.arange(378) < right, 0.5, -0.5)[:, np.newaxis]
    change = actual(walk(), ORIGINS, 1) - last_value(walk())
    assert words in judged(walk(), last_value(walk()) + share * change).details


def test_too_few_forecasts_tell_nothing() -> None:
    prices = walk()
    found = verdict(prices, ORIGINS[:5], knowing(prices, 0.5)[:5], TRAINING)
    assert found.sentence == (
        "No better or worse than repeating the last value, as far as so few can tell: skill 0.50 on 5 test rows."
    )
    assert found.kind == "same"
    assert verdict(prices, ORIGINS[:1], knowing(prices, 0.5)[:1], TRAINING).sentence.endswith(" on 1 test row.")
    # Steps that overlap are no more forecasts: 24 of 5 steps are too few, 25 are not.
    kinds = [verdict(prices, ORIGINS[:n], knowing(prices, 0.9, horizon=5)[:n], TRAINING).kind for n in (24, 25)]
    assert kinds == ["same", "better"]


def test_a_price_that_never_moves() -> None:
    flat = np.full(700, 5.0)
    found = judged(flat, last_value(flat))
    assert found.sentence == "No better or worse than repeating the last value: the price never moved on 378 test rows."
    assert (found.kind, len(found.details)) == ("same", 1)
    assert judged(flat, last_value(flat) + 1).kind == "worse"


def test_a_straight_line_forecast_without_a_mistake_is_better_although_there_is_no_noise() -> None:
    line = np.arange(700.0)
    assert judged(line, knowing(line, 1)).sentence == (
        "Better than repeating the last value: skill 1.00 on 378 test rows."
    )


@pytest.mark.parametrize("broken", [np.nan, np.inf, -1e200])
def test_forecasts_that_ran_away(broken: float) -> None:
    forecasts = last_value(walk())
    forecasts[7] = broken
    found = judged(walk(), forecasts, has_mistakes=("the scaler was fitted on everything",))
    assert found.sentence == (
        "Not to be trusted: the scaler was fitted on everything. "
        "Worse than repeating the last value: some forecasts ran away to no usable number, of 378 test rows."
    )
    assert found.kind == "worse"
    assert judged(walk(), np.full_like(forecasts, 1e15)).sentence == (
        "Worse than repeating the last value: skill below −1,000 on 378 test rows."
    )


def test_no_forecasts_are_refused() -> None:
    with pytest.raises(ValueError, match="forecasts: got none"):
        verdict(walk(), ORIGINS[:0], np.empty((0, 1)), TRAINING)


def test_chance_is_seldom_called_better() -> None:
    called = [verdict(p, ORIGINS, last_value(p) + noise(0.1), TRAINING).kind for p in map(walk, range(100))]
    assert called.count("better") <= 6


@given(st.integers(0, 1000), st.integers(1, 6), st.floats(-0.6, 0.6), st.integers(1, 378))
def test_a_verdict_agrees_with_the_skill_and_never_just_praises(seed: int, horizon: int, share: float, n: int) -> None:
    prices = walk(seed)
    forecasts = (knowing(prices, share, horizon) + noise(0.5, horizon))[:n]
    found = verdict(prices, ORIGINS[:n], forecasts, TRAINING)
    skill = forecast_scores(prices, ORIGINS[:n], forecasts, TRAINING)["skill"]
    assert found.kind == "same" or (found.kind == "better") == (skill > 0)
    assert "repeating the last value" in found.sentence
    assert not any("good" in words.lower() or "nan" in words for words in (found.sentence, *found.details))
    assert "-" not in found.sentence.replace("Diebold-Mariano", "")
