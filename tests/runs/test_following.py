"""Following runs: each session gets a view of its own, and only new events are read."""

import pytest
from small import small

from seqcore.kept import Memory
from seqcore.runs.damaged import Damaged
from seqcore.runs.folder import RunFolder
from seqcore.runs.following import Following
from seqcore.training.events import Epochs

EPOCHS = [Epochs(first=n, metrics={"loss": [1 / n]}, update=n, seconds=float(n)) for n in (1, 2, 3)]


def test_a_view_grows_with_the_run() -> None:
    folder, following = RunFolder.create(small()), Following()
    assert following.view(folder.id).epochs == 0
    for count, event in enumerate(EPOCHS, start=1):
        folder.append([event])
        assert following.view(folder.id).epochs == count
    assert following.view(folder.id).training == folder.view().training


def test_a_view_that_was_given_out_stays_as_it_is() -> None:
    folder, following = RunFolder.create(small()), Following()
    folder.append(EPOCHS[:1])
    given = following.view(folder.id)
    folder.append(EPOCHS[1:])
    assert following.view(folder.id).epochs == 3
    assert given.epochs == 1


def test_runs_that_are_unknown_or_deleted_have_no_view() -> None:
    folder, following = RunFolder.create(small()), Following()
    assert following.view("unknown") is None
    assert following.view("../etc") is None
    following.view(folder.id)
    folder.delete()
    assert following.view(folder.id) is None


def test_a_run_of_another_version_is_refused() -> None:
    folder = RunFolder.create(small())
    (folder.path / "experiment.json").write_text('{"version": 2}')
    with pytest.raises(Damaged, match=r"^experiment"):
        Following().view(folder.id)


def test_runs_that_were_forgotten_are_read_again() -> None:
    following, folders = Following(Memory(2000)), [RunFolder.create(small()) for _ in range(10)]
    for folder in folders:
        folder.append(EPOCHS)
        assert following.view(folder.id).epochs == 3
    assert following.view(folders[0].id).training == folders[0].view().training
