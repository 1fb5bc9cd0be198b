"""What was measured, as a file of the project: numbers by seed, with which versions, on what machine, and when."""

import hashlib
import json
import os
import platform
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from seqcore.findings.rows import Subject
from seqcore.presets import effective
from seqcore.whole_file import write_whole

FILE = Path(__file__).parent / "measured.json"
PACKAGES = ("tensorflow", "keras", "numpy")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Circumstances(_Frozen):
    """Where and when: a machine without its name, versions of what computed, the day."""

    machine: str
    versions: dict[str, str]
    date: str


class Measured(_Frozen):
    """What a subject measured: `values` by name and seed, null where a run came to nothing.

    `settings` change with what is trained; `seconds` are of computing, of all seeds together.
    """

    settings: str
    measure: str
    seeds: tuple[int, ...]
    values: dict[str, tuple[float | None, ...]]
    seconds: float
    under: Circumstances

    def numbers(self) -> dict[str, list[float]]:
        """The values with NaN for null."""
        return {name: [float("nan") if one is None else one for one in row] for name, row in self.values.items()}


class _File(_Frozen):
    subjects: dict[str, Measured] = {}


def read(file: Path = FILE) -> dict[str, Measured]:
    """What there is, by the subject's name; nothing where the file is not there or cannot be understood."""
    try:
        found = file.stat()
        return dict(_read(file, found.st_mtime_ns, found.st_size))
    except (OSError, ValidationError):
        return {}


@lru_cache(maxsize=2)
def _read(file: Path, changed: int, size: int) -> dict[str, Measured]:
    """Once for each state of the file: pages look into it again and again."""
    return _File.model_validate_json(file.read_bytes()).subjects


def add(name: str, measured: Measured, file: Path = FILE) -> None:
    """Put it into the file, in the place of what was measured before."""
    known = sorted((read(file) | {name: measured}).items())
    lines = ",\n".join(f"  {json.dumps(name)}: {one.model_dump_json()}" for name, one in known)
    write_whole(file, f'{{"subjects": {{\n{lines}\n}}}}\n'.encode())


def current(subject: Subject, known: dict[str, Measured]) -> Measured | None:
    """What was measured of a subject as it is now: None where its settings have changed since."""
    found = known.get(subject.name)
    fits = found is not None and found.settings == settings_of(subject) and found.measure == subject.measure
    return found if fits else None


def settings_of(subject: Subject) -> str:
    """Changes when an experiment of the subject does."""
    text = json.dumps({name: effective(one) for name, one in subject.trained.items()}, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def circumstances() -> Circumstances:
    """Those of this process."""
    machine = f"{os.cpu_count()} × {_processor()}, {platform.system()}"
    versions = {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    return Circumstances(machine=machine, versions=versions, date=datetime.now(UTC).date().isoformat())


def _processor() -> str:
    """As in "AMD EPYC 7B13", where the system says it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.machine() or "processor"
