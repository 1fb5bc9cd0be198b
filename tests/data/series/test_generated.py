"""Made-up prices: the hand-checked curve without noise, the same for the same seed, above 0, with what moves what."""

import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.series.generated import FLOOR, PROCESSES, generate
from seqcore.data.series.series import Series
from seqcore.invalid import InvalidInput

USUAL: dict[str, Any] = {"length": 400, "volatility": 1.0, "drift": 0.05, "season": 20, "seed": 3}
CHANGED = {"volatility": 2.0, "drift": -0.05, "season": 30}


def made(process: str, **changes: Any) -> Series:
    return generate(process, **{**USUAL, **changes})


def test_geometric_brownian_motion_without_noise_grows_by_a_constant_factor() -> None:
    prices = made("gbm", volatility=0, drift=1).values
    assert prices[:3] == pytest.approx([100.0, 101.005016708, 102.020134003])  # 100, 100·e^0.01, 100·e^0.02


def test_a_random_walk_without_noise_is_a_line() -> None:
    assert made("random_walk", volatility=0, drift=0.5).values[:4] == pytest.approx([100, 100.5, 101, 101.5])


def test_trend_and_season_without_noise_is_a_line_with_a_wave_on_it() -> None:
    prices = made("trend_season", volatility=0, drift=1, season=4).values
    assert prices[:6] == pytest.approx([100, 111, 102, 93, 104, 115])


def test_a_sine_without_noise_is_a_sine() -> None:
    prices = made("sine", volatility=0, season=4).values
    assert prices[:6] == pytest.approx([100, 110, 100, 90, 100, 110])


def test_regimes_without_noise_rise_when_calm_and_fall_when_volatile() -> None:
    steps = np.diff(np.log(made("regimes", length=5000, volatility=0, drift=1).values))
    assert steps[0] == pytest.approx(0.01)
    assert np.abs(steps) == pytest.approx(np.full(4999, 0.01))
    assert (steps > 0).mean() == pytest.approx(100 / 140, abs=0.1)  # 100 calm rows for 40 volatile ones


def test_the_volatile_regime_is_five_times_as_volatile_as_the_calm_one() -> None:
    without = made("regimes", length=20_000, volatility=0, drift=0.1)
    volatile = np.diff(np.log(without.values)) < 0
    steps = np.diff(np.log(made("regimes", length=20_000, volatility=1, drift=0).values))
    assert steps[~volatile].std() == pytest.approx(0.005, rel=0.05)
    assert steps[volatile].std() == pytest.approx(0.025, rel=0.05)


def test_volatility_is_in_percent_of_the_start() -> None:
    assert np.diff(made("random_walk", length=20_000, volatility=0.2, drift=0).values).std() == pytest.approx(
        0.2, rel=0.03
    )
    assert np.diff(np.log(made("gbm", length=20_000, volatility=2, drift=0).values)).std() == pytest.approx(
        0.02, rel=0.03
    )
    assert (made("sine", length=20_000, volatility=2).values - 100).std() == pytest.approx(
        np.hypot(2, 50**0.5), rel=0.03
    )


def test_geometric_brownian_motion_expects_to_grow_by_its_drift() -> None:
    """The mean over many seeds, not the median: that is what half of the squared volatility is for."""
    ends = [made("gbm", length=101, volatility=3, drift=0.2, seed=seed).values[-1] for seed in range(3000)]
    assert np.mean(ends) == pytest.approx(100 * np.exp(0.2), rel=0.02)


@pytest.mark.parametrize("process", PROCESSES)
def test_a_parameter_has_an_effect_where_the_entry_says_so_and_nowhere_else(process: str) -> None:
    usual = made(process)
    for name, value in CHANGED.items():
        is_same = made(process, **{name: value}).fingerprint == usual.fingerprint
        assert is_same is (name not in PROCESSES[process].uses), name
    assert made(process, seed=4).fingerprint != usual.fingerprint


def test_which_parameters_have_an_effect() -> None:
    assert all("volatility" in process.uses for process in PROCESSES.values())
    assert [name for name, process in PROCESSES.items() if "drift" not in process.uses] == ["sine"]
    assert [name for name, process in PROCESSES.items() if "season" in process.uses] == ["trend_season", "sine"]


