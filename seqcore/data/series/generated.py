"""Made-up prices of known processes, to see what a model can and cannot learn. NumPy only.

Every process starts from a level of 100, so percent of the starting level are points. The same seed gives every
process the same shocks, and a longer series the same values with further ones behind; the dates move, because all
series end on the same day.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqcore.data.series.series import Array64, Series
from seqcore.invalid import InvalidInput

START = 100.0
FLOOR = 1.0
AMPLITUDE = 10.0  # points by which a season goes up and down
LAST_DAY = np.datetime64("2025-12-31")  # fixed, so that nothing depends on the clock
CALM_ROWS, VOLATILE_ROWS = 100, 40  # how long a regime lasts on average
CALM_SHARE, VOLATILE_SHARE = 0.5, 2.5  # of the volatility asked for

_SHOCKS, _REGIMES, _ACTIVITY = range(3)
# Beyond e^±25 times the start a price would sooner or later leave what a float can hold.
_FURTHEST = 25.0
_BOUNDS = {"length": (1, 10**6), "volatility": (0, 100), "drift": (-100, 100), "season": (2, 10**6), "seed": (0, 2**63)}


@dataclass(frozen=True)
class Asked:
    """What is to be generated; `volatility` and `drift` in percent of the starting level a step, `season` in rows."""

    length: int
    volatility: float
    drift: float
    season: int
    seed: int

    def shocks(self, stream: int = _SHOCKS) -> Array64:
        """Standard normal numbers, (length,)."""
        return np.random.default_rng([self.seed, stream]).standard_normal(self.length)


@dataclass(frozen=True)
class Process:
    """A way to make prices. `uses` are the parameters that have an effect on them, beside length and seed."""

    title: str
    explanation: str
    uses: tuple[str, ...]
    function: Callable[[Asked], Array64]


def _geometric_brownian_motion(asked: Asked) -> Array64:
    """price[t] = price[t-1] · exp(drift - volatility²/2 + volatility · shock), positive by construction.

    Source: the model behind Black and Scholes, "The Pricing of Options and Corporate Liabilities" (1973).
    """
    volatility = asked.volatility / 100
    return _from_log_steps(asked.drift / 100 - volatility**2 / 2 + volatility * asked.shocks())


def _random_walk(asked: Asked) -> Array64:
    """price[t] = price[t-1] + drift + volatility · shock, in points, reflected at the floor."""
    moves = asked.drift + asked.volatility * asked.shocks()
    moves[0] = 0.0
    level = START + np.cumsum(moves)
    # Skorokhod's reflection: lift by as much as the lowest value so far lies below the floor.
    return level + np.maximum(FLOOR - np.minimum.accumulate(level), 0.0)


def _trend_and_season(asked: Asked) -> Array64:
    """A straight line, a sine on it and noise around it; a falling line stops where the sine just clears the floor."""
    line = np.maximum(START + asked.drift * np.arange(asked.length), FLOOR + AMPLITUDE)
    return _fold(line + _sine_wave(asked) + asked.volatility * asked.shocks())


def _sine(asked: Asked) -> Array64:
    """100 + 10 · sin(2π · row / season), and noise around it."""
    return _fold(START + _sine_wave(asked) + asked.volatility * asked.shocks())


def _regimes(asked: Asked) -> Array64:
    """Like geometric Brownian motion, now calm and rising by the drift, now volatile and falling by it.

    How long a regime lasts is drawn from a geometric distribution: a Markov chain with two states, as in Hamilton,
    "A New Approach to the Economic Analysis of Nonstationary Time Series and the Business Cycle" (1989).
    """
    volatile = _is_volatile(asked)
    volatility = asked.volatility / 100 * np.where(volatile, VOLATILE_SHARE, CALM_SHARE)
    drift = asked.drift / 100 * np.where(volatile, -1.0, 1.0)
    return _from_log_steps(drift - volatility**2 / 2 + volatility * asked.shocks())


def _is_volatile(asked: Asked) -> npt.NDArray[np.bool_]:
    """Whether each row belongs to the volatile regime, (length,); the first one is calm."""
    chances = np.array([1 / CALM_ROWS, 1 / VOLATILE_ROWS])
    # A regime lasts a row at least, so this many pairs are enough for every length.
    lengths = np.random.default_rng([asked.seed, _REGIMES]).geometric(chances, size=((asked.length + 1) // 2, 2))
    regime: npt.NDArray[np.int64] = np.searchsorted(np.cumsum(lengths), np.arange(asked.length), side="right")
    return regime % 2 == 1


def _sine_wave(asked: Asked) -> Array64:
    wave: Array64 = AMPLITUDE * np.sin(2 * np.pi * np.arange(asked.length) / asked.season)
    return wave


def _from_log_steps(steps: Array64) -> Array64:
    steps[0] = 0.0
    prices: Array64 = START * np.exp(np.clip(np.cumsum(steps), -_FURTHEST, _FURTHEST))
    return prices


def _fold(level: Array64) -> Array64:
    """What lies below the floor is mirrored to lie as far above it, so that one deep value leaves the others alone."""
    return FLOOR + np.abs(level - FLOOR)


_CHANGES = ("volatility", "drift")
PROCESSES: dict[str, Process] = {
    "gbm": Process(
        "Geometric Brownian motion",
        "The textbook's share price: each step multiplies the price by a random factor. The past says nothing about "
        "the next step, so no model can beat the last value by much.",
        _CHANGES,
        _geometric_brownian_motion,
    ),
    "random_walk": Process(
        "Random walk with drift",
        "Each step adds a random amount and a constant one. The best forecast is the last value plus the drift.",
        _CHANGES,
        _random_walk,
    ),
    "trend_season": Process(
        "Trend, season and noise",
        "A straight line with a wave of 10 points on it and noise around it: what is not noise can be learned.",
        ("volatility", "drift", "season"),
        _trend_and_season,
    ),
    "sine": Process(
        "Sine wave",
        "A wave of 10 points around 100, with noise. Without noise a model should forecast it perfectly.",
        ("volatility", "season"),
        _sine,
    ),
    "regimes": Process(
        "Calm and volatile times",
        "Long calm times, in which the price rises by the drift, take turns with short volatile ones, in which it "
        "falls by it. How far the price moves can be foreseen, where to hardly.",
        _CHANGES,
        _regimes,
    ),
}


def generate(process: str, length: int, volatility: float, drift: float, season: int, seed: int) -> Series:
    """A made-up series: columns price and volume, business days (Monday to Friday) that end on 2025-12-31.

    `volatility` and `drift` are percent of the starting level (100) a step, for "gbm" and "regimes" of the level
    reached; `season` counts rows. Without volatility the price is the bare curve. Prices stay above 0. The volume is
    activity that goes with the price: a million, and another one for each percent that the price moved since the row
    before, times a random factor around 1.
    Raises InvalidInput for an unknown process or numbers out of their bounds.
    """
    asked = Asked(length, volatility, drift, season, seed)
    _check(process, asked)
    entry = PROCESSES[process]
    prices = entry.function(asked)
    moved = np.abs(np.diff(np.log(prices), prepend=np.log(prices[0]))) * 100
    volume = np.round(1e6 * (1 + moved) * np.exp(0.2 * asked.shocks(_ACTIVITY)))
    days = np.busday_offset(LAST_DAY, np.arange(1 - length, 1)).astype("datetime64[s]")
    return Series(days, {"price": prices, "volume": volume}, entry.title, _origin(entry, asked))


def _origin(entry: Process, asked: Asked) -> str:
    words = {
        "volatility": f"volatility {asked.volatility:g} % a step",
        "drift": f"drift {asked.drift:g} % a step",
        "season": f"a season of {asked.season:,} rows",
    }
    numbers = ", ".join(words[name] for name in entry.uses)
    return (
        f"Generated: {entry.title[0].lower() + entry.title[1:]}, {asked.length:,} rows, {numbers}, seed {asked.seed}."
    )


def _check(process: str, asked: Asked) -> None:
    problems = []
    if process not in PROCESSES:
        problems.append(f"task.process: got {process!r}; allowed is one of {', '.join(PROCESSES)}.")
    for name, (low, high) in _BOUNDS.items():
        value = getattr(asked, name)
        if not low <= value <= high:  # NaN is never between
            problems.append(f"task.{name}: got {value:g}; allowed is a number from {low:,} to {high:,}.")
    if problems:
        raise InvalidInput(problems)
