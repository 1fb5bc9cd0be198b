"""A memory of the training: right about all that was drawn, in any order, and a guess for the rest."""

import numpy as np
import pytest

from seqcore.data.arithmetic.drawing import draw
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.tasks.addition import memory
from seqcore.tasks.addition.memory import Memory, character_frequencies, most_frequent_answer
from seqcore.tasks.addition.parsing import parse

RULES = Rules(largest=20)


def test_it_knows_what_was_drawn_in_any_order_and_guesses_else() -> None:
    known = Memory.of(RULES, 0.2, seed=3, drawn=50)
    drawn = draw(RULES, 3, 0, 50, held_out=False, share=0.2)
    turned = Problems(drawn.numbers[:, ::-1], drawn.count, drawn.operators, drawn.parentheses)
    assert known.answers(drawn).tolist() == known.answers(turned).tolist() == drawn.answers().tolist()
    unseen = draw(RULES, 9, 0, 200, held_out=True, share=0.2)
    assert not known.knows(unseen).any()
    assert set(known.answers(unseen).tolist()) == {known.guess}
    pairs = {tuple(sorted(row)) for row in drawn.numbers.tolist()}
    assert known.seen is not None
    assert len(known.seen) == len(pairs)


def test_cut_into_pieces_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Memory.of(RULES, 0.2, 1, 95)
    monkeypatch.setattr(memory, "_AT_ONCE", 10)
    assert np.array_equal(whole.seen, Memory.of(RULES, 0.2, 1, 95).seen)


def test_of_too_many_it_is_taken_to_know_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_COUNTED", 10)
    known = Memory.of(RULES, 0.2, 1, 11)
    assert known.seen is None
    assert known.knows(draw(RULES, 5, 0, 100, held_out=False, share=0.2)).all()
    assert not known.knows(draw(RULES, 5, 0, 100, held_out=True, share=0.2)).any()


@pytest.mark.parametrize(
    ("rules", "answer"),
    [(Rules(largest=100), 101), (Rules(2, False, 9, ("-",)), 0), (Rules(2, False, 9, ("×",)), 6)],
)
def test_the_commonest_answer_by_hand(rules: Rules, answer: int) -> None:
    assert most_frequent_answer(rules, 0) == answer


def test_the_frequencies_of_characters_are_those_of_the_answers() -> None:
    first, second = character_frequencies(Rules(largest=9), 0)  # answers from 2 to 18
    assert [first.sum(), second.sum()] == pytest.approx([1, 1])
    assert first[1] == pytest.approx(45 / 81, abs=0.01)  # 10 and more; the other answers begin with a space
    assert first[2] == pytest.approx(0, abs=0.001)
    assert (first > 0).all()


def test_the_commonest_answer_of_many_problems_is_about_the_right_one() -> None:
    assert abs(most_frequent_answer(Rules(largest=999), 0.2) - 1000) < 200
    assert parse("3+4").answers().tolist() == [7]
