"""What is kept of a comparison, and what a hostile or damaged file does: nothing but a sentence."""

import json
from typing import Any

import pytest
from small import small

from seqcore.comparisons.stored import (
    FILE,
    StoredComparison,
    StoredVariant,
    comparison_ids,
    comparisons_folder,
    delete,
    find,
    save,
)
from seqcore.runs.damaged import Damaged

CELLS = tuple(
    StoredVariant(name=cell, title=cell.upper(), changes=(f"architecture.layers.0.cell={cell}",), runs=(f"{cell}1",))
    for cell in ("lstm", "gru")
)
STORED = StoredComparison(title="Cells", base=small(), variants=CELLS, measure="loss", guess="gru")


def test_it_comes_back_as_it_was_and_goes() -> None:
    first = save(STORED)
    assert find(first) == STORED
    assert find(first).runs == ("lstm1", "gru1")  # type: ignore[union-attr]
    assert comparison_ids() == [first]
    delete(first)
    assert find(first) is None
    assert comparison_ids() == []


@pytest.mark.parametrize("name", ["", "..", "../runs", "a/b", "x" * 65, "é", "nothing"])
def test_no_other_name_leads_anywhere(name: str) -> None:
    assert find(name) is None
    delete(name)


def broken(**changes: Any) -> str:
    return json.dumps(json.loads(STORED.model_dump_json()) | changes)


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", "null", "[" * 100_000, "\x00"),
        broken(version=2),
        broken(variants=[]),
        broken(variants=[{"name": "a", "title": "a", "runs": ["../../etc"]}] * 2),
        broken(variants=[{"name": "a", "title": "a", "runs": ["x"] * 21}] * 2),
        broken(base={}),
        broken(title="x" * 301),
        broken(more=1),
    ],
)
def test_a_damaged_file_says_so(content: str) -> None:
    name = save(STORED)
    (comparisons_folder() / name / FILE).write_text(content)
    with pytest.raises(Damaged, match=FILE):
        find(name)


def test_a_folder_in_the_file_s_place_is_damaged_too() -> None:
    folder = comparisons_folder() / "folder"
    (folder / FILE).mkdir(parents=True)
    with pytest.raises(Damaged):
        find("folder")
    delete("folder")
    assert not folder.exists()
