"""Saying what is wrong with an experiment: which field, what was passed, what is allowed."""

import reprlib
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import ValidationError

from seqcore.settings import Settings, fields_of

MOST_PROBLEMS = 10
LONGEST_NAME, LONGEST_VALUE = 100, 60
NAMES_APART = " and "
"""What stands between the settings that a problem begins with, where it is about several."""


class InvalidInput(ValueError):
    """An experiment that cannot be. `problems` holds one sentence for each thing that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type["InvalidInput"], tuple[tuple[str, ...]]]:
        """From one process to another as it was made: an exception would be made anew out of its joined words."""
        return InvalidInput, (self.problems,)


def explain(error: ValidationError, model: type[Settings]) -> list[str]:
    """One sentence per problem in `error`, which came from validating `model`; of very many, the first ones."""
    problems = error.errors(include_url=False)
    # A list with a bad entry is also reported as too short: the entry says it all.
    inner = {problem["loc"][:end] for problem in problems for end in range(len(problem["loc"]))}
    outer = [problem for problem in problems if problem["loc"] not in inner]
    rest = [f"{len(outer) - MOST_PROBLEMS:,} more problems like these."] if len(outer) > MOST_PROBLEMS else []
    return [_sentence(problem, model) for problem in outer[:MOST_PROBLEMS]] + rest


def problems_of(model: type[Settings], **values: Any) -> list[str]:
    """What is wrong with some settings of `model`, one sentence each."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        return explain(error, model)
    return []


def _sentence(problem: Any, model: type[Settings]) -> str:
    owner, path, group = _locate(problem["loc"], model)
    problem_type, passed, details = problem["type"], problem["input"], problem.get("ctx", {})
    if problem_type == "union_tag_invalid":
        path, passed = [*path, "kind"], details.get("tag")
    name = _cut(".".join(path), LONGEST_NAME)
    if problem_type == "extra_forbidden":
        known = ", ".join(fields_of(owner)) if owner else ""
        return f"{name}: there is no such setting; allowed are {known}."
    if problem_type == "missing":
        return f"{name}: nothing was passed; it is needed."
    if problem_type == "value_error":
        return _with_path(str(details["error"]), path, group)
    if problem_type in ("string_too_long", "too_long"):
        what = f"{len(passed):,} {'characters' if isinstance(passed, str) else 'entries'}"
        return f"{name}: got {what}; allowed are at most {details['max_length']:,}."
    field = fields_of(owner).get(path[-1]) if owner and path else None
    if problem_type in ("model_type", "model_attributes_type", "union_tag_not_found"):
        allowed = "a JSON object of settings"
    elif field is not None:
        allowed = field.allowed()
    else:
        allowed = details.get("expected_tags") or details.get("expected")
    expected = f"allowed is {allowed}" if allowed else problem["msg"]
    return f"{name or 'experiment'}: got {_short(passed)}; {expected}."


def _with_path(words: str, path: Sequence[str], group: type[Settings]) -> str:
    """`words` of a check of `group`: the settings that it names first, as in "low and high: …", get their path."""
    names, colon, rest = words.partition(":")
    if colon and all(name in fields_of(group) for name in names.split(NAMES_APART)):
        return NAMES_APART.join(".".join((*path, name)) for name in names.split(NAMES_APART)) + colon + rest
    return f"{'.'.join(path)}: {words}" if path else words


def _locate(location: Sequence[Any], model: type[Settings]) -> tuple[type[Settings] | None, list[str], type[Settings]]:
    """The settings class that owns the last field of `location`, the path without pydantic's union tags, and the
    settings class that is at `location`."""
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
    return owner, path, owners[0]


def _kind(candidate: type[Settings]) -> Any:
    return candidate.model_fields["kind"].default if "kind" in candidate.model_fields else None


def _settings_in(annotation: Any) -> list[type[Settings]]:
    # Members of a union of kinds are annotated with their tags.
    candidates = [getattr(part, "__origin__", part) for part in (annotation, *get_args(annotation))]
    return [part for part in candidates if isinstance(part, type) and issubclass(part, Settings)]


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list | tuple):
        return f"{len(value)} entries" if len(value) != 1 else "1 entry"
    if isinstance(value, float):
        return f"{value:.15g}"
    # reprlib looks at a few levels only: what was passed may be nested deeper than repr can go.
    return _cut(reprlib.repr(value), LONGEST_VALUE)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
