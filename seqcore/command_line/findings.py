"""``findings``: train what the tutorials' claims are about, and say which of them hold."""

import argparse
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from seqcore.command_line.ending import Interrupts
from seqcore.command_line.engine import engine_loaded, quiet
from seqcore.command_line.terminal import Terminal
from seqcore.findings.measuring import measured
from seqcore.findings.rows import rows, subjects
from seqcore.findings.rule import WORDS, Interval
from seqcore.findings.stored import Measured, add, current, read
from seqcore.invalid import InvalidInput

DEFAULT_SEEDS = 5
PATIENCE_SECONDS = 0.5


def measure_all(options: argparse.Namespace, interrupts: Interrupts) -> list[str]:
    """Measure what is asked for and not known yet, write it down one by one, and return the names of what was."""
    wanted = _wanted(options)
    if not wanted:
        return []
    processes = min(options.processes or os.cpu_count() or 1, len(wanted))
    if processes == 1:
        return _one_by_one(wanted, options, interrupts)
    done: list[str] = []
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        under_way = {pool.submit(_measured, name, options.seeds): name for name in wanted}
        for ended in as_completed(under_way):
            add(under_way[ended], ended.result(), options.out)
            done.append(under_way[ended])
            _say(done, wanted)
            if interrupts.number:
                pool.shutdown(wait=False, cancel_futures=True)
                break
    return done


def _one_by_one(wanted: list[str], options: argparse.Namespace, interrupts: Interrupts) -> list[str]:
    done: list[str] = []
    if not engine_loaded(interrupts):
        return done
    for name in wanted:
        if interrupts.number:
            break
        add(name, measured(subjects()[name], options.seeds), options.out)
        done.append(name)
        _say(done, wanted)
    return done


def _say(done: list[str], wanted: list[str]) -> None:
    Terminal(stderr=True).say(f"{len(done)} of {len(wanted)}: {done[-1]}")


def _measured(name: str, seeds: int) -> Measured:
    """In a process of its own."""
    if not engine_loaded(Interrupts()):
        raise RuntimeError("the engine was not loaded")
    with quiet():
        return measured(subjects()[name], seeds)


def _wanted(options: argparse.Namespace) -> list[str]:
    """The names to measure. Raises InvalidInput for unknown ones."""
    known, kept = subjects(), read(options.out)
    if strange := [name for name in options.only if name not in known]:
        raise InvalidInput([f"--only: got {strange[0]!r}; allowed are {', '.join(known)}."])
    if options.seeds < 2:
        raise InvalidInput([f"--seeds: got {options.seeds}; it takes 2 at least to know what is noise."])
    named = options.only or list(known)
    return [
        name
        for name in named
        if options.again or (found := current(known[name], kept)) is None or len(found.seeds) < options.seeds
    ]


def report(file: Path) -> None:
    """The table, as far as it was measured."""
    kept, out = read(file), Terminal()
    lines = []
    for row in rows():
        found = current(row.subject, kept)
        if found is None:
            lines.append([row.subject.name, row.claim, "not measured yet", ""])
            continue
        numbers = found.numbers()
        ours = "; ".join(f"{row.subject.titles[name]} {in_figures(Interval.of(numbers[name]))}" for name in row.about)
        lines.append([row.subject.name, row.claim, ours, WORDS[row.judge(numbers)]])
    out.rows(["name", "claim", "ours (mean ± standard deviation)", "verdict"], lines, title="Findings")


def in_figures(found: Interval) -> str:
    """As in "0.94 ± 0.006"."""
    return f"{found.mean:.3g}" + (f" ± {found.std:.2g}" if found.n > 1 else "")