@pytest.mark.parametrize("process", PROCESSES)
def test_a_longer_series_is_the_same_one_continued(process: str) -> None:
    short, long = made(process, length=137), made(process, length=2000)
    for name, values in short.columns.items():
        assert (long.columns[name][:137] == values).all()


@pytest.mark.parametrize("process", PROCESSES)
def test_the_same_seed_gives_the_same_series(process: str) -> None:
    assert made(process).fingerprint == made(process).fingerprint


def test_the_days_are_weekdays_that_end_at_a_fixed_one() -> None:
    index = made("gbm", length=300).index
    assert index.dtype == np.dtype("datetime64[s]")
    assert str(index[-1]) == "2025-12-31T00:00:00"
    assert [str(day)[:10] for day in index[-4:-1]] == ["2025-12-26", "2025-12-29", "2025-12-30"]
    assert np.is_busday(index.astype("datetime64[D]")).all()
    assert (np.diff(index).astype(np.int64) > 0).all()
    assert made("gbm").season() == 5


@given(
    process=st.sampled_from(sorted(PROCESSES)),
    length=st.integers(1, 3000),
    volatility=st.floats(0, 100),
    drift=st.floats(-100, 100),
    season=st.integers(2, 1000),
    seed=st.integers(0, 2**32),
)
def test_prices_stay_above_zero_and_finite(
    process: str, length: int, volatility: float, drift: float, season: int, seed: int
) -> None:
    series = generate(process, length, volatility, drift, season, seed)
    assert len(series) == length
    for values in series.columns.values():
        assert np.isfinite(values).all()
        assert (values > 0).all()
    if process not in ("gbm", "regimes"):
        assert series.values.min() >= FLOOR - 1e-9


def test_a_falling_walk_stays_on_the_floor_and_rises_again_from_there() -> None:
    prices = made("random_walk", length=3000, volatility=0, drift=-0.1).values
    assert prices[989:] == pytest.approx(np.ones(2011) * np.maximum(100 - 0.1 * np.arange(989, 3000), FLOOR))
    noisy = made("random_walk", length=3000, volatility=1, drift=-0.1).values
    assert 1 < noisy[1500:].mean() < 20


def test_one_value_below_the_floor_is_mirrored_and_leaves_the_others_alone() -> None:
    noise = 60 * np.random.default_rng([3, 0]).standard_normal(400)
    level = made("sine", volatility=0).values + noise
    assert (level < FLOOR).any()
    assert made("sine", volatility=60).values == pytest.approx(np.where(level < FLOOR, 2 * FLOOR - level, level))


@pytest.mark.parametrize("process", PROCESSES)
def test_there_is_more_activity_where_the_price_moves(process: str) -> None:
    series = made(process, length=3000)
    moved = np.abs(np.diff(np.log(series.values)))
    assert np.corrcoef(moved, series.columns["volume"][1:])[0, 1] > 0.5
    assert series.columns["volume"][0] == pytest.approx(1e6, rel=1)


def test_origin_in_words() -> None:
    assert made("gbm").origin == (
        "Generated: geometric Brownian motion, 400 rows, volatility 1 % a step, drift 0.05 % a step, seed 3."
    )
    assert made("sine", length=2000).origin == (
        "Generated: sine wave, 2,000 rows, volatility 1 % a step, a season of 20 rows, seed 3."
    )


def test_what_cannot_be_generated_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match=r"task\.process: got 'white'; allowed is one of gbm, random_walk"):
        made("white")
    with pytest.raises(InvalidInput) as raised:
        made("gbm", length=0, volatility=float("nan"), season=1)
    assert [problem.partition(";")[0] for problem in raised.value.problems] == [
        "task.length: got 0",
        "task.volatility: got nan",
        "task.season: got 1",
    ]


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_explains_itself(process: str) -> None:
    entry = PROCESSES[process]
    assert entry.title
    assert entry.explanation.endswith(".")


@pytest.mark.parametrize("process", PROCESSES)
def test_many_rows_are_quick(process: str) -> None:
    def seconds() -> float:
        began = time.perf_counter()
        made(process, length=20_000)
        return time.perf_counter() - began

    assert min(seconds() for _ in range(3)) < 0.05
