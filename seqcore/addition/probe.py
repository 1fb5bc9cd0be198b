"""The length probe: problems with one more digit, or one more term, than a network was trained on."""

from dataclasses import dataclass

import numpy as np

from seqcore.addition.alphabet import digits_of, input_length, output_length, symbols_of
from seqcore.addition.drawing import PROBE_STREAM, draw
from seqcore.addition.mixing import key_of, uniform
from seqcore.addition.problems import LEAST_LARGEST, Problems, Rules
from seqcore.invalid import InvalidInput

_HARDER = 1


@dataclass(frozen=True)
class Reach:
    """How many characters a network can take and give; nothing where any number will do."""

    input_length: int | None = None
    output_length: int | None = None

    def includes(self, rules: Rules) -> bool:
        """Whether every problem and every answer of `rules` fits."""
        fits_in = self.input_length is None or input_length(rules) <= self.input_length
        return fits_in and (self.output_length is None or output_length(rules) <= self.output_length)


@dataclass(frozen=True)
class Probe:
    """Harder problems by `rules`, or nothing and the reason in a sentence.

    They are encoded by their own rules, with `lengths`; symbols have the codes that they have in training. Where
    `longer_than` is set, each problem has a number of more digits than that.
    """

    rules: Rules | None
    sentence: str
    longer_than: int | None = None

    def lengths(self, reach: Reach) -> tuple[int, int]:
        """Characters of the inputs and of the answers: what the network takes, or else what the problems need."""
        if self.rules is None:
            raise InvalidInput([self.sentence])
        return reach.input_length or input_length(self.rules), reach.output_length or output_length(self.rules)


def one_more_digit(rules: Rules, reach: Reach) -> Probe:
    """Problems of which at least one number has a digit more than the largest; of fewer terms where only those fit."""
    digits = digits_of(rules.largest)
    harder = [
        (terms, up_to, 10 ** (digits + 1) - 1)
        for terms, up_to in [(rules.terms, rules.up_to), *((count, False) for count in reversed(rules.counts))]
    ]
    return _first_that_fits(rules, harder, reach, "one more digit", digits)


def one_more_term(rules: Rules, reach: Reach) -> Probe:
    """Problems of exactly one term more than the most; of shorter numbers where only those fit."""
    smaller = [10**digits - 1 for digits in range(digits_of(rules.largest) - 1, 0, -1)]
    harder = [(rules.terms + 1, False, largest) for largest in [rules.largest, *smaller]]
    return _first_that_fits(rules, harder, reach, "one more term", None)


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


def _first_that_fits(
    rules: Rules, harder: list[tuple[int, bool, int]], reach: Reach, more: str, longer_than: int | None
) -> Probe:
    refusal = ""
    for terms, up_to, largest in harder:
        # Two terms know no parentheses, and a sign that was never trained on would be another question.
        parentheses = rules.parentheses and "(" in symbols_of(rules)
        try:
            candidate = Rules(terms, up_to, max(largest, LEAST_LARGEST), rules.operations, parentheses)
        except InvalidInput as refused:
            refusal = refusal or str(refused)
            continue
        if reach.includes(candidate):
            return Probe(candidate, f"With {more}: {candidate.in_words()}.", longer_than)
    if refusal:
        return Probe(None, f"There are no problems with {more} to ask. {refusal}")
    room = [
        f"{characters} characters {place}"
        for characters, place in ((reach.input_length, "in"), (reach.output_length, "out"))
        if characters is not None
    ]
    return Probe(None, f"Problems with {more} do not fit: this architecture takes {' and '.join(room)}.")
