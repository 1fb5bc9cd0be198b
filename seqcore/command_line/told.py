"""What a training tells on the command line beside the events that its folder keeps; one JSON object each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, cast

import numpy as np
from pydantic import BaseModel, ConfigDict

from seqcore.data.base import Loaded, Question
from seqcore.data.images.images import Images
from seqcore.data.series.series import Series
from seqcore.data.text.text import Text
from seqcore.evaluation.verdict import Verdict
from seqcore.tasks.base.task import Baseline
from seqcore.training.events import Ending

BEGINNING = 60
"""Characters of a text that are shown."""


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True)


class Row(_Told):
    """One row of a series: its date, or its number where there are no dates, and its value."""

    at: str
    value: float


class Asked(_Told):
    """A reading that is about as good as another one; `about` is the setting that chooses."""

    about: str
    question: str
    chosen: str
    others: list[str]


class SeriesRead(_Told):
    """The series that a run is about, before it is trained on.

    `reading` says in one line how a file was read, `facts` more of it; `questions` are those nobody answered.
    """

    event: Literal["series"] = "series"
    name: str
    origin: str
    reading: str
    questions: list[Asked]
    column: str
    further_columns: list[str]
    rows: int
    first: Row
    last: Row
    facts: dict[str, str]
    notes: list[str]
    problem: str

    def in_lines(self) -> list[str]:
        """For people; what follows the first line is about it."""
        ends = f"{self.first.value:.6g} ({self.first.at}) to {self.last.value:.6g} ({self.last.at})"
        lines = [f"Series: {self.origin}", self.reading or f"column {self.column}: {self.rows:,} rows, {ends}"]
        lines += [f"Taken, though {one.about} may be another: {one.chosen}" for one in self.questions]
        if self.further_columns:
            lines.append(f"further columns: {', '.join(self.further_columns)}")
        return [*lines, *_more_lines(self.facts, [*self.notes, *filter(None, [self.problem])])]


class TextRead(_Told):
    """The text that a run is about, before it is trained on."""

    event: Literal["text"] = "text"
    name: str
    origin: str
    characters: int
    beginning: str
    facts: dict[str, str]
    notes: list[str]

    def in_lines(self) -> list[str]:
        """For people; what follows the first line is about it."""
        lines = [f"Text: {self.name}. {self.origin}", f"{self.characters:,} characters, beginning {self.beginning!r}"]
        return [*lines, *_more_lines(self.facts, self.notes)]


class ImagesRead(_Told):
    """The images that a run is about, before it is trained on. `labels` are how many there are of each, by label."""

    event: Literal["images"] = "images"
    name: str
    origin: str
    images: int
    height: int
    width: int
    labels: dict[str, int]
    notes: list[str]

    def in_lines(self) -> list[str]:
        """For people; what follows the first line is about it."""
        each = ", ".join(f"{label}: {count:,}" for label, count in self.labels.items())
        lines = [
            f"Images: {self.name}. {self.origin}",
            f"{self.images:,} of {self.height} × {self.width} pixels; {each}",
        ]
        return [*lines, *_more_lines({}, self.notes)]


class Baselines(_Told):
    """The scores of the baselines on the validation data, known before anything is trained."""

    event: Literal["baselines"] = "baselines"
    validation: dict[str, Baseline]


class Beside(_Told):
    """A variant that was trained beside this run, to compare it with, has ended."""

    event: Literal["companion"] = "companion"
    name: str
    title: str
    run: str
    path: str
    reason: Ending
    validation: dict[str, float]
    test: dict[str, float]
    verdict: Verdict | None


DataRead = SeriesRead | TextRead | ImagesRead
Told = DataRead | Baselines | Beside


def data_read(loaded: Loaded) -> DataRead:
    """What there is to say of data that were just loaded."""
    return _READ[loaded.data.kind](loaded)


def _series_read(loaded: Loaded) -> SeriesRead:
    series = cast(Series, loaded.data)
    first, last = _rows(series)
    return SeriesRead(
        name=series.name,
        origin=series.origin,
        reading=loaded.sentence,
        questions=asked(loaded.questions),
        column=series.target,
        further_columns=list(series.columns)[1:],
        rows=len(series),
        first=first,
        last=last,
        facts=dict(loaded.facts),
        notes=list(series.notes),
        problem=loaded.problem,
    )


def asked(questions: Sequence[Question]) -> list[Asked]:
    """Questions as values."""
    return [
        Asked(
            about=one.about,
            question=one.sentence,
            chosen=one.chosen.title,
            others=[other.title for other in one.others],
        )
        for one in questions
    ]


def _text_read(loaded: Loaded) -> TextRead:
    text = cast(Text, loaded.data)
    return TextRead(
        name=text.name,
        origin=text.origin,
        characters=len(text.content),
        beginning=text.content[:BEGINNING],
        facts=dict(loaded.facts),
        notes=list(text.notes),
    )


def baselines_known(baselines: Mapping[str, Baseline]) -> Baselines:
    """The event for these baselines."""
    return Baselines(validation=dict(baselines))


def _more_lines(facts: Mapping[str, str], notes: Sequence[str]) -> list[str]:
    return [*(f"{what}: {words}" for what, words in facts.items()), *(f"Note: {note}" for note in notes)]


def _rows(series: Series) -> tuple[Row, Row]:
    """The first and the last row; times of day where there are any."""
    first, last = series.ends_in_words()
    return Row(at=first, value=float(series.values[0])), Row(at=last, value=float(series.values[-1]))


def _images_read(loaded: Loaded) -> ImagesRead:
    images = cast(Images, loaded.data)
    number, height, width = images.digits.images.shape
    counts = np.bincount(images.digits.labels)
    return ImagesRead(
        name=images.name,
        origin=images.origin,
        images=number,
        height=height,
        width=width,
        labels={str(label): int(count) for label, count in enumerate(counts)},
        notes=list(images.notes),
    )


_READ: Mapping[str, Callable[[Loaded], DataRead]] = {
    "series": _series_read,
    "text": _text_read,
    "images": _images_read,
}
