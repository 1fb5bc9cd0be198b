"""Seasons: found where they are, and nowhere else."""

import numpy as np
import pytest

from seqcore.data.series.bundled import BUNDLED, bundled_series
from seqcore.data.series.generated import generate
from seqcore.data.series.season import has_season

RANDOM = np.random.default_rng(0)


def yearly(rows: int, height: float) -> np.ndarray:
    """Months that rise slowly, with a wave of a year and noise of 1."""
    months = np.arange(rows)
    return 100 + 0.2 * months + height * np.sin(2 * np.pi * months / 12) + RANDOM.normal(0, 1, rows)


def test_a_wave_beyond_its_noise_is_found() -> None:
    assert has_season(yearly(168, 5), 12)
    assert has_season(generate("sine", 1000, 1.0, 0, 50, 1).values, 50)
    assert not has_season(yearly(168, 0), 12)


def test_a_usual_change_of_one_weekday_is_found() -> None:
    changes = RANDOM.normal(0, 1, 1000) + np.array([0, 0, 0, 0, 3.0])[np.arange(1000) % 5]
    assert has_season(1000 + np.cumsum(changes), 5)


@pytest.mark.parametrize("process", ["gbm", "random_walk", "regimes"])
def test_prices_that_nobody_can_foresee_have_none(process: str) -> None:
    found = [has_season(generate(process, 600, 1.0, 0.03, 50, seed).values, 5) for seed in range(60)]
    assert sum(found) <= 1


def test_slow_waves_are_no_season_of_a_week() -> None:
    """They resemble themselves at every short distance."""
    assert not any(has_season(generate("sine", 600, 1.0, 0, 50, seed).values, 5) for seed in range(30))
    assert not has_season(100 + np.sin(np.arange(600) / 40), 5)


SEASONAL, NO_SEASON = {"co2", "airline"}, {"sunspots", "shampoo"}


@pytest.mark.parametrize("bundle", BUNDLED)
def test_of_what_is_bundled_carbon_dioxide_and_passengers_follow_the_calendar(bundle: str) -> None:
    """Sunspots have a cycle, but rows of years cannot be a season; a share's price has none."""
    series = bundled_series(bundle)
    candidate = series.season()
    assert (candidate is None) == (bundle in NO_SEASON)
    assert (candidate is not None and has_season(series.values, candidate)) == (bundle in SEASONAL)


def test_too_few_rows_and_no_change_say_nothing() -> None:
    assert not has_season(np.sin(2 * np.pi * np.arange(40) / 12) + 5, 12)
    assert not has_season(np.full(100, 5.0), 12)
    assert not has_season(np.arange(100.0), 1)
