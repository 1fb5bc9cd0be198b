"""What the network mixes up, live: the confusion matrix of all held-out digits, and the mistakes it is surest of."""

import numpy as np
import streamlit as st

from pages.parts.live_chart import live_chart, pack
from pages.parts.run_words import epoch_words
from pages.tasks.image_patches.figures import confusion_figure
from pages.tasks.image_patches.tiles import Words, tiles
from seqcore.runs.view import RunView
from seqcore.tasks.image_patches.examples import (
    OF_THE_RIGHT_ONE,
    SAID,
    SURE,
    ImagePatchesExamples,
    confusion,
    surest_mistakes,
)

HEIGHT = 400
MOST_SHOWN = 12
SIDE = 56


def mistakes(examples: ImagePatchesExamples, view: RunView, epoch: int | None) -> None:
    """Draw them after `epoch`, or after the newest one."""
    if not view.snapshots:
        st.caption("Train, and what it mixes up appears here.")
        return
    at = epoch if epoch is not None and epoch in view.snapshots else max(view.snapshots)
    recorded, labels = view.snapshots[at], examples.labels
    counts = confusion(labels, recorded[:, SAID].astype(np.int64))
    right = int(np.trace(counts))
    share, when = f"{right / len(labels):.1%}", epoch_words(at)
    st.markdown(f"**{right:,} of {len(labels):,} held-out digits right** ({share}) after epoch {when}")
    left, rest = st.columns([5, 6], gap="medium")
    with left:
        figure = pack(confusion_figure(counts))
        live_chart(figure, key="confusion", height=HEIGHT, label="Confusion matrix")
    with rest:
        places = surest_mistakes(recorded, labels, MOST_SHOWN)
        if not len(places):
            st.caption("No mistake is left on the held-out digits.")
            return
        st.markdown("**The mistakes it is surest of**")
        words = [_words(recorded[place], int(labels[place])) for place in places]
        full = examples.images.digits.full_ink
        tiles(examples.shown[places], words, full=full, side=SIDE, key="mistakes", label="The surest mistakes")
        st.caption("Right digit → what it says, and how sure it is of that.")


def _words(recorded: np.ndarray, label: int) -> Words:
    said, sure, right = int(recorded[SAID]), float(recorded[SURE]), float(recorded[OF_THE_RIGHT_ONE])
    spoken = f"digit {label}, read as {said}, {sure:.0%} sure; {right:.0%} for the right one"
    return Words(f"{label} → {said}\n{sure:.0%}", spoken)
