"""What a setting is: a validated field that carries its own title, bounds and explanation.

Forms, ``--help``, tooltips, the documentation test and error messages all read `fields_of`;
nothing about a setting is written down twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema


class Settings(BaseModel):
    """A frozen, closed group of settings: unknown names, NaN and infinity are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True)
class OneOf:
    """Marks a text field whose value is a key of `choices`, a registry of name -> title or entry with a title."""

    choices: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.choices))

    def titles(self) -> dict[str, str]:
        return {name: entry if isinstance(entry, str) else entry.title for name, entry in self.choices.items()}


def setting(
    default: Any,
    title: str,
    explanation: str,
    *,
    only_if: Mapping[str, Iterable[str | int]] | None = None,
    advanced: bool = False,
    section: str = "",
    examples: tuple[Any, ...] = (),
    **bounds: Any,
) -> Any:
    """A field of `Settings`. `bounds` are pydantic's (ge, gt, le, min_length, max_length).

    A number as default gives way to its upper bound, which an operator may have lowered. Numbers and switches are
    taken as they are: neither true nor "12" is a number.
    `only_if` names sibling fields and the values for which this one has an effect: elsewhere forms hide it.
    `advanced` fields are folded away by forms; the others stand under a heading when they have a `section`.
    `examples` are values that somebody might pass, for texts.
    """
    extra: dict[str, Any] = {"only_if": {name: list(values) for name, values in (only_if or {}).items()}}
    extra |= {"advanced": advanced, "section": section, "examples": list(examples)}
    if "le" in bounds and default is not None:
        default = min(default, bounds["le"])
    if default is None or isinstance(default, int | float):
        bounds["strict"] = True
    source = {"default_factory": default} if callable(default) else {"default": default}
    return Field(title=title, description=explanation, json_schema_extra=extra, **source, **bounds)


@dataclass(frozen=True)
class SettingField:
    """One field as a form, a help text or an error message needs it."""

    name: str
    title: str
    explanation: str
    default: Any
    value_type: type
    low: float | None
    high: float | None
    above: float | None
    choices: Mapping[str, str] | None
    item: type[Settings] | None
    optional: bool
    only_if: Mapping[str, list[str | int]]
    advanced: bool
    section: str
    examples: list[Any]

    def allowed(self) -> str:
        """What may be passed, in words."""
        if self.choices:
            words = "one of " + ", ".join(self.choices)
        elif self.item:
            words = f"a list of {self.low or 0:.0f} to {self.high:.0f} entries"
        elif self.value_type is bool:
            words = "true or false"
        elif self.value_type is str:
            words = f"text, such as {self.examples[0]}" if self.examples else "text"
        elif self.value_type is tuple:
            words = "a list of names"
        else:
            number = "a whole number" if self.value_type is int else "a number"
            parts = [f"above {self.above:g}"] if self.above is not None else []
            if self.low is not None and self.high is not None:
                parts.append(f"from {self.low:,g} to {self.high:,g}" if self.value_type is not int else _whole(self))
            elif self.low is not None:
                parts.append(f"of at least {self.low:g}")
            elif self.high is not None:
                parts.append(f"up to {self.high:,g}")
            words = " ".join([number, " and ".join(parts)]).strip()
        return words + (", or nothing" if self.optional else "")

    def applies(self, siblings: Mapping[str, Any]) -> bool:
        """Whether this field has an effect, given the values of the fields beside it."""
        return all(siblings.get(name) in values for name, values in self.only_if.items())


def _whole(field: SettingField) -> str:
    return f"from {field.low:,.0f} to {field.high:,.0f}"


@cache
def fields_of(model: type[Settings]) -> Mapping[str, SettingField]:
    """The fields of `model` that a person can set, by name, in order; `kind` and `version` are not among them."""
    named = {name: info for name, info in model.model_fields.items() if name not in ("kind", "version")}
    return MappingProxyType({name: _field(name, info) for name, info in named.items()})


def _field(name: str, info: FieldInfo) -> SettingField:
    arguments = [part for part in get_args(info.annotation) if part is not type(None)]
    optional = type(None) in get_args(info.annotation)
    origin = getattr(info.annotation, "__origin__", None)
    plain_tuple = origin is tuple and arguments[0] is str
    item = arguments[0] if origin is tuple and not plain_tuple else None
    counted = origin is tuple or info.annotation is str
    marks = {type(mark): mark for mark in info.metadata}
    extra: Any = info.json_schema_extra or {}

    def bound(mark: type, attribute: str) -> Any:
        return getattr(marks[mark], attribute) if mark in marks else None

    return SettingField(
        name=name,
        title=info.title or name,
        explanation=info.description or "",
        default=info.get_default(call_default_factory=True) if not info.is_required() else None,
        value_type=arguments[0] if optional else (tuple if origin is tuple else info.annotation),  # type: ignore[arg-type]
        low=bound(MinLen, "min_length") if counted else bound(Ge, "ge"),
        high=bound(MaxLen, "max_length") if counted else bound(Le, "le"),
        above=bound(Gt, "gt"),
        choices=marks[OneOf].titles() if OneOf in marks else None,
        item=item,
        optional=optional,
        only_if=extra.get("only_if", {}),
        advanced=extra.get("advanced", False),
        section=extra.get("section", ""),
        examples=extra.get("examples", []),
    )
