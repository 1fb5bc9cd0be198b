"""The length probe: longer problems, and a sentence where there are none."""

import pytest
from any_rules import SEEDS, any_rules
from hypothesis import given

from seqcore.data.arithmetic.problems import Rules
from seqcore.invalid import InvalidInput
from seqcore.tasks.addition.alphabet import digits_of, input_length, output_length, symbols_of
from seqcore.tasks.addition.encoding import encode_answers, encode_problems
from seqcore.tasks.addition.probe import PROBES, draw_probe, one_more_digit, one_more_term


def test_probes_by_hand() -> None:
    assert one_more_digit(Rules(largest=100)).rules == Rules(largest=9_999)
    assert one_more_term(Rules(largest=100)).rules == Rules(3, largest=100)
    assert one_more_term(Rules(4, True, 99)).rules == Rules(5, largest=99)
    assert one_more_digit(Rules(2, parentheses=True)).rules == Rules(2, largest=999)
    assert "parentheses" not in one_more_term(Rules(2, parentheses=True)).sentence


def test_what_no_rules_allow_is_said() -> None:
    assert one_more_digit(Rules(largest=99_999)).sentence == (
        "It cannot be asked for one more digit: that is more than the task allows. "
        "largest: got 999,999; allowed is a whole number from 9 to 99,999."
    )
    probe = one_more_term(Rules(5))
    assert probe.rules is None
    with pytest.raises(InvalidInput, match="terms: got 6; allowed is a whole number from 2 to 5"):
        draw_probe(probe, 1, 5)


@given(rules=any_rules(), seed=SEEDS)
def test_probes_ask_what_they_say_in_the_symbols_of_training(rules: Rules, seed: int) -> None:
    for ask in PROBES.values():
        probe = ask(rules)
        if probe.rules is None:
            assert probe.sentence
            continue
        problems = draw_probe(probe, seed, 20)
        digits = digits_of(rules.largest)
        if probe.longer_than is not None:
            assert (problems.numbers.max(axis=1) >= 10**digits).all()
            assert problems.numbers.max() < 10 ** (digits + 1)
        else:
            assert (problems.count == rules.terms + 1).all()
            assert problems.numbers.max() <= rules.largest
        assert symbols_of(rules).startswith(symbols_of(probe.rules))
        assert encode_problems(problems, probe.rules).shape == (20, input_length(probe.rules))
        assert encode_answers(problems.answers(), probe.rules).shape == (20, output_length(probe.rules))
