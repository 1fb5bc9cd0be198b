"""Characters as people can see them, those without a shape too."""

from collections.abc import Iterable

VISIBLE = {" ": "␣", "\n": "⏎", "\t": "⇥", "\ufffd": "□"}
"""What stands for characters that have no shape; the last one for those that are rare."""


def visible(character: str) -> str:
    """One character, or what stands for it."""
    return VISIBLE.get(character, character if character.isprintable() else f"U+{ord(character):04X}")


def text_of(codes: Iterable[int], alphabet: tuple[str, ...]) -> str:
    """The text of codes; places without a symbol become □."""
    return "".join(alphabet[code] if code < len(alphabet) else "\ufffd" for code in codes)
