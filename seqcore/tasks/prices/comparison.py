"""What can be said of a price run and the runs beside it, in sentences: each difference with a test of noise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqcore.evaluation import in_figures
from seqcore.evaluation.paired import paired_difference
from seqcore.evaluation.run_comparison import HeldOut, Paired, against_last_value, paired, skill_of
from seqcore.evaluation.verdict import NOISE
from seqcore.tasks.prices.beside import Role
from seqcore.tasks.prices.examples import PriceExamples
from seqcore.tasks.prices.scaler_mistake import scaler_words

SMALLEST_DIFFERENCE = 0.005
"""Of two skills: less makes no difference, however sure it is."""
FEWEST_FOLDS = 6
"""The signs of five folds agree by chance once in 16 times."""


@dataclass(frozen=True, eq=False)
class Compared:
    """A run that has ended: what it is to the run it stands beside, and its forecasts of its test part."""

    role: Role
    examples: PriceExamples
    tested: HeldOut


def comparison_sentences(run: Compared, beside: Sequence[Compared]) -> list[str]:
    """What `run` and those beside it show."""
    sentences = []
    for other in beside:
        if other.role == "honest":
            sentences += _mistake(run, other)
        elif other.role in ("raw", "changes"):
            sentences += _raw_or_changes(*((other, run) if other.role == "raw" else (run, other)))
    folds = [other for other in beside if other.role == "fold"]
    return sentences + (_back_test([*folds, run]) if folds else [])


def _mistake(wrong: Compared, honest: Compared) -> list[str]:
    return [
        *filter(None, [scaler_words(wrong.examples)]),
        *_difference(wrong, honest, "with the mistake", "without it", "The mistake"),
    ]


def _raw_or_changes(raw: Compared, changes: Compared) -> list[str]:
    sentences = _difference(raw, changes, "on raw prices", "on changes", "Training on raw prices")
    examples = raw.examples
    learned = examples.prices[: examples.split.training]
    tested = examples.prices[raw.tested.origins + 1]
    outside = float(((tested < learned.min()) | (tested > learned.max())).mean())
    if outside:
        sentences.append(
            f"{outside:.0%} of the test prices lie outside of the range of the training part, where a network on raw "
            "prices has never been; changes come back all the time."
        )
    return sentences


def _difference(first: Compared, second: Compared, with_: str, without: str, subject: str) -> list[str]:
    """One sentence where both have the same test part; else the interval of each, and those rows that are in both."""
    prices = max(first.examples.prices, second.examples.prices, key=len)
    found = paired(prices, first.tested, second.tested)
    if found is not None and found.same_rows:
        return [f"On the same {found.n:,} test rows: {_skills(found, with_, without)}. {_outcome(found, subject)}"]
    apart = [
        f"{_skill_words(compared, prices)} {words}" for compared, words in ((first, with_), (second, without))
    ]  # fmt: skip
    sentences = [f"Their test parts are different rows, so their scores cannot be compared: {'; '.join(apart)}."]
    if found is None:
        return [*sentences, "No row is in both test parts."]
    rows = "1 row that is" if found.n == 1 else f"{found.n:,} rows that are"
    return [*sentences, f"On the {rows} in both: {_skills(found, with_, without)}. {_outcome(found, subject)}"]


def _outcome(found: Paired, subject: str) -> str:
    p_value = found.test.p_value
    if p_value is None:
        return "These are too few to tell a difference from noise."
    if p_value >= NOISE:
        return f"The difference may be noise ({_test_words(p_value)})."
    if found.first is None or found.second is None or abs(found.first - found.second) < SMALLEST_DIFFERENCE:
        return f"The difference is no accident ({_test_words(p_value)}), but too small to matter."
    word = "better" if found.test.mean_difference < 0 else "worse"
    return f"{subject} makes the forecasts {word} here, by more than noise ({_test_words(p_value)})."


def _skills(found: Paired, with_: str, without: str) -> str:
    if found.first is None or found.second is None:
        return "the price never moved"
    return f"skill {skill_words(found.first)} {with_}, {skill_words(found.second)} {without}"


def _skill_words(compared: Compared, prices: np.ndarray) -> str:
    found = skill_of(prices, compared.tested)
    if found is None:
        return f"the price never moved on {len(compared.tested.origins):,} rows"
    interval = ""
    if found.interval:
        interval = f" (95 % interval {skill_words(found.interval[0])} to {skill_words(found.interval[1])})"
    return f"skill {skill_words(found.value)}{interval} on {found.n:,} rows"


def _back_test(folds: Sequence[Compared]) -> list[str]:
    prices = max((fold.examples.prices for fold in folds), key=len)
    skills = [found.value for fold in folds if (found := skill_of(prices, fold.tested))]
    if len(skills) < len(folds):
        return ["In one of the test parts the price never moved: there is no skill to sum up."]
    if any(fold.examples.task.shuffle_split for fold in folds):
        return ["The rows were shuffled before splitting, so the test parts are mixed up: no back-test."]
    together = against_last_value(prices, [fold.tested for fold in folds])
    by_part = ", ".join(map(skill_words, skills))
    mean = paired_difference(skills, np.zeros(len(skills)))
    weak = (
        "" if len(folds) >= FEWEST_FOLDS else f"; {len(folds)} are too few to rule out chance, it takes {FEWEST_FOLDS}"
    )
    return [
        f"Back-test over {len(folds)} test parts in a row, each with a network and transforms of its own: skill "
        f"{skill_words(together.first or 0.0)} on all {together.n:,} test rows. {_against_last(together)}",
        f"Part by part: {by_part}. Mean {skill_words(mean.mean)} (95 % interval {skill_words(mean.low)} to "
        f"{skill_words(mean.high)}, {in_figures.p_value(mean.p_value)}{weak}).",
    ]


def _against_last(together: Paired) -> str:
    p_value = together.test.p_value
    if p_value is None:
        return "These are too few to tell it from repeating the last value."
    if p_value >= NOISE:
        return f"The difference from repeating the last value may be noise ({_test_words(p_value)})."
    word = "Better" if together.test.mean_difference < 0 else "Worse"
    return f"{word} than repeating the last value, by more than noise ({_test_words(p_value)})."


def _test_words(p_value: float) -> str:
    return f"Diebold-Mariano {in_figures.p_value(p_value)}"


def skill_words(skill: float) -> str:
    """A skill with three decimals, as those that are compared are often close: −0.012."""
    return in_figures.skill(skill) if skill < -1000 else f"{round(skill, 3) + 0.0:.3f}".replace("-", in_figures.MINUS)
