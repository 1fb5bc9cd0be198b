"""Runs on a real local cluster: they take turns, obey, and survive what happens to workers and cluster."""

import os
import signal
import sys
import time
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from cluster import both_workers, worker_processes
from waiting import experiment, losses_without_jobs, view_of, wait_for_end, wait_for_epoch, wait_until

from seqcore.jobs.asked import Predict
from seqcore.jobs.jobs import Jobs
from seqcore.jobs.turn import Turn
from seqcore.jobs.turns import Turns
from seqcore.runs.folder import RunFolder

LONG = ("training.epochs=5000", "training.updates_per_epoch=10", "training.validate_every=1250")
"""2 s on a quick machine: not at an end yet when something happens to the run."""
ENDLESS = ("training.epochs=100000", "training.updates_per_epoch=20")


def test_a_run_gives_the_numbers_of_the_engine(jobs: Jobs) -> None:
    what = experiment("training.epochs=300")
    view = wait_for_end(jobs.start(what, None))
    assert view.status == "completed"
    assert view.training["loss"] == losses_without_jobs(what)
    assert set(view.finished.validation) == {"loss", "accuracy", "whole_sequence_accuracy"}
    assert view.finished.first_point_seconds <= view.finished.seconds


def test_the_model_is_kept_and_opens_in_keras(jobs: Jobs) -> None:
    run = jobs.start(experiment("training.epochs=20"), None)
    wait_for_end(run)
    folder = RunFolder.find(run)
    wait_until(lambda: (folder.path / "model.keras").exists(), "the model")
    import keras

    model = keras.models.load_model(folder.path / "model.keras")
    inputs, _ = folder.experiment().task.validation().pair
    recorded = folder.view().snapshots[20]
    np.testing.assert_allclose(model.predict(inputs[: len(recorded)], verbose=0), recorded, atol=1e-4)


def test_pause_resume_and_step_change_no_number(jobs: Jobs) -> None:
    what = experiment("training.epochs=2000", "training.validate_every=500")
    run = jobs.start(what, None, one_epoch=True)
    wait_until(lambda: view_of(run).status == "paused", "the pause after one epoch")
    assert view_of(run).epochs == 1
    jobs.act(run, "step")
    wait_until(lambda: view_of(run).epochs == 2 and view_of(run).status == "paused", "the second step")
    jobs.act(run, "resume")
    wait_for_epoch(run, 100)
    jobs.act(run, "pause")
    wait_until(lambda: view_of(run).status == "paused" or view_of(run).finished, "the pause")
    jobs.act(run, "resume")
    assert wait_for_end(run).training["loss"] == losses_without_jobs(what)


def test_stop_keeps_the_partial_run(jobs: Jobs) -> None:
    run = jobs.start(experiment(*ENDLESS), None)
    wait_for_epoch(run, 50)
    jobs.act(run, "stop")
    view = wait_for_end(run)
    assert view.status == "stopped"
    assert 50 <= view.epochs < 100_000
    assert view.finished.epochs == view.epochs
    assert view.validation
    assert not jobs.is_active(run)


def test_the_learning_rate_changes_without_a_reset(jobs: Jobs) -> None:
    run = jobs.start(experiment(*LONG), None)
    wait_for_epoch(run, 40)
    jobs.set_learning_rate(run, 0.004)
    wait_until(lambda: view_of(run).learning_rates, "the change")
    jobs.act(run, "stop")
    view = wait_for_end(run)
    (change,) = view.learning_rates
    assert change.value == 0.004
    assert 40 <= change.epoch <= view.epochs


def test_runs_share_the_workers_fairly(jobs: Jobs) -> None:
    runs = [jobs.start(experiment(*ENDLESS, f"training.seed={seed}"), None) for seed in range(5)]
    try:
        for run in runs:
            wait_for_epoch(run, 60)
        assert all(view_of(run).finished is None for run in runs)
    finally:
        for run in runs:
            jobs.act(run, "stop")
    for run in runs:
        wait_for_end(run)


