"""Draws: the same for the same seed and number, even over all problems, and never without end."""

import numpy as np
import pytest
from any_rules import SEEDS, any_rules
from hypothesis import given, settings
from hypothesis import strategies as st

from seqcore.data.arithmetic import drawing
from seqcore.data.arithmetic.drawing import draw, draw_distinct
from seqcore.data.arithmetic.hold_out import is_held_out, parts
from seqcore.data.arithmetic.problems import OPERATIONS, Problems, Rules
from seqcore.data.arithmetic.space import canonical, distinct_problems, unordered_problems
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.encoding import as_text

TEN = Rules(largest=10)


def same(one: Problems, other: Problems) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("numbers", "count", "operators", "parentheses")
    )


def different(problems: Problems, rules: Rules) -> int:
    return len(set(as_text(canonical(problems), rules)))


@given(
    rules=any_rules(),
    seed=SEEDS,
    first=st.integers(0, 10**11),
    place=st.integers(0, 29),
    held_out=st.sampled_from([None, False, True]),
)
def test_a_problem_depends_on_seed_and_number_only(
    rules: Rules, seed: int, first: int, place: int, held_out: bool | None
) -> None:
    together = draw(rules, seed, first, 30, held_out=held_out, share=0.3)
    alone = draw(rules, seed, first + place, 1, held_out=held_out, share=0.3)
    assert same(together[place : place + 1], alone)


@given(rules=any_rules(), seed=SEEDS, held_out=st.booleans())
def test_draws_follow_the_rules(rules: Rules, seed: int, held_out: bool) -> None:
    problems = draw(rules, seed, 0, 50, held_out=held_out, share=0.5)
    assert (is_held_out(problems, 0.5) == held_out).all()
    assert set(problems.count.tolist()) <= set(rules.counts)
    used = np.arange(rules.terms) < problems.count[:, np.newaxis]
    assert (problems.numbers[used] >= 1).all()
    assert (problems.numbers[used] <= rules.largest).all()
    assert not problems.numbers[~used].any()
    assert (problems.operators[~used[:, 1:]] == -1).all()
    assert set(problems.operators[used[:, 1:]].tolist()) <= set(rules.operation_indices)
    layouts = np.array([rules.layouts(count) for count in problems.count.tolist()])
    assert (problems.parentheses < layouts).all()


@pytest.mark.parametrize("rules", [Rules(largest=9), Rules(3, False, 9, ("+", "-"), True)], ids=str)
def test_all_problems_are_drawn_evenly(rules: Rules) -> None:
    _, counts = np.unique(as_text(draw(rules, 3, 0, 200 * distinct_problems(rules)), rules), return_counts=True)
    assert len(counts) == distinct_problems(rules)
    assert abs(np.square(counts - 200).sum() / 200 / len(counts) - 1) < 0.35


@pytest.mark.parametrize(("rounds", "held_out"), [(1, True), (1, False), (drawing.ROUNDS, True)])
def test_from_the_list_is_as_likely_as_drawn_anew(rounds: int, held_out: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "ROUNDS", rounds)
    rules = Rules(3, True, 9, ("+", "-"), True)
    problems = draw(rules, 5, 0, 600_000, held_out=held_out, share=0.5)
    assert (is_held_out(problems, 0.5) == held_out).all()
    every = draw(rules, 6, 0, 600_000)
    every = every[np.flatnonzero(is_held_out(every, 0.5) == held_out)]
    expected = dict(zip(*np.unique(as_text(every, rules), return_counts=True), strict=True))
    found = dict(zip(*np.unique(as_text(problems, rules), return_counts=True), strict=True))
    assert set(expected) == set(found)
    scale = len(problems) / len(every)
    # Two samples of Poisson counts: the squared difference over its variance is 1 on average.
    one, other = np.array([(found[text], expected[text]) for text in found]).T
    assert abs(np.mean((one - scale * other) ** 2 / (one + scale**2 * other)) - 1) < 0.25


def test_the_number_of_terms_is_drawn_first() -> None:
    counts = np.bincount(draw(Rules(5, True, 9), 1, 0, 40_000).count)
    assert counts[:2].tolist() == [0, 0]
    assert (np.abs(counts[2:] - 10_000) < 500).all()


