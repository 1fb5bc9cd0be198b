"""Variants from settings and values for them: one setting gives a row, several a grid."""

from collections.abc import Sequence
from itertools import product

from seqcore.invalid import InvalidInput
from seqcore.tasks.base.variant import Variant


def varied(settings: Sequence[str]) -> tuple[Variant, ...]:
    """Variants for settings like ``architecture.layers.0.cell=lstm,gru``. Raises InvalidInput.

    By hand: ``a=1,2`` and ``b=x,y`` are the four variants 1 x, 1 y, 2 x, 2 y.
    """
    choices = [_choices(setting) for setting in settings]
    variants = []
    for chosen in product(*choices):
        words = [value or "nothing" for _, value in chosen]
        changes = tuple(f"{path}={value}" for path, value in chosen)
        variants.append(Variant("-".join(words), ", ".join(words), changes))
    return tuple(variants)


def _choices(setting: str) -> list[tuple[str, str]]:
    path, equals, values = setting.partition("=")
    chosen = [value.strip() for value in values.split(",")]
    if not (path and equals and values and len(chosen) > 1):
        raise InvalidInput([f"--vary: got {setting!r}; allowed is PATH=V1,V2, as in training.optimizer=adam,sgd."])
    return [(path.strip(), value) for value in chosen]
