"""Turning a registry of kinds into a type that pydantic validates by the field `kind`."""

from collections.abc import Mapping
from typing import Annotated, Any, Union

from pydantic import Discriminator, Tag


def one_of(members: Mapping[str, type]) -> Any:
    """The union of the registered classes, told apart by `kind`: the first of them where there is none.

    While there is only one, the class itself.
    """
    if len(members) == 1:
        return next(iter(members.values()))
    first = next(iter(members))

    def kind_of(value: Any) -> str | None:
        if isinstance(value, Mapping):
            kind = value.get("kind", first)
            return kind if isinstance(kind, str) else repr(kind)
        return getattr(value, "kind", None)

    tagged = tuple(Annotated[member, Tag(name)] for name, member in members.items())
    return Annotated[Union[tagged], Discriminator(kind_of)]  # noqa: UP007
