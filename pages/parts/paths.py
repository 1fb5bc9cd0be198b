"""Where the settings of an experiment stand: paths such as ("architecture", "layers", 0, "units")."""

from seqcore.architectures import ARCHITECTURES
from seqcore.invalid import NAMES_APART
from seqcore.settings import SettingField, Settings, fields_of
from seqcore.tasks import TASKS
from seqcore.training.settings import Training

Path = tuple[str | int, ...]


def paths_of(problem: str) -> list[Path]:
    """The settings that a sentence of `InvalidInput` is about: "task.start and task.end: …" is about two."""
    names = problem.partition(":")[0].split(NAMES_APART)
    return [tuple(int(step) if step.isdigit() else step for step in name.split(".")) for name in names]


def fields_along(path: Path, task_kind: str, architecture_kind: str) -> list[SettingField | None]:
    """The field at each step below the group of `path`, None for a place in a list; [] if there is no such setting."""
    groups: dict[str | int, type[Settings]] = {
        "task": TASKS[task_kind],
        "architecture": ARCHITECTURES[architecture_kind],
        "training": Training,
    }
    owner, found = groups.get(path[0]), list[SettingField | None]()
    for step in path[1:]:
        field = fields_of(owner).get(step) if owner and isinstance(step, str) else None
        if field is None and not isinstance(step, int):
            return []
        owner = field.item if field and field.item else owner
        found.append(field)
    return found if owner else []
