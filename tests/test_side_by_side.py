"""Several processes at once: who does what, and that none is left, however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from seqcore.command_line.ending import Interrupts
from seqcore.command_line.side_by_side import ProcessDied, next_place, num_processes, side_by_side
from seqcore.invalid import InvalidInput
from seqcore.runs.folder import all_runs

ROOT = Path(__file__).parents[1]
PATIENCE = 120

pytestmark = pytest.mark.usefixtures("plain_main")


def own_process(job: int, interrupts: Interrupts) -> tuple[int, int]:
    time.sleep(0.01)
    return job, os.getpid()


def difficult(job: str, interrupts: Interrupts) -> None:
    if job == "die":
        os._exit(1)
    raise InvalidInput([f"{job}: cannot be."])


def until_told(job: int, interrupts: Interrupts) -> int | None:
    while not interrupts.number:
        time.sleep(0.01)
    return interrupts.number


def at_work(job: int, interrupts: Interrupts) -> None:
    print("at work", flush=True)
    until_told(job, interrupts)


def endless() -> None:
    list(side_by_side(at_work, [("a", 1), ("a", 2)], 2, Interrupts()))


def test_every_job_is_done_in_other_processes() -> None:
    done = dict(side_by_side(own_process, [("a", number) for number in range(8)], 2, Interrupts()))
    assert done.keys() == set(range(8))
    assert os.getpid() not in done.values()


def test_a_process_stays_with_its_kinds_and_helps_out_where_most_is_left() -> None:
    assert next_place("aabbc", own="b", others="ac") == 2
    assert next_place("aabbc", own="", others="") == 0
    assert next_place("aabbc", own="", others="a") == 2
    assert next_place("aabb", own="c", others="ab") == 3


def test_one_process_is_this_one() -> None:
    assert list(side_by_side(own_process, [("a", 1), ("b", 2)], 1, Interrupts())) == [
        (1, os.getpid()),
        (2, os.getpid()),
    ]


def test_what_work_raises_comes_here_as_it_was() -> None:
    with pytest.raises(InvalidInput) as caught:
        list(side_by_side(difficult, [("a", "this"), ("a", "that")], 2, Interrupts()))
    assert caught.value.problems[0] in {"this: cannot be.", "that: cannot be."}


def test_a_process_that_dies_is_told_in_a_sentence() -> None:
    with pytest.raises(ProcessDied, match="Try --processes 1"):
        list(side_by_side(difficult, [("a", "die"), ("b", "die")], 2, Interrupts()))


def test_after_a_signal_only_what_was_under_way_comes_to_its_end() -> None:
    interrupts = Interrupts()
    interrupted = side_by_side(until_told, [("a", number) for number in range(5)], 2, interrupts, PATIENCE)
    interrupts.note(signal.SIGINT)
    assert list(interrupted) == []
    interrupts = Interrupts()
    signal.signal(signal.SIGALRM, lambda *_: interrupts.note(signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 1)
    assert list(side_by_side(until_told, [("a", number) for number in range(5)], 2, interrupts, PATIENCE)) == [2, 2]


def test_no_more_processes_than_jobs() -> None:
    assert num_processes(7, 3) == 3
    assert num_processes(0, 3) >= 1
    assert num_processes(None, 1) == 1


ONLY_UNIX = pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals")


def wait_until(happened: Callable[[], object], process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


@ONLY_UNIX
def test_after_a_signal_runs_of_a_comparison_are_kept_as_stopped() -> None:
    arguments = ["cumsum-lstm", "--vary", "architecture.layers.0.units=2,3", "--set", "training.epochs=100000"]
    program = [sys.executable, "-m", "seqcore", "compare", *arguments, "--processes", "2"]
    process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: sum(run.view().epochs > 0 for run in all_runs()) == 2, process)
    children = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    _, error = process.communicate(timeout=PATIENCE)
    assert error.splitlines()[-1] == "Interrupted after 2 runs, which are kept."
    assert process.returncode == 128 + signal.SIGTERM
    assert [run.view().status for run in all_runs()] == ["stopped", "stopped"]
    assert not psutil.wait_procs(children, timeout=PATIENCE)[1]


@ONLY_UNIX
def test_when_the_first_process_is_killed_the_others_end_by_themselves() -> None:
    words = "from test_side_by_side import *\nif __name__ == '__main__': endless()"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)])}
    process = subprocess.Popen(
        [sys.executable, "-c", words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert {process.stdout.readline(), process.stdout.readline()} == {"at work\n"}
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) >= 2
    process.kill()
    process.wait()
    assert not psutil.wait_procs(children, timeout=PATIENCE)[1]