def test_who_has_had_no_turn_yet_does_not_wait_for_all_others(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    submit = Turns._submit

    def noted(turns: Turns, turn: Turn, client: Any, worker: str) -> None:
        given.append(turn.id)
        submit(turns, turn, client, worker)

    monkeypatch.setattr(Turns, "_submit", noted)
    seven = [jobs.start(experiment(*ENDLESS, f"training.seed={seed}"), None) for seed in range(7)]
    wait_until(lambda: all(given.count(run) > 2 for run in seven), "every run to have had turns")
    before = len(given)
    new = jobs.start(experiment(*ENDLESS, "training.seed=9"), None)
    wait_until(lambda: new in given, "the new run's turn")
    assert given.index(new) - before <= 3  # what was handed out while its folder was made, not a turn for all seven
    jobs.act_on([*seven, new], "stop")
    for run in [*seven, new]:
        wait_for_end(run)


def test_a_killed_worker_costs_one_slice(jobs: Jobs) -> None:
    what, workers = experiment(*LONG), both_workers(jobs)
    run = jobs.start(what, None)
    wait_for_epoch(run, 100)
    for process in workers:
        process.send_signal(signal.SIGKILL)
    view = wait_for_end(run)
    assert view.status == "completed"
    assert any("process was lost" in status.note for status in view.statuses)
    assert view.training["loss"] == losses_without_jobs(what)


def test_a_crowded_worker_is_replaced_without_a_word_and_never_two_at_once(jobs: Jobs) -> None:
    what = experiment(*LONG, "training.seed=3")
    run = jobs.start(what, None)
    wait_for_epoch(run, 100)
    before = jobs._connection.workers()
    for worker in before:
        jobs._connection.restart(worker)
    seen = []

    def is_over() -> bool:
        seen.append(jobs.cluster)
        return bool(set(before) - set(jobs._connection._workers)) and view_of(run).finished is not None

    wait_until(is_over, "the end and a fresh worker")
    assert {(cluster.state, cluster.sentence) for cluster in seen} == {("ready", "")}
    assert min(cluster.workers for cluster in seen) == 2
    assert len(set(before) & set(jobs._connection._workers)) == 1
    view = view_of(run)
    assert view.training["loss"] == losses_without_jobs(what)
    assert not any(status.note for status in view.statuses)


def test_the_process_that_forks_workers_is_replaced_too(jobs: Jobs) -> None:
    run = jobs.start(experiment(*LONG), None)
    wait_for_epoch(run, 100)
    workers = worker_processes(jobs)
    if sys.platform == "linux":
        for forker in {worker.parent() for worker in workers}:
            forker.kill()
    wait_until(lambda: not any(worker.is_running() for worker in workers), "the workers without it to be ended")
    wait_until(lambda: jobs.cluster.workers == 2, "two others")
    assert wait_for_end(run).status == "completed"


def test_when_the_whole_cluster_dies_runs_wait_and_go_on(jobs: Jobs) -> None:
    run = jobs.start(experiment(*LONG), None)
    wait_for_epoch(run, 100)
    os.killpg(jobs._connection._process.pid, signal.SIGKILL)
    wait_until(lambda: view_of(run).status == "waiting" or jobs.cluster.state == "gone", "the loss to be noticed")
    view = wait_for_end(run)
    assert view.status == "completed"
    assert [status.status for status in view.statuses].count("waiting") == 1
    assert view.epochs == 5000


def test_replay_answers_for_every_kept_epoch(jobs: Jobs) -> None:
    run = jobs.start(experiment("training.epochs=40", "training.validate_every=10"), None)
    view = wait_for_end(run)
    inputs = view.experiment.task.validation().pair[0][:2]
    replay = jobs.ask(run, Predict(inputs)).result(timeout=60)
    assert replay.epochs == [0, 10, 20, 30, 40]
    for epoch, predictions in zip(replay.epochs, replay.predictions, strict=True):
        np.testing.assert_allclose(predictions, view.snapshots[epoch][:2], atol=1e-4)
    some = jobs.ask(run, Predict(inputs), near=(0.0, 22.0, 19.0, 1000.0)).result(timeout=60)
    assert some.epochs == [0, 20, 40]
    np.testing.assert_array_equal(some.predictions, replay.predictions[[0, 2, 4]])


def test_a_question_about_no_run_is_answered_by_a_worker(jobs: Jobs) -> None:
    assert jobs.compute(os.getpid).result(timeout=60) in {worker.pid for worker in worker_processes(jobs)}
    assert isinstance(jobs.compute(partial(int, "no number")).exception(timeout=60), ValueError)


def test_whoever_waits_for_an_answer_hears_that_the_cluster_died(jobs: Jobs) -> None:
    answer = jobs.compute(partial(time.sleep, 600))
    os.killpg(jobs._connection._process.pid, signal.SIGKILL)
    assert answer.exception(timeout=60)
    wait_until(lambda: jobs.cluster.workers == 2, "two others")


def test_epochs_are_recorded_once_and_in_order(jobs: Jobs) -> None:
    view = wait_for_end(jobs.start(experiment("training.epochs=200"), None))
    assert view.epochs == 200
    assert all(before < after for before, after in pairwise(sorted(view.validation)))
    assert sorted(view.validation) == list(range(0, 201, 2))


def test_a_run_whose_folder_is_gone_does_not_hold_up_others(jobs: Jobs) -> None:
    lost, kept = (jobs.start(experiment(*ENDLESS, f"training.seed={seed}"), None) for seed in (1, 2))
    wait_for_epoch(lost, 50)
    RunFolder.find(lost).delete()
    wait_until(lambda: not jobs.is_active(lost), "the deleted run to be given up")
    reached = view_of(kept).epochs
    wait_for_epoch(kept, reached + 100)
    jobs.act(kept, "stop")
    wait_for_end(kept)


def test_a_learning_rate_set_while_paused_counts(jobs: Jobs) -> None:
    run = jobs.start(experiment("training.epochs=3"), None, one_epoch=True)
    wait_until(lambda: view_of(run).status == "paused", "the pause after one epoch")
    jobs.set_learning_rate(run, 0.02)
    jobs.act(run, "resume")
    (change,) = wait_for_end(run).learning_rates
    assert (change.epoch, change.value) == (1, 0.02)
