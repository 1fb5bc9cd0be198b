"""The rows of the table: each claim that presets and comparisons know, and how it is judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from seqcore.comparisons.claims import Claim
from seqcore.comparisons.comparison import Comparison
from seqcore.comparisons.presets import COMPARISONS, NamedComparison
from seqcore.evaluation.measure import Measure
from seqcore.experiment import Experiment
from seqcore.findings.rule import Kind, Values, alike, ordered, reaches, stays_within
from seqcore.presets import PRESETS
from seqcore.tasks.base.evaluation import NETWORK
from seqcore.tasks.base.preset import Published


@dataclass(frozen=True)
class Subject:
    """What has to be trained for one claim or several, by the name of its preset or comparison.

    `trained` are experiments by name; of `baselines` the same measure is kept beside that of the network.
    """

    name: str
    title: str
    measure: str
    trained: Mapping[str, Experiment]
    titles: Mapping[str, str]
    baselines: tuple[str, ...] = ()
    comparison: Comparison | None = None

    @property
    def known(self) -> Measure:
        """What is measured."""
        return next(iter(self.trained.values())).task.measures()[self.measure]


@dataclass(frozen=True)
class Row:
    """A claim of somebody, about a subject; `judge` says what values by name make of it, `about` whose they are."""

    subject: Subject
    claim: str
    source: str
    about: tuple[str, ...]
    judge: Callable[[Values], Kind]


@cache
def rows() -> tuple[Row, ...]:
    """All of them, presets first, without those whose claim a comparison tests."""
    published = {name: one.preset.published for name, one in PRESETS.items()}
    found = [_of_preset(name, one) for name, one in published.items() if one and not one.compared]
    return (*found, *(row for name, named in COMPARISONS.items() for row in _of_comparison(name, named)))


@cache
def unclaimed() -> tuple[str, ...]:
    """Presets of which nobody published anything that a number could check, but that we have measured."""
    known = {name: one.preset for name, one in PRESETS.items()}
    return tuple(name for name, one in known.items() if not one.published and one.lesson and one.lesson.expected)


def subjects() -> dict[str, Subject]:
    """What there is to train, by name."""
    return {row.subject.name: row.subject for row in rows()}


def _of_preset(name: str, published: Published) -> Row:
    entry, measure = PRESETS[name], published.metric
    task, beats = entry.experiment.task, published.beats
    baselines = (beats,) if beats else ()
    titles = {NETWORK: "the network"} | {one: task.examples().baselines()[one].title for one in baselines}
    trained = {NETWORK: entry.experiment}
    title = f"{task.title}: {entry.preset.title}"
    subject = Subject(name, title, measure, trained, titles, baselines)
    rises = subject.known.rises
    if beats:
        judge: Callable[[Values], Kind] = partial(ordered, ahead=(NETWORK,), behind=baselines, rises=rises)
    else:
        judge = partial(_number, published=published, rises=rises)
    return Row(subject, published.claim, published.source, (NETWORK, *baselines), judge)


def _number(values: Values, published: Published, rises: bool) -> Kind:
    rule = stays_within if published.is_limit else reaches
    return rule(values[NETWORK], published.low, published.high, rises=rises)


def _of_comparison(name: str, named: NamedComparison) -> list[Row]:
    if not named.claims:
        return []
    changes = [] if named.claimed_after is None else [f"training.epochs={named.claimed_after}"]
    comparison = named.comparison(changes)
    titles = {one.name: one.title for one in comparison.variants}
    subject = Subject(name, named.title, named.measure, comparison.experiments, titles, comparison=comparison)
    source = named.published.partition(". ")[2] or named.published
    return [Row(subject, one.words, source, (*one.ahead, *one.behind), _judge(one, subject)) for one in named.claims]


def _judge(claim: Claim, subject: Subject) -> Callable[[Values], Kind]:
    rises = subject.known.rises
    if not claim.behind:
        return partial(alike, names=claim.ahead, rises=rises)
    return partial(ordered, ahead=claim.ahead, behind=claim.behind, rises=rises)
