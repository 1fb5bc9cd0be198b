"""All cases of the clinic, from the files beside this one, in the order of their names."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from seqcore.clinic.case import Case, read_case
from seqcore.runs.view import RunView

FOLDER = Path(__file__).with_name("cases")


@cache
def all_cases() -> Mapping[str, Case]:
    """The cases by name, which is that of the file without its number. Raises InvalidInput for one that is damaged."""
    files = sorted(FOLDER.glob("*.toml"))
    return {_name(file): read_case(_name(file), file.read_text(encoding="utf-8")) for file in files}


def measured(case: Case, view: RunView) -> float | None:
    """What the case is judged by, at the end of a run; None before, and where a run ended without."""
    if view.finished is None:
        return None
    scores = view.finished.validation if case.healed.part == "validation" else view.finished.test
    return scores.get(case.healed.measure)


def _name(file: Path) -> str:
    return file.stem.partition("-")[2]
