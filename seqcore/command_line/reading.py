"""``read``: how a file is read, in words and as values, with the questions that are left; and what `train` asks."""

import json
from collections.abc import Sequence
from typing import Any

from seqcore.command_line.terminal import Terminal
from seqcore.data.base import Loaded, Question
from seqcore.data.files import read_file
from seqcore.data.series.files import Understood, read_series
from seqcore.data.series.series import SECONDS_A_DAY, Series
from seqcore.data.series.settings import SeriesSettings
from seqcore.data.series.sources import reading_of
from seqcore.data.uploads import file_name
from seqcore.experiment import with_values
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS

_MOST_NAMED = 12


def understood_file(path: str, assignments: Sequence[str]) -> Understood:
    """How a file of this computer is read, as the settings say. Raises InvalidInput."""
    experiment = next(one.experiment for one in PRESETS.values() if isinstance(one.experiment.task, SeriesSettings))
    task = with_values(experiment, ["task.source=file", f"task.path={path}", *assignments]).task
    assert isinstance(task, SeriesSettings)  # noqa: S101 (the preset above)
    return read_series(read_file(task.path), file_name(task.path), reading_of(task))


def reading_values(path: str, understood: Understood) -> dict[str, Any]:
    """The reading for programs."""
    series = understood.series
    return {
        "file": file_name(path),
        "date_columns": list(understood.date_columns),
        "value_column": understood.value_column,
        "rows": len(series),
        "of_rows": understood.rows_read,
        "first": _row(series, 0),
        "last": _row(series, -1),
        "notes": list(understood.notes),
        "questions": [
            {
                "about": f"task.{one.about}",
                "question": one.sentence,
                "chosen": one.chosen.value,
                "others": [other.value for other in one.others],
            }
            for one in understood.questions
        ],
    }


def _row(series: Series, place: int) -> list[str | int | float]:
    """Its date, or its number where there are no dates, and its value."""
    value = float(series.values[place])
    if not series.has_dates:
        return [int(series.index[place]), value]
    has_clock = bool((series.index.astype("int64") % SECONDS_A_DAY).any())
    return [str(series.index[place].astype("datetime64[s]" if has_clock else "datetime64[D]")), value]


def print_reading(out: Terminal, understood: Understood) -> None:
    """The reading for people."""
    out.say(understood.sentence())
    for what, words in understood.facts():
        out.say(f"{what}: {words}", indent=2)
    for note in understood.notes:
        out.say(f"Note: {note}", indent=2)
    for sentence in _sentences(understood.questions):
        out.say(f"Question: {sentence}")


def answered(loaded: Loaded | None, yes: bool) -> None:
    """Raises InvalidInput, saying how to answer, when there are questions about the data and `yes` was not said."""
    if loaded and loaded.questions and not yes:
        raise InvalidInput([*_sentences(loaded.questions), "Or add --yes to take the first of each."])


def _sentences(questions: Sequence[Question]) -> list[str]:
    return [
        f"{one.sentence} {one.chosen.title} is taken; say --set {_assignment(one.about, one.chosen.value)} to confirm, "
        f"or one of: {_listed([other.value for other in one.others])}."
        for one in questions
    ]


def _assignment(about: str, value: str) -> str:
    assignment = f"task.{about}={value}"
    return assignment if value.replace("_", "").isalnum() else json.dumps(assignment, ensure_ascii=False)


def _listed(values: Sequence[str]) -> str:
    more = f" and {len(values) - _MOST_NAMED} more" if len(values) > _MOST_NAMED else ""
    return ", ".join(values[:_MOST_NAMED]) + more
