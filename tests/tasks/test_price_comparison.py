"""Sentences about runs beside each other: no difference without a test, none of different rows as if they were one."""

import re
from typing import Any

import numpy as np
import pytest
from tasks.price_series import examples_of, wandering

from seqcore.evaluation.run_comparison import HeldOut
from seqcore.tasks.prices.beside import Role, tasks_beside
from seqcore.tasks.prices.comparison import Compared, comparison_sentences
from seqcore.tasks.prices.scaler_mistake import scaler_words
from seqcore.tasks.prices.task import Prices

PRICES = wandering(600)


def run(role: Role, noise: float, seed: int = 1, **settings: Any) -> Compared:
    """A run whose forecasts are as far from the truth as `noise` says, in usual changes; 1 is about the last value."""
    examples = examples_of(PRICES, **settings)
    origins = examples.judged.test
    usual = np.abs(np.diff(PRICES)).mean()
    errors = np.random.default_rng(seed).normal(0, noise * usual * 1.25, (len(origins), 1))
    return Compared(role, examples, HeldOut(origins, PRICES[origins + 1, np.newaxis] + errors))


def said(own: Compared, *others: Compared) -> str:
    return " ".join(comparison_sentences(own, others))


WRONG = {"scale_on_everything": True, "difference": "none", "scaling": "minmax"}


class TestTheSameRows:
    def test_within_noise(self):
        words = said(run("shown", 1, seed=1, **WRONG), run("honest", 1, seed=2, difference="none", scaling="minmax"))
        assert "On the same 90 test rows: skill" in words
        assert "The difference may be noise (Diebold-Mariano p = 0." in words
        assert "makes" not in words

    @pytest.mark.parametrize(("noise", "word"), [(0.3, "better"), (3, "worse")])
    def test_more_than_noise(self, noise: float, word: str):
        words = said(run("shown", noise, **WRONG), run("honest", 1, seed=2, difference="none", scaling="minmax"))
        assert f"The mistake makes the forecasts {word} here, by more than noise (Diebold-Mariano p < 0.001)." in words

    def test_the_very_same_forecasts(self):
        words = said(run("shown", 1, **WRONG), run("honest", 1, difference="none", scaling="minmax"))
        assert "may be noise (Diebold-Mariano p = 1.00)" in words

    def test_raw_or_changes_from_either_side(self):
        raw, changes = run("raw", 3, difference="none"), run("changes", 1, seed=2)
        from_changes = said(Compared("shown", changes.examples, changes.tested), raw)
        from_raw = said(Compared("shown", raw.examples, raw.tested), changes)
        assert from_raw == from_changes
        assert "Training on raw prices makes the forecasts worse here, by more than noise" in from_raw
        share = re.search(r"(\d+)% of the test prices lie outside of the range of the training part", from_raw)
        outside = PRICES[510:] < PRICES[:420].min()
        outside |= PRICES[510:] > PRICES[:420].max()
        assert (int(share[1]) if share else 0) == round(100 * outside.mean())


class TestOtherRows:
    def test_each_has_its_interval_and_only_common_rows_are_compared(self):
        words = said(run("shown", 0.3, shuffle_split=True), run("honest", 1, seed=2))
        assert "Their test parts are different rows, so their scores cannot be compared: skill 0." in words
        assert len(re.findall(r"95 % interval", words)) == 2
        common = re.search(r"On the (\d+) rows that are in both: skill", words)
        assert common
        assert 5 < int(common[1]) < 30
        assert "flatters" not in words

    def test_few_common_rows_say_nothing(self):
        wrong, honest = run("shown", 0.3, shuffle_split=True), run("honest", 1, seed=2)
        shared = np.flatnonzero(np.isin(wrong.tested.origins, honest.tested.origins))
        rest = np.flatnonzero(~np.isin(wrong.tested.origins, honest.tested.origins))
        few = Compared("shown", wrong.examples, wrong.tested.at(np.concatenate([rest, shared[:3]])))
        none = Compared("shown", wrong.examples, wrong.tested.at(rest))
        assert "On the 3 rows that are in both" in said(few, honest)
        assert "too few to tell a difference from noise" in said(few, honest)
        assert "No row is in both test parts." in said(none, honest)


class TestBackTest:
    def folds(self, noise: float, count: int = 4, **settings: Any) -> str:
        task = Prices(window=5, compare="backtest", folds=count, **settings)
        runs = []
        folds = [(one.role, one.task) for one in tasks_beside(task, examples_of(PRICES).series)]
        for role, fold in (*folds, ("shown", task)):
            runs.append(run(role, noise, seed=len(runs), **fold.model_dump(exclude={"kind", "window"})))
        return said(Compared("shown", runs[-1].examples, runs[-1].tested), *runs[:-1])

    def test_clearly_better(self):
        words = self.folds(0.3)
        assert "Back-test over 4 test parts in a row" in words
        assert "on all 360 test rows. Better than repeating the last value, by more than noise" in words
        assert "4 are too few to rule out chance, it takes 6" in words
        assert len(re.findall(r"0\.\d{3}", words.split("Part by part:")[1].split("Mean")[0])) == 4
        assert " of 4" not in words

    def test_within_noise_and_clearly_worse(self):
        assert "The difference from repeating the last value may be noise" in self.folds(1.0)
        assert "Worse than repeating the last value, by more than noise" in self.folds(3)

    def test_shuffled_parts_are_none(self):
        assert "no back-test" in self.folds(1, shuffle_split=True)


class TestScaler:
    def test_on_changes_it_is_nearly_the_same_and_said_to_be(self):
        words = scaler_words(examples_of(PRICES, scale_on_everything=True))
        assert "nearly the one of the training part" in words
        assert "preset “Scaler mistake”" in words

    def test_on_rising_prices_its_scale_is_told(self):
        rising = 100 * 1.01 ** np.arange(200.0)
        words = scaler_words(examples_of(rising, **WRONG))
        # Training: rows 0 to 139.
        assert f"{(1.01**199 - 1) / (1.01**139 - 1):.3g} times what it was" in words
        assert "moves by 0.0%" in words

    def test_without_effect_and_without_the_mistake(self):
        assert "does nothing" in scaler_words(examples_of(PRICES, scale_on_everything=True, scaling="none"))
        up_and_down = 100 + np.tile([0.0, 1.0], 100)
        assert "no effect" in scaler_words(examples_of(up_and_down, **WRONG))
        assert scaler_words(examples_of(PRICES)) == ""
