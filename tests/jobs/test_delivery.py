"""Data goes to each worker once; a worker that has thrown it away gets it again."""

import pytest
from test_blame import Table
from waiting import wait_until

from seqcore.data.text.text import Text
from seqcore.experiment import from_values
from seqcore.jobs import delivery
from seqcore.jobs.delivery import Deliveries, Delivery, NotDelivered
from seqcore.jobs.jobs import Jobs
from seqcore.kept import Kept, Memory
from seqcore.runs.folder import RunFolder

TEXT = Text("It was the best of times, it was the worst of times. " * 40, "a test", "made by a test")


def test_each_worker_is_sent_the_data_once() -> None:
    sent = Deliveries(TEXT)
    assert [sent.to(worker).data for worker in ("a", "a", "b", "a")] == [TEXT, None, TEXT, None]
    sent.again("a")
    assert [sent.to(worker).data for worker in ("a", "b")] == [TEXT, None]
    assert Deliveries(None).to("a") is None


def test_a_worker_keeps_what_it_gets_and_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_DELIVERED", Kept(Memory(1e6)))
    with pytest.raises(NotDelivered):
        Delivery(TEXT.fingerprint, None).unpack()
    Delivery(TEXT.fingerprint, TEXT).unpack()
    for _ in range(2):
        assert Delivery(TEXT.fingerprint, None).unpack() is TEXT


def test_a_run_whose_worker_lacks_the_data_goes_on_with_the_next_slice() -> None:
    table = Table(workers=1, runs=1)
    turn = table.runs[0]
    turn.deliveries = Deliveries(TEXT)
    table.progress(turn)
    turn.future.end(NotDelivered("text"))
    table.go_on()
    table.progress(turn)
    table.progress(turn)
    assert [one.arguments[2] and one.arguments[2].data for one in table.cluster.slices] == [
        None,
        TEXT,
        TEXT,
        None,
        None,
    ]
    assert (turn.recorder.view.epochs, turn.lost) == (3, 0)


def test_a_run_about_data_is_trained_in_many_slices(jobs: Jobs) -> None:
    values = {"task": {"kind": "next_character", "steps": 8}, "architecture": {"kind": "token_stack"}}
    experiment = from_values(values | {"training": {"epochs": 60, "updates_per_epoch": 1, "batch_size": 4}})
    run = jobs.start(experiment, None, data=TEXT)
    folder = RunFolder.find(run)
    wait_until(lambda: folder.view().finished, "the end")
    assert folder.view().finished.reason == "completed"
    assert folder.view().finished.verdict
