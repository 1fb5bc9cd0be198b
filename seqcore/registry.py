"""Turning a registry of kinds into a type that pydantic validates by the field `kind`."""

from collections.abc import Mapping
from typing import Annotated, Any, Union

from pydantic import Field


def one_of(members: Mapping[str, type]) -> Any:
    """The union of the registered classes, told apart by `kind`; the class itself while there is only one."""
    if len(members) == 1:
        return next(iter(members.values()))
    return Annotated[Union[tuple(members.values())], Field(discriminator="kind")]  # noqa: UP007
