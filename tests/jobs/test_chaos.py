"""Everything is killed, again and again: all runs finish all the same, with the numbers of undisturbed ones."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from waiting import view_of, wait_for_end, wait_until

from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.runs.view import RunView
from seqcore.training.events import Ending

NUM_KILLS = 30
NUM_SERVER_KILLS = 5
SHORT = {
    "cumsum-lstm": ["training.epochs=4000", "training.validate_every=1000"],
    "cumsum-simplernn": ["training.epochs=3000", "training.validate_every=1000"],
    "cumsum-bilstm": ["training.epochs=30", "training.validate_every=10"],
    "cumsum-gru": ["training.epochs=30", "training.validate_every=10"],
    "prices-simplernn": ["training.epochs=2", "training.updates_per_epoch=16"],
    "prices-bilstm": ["training.epochs=2", "training.updates_per_epoch=16"],
    "addition-seq2seq": ["training.epochs=2", "training.updates_per_epoch=16"],
    "addition-attention": ["training.epochs=2", "training.updates_per_epoch=16"],
    "addition-mlp": ["training.epochs=30"],
    "addition-mapping-lstm": ["training.epochs=2", "training.updates_per_epoch=16"],
}
"""Ten presets, shortened; most end before XLA is needed, which takes seconds after each kill."""


def short(preset: str) -> Experiment:
    return with_values(PRESETS[preset].experiment, SHORT[preset])


def start(jobs: Jobs, preset: str) -> str:
    what = short(preset)
    loaded = what.task.load(lambda path: None)
    return jobs.start(what, None, data=loaded.data if loaded else None)


def numbers(view: RunView) -> tuple[Ending, object, object, object, object]:
    """All that must not depend on what happened to processes."""
    ended = view.finished
    assert ended is not None
    return ended.reason, view.training, view.validation, ended.test, ended.verdict


def kill_whoever_trains(jobs: Jobs, chance: random.Random) -> bool:
    """Kill one worker that has a slice under way; False if none has, just now."""
    turns = [turn for turn in jobs._turns._all() if turn.future is not None and not turn.future.done()]
    if not turns:
        return False
    worker = chance.choice(turns).worker
    pids = jobs._connection._client.run(os.getpid, workers=[worker], on_error="ignore")
    for pid in pids.values():
        os.kill(pid, signal.SIGKILL)
    return bool(pids)


@pytest.mark.slow
def test_thirty_kills_of_workers_change_no_number_of_ten_runs(jobs: Jobs) -> None:
    undisturbed = {preset: numbers(wait_for_end(run)) for preset, run in [(p, start(jobs, p)) for p in SHORT]}
    began, kills, chance = time.monotonic(), 0, random.Random(1)
    runs: list[tuple[str, str]] = []
    while kills < NUM_KILLS:
        if not any(jobs.is_active(run) for _, run in runs):  # at first, and where the runs are quicker than the kills
            runs += [(preset, start(jobs, preset)) for preset in SHORT]
        time.sleep(chance.uniform(0, 0.4))
        kills += kill_whoever_trains(jobs, chance)
    killed = time.monotonic()
    found = [(preset, numbers(wait_for_end(run))) for preset, run in runs]
    ended = time.monotonic()
    print(f"\n{kills} kills in {killed - began:.0f} s; all {len(runs)} runs had finished {ended - killed:.0f} s later")
    assert all(ending == undisturbed[preset] for preset, ending in found)
    wait_until(lambda: jobs.cluster.workers == 2, "both workers")


SERVER = """
import sys, time
from seqcore.experiment import from_json
from seqcore.jobs.jobs import Jobs
jobs = Jobs()
for text in sys.argv[1:]:
    print(jobs.start(from_json(text), None), flush=True)
print("started", flush=True)
time.sleep(600)
"""
LONG = ["training.epochs=10000", "training.updates_per_epoch=20", "training.validate_every=5000"]
"""200,000 updates. Between two kills a quick machine does some 20,000, and no run may have ended by the last one."""


@pytest.mark.slow
def test_five_kills_of_the_server_leave_no_process_and_every_run_goes_on(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiments = [with_values(PRESETS[preset].experiment, LONG) for preset in ("cumsum-lstm", "cumsum-simplernn")]
    undisturbed = [jobs.start(what, None) for what in experiments]
    expected = [numbers(wait_for_end(run)) for run in undisturbed]
    monkeypatch.setenv("SEQCORE_HOME", str(tmp_path))
    runs: list[str] = []
    longest = 0.0
    for kill in range(NUM_SERVER_KILLS):
        texts = [what.model_dump_json() for what in experiments] if not kill else []
        server = subprocess.Popen([sys.executable, "-c", SERVER, *texts], stdout=subprocess.PIPE, text=True)
        told = iter(server.stdout.readline, "started\n")
        runs.extend(line.strip() for line in told)
        if kill != 1:  # the second one is killed while it starts
            before = sum(view_of(run).updates for run in runs)
            wait_until(lambda before=before: sum(view_of(run).updates for run in runs) > before, "training")
            assert not jobs.resume_interrupted(runs[0])  # another process is in charge
        processes = psutil.Process(server.pid).children(recursive=True)
        server.kill()
        server.wait()
        killed = time.monotonic()
        wait_until(lambda gone=processes: not any(map(psutil.Process.is_running, gone)), "all processes to end")
        longest = max(longest, time.monotonic() - killed)
        assert all(view_of(run).finished is None for run in runs)
    print(f"\n{NUM_SERVER_KILLS} kills of the server; its last process ended {longest:.1f} s later at most")
    assert longest < 10
    assert all(jobs.resume_interrupted(run) for run in runs)
    assert [numbers(wait_for_end(run)) for run in runs] == expected
