"""Files that were damaged on their way: cut, columns shuffled, headings doubled, other letters. Nothing silent."""

import csv
import io
import json
import random
from pathlib import Path

import pytest

from seqcore.data.series.files import Understood, read_series
from seqcore.invalid import InvalidInput

FOLDER = Path(__file__).parent / "own_data"
FILES = sorted(file for file in FOLDER.iterdir() if file.suffix != ".json" and file.stat().st_size < 2500)
EXPECTED = {case["file"]: case for case in json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))}
MUTATIONS = 1000
PIECES = 8


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def headless(content: bytes, chance: random.Random) -> bytes:
    return content[chance.randrange(len(content)) :]


def doubled(content: bytes, chance: random.Random) -> bytes:
    heading, end, rest = content.partition(b"\n")
    return heading + end + heading + end + rest


def twice(content: bytes, chance: random.Random) -> bytes:
    return content + content


def other_letters(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(chance.choice(["utf-16", "cp1252", "gb18030", "koi8-r", "utf-32", "shift-jis"]), "replace")


def lost_lines(content: bytes, chance: random.Random) -> bytes:
    return b"\n".join(line for line in content.split(b"\n") if chance.random() > 0.2)


def swapped_signs(content: bytes, chance: random.Random) -> bytes:
    one, other = chance.sample([b",", b";", b".", b"\t", b"-", b"/", b'"', b" "], 2)
    return content.replace(one, other)


def scratched(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + chance.randbytes(chance.randrange(6)) + content[place + chance.randrange(6) :]


def shuffled_columns(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    separator = max(",;\t", key=text.count)
    rows = list(csv.reader(io.StringIO(text.replace("\r", ""), newline=""), delimiter=separator))
    order = list(range(max(map(len, rows))))
    chance.shuffle(order)
    return "\n".join(separator.join(row[p] if p < len(row) else "" for p in order) for row in rows).encode()


WAYS = (cut, headless, doubled, twice, other_letters, lost_lines, swapped_signs, scratched, shuffled_columns)


def is_honest(found: Understood) -> bool:
    """A series as it promises to be, that says of each row left out why."""
    series = found.series
    rising = bool((series.index[1:] > series.index[:-1]).all())
    whole = len(series) == found.rows_read or bool(found.notes)
    return rising and whole and found.value_column in series.columns and len(found.facts()) == 9


@pytest.mark.parametrize("piece", [0, *(pytest.param(piece, marks=pytest.mark.slow) for piece in range(1, PIECES))])
def test_damaged_files_are_read_with_a_word_or_refused_with_a_sentence(piece: int) -> None:
    chance = random.Random(piece)
    for _ in range(MUTATIONS // PIECES):
        content = chance.choice(FILES).read_bytes()
        for way in chance.choices(WAYS, k=chance.randint(1, 2)):
            content = way(content, chance) if content else content
        try:
            found = read_series(content, "x.csv")
        except InvalidInput as refused:
            assert all(problem.startswith("task.") and len(problem) < 1000 for problem in refused.problems)
        else:
            assert is_honest(found)


PLAIN = [name for name, case in EXPECTED.items() if case["outcome"] == "read" and case["kind"] in ("good", "rows lost")]


@pytest.mark.parametrize("name", PLAIN)
def test_a_file_turned_round_gives_the_same_series(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    found = read_series(content, name)
    if not found.date_columns or found.encoding.startswith("utf-16"):
        return
    start = 0 if "no-heading" in name else 1
    lines = content.rstrip(b"\r\n").split(b"\n")
    turned = read_series(b"\n".join([*lines[:start], *lines[start:][::-1], b""]), name)
    assert turned.series.only(()).fingerprint == found.series.only(()).fingerprint
