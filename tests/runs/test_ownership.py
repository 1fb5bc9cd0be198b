"""Who controls a run: its owners, and whoever brings the code that an owner asked for."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqcore.runs import ownership
from seqcore.runs.ownership import ALPHABET, CODE_LENGTH, CODE_SECONDS, Ownership


@pytest.fixture
def owned(tmp_path: Path) -> Ownership:
    owned = Ownership(tmp_path)
    owned.add("first")
    return owned


def test_owners_are_added_and_kept(owned: Ownership) -> None:
    owned.add("second")
    owned.add("first")
    assert Ownership(owned.folder).owners() == {"first", "second"}


def test_a_code_is_accepted_once_however_it_is_typed(owned: Ownership) -> None:
    code = owned.new_code()
    assert not owned.accepts(code[:-1])
    assert owned.accepts(f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')}\n")
    assert not owned.accepts(code)


def test_a_new_code_makes_the_old_one_worthless(owned: Ownership) -> None:
    old, new = owned.new_code(), owned.new_code()
    assert not owned.accepts(old)
    assert owned.accepts(new)


def test_a_code_is_valid_for_an_hour_and_for_its_run_alone(
    owned: Ownership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = owned.new_code()
    other = tmp_path / "other"
    other.mkdir()
    (other / "code").write_bytes((owned.folder / "code").read_bytes())
    assert not Ownership(other).accepts(code)
    now = ownership.time.time()
    monkeypatch.setattr(ownership.time, "time", lambda: now + CODE_SECONDS + 1)
    assert not owned.accepts(code)


def test_a_code_cannot_be_read_from_the_folder(owned: Ownership) -> None:
    code = owned.new_code().replace("-", "")
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(ALPHABET)
    assert not [file for file in owned.folder.iterdir() if code in file.read_text()]


@settings(max_examples=20)
@given(st.text())
def test_nothing_else_is_a_code(tmp_path_factory: pytest.TempPathFactory, typed: str) -> None:
    owned = Ownership(tmp_path_factory.mktemp("run"))
    assert not owned.accepts(typed)
    code = owned.new_code()
    assert not owned.accepts(typed)
    assert owned.accepts(code)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"hash": 1, "until": 9e99}', '{"hash": "é", "until": 9e99}'])
def test_a_damaged_code_is_no_code(owned: Ownership, content: str) -> None:
    (owned.folder / "code").write_text(content, encoding="utf-8")
    assert not owned.accepts("")
