"""Held-out digits, the patches of one of them in the order in which they are read, and how sure the network is."""

import numpy as np
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.run_words import epoch_words
from pages.parts.server import server
from pages.tasks.image_patches.certainty import Asked, follow
from pages.tasks.image_patches.tiles import Words, tiles
from seqcore.tasks.image_patches.examples import SAID, SURE, ImagePatchesExamples
from seqcore.tasks.image_patches.orders import PLACES

A_PAGE = 12
COUNTED = 100
"""Held-out digits whose early answers are counted."""
DIGIT_SIDE, PATCH_SIDE = 56, 70
ORDINALS = ("1st", "2nd", "3rd", "4th")


def digits_panel(examples: ImagePatchesExamples, shown: Shown | None, epoch: int | None) -> None:
    """Choose a digit; below, its patches and the curve follow the run."""
    number = len(examples.held_out)
    first = st.session_state.setdefault("digits-first", 0) % number
    st.button(
        "Other digits",
        key="digits-next",
        icon=":material/casino:",
        on_click=lambda: st.session_state.update({"digits-first": first + A_PAGE, "digits-chosen": 0}),
    )
    places = np.arange(first, min(first + A_PAGE, number))
    with st.container(key="digits-panel"):
        follow(lambda: _draw(examples, places, shown, epoch), "digits", shown, epoch, "The digits")


def _draw(examples: ImagePatchesExamples, places: np.ndarray, shown: Shown | None, epoch: int | None) -> Asked:
    view = server().following.view(shown.id) if shown else None
    recorded, when = None, "train to see what the network says"
    if view is not None and view.snapshots:
        at = epoch if epoch is not None and epoch in view.snapshots else max(view.snapshots)
        recorded, when = view.snapshots[at], f"after epoch {epoch_words(at)}"
    st.markdown(f"**Held-out digits**, never trained on · {when}. Choose one:")
    labels = examples.labels
    words = [_words(int(labels[place]), None if recorded is None else recorded[place]) for place in places]
    digits = examples.images.digits
    chosen = tiles(
        examples.shown[places],
        words,
        full=digits.full_ink,
        side=DIGIT_SIDE,
        key="digits",
        label="Held-out digits",
        choosable=True,
    )
    place = int(places[chosen])
    patches = examples.validation().input[place]
    patches_in_order(examples, patches, f"digit {labels[place]}", "digits-patches")
    others = examples.validation().input[:COUNTED]
    return Asked(patches, int(labels[place]), others, labels[:COUNTED])


def patches_in_order(examples: ImagePatchesExamples, patches: np.ndarray, of: str, key: str) -> None:
    """The steps (4, height, width, 1) as the network gets them."""
    orders = examples.task.orders
    words = []
    for step, ordinal in enumerate(ORDINALS):
        read = [order[step] for order in orders]
        short = f"{ordinal}\n{PLACES[read[0]]}" if len(read) == 1 else f"{ordinal}\n{', '.join(map(str, read))}"
        spoken = f"{ordinal} step: " + ", ".join(f"patch {one}, {PLACES[one]}" for one in read)
        words.append(Words(short, spoken))
    height, width = patches.shape[1:3]
    st.markdown(f"The patches of {of} as they come in, each {height} × {width} pixels:")
    tiles(patches[..., 0], words, full=1.0, side=PATCH_SIDE, key=key, label="Patches in reading order")


def _words(label: int, recorded: np.ndarray | None) -> Words:
    if recorded is None:
        return Words(str(label), f"digit {label}")
    said, sure = int(recorded[SAID]), float(recorded[SURE])
    if said == label:
        return Words(f"{label} ✓", f"digit {label}, read as {said}, {sure:.0%} sure: right", "good")
    return Words(f"{label} → {said}", f"digit {label}, read as {said}, {sure:.0%} sure: wrong", "bad")
