"""Rules of every kind, for tests of what holds for all of them."""

from hypothesis import strategies as st

from seqcore.data.arithmetic.problems import LEAST_LARGEST, MOST_LARGEST, OPERATIONS, Rules

SEEDS = st.integers(0, 2**31 - 1)
_LARGEST = {2: MOST_LARGEST, 3: 99_999, 4: 5_623, 5: 999}


@st.composite
def any_rules(draw: st.DrawFn, most: int = MOST_LARGEST) -> Rules:
    """Rules with numbers up to `most` at the most."""
    terms = draw(st.integers(2, 5))
    operations = draw(st.lists(st.sampled_from(OPERATIONS), min_size=1, unique=True))
    largest = draw(st.integers(LEAST_LARGEST, min(most, _LARGEST[terms] if "×" in operations else MOST_LARGEST)))
    return Rules(terms, draw(st.booleans()), largest, tuple(operations), draw(st.booleans()))
