"""Saying what is wrong with an experiment: which field, what was passed, what is allowed."""

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import ValidationError

from seqcore.settings import Settings, fields_of


class InvalidInput(ValueError):
    """An experiment that cannot be. `problems` holds one sentence for each thing that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


def explain(error: ValidationError, model: type[Settings]) -> list[str]:
    """One sentence per problem in `error`, which came from validating `model`."""
    problems = error.errors(include_url=False)
    # A list with a bad entry is also reported as too short: the entry says it all.
    inner = {problem["loc"][:end] for problem in problems for end in range(len(problem["loc"]))}
    return [_sentence(problem, model) for problem in problems if problem["loc"] not in inner]


def _sentence(problem: Any, model: type[Settings]) -> str:
    owner, path = _locate(problem["loc"], model)
    name = ".".join(path)
    if problem["type"] == "extra_forbidden":
        known = ", ".join(fields_of(owner)) if owner else ""
        return f"{name}: there is no such setting; allowed are {known}."
    if problem["type"] == "missing":
        return f"{name}: nothing was passed; it is needed."
    if problem["type"] == "value_error":
        text = str(problem["ctx"]["error"])
        return f"{name}: {text}" if name else text
    field = fields_of(owner).get(path[-1]) if owner and path else None
    if field is not None and owner is not None:
        passed = problem["input"]
        shown = f"{len(passed)} entries" if isinstance(passed, list | tuple) else _short(passed)
        return f"{name}: got {shown}; allowed is {field.allowed()}."
    return f"{name}: got {_short(problem['input'])}; {problem['msg']}."


def _locate(location: Sequence[Any], model: type[Settings]) -> tuple[type[Settings] | None, list[str]]:
    """The settings class that owns the last field of `location`, and the path without pydantic's union tags."""
    owners, owner, path = [model], model, list[str]()
    for step in location:
        if isinstance(step, int):
            path.append(str(step))
            continue
        chosen = [candidate for candidate in owners if _kind(candidate) == step and len(owners) > 1]
        if chosen:
            owners = chosen
            continue
        owner = next((candidate for candidate in owners if step in candidate.model_fields), owners[0])
        path.append(step)
        info = owner.model_fields.get(step)
        owners = (_settings_in(info.annotation) if info else []) or [Settings]
    return owner, path


def _kind(candidate: type[Settings]) -> Any:
    return candidate.model_fields["kind"].default if "kind" in candidate.model_fields else None


def _settings_in(annotation: Any) -> list[type[Settings]]:
    candidates = (annotation, *get_args(annotation))
    return [part for part in candidates if isinstance(part, type) and issubclass(part, Settings)]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
