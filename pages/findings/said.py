"""The words of the findings: how many claims hold, what was measured, and under which circumstances."""

from collections.abc import Mapping, Sequence

from pages.parts.plain import plain
from pages.parts.run_words import in_a_sentence, number_words
from seqcore.comparisons.results import LOSS
from seqcore.evaluation.measure import Measure
from seqcore.findings.rows import Row
from seqcore.findings.rule import WORDS, Interval, Kind
from seqcore.findings.stored import Measured
from seqcore.presets import PRESETS

SMALL = 1e-4
ORDER: tuple[Kind, ...] = ("holds", "noise", "fails", "unknown")


def counted(verdicts: Mapping[Kind | None, int]) -> str:
    """As in "12 claims: 5 hold, …"; those that were not measured are among them."""
    plural = {**WORDS, "holds": "hold", "noise": "hold within noise", "fails": "do not hold"}
    there = [(kind, verdicts[kind]) for kind in ORDER if verdicts.get(kind)]
    words = [f"**{count} {(WORDS if count == 1 else plural)[kind]}**" for kind, count in there]
    missing = verdicts.get(None, 0)
    words += [f"{missing} {'was' if missing == 1 else 'were'} not measured yet"] if missing else []
    total = sum(verdicts.values())
    return f"{total} claims that a number can check: {', '.join(words) or 'none was measured yet'}."


def ours(row: Row, measured: Measured) -> str:
    """Mean ± standard deviation of each network that the claim is about, the best first."""
    known, numbers = row.subject.known, measured.numbers()
    found = {name: Interval.of(numbers[name]) for name in row.about}
    order = sorted(found, key=lambda name: -found[name].mean if known.rises else found[name].mean)
    values = [f"{plain(row.subject.titles[name])} **{in_figures(found[name], known)}**" for name in order]
    name = "loss" if row.subject.measure == LOSS else in_a_sentence(known.title.partition(",")[0])
    after = max(one.training.epochs for one in row.subject.trained.values())
    return f"{' · '.join(values)} ({plain(name)} after {after:,} epochs, {len(measured.seeds)} seeds)"


def measured_alone(names: Sequence[str]) -> dict[str, list[str]]:
    """Columns with what each of these presets measured at its end, between the lowest and the highest seed."""
    table: dict[str, list[str]] = {"Network": [], "Measure": [], "From": [], "To": [], "Seeds": []}
    for name in names:
        entry = PRESETS[name]
        task, lesson = entry.experiment.task, entry.preset.lesson
        if lesson is None or lesson.expected is None:
            continue
        expected = lesson.expected
        measure = task.measures()[expected.measure]
        low, high = number_words(expected.low, measure), number_words(expected.high, measure)
        title = measure.title.partition(",")[0]  # without the part that it is measured on
        row = (f"{task.title}: {entry.preset.title}", title, low, high, str(expected.seeds))
        for column, cell in zip(table.values(), row, strict=True):
            column.append(cell)
    return table


def in_figures(found: Interval, measure: Measure) -> str:
    """As in "94.1% ± 0.6" and "0.253 ± 0.03"."""
    if measure.share:
        return f"{found.mean:.1%}" + (f" ± {100 * found.std:.1f}" if found.n > 1 else "")
    return _short(found.mean, 3) + (f" ± {_short(found.std, 2)}" if found.n > 1 else "")


def _short(value: float, digits: int) -> str:
    """So many significant digits: 9.25, 0.00042; as a power of ten only where nobody counts the zeros: 9.0e−06."""
    if 0 < abs(value) < SMALL:
        return f"{value:.1e}".replace("-", "−")
    return f"{float(f'{value:.{digits}g}'):,.10f}".rstrip("0").rstrip(".").replace("-", "−")


def about_the_numbers(measured: Sequence[Measured]) -> str:
    """Machines, versions, days and seeds, and how to measure anew."""
    if not measured:
        return "Nothing was measured yet: `python -m seqcore findings` does it, in about ten minutes."
    machines = dict.fromkeys(one.under.machine for one in measured)
    versions = dict.fromkeys(
        ", ".join(f"{name} {number}" for name, number in one.under.versions.items()) for one in measured
    )
    days = sorted({one.under.date for one in measured})
    seeds = sorted({len(one.seeds) for one in measured})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    return (
        f"Measured {when} on {plain('; '.join(machines))}, with {plain('; '.join(versions))}; "
        f"{' or '.join(map(str, seeds))} seeds each. Mean ± standard deviation over the seeds. "
        "`python -m seqcore findings` measures all of it anew."
    )
