"""Names and their scores: cases by hand, as conlleval counts, and the rules of its script taken literally."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.evaluation.entities import counts, illegal, mistakes, spans

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")


def tags(*sentences: str) -> np.ndarray:
    """Sentences such as "B-PER I-PER O", padded with O."""
    rows = [[TAGS.index(tag) for tag in sentence.split()] for sentence in sentences]
    longest = max(map(len, rows))
    return np.array([row + [0] * (longest - len(row)) for row in rows])


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("O O", []),
        ("B-PER", [(0, 0, 1, 0)]),
        ("B-PER I-PER O I-LOC", [(0, 0, 2, 0), (0, 3, 4, 1)]),
        ("B-PER B-PER", [(0, 0, 1, 0), (0, 1, 2, 0)]),
        ("B-PER I-LOC I-LOC", [(0, 0, 1, 0), (0, 1, 3, 1)]),
        ("I-PER I-PER B-PER I-PER", [(0, 0, 2, 0), (0, 2, 4, 0)]),
    ],
)
def test_names_by_hand(sentence: str, names: list[tuple[int, ...]]) -> None:
    assert list(map(tuple, spans(tags(sentence)).tolist())) == names


def test_a_name_ends_with_its_sentence() -> None:
    assert spans(tags("O B-PER", "I-PER O")).tolist() == [[0, 1, 2, 0], [1, 0, 1, 0]]


def test_scores_by_hand() -> None:
    true = tags("B-PER I-PER O B-LOC", "O B-LOC O O")
    said = tags("B-PER I-PER O B-PER", "O B-LOC I-LOC O")
    found = counts(true, said)
    assert (found.right, found.said, found.true) == (1, 3, 3)
    assert found.precision == found.recall == found.f1 == pytest.approx(1 / 3)
    assert counts(true, said, 0).precision == pytest.approx(1 / 2)
    assert counts(true, said, 0).recall == 1
    assert counts(true, said, 1).f1 == 0
    assert mistakes(true, said).tolist() == [2, 2]


def test_nothing_said_is_worth_nothing() -> None:
    found = counts(tags("B-PER"), tags("O"))
    assert (found.precision, found.recall, found.f1) == (0, 0, 0)


def test_illegal_steps_by_hand() -> None:
    said = tags("I-PER I-PER B-LOC I-LOC", "B-PER I-LOC O O", "O O O O")
    assert illegal(said).tolist() == [[True, False, False, False], [False, True, False, False], [False] * 4]


def literal(sentence: list[str]) -> set[tuple[int, int, str]]:
    """The chunks of conlleval.pl: its startOfChunk and endOfChunk, for B, I and O."""
    found, start = set(), 0
    last, last_kind = "O", ""
    for place, tag in enumerate([*sentence, "O"]):
        part, _, kind = tag.partition("-")
        ends = last != "O" and (part in "BO" or kind != last_kind)
        starts = part == "B" or (part == "I" and (last == "O" or kind != last_kind))
        if ends:
            found.add((start, place, last_kind))
        if starts:
            start = place
        last, last_kind = part, kind
    return found


@given(st.lists(st.sampled_from(TAGS), min_size=1, max_size=12))
def test_names_are_those_of_conlleval(sentence: list[str]) -> None:
    ours = {(first, end, ("PER", "LOC")[kind]) for _, first, end, kind in spans(tags(" ".join(sentence))).tolist()}
    assert ours == literal(sentence)
