"""What is held out: proof for all pairs up to 99 that training never meets it."""

import numpy as np
import pytest
from any_rules import SEEDS, any_rules
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.arithmetic.drawing import draw
from seqcore.data.arithmetic.hold_out import SALT, is_held_out, parts, readings, why_not_held_out
from seqcore.data.arithmetic.problems import OPERATIONS, Form, Problems, Rules
from seqcore.data.arithmetic.space import every_problem
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.parsing import parse

PAIRS = Rules(largest=99)


def pairs_up_to_99() -> Problems:
    return Problems.of_form(np.indices((99, 99)).reshape(2, -1).T + 1, Form((0,), 0), 2)


def test_the_set_is_symmetric_and_of_the_size_asked_for() -> None:
    held_out = is_held_out(pairs_up_to_99(), 0.2).reshape(99, 99)
    assert np.array_equal(held_out, held_out.T)
    unordered = held_out[np.triu_indices(99)]
    assert len(unordered) == 4_950
    assert 0.18 < unordered.mean() < 0.22
    assert parts(PAIRS, 0.2) == (4_950 - unordered.sum(), unordered.sum(), True)
    assert readings(PAIRS, 0.2) == (9_801 - held_out.sum(), held_out.sum(), True)
    assert (parts(Rules(), 0)[0], readings(Rules(), 0)[0]) == (55, 100)


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_training_meets_all_other_pairs_and_none_that_is_held_out(seed: int) -> None:
    held_out = is_held_out(pairs_up_to_99(), 0.2).reshape(99, 99)
    drawn = draw(PAIRS, seed, 0, 200_000, held_out=False, share=0.2).numbers - 1
    seen = np.zeros((99, 99), bool)
    seen[drawn[:, 0], drawn[:, 1]] = True
    assert np.array_equal(seen, ~held_out)
    asked = draw(PAIRS, seed, 0, 100_000, held_out=True, share=0.2).numbers - 1
    seen[:] = False
    seen[asked[:, 0], asked[:, 1]] = True
    assert np.array_equal(seen, held_out)


def test_the_set_is_the_same_everywhere_and_forever() -> None:
    """Recorded: a run that is continued elsewhere, or with another version, must hold out the same problems."""
    rules = Rules(5, True, 99, OPERATIONS, True)
    texts = [f"7+{number}" for number in range(1, 31)] + [
        "1+1",
        "1+2",
        "12+34",
        "99+98",
        "7-2",
        "3×4",
        "1+2+3",
        "1-(2×3)",
        "1+2×3-4+5",
        "9×8×7×6×5",
    ]
    held_out = is_held_out(Problems.joined([parse(text, rules.terms) for text in texts]), 0.5)
    of_seven = [f"7+{number}" for number in (3, 4, 6, 11, 13, 14, 15, 17, 18, 24, 25, 27)]
    recorded = [*of_seven, "1+1", "1+2", "12+34", "99+98", "7-2", "1-(2×3)"]
    assert [text for text, held in zip(texts, held_out, strict=True) if held] == recorded
    assert parts(PAIRS, 0.2) == (3_937, 1_013, True)


@given(rules=any_rules(), seed=SEEDS, share=st.floats(0.01, 0.9), data=st.data())
def test_the_order_of_terms_and_the_width_of_arrays_have_no_influence(
    rules: Rules, seed: int, share: float, data: st.DataObject
) -> None:
    plain = Rules(rules.terms, False, rules.largest, ("+",))
    problems = draw(plain, seed, 0, 10)
    held_out = is_held_out(problems, share)
    order = data.draw(st.permutations(range(plain.terms)))
    wider = Problems.of_form(problems.numbers[:, order], Form((0,) * (plain.terms - 1), 0), plain.terms + 2)
    assert np.array_equal(is_held_out(wider, share), held_out)
    in_parentheses = Problems.of_form(problems.numbers, Form((0,) * (plain.terms - 1), 1), plain.terms)
    assert np.array_equal(is_held_out(in_parentheses, share), held_out)


@given(rules=any_rules(), seed=SEEDS)
def test_the_share_is_met_and_a_larger_one_holds_out_more(rules: Rules, seed: int) -> None:
    problems = draw(rules, seed, 0, 200)
    few, many = is_held_out(problems, 0.1), is_held_out(problems, 0.4)
    assert not (few & ~many).any()
    assert not is_held_out(problems, 0).any()


@pytest.mark.parametrize(
    "rules", [Rules(3, False, 60), Rules(2, False, 200, ("-",)), Rules(3, False, 20, OPERATIONS, True)], ids=str
)
@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_the_share_is_that_of_all_problems(rules: Rules, share: float) -> None:
    listed = every_problem(rules)
    deviation = (share * (1 - share) / len(listed)) ** 0.5
    assert abs(is_held_out(listed, share).mean() - share) < 4 * deviation


def test_another_salt_holds_out_others() -> None:
    one, other = is_held_out(pairs_up_to_99(), 0.5), is_held_out(pairs_up_to_99(), 0.5, SALT + 1)
    assert 0.4 < (one == other).mean() < 0.6


def test_parts_of_large_spaces_are_as_expected() -> None:
    assert parts(Rules(largest=999), 0.2) == (399_600, 99_900, False)
    assert parts(Rules(largest=999), 0) == (499_500, 0, True)


def test_spaces_too_small_to_hold_out_say_so() -> None:
    assert why_not_held_out(Rules(largest=10), 0.2) is None
    assert why_not_held_out(Rules(largest=9), 0) is None
    assert why_not_held_out(Rules(largest=99_999), 0.01) is None
    sentence = why_not_held_out(Rules(largest=9), 0.01)
    assert sentence is not None
    assert sentence.startswith("There are only 45 different problems: a share of 0.01 leaves ")
    assert "to hold out" in sentence


@pytest.mark.parametrize("share", [-0.1, 0.001, 0.95, 1, float("nan")])
def test_other_shares_are_refused(share: float) -> None:
    with pytest.raises(InvalidInput, match=r"allowed is 0, or a number from 0\.01 to 0\.9"):
        parts(PAIRS, share)
