"""``findings``: train what the tutorials' claims are about, and say which of them hold."""

import argparse
from pathlib import Path

from seqcore.command_line.ending import Interrupts
from seqcore.command_line.engine import engine_loaded, quiet
from seqcore.command_line.side_by_side import num_processes, side_by_side
from seqcore.command_line.terminal import Terminal
from seqcore.findings.measuring import measured
from seqcore.findings.rows import rows, subjects
from seqcore.findings.rule import WORDS, Interval
from seqcore.findings.stored import Measured, add, current, read
from seqcore.invalid import InvalidInput

DEFAULT_SEEDS = 10
PATIENCE_SECONDS = 0.5


def measure_all(options: argparse.Namespace, interrupts: Interrupts) -> list[str]:
    """Measure what is asked for and not known yet, write it down one by one, and return the names of what was."""
    wanted = _wanted(options)
    if not wanted:
        return []
    processes, done = num_processes(options.processes, len(wanted)), list[str]()
    for name, found in side_by_side(
        _measured, [(name, (name, options.seeds)) for name in wanted], processes, interrupts
    ):
        if found is not None:
            add(name, found, options.out)
            done.append(name)
            _say(done, wanted)
    return done


def _say(done: list[str], wanted: list[str]) -> None:
    Terminal(stderr=True).say(f"{len(done)} of {len(wanted)}: {done[-1]}")


def _measured(job: tuple[str, int], interrupts: Interrupts) -> tuple[str, Measured | None]:
    """Nothing after a signal."""
    name, seeds = job
    if not engine_loaded(interrupts):
        return name, None
    with quiet():
        return name, measured(subjects()[name], seeds)


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