def test_seeds_and_streams_give_different_problems() -> None:
    rules = Rules(largest=999)
    one = draw(rules, 1, 0, 1000)
    assert not same(one, draw(rules, 2, 0, 1000))
    assert not same(one, draw(rules, 1, 0, 1000, stream=drawing.VALIDATION_STREAM))


@pytest.mark.parametrize("share", [0.05, 0.2, 0.9])
@pytest.mark.parametrize("held_out", [False, True])
def test_the_smallest_space_gives_as_many_draws_as_asked(share: float, held_out: bool) -> None:
    problems = draw(Rules(largest=9), 1, 0, 300_000, held_out=held_out, share=share)
    assert len(problems) == 300_000
    assert (is_held_out(problems, share) == held_out).all()


def test_an_empty_part_is_refused() -> None:
    with pytest.raises(InvalidInput, match="the share is 0, so there are no held-out problems"):
        draw(TEN, 1, 0, 5, held_out=True)
    rules = Rules(largest=9)
    share = next(share for share in np.arange(0.01, 0.2, 0.001) if parts(rules, share).held_out >= 1)
    assert len(draw(rules, 1, 0, 100, held_out=True, share=share)) == 100
    if share > 0.0101:
        with pytest.raises(InvalidInput, match="there are no problems among those held out"):
            draw(rules, 1, 0, 100, held_out=True, share=0.01)


def test_the_smallest_share_of_a_large_space_is_found() -> None:
    rules = Rules(5, False, 99_999, ("+", "-"), True)
    assert is_held_out(draw(rules, 1, 0, 2_000, held_out=True, share=0.01), 0.01).all()


def test_impossible_requests_are_refused_with_the_count() -> None:
    rules = Rules(largest=100)
    assert different(draw_distinct(rules, 1, 5_050), rules) == 5_050
    with pytest.raises(InvalidInput) as refused:
        draw_distinct(rules, 1, 6_000)
    assert refused.value.problems == ("Asked for 6,000 different problems; at most 5,050 can be drawn.",)
    held_out = parts(rules, 0.2).held_out
    assert len(draw_distinct(rules, 1, held_out, held_out=True, share=0.2)) == held_out
    sentence = f"among those held out; at most {held_out:,} can"
    with pytest.raises(InvalidInput, match=sentence):
        draw_distinct(rules, 1, held_out + 1, held_out=True, share=0.2)


@given(rules=any_rules(most=60), seed=SEEDS, held_out=st.sampled_from([None, False, True]))
@settings(max_examples=40, deadline=None)
def test_different_problems_are_different(rules: Rules, seed: int, held_out: bool | None) -> None:
    count, share = min(500, unordered_problems(rules) // 10), 0.2
    problems = draw_distinct(rules, seed, count, held_out=held_out, share=share)
    assert len(problems) == different(problems, rules) == count
    if held_out is not None:
        assert (is_held_out(problems, share) == held_out).all()
    assert same(problems, draw_distinct(rules, seed, count, held_out=held_out, share=share))


@pytest.mark.parametrize("rules", [Rules(largest=999), Rules(5, True, 9, OPERATIONS, True)], ids=str)
def test_large_spaces_give_up_to_half_of_a_part(rules: Rules) -> None:
    half = parts(rules, 0.01).held_out // 2
    problems = draw_distinct(rules, 1, min(half, 3_000), held_out=True, share=0.01)
    assert different(problems, rules) == len(problems) == min(half, 3_000)
    with pytest.raises(InvalidInput, match=f"at most {half:,} can be drawn"):
        draw_distinct(rules, 1, half + 1, held_out=True, share=0.01)


def test_terms_of_different_problems_come_in_any_order() -> None:
    numbers = draw_distinct(Rules(largest=100), 1, 5_000).numbers
    assert 0.45 < (numbers[:, 0] < numbers[:, 1]).mean() < 0.55
    parentheses = draw_distinct(Rules(3, False, 60, parentheses=True), 1, 3_000).parentheses
    assert (np.abs(np.bincount(parentheses) - 1_000) < 150).all()
