"""The length probe: problems with one more digit, or one more term, than a network was trained on."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from seqcore.data.arithmetic.drawing import PROBE_STREAM, draw
from seqcore.data.arithmetic.mixing import key_of, uniform
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.alphabet import digits_of, symbols_of

_HARDER = 1


@dataclass(frozen=True)
class Probe:
    """Harder problems by `rules`, or nothing and the reason in a sentence.

    Symbols have the codes that they have in training. Where `longer_than` is set, each problem has a number of more
    digits than that.
    """

    rules: Rules | None
    sentence: str
    longer_than: int | None = None


def one_more_digit(rules: Rules) -> Probe:
    """Problems of which at least one number has a digit more than the largest."""
    digits = digits_of(rules.largest)
    return _probe(rules, "one more digit", (rules.terms, rules.up_to, 10 ** (digits + 1) - 1), digits)


def one_more_term(rules: Rules) -> Probe:
    """Problems of exactly one term more than the most."""
    return _probe(rules, "one more term", (rules.terms + 1, False, rules.largest))


PROBES = MappingProxyType({"one_more_digit": one_more_digit, "one_more_term": one_more_term})


def draw_probe(probe: Probe, seed: int, count: int) -> Problems:
    """`count` problems of a probe that has rules; the same for the same seed. Raises InvalidInput where it has none."""
    if probe.rules is None:
        raise InvalidInput([probe.sentence])
    problems = draw(probe.rules, seed, 0, count, stream=PROBE_STREAM)
    if probe.longer_than is not None:
        lots = uniform(key_of(seed, PROBE_STREAM, _HARDER), np.arange(2 * count, dtype=np.uint64).reshape(2, count))
        least = 10**probe.longer_than
        place = (lots[0] * problems.count).astype(np.int64)
        problems.numbers[np.arange(count), place] = least + (lots[1] * (10 * least - least)).astype(np.int64)
    return problems


def _probe(rules: Rules, more: str, size: tuple[int, bool, int], longer_than: int | None = None) -> Probe:
    """Problems of another `size` (terms, up_to, largest) with the same signs."""
    try:
        # Two terms know no parentheses, and a sign that was never trained on would be another question.
        harder = Rules(*size, rules.operations, rules.parentheses and "(" in symbols_of(rules))
    except InvalidInput as refused:
        return Probe(None, f"It cannot be asked for {more}: that is more than the task allows. {refused}")
    return Probe(harder, f"With {more}: {harder.in_words()}.", longer_than)
