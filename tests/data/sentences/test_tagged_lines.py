"""Reading two columns line by line, and what is said of a line that cannot be read."""

import re

import pytest

from seqcore.data.sentences.lines import sentences_in
from seqcore.data.sentences.sources import SOURCES
from seqcore.invalid import InvalidInput


def test_words_tags_and_empty_lines() -> None:
    read = sentences_in("# a comment\nAda\tB-PER\nLovelace\tI-PER\nslept\tO\n\n\nParis\tB-LOC\n")
    assert [one.words for one in read.sentences] == [("Ada", "Lovelace", "slept"), ("Paris",)]
    assert [one.tags for one in read.sentences] == [("B-PER", "I-PER", "O"), ("B-LOC",)]
    assert read.repaired == 0


def test_columns_of_conll_and_its_older_form() -> None:
    read = sentences_in(
        "-DOCSTART- -X- O O\n\nAda NNP I-NP I-PER\nof IN O O\nParis NNP I-NP I-LOC\nRome NNP I-NP B-LOC\n"
    )
    assert read.sentences[0].words == ("Ada", "of", "Paris", "Rome")
    assert read.sentences[0].tags == ("B-PER", "O", "B-LOC", "B-LOC")
    assert read.repaired == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada\tB-PER\nslept\n", r"line 2 cannot be read: it has one column \('slept'\)"),
        ("Ada\tPER\n", r"line 1 cannot be read: the tag is 'PER'; allowed are O, B-NAME and I-NAME"),
        ("a\tO\n\nAda\tS-PER\n", r"line 3 .*S- and U- are B-"),
        ("\tO\n", "line 1"),
        ("x" * 600 + "\tO\n", "line 1 cannot be read: the word has 600 characters"),
    ],
)
def test_a_bad_line_is_named(text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        sentences_in(text)
    assert len(refused.value.problems) == 1
    assert re.match(r"task\.path: ", str(refused.value))


def test_several_bad_lines_are_told_at_once_and_of_very_many_the_first() -> None:
    with pytest.raises(InvalidInput) as refused:
        sentences_in("Ada\tB-PER\nslept\n\nParis\tLOC\n")
    assert [problem.split(":")[1].strip() for problem in refused.value.problems] == [
        "line 2 cannot be read",
        "line 4 cannot be read",
    ]
    with pytest.raises(InvalidInput) as refused:
        sentences_in("slept\n" * 1000)
    assert len(refused.value.problems) == 6
    assert refused.value.problems[-1] == "task.path: 995 more lines cannot be read."


def test_too_few_sentences_and_no_names_are_refused() -> None:
    with pytest.raises(InvalidInput, match="has 1 sentence; at least 10"):
        SOURCES["own"].load("a.tsv", lambda path: b"Ada\tB-PER\n")
    with pytest.raises(InvalidInput, match="every tag is O"):
        SOURCES["own"].load("a.tsv", lambda path: b"slept\tO\n\n" * 12)
