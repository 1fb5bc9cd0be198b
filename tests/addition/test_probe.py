"""The length probe: longer problems where they fit, and a sentence where they do not."""

import pytest
from any_rules import SEEDS, any_rules
from hypothesis import given
from hypothesis import strategies as st

from seqcore.addition.alphabet import digits_of, input_length, output_length, symbols_of
from seqcore.addition.encoding import encode_answers, encode_problems
from seqcore.addition.probe import Reach, draw_probe, one_more_digit, one_more_term
from seqcore.addition.problems import Rules
from seqcore.invalid import InvalidInput


def own_reach(rules: Rules) -> Reach:
    return Reach(input_length(rules), output_length(rules))


def test_probes_by_hand_where_any_length_will_do() -> None:
    assert one_more_digit(Rules(largest=100), Reach()).rules == Rules(largest=9_999)
    assert one_more_term(Rules(largest=100), Reach()).rules == Rules(3, largest=100)
    assert one_more_term(Rules(4, True, 99), Reach()).rules == Rules(5, largest=99)
    assert one_more_digit(Rules(2, parentheses=True), Reach()).rules == Rules(2, largest=999)
    assert "parentheses" not in one_more_term(Rules(2, parentheses=True), Reach()).sentence


def test_probes_by_hand_of_a_fixed_reach() -> None:
    rules = Rules(largest=100)
    assert one_more_digit(rules, own_reach(rules)).rules is None
    sentence = "Problems with one more digit do not fit: this architecture takes 7 characters in and 3 characters out."
    assert one_more_digit(rules, own_reach(rules)).sentence == sentence
    assert one_more_term(rules, own_reach(rules)).rules == Rules(3, largest=9)
    assert one_more_term(rules, Reach(output_length=3)).rules == Rules(3, largest=100)
    up_to = Rules(3, True, 99)
    assert one_more_digit(up_to, own_reach(up_to)).rules is None
    assert one_more_digit(up_to, Reach(8, 4)).rules == Rules(2, largest=999)


def test_what_no_rules_allow_is_said() -> None:
    assert one_more_digit(Rules(largest=99_999), Reach()).sentence == (
        "There are no problems with one more digit to ask. "
        "largest: got 999,999; allowed is a whole number from 9 to 99,999."
    )
    probe = one_more_term(Rules(5), Reach())
    assert probe.rules is None
    for refuse in (lambda: draw_probe(probe, 1, 5), lambda: probe.lengths(Reach())):
        with pytest.raises(InvalidInput, match="terms: got 6; allowed is a whole number from 2 to 5"):
            refuse()


@given(rules=any_rules(), seed=SEEDS, fixed=st.booleans(), padding=st.sampled_from(["whole", "per_term"]))
def test_probes_ask_what_they_say_in_the_symbols_of_training(
    rules: Rules, seed: int, fixed: bool, padding: str
) -> None:
    reach = own_reach(rules) if fixed else Reach()
    for probe in (one_more_digit(rules, reach), one_more_term(rules, reach)):
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
        inputs, outputs = probe.lengths(reach)
        assert encode_problems(problems, probe.rules, padding, length=inputs).shape == (20, inputs)
        assert encode_answers(problems.answers(), probe.rules, length=outputs).shape == (20, outputs)
