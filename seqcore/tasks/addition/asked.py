"""What a person asks a network: anything that it can read, also what it was not trained on or what is no problem."""

from dataclasses import dataclass

import numpy as np

from seqcore.data.arithmetic.answers import Codes
from seqcore.data.arithmetic.hold_out import is_held_out
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.alphabet import SPACE, input_length, output_length, symbols_of
from seqcore.tasks.addition.encoding import as_text, encode_problems
from seqcore.tasks.addition.parsing import cleaned, parse, why_outside


@dataclass(frozen=True, eq=False)
class Asked:
    """A question as the network reads it: `codes` (1, input_length).

    `expected` is the right answer as text, empty for what has none. `note` has sentences on how it lies outside of
    the training, empty for what might have been part of it; then `is_held_out` says whether it was kept out.
    """

    text: str
    codes: Codes
    expected: str
    note: str = ""
    is_held_out: bool = False


def asked(text: str, rules: Rules, padding: str, reversed: bool, share: float) -> Asked:
    """What was typed. Raises InvalidInput, with one sentence, for what the network cannot read at all."""
    typed = " ".join(cleaned(text).split())
    symbols = symbols_of(rules)
    unknown = [character for character in typed if character not in symbols]
    if unknown or not typed:
        reason = f"{unknown[0]!r} is not a character it knows" if unknown else "There is nothing to read"
        raise InvalidInput([f"{reason}; it knows {' '.join(symbols.replace(SPACE, ''))}."])
    try:
        problem = parse(text)
    except InvalidInput as refused:
        reason = refused.problems[0]
        note = f"{_outside(rules)}: {reason[0].lower()}{reason[1:]} There is no right answer to compare with."
        return Asked(typed, _of_text(typed, rules, reversed), "", note)
    codes = encode_problems(problem, rules, padding, reversed)
    why, expected = why_outside(problem, rules), str(problem.answers()[0])
    held_out = why is None and bool(is_held_out(problem, share)[0])
    return Asked(as_text(problem, rules)[0], codes, expected, _note(why, expected, rules), held_out)


def of_problem(problem: Problems, rules: Rules, padding: str, reversed: bool) -> Asked:
    """One problem that follows the rules."""
    codes = encode_problems(problem, rules, padding, reversed)
    return Asked(as_text(problem, rules)[0], codes, str(problem.answers()[0]))


def _note(why: str | None, expected: str, rules: Rules) -> str:
    if why is None:
        return ""
    longest = output_length(rules)
    too_long = f" The right answer has {len(expected)} characters; it can write {longest}."
    return f"{_outside(rules)}: {why}.{too_long if len(expected) > longest else ''}"


def _outside(rules: Rules) -> str:
    return f"Outside of what it was trained on ({rules.in_words()})"


def _of_text(text: str, rules: Rules, reversed: bool) -> Codes:
    """The codes (1, input_length) of any text in the alphabet, with spaces on the left."""
    symbols, length = symbols_of(rules), input_length(rules)
    if len(text) > length:
        raise InvalidInput([f"The text has {len(text):,} characters; {length} is the longest that fits."])
    line = text.rjust(length, SPACE)
    return np.array([[symbols.index(character) for character in (line[::-1] if reversed else line)]], np.int8)
