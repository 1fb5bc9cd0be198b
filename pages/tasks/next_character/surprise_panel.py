"""What the network expected: held-out text coloured by surprise, and the likeliest characters at a place."""

import numpy as np
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.plain import plain
from pages.parts.readable_table import readable_table
from pages.parts.run_words import epoch_words
from pages.parts.server import server
from pages.tasks.next_character.characters import visible
from pages.tasks.next_character.surprise_text import surprise_text
from seqcore.tasks.next_character.examples import RECORDED, NextCharacterExamples

MOST_BITS = 8.0
"""In the strongest colour: as unlikely as one of 256."""


def surprise_panel(examples: NextCharacterExamples, shown: Shown | None, epoch: int | None) -> None:
    """The text after `epoch`, or after the newest one."""
    alphabet, places = examples.cleaned.alphabet, examples.scored[:RECORDED]
    characters = [alphabet[code] for code in examples.codes[places]]
    view = server().following.view(shown.id) if shown else None
    at = None
    recorded = None
    if view is not None and view.snapshots:
        at = epoch if epoch is not None and epoch in view.snapshots else max(view.snapshots)
        recorded = view.snapshots[at]
    bits = None if recorded is None else -np.log2(np.maximum(recorded[:, 0], 1e-4))
    when = "train to see what surprises it" if at is None else f"after epoch {epoch_words(at)}"
    st.markdown(f"**What it did not expect**, in a text it never saw · {when}")
    told = None if bits is None else [round(float(value), 1) for value in bits]
    chosen = surprise_text(
        characters, list(map(visible, characters)), told, most=MOST_BITS, key="surprise", label="The held-out text"
    )
    if recorded is None:
        st.caption("The stronger the colour, the more surprising the character. Click one to see what was expected.")
        return
    came = plain(visible(characters[chosen]))
    st.caption(f"At the chosen place came **{came}**: {recorded[chosen, 0]:.1%} likely. The likeliest ones were:")
    guesses, shares = np.split(recorded[chosen, 1:], 2)
    table = {
        "Character": [visible(alphabet[code]) if code < len(alphabet) else "□" for code in guesses.astype(int)],
        "Probability": [f"{share:.1%}" for share in shares],
        "Came": ["✓" if code == examples.codes[places[chosen]] else "" for code in guesses],
    }
    readable_table(table, label="The likeliest next characters")
