"""A digit of one's own, drawn or uploaded: what the network gets of it, and what it says."""

from typing import cast

import numpy as np
import numpy.typing as npt
import streamlit as st

from pages.parts.controls import Shown
from pages.parts.inside.look import Own
from pages.parts.plain import plain
from pages.tasks.image_patches.canvas import canvas, drawn_ink
from pages.tasks.image_patches.certainty import Asked, follow
from pages.tasks.image_patches.digits_panel import patches_in_order
from pages.tasks.image_patches.tiles import Words, tiles
from seqcore.data.images.digits import Pixels
from seqcore.data.images.own import FORMATS, LARGEST_BYTES, fitted, read_picture
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.task import Examples
from seqcore.tasks.image_patches.examples import ImagePatchesExamples

SIDE = 112
DRAWN, FILE = "own-drawn", "own-file"
"""The widgets that hold the digit."""


def own_panel(examples: ImagePatchesExamples, shown: Shown | None, epoch: int | None) -> None:
    """Where to draw, and what comes of it."""
    st.header("A digit of your own", anchor=False)
    st.caption("Draw a digit, with the mouse, a finger or the keyboard; the network reads it patch by patch.")
    left, right = st.columns([4, 7], gap="large")
    with left:
        canvas(DRAWN)
        st.file_uploader(
            "Or a picture of one",
            type=[name.lower() for name in (*FORMATS, "jpg")],
            key=FILE,
            help="A photo or drawing of a single digit on plain paper. A picture stands before what is drawn.",
            max_upload_size=LARGEST_BYTES // 1_000_000,
        )
    with right:
        try:
            image, notes = _made(examples)
        except InvalidInput as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        if image is None:
            return
        patches = examples.numbers(image[np.newaxis])[0]

        def draw() -> Asked:
            _seen(examples, image, notes)
            patches_in_order(examples, patches, "your digit", "own-patches")
            return Asked(patches)

        follow(draw, "own", shown, epoch, "Your digit")


def _made(examples: ImagePatchesExamples) -> tuple[Pixels | None, tuple[str, ...]]:
    """The digit that is drawn or uploaded, as the network's digits are, and what was changed. Raises InvalidInput."""
    ink, notes, file = drawn_ink(DRAWN), tuple[str, ...](), st.session_state.get(FILE)
    if file is not None:
        read = read_picture(file.getvalue())
        ink, notes = read.ink, read.notes
    return None if ink is None else fitted(ink, examples.images.digits), notes


def _inputs(examples: Examples) -> npt.NDArray[np.float32] | None:
    """What the network gets of it; None where there is no digit, or a picture that is none."""
    known = cast(ImagePatchesExamples, examples)
    try:
        image, _ = _made(known)
    except InvalidInput:
        return None
    return None if image is None else known.numbers(image[np.newaxis])


OWN_DIGIT = Own(
    "Your own digit", _inputs, "Draw or upload one under *A digit of your own*, above: it is seen here, too."
)


def _seen(examples: ImagePatchesExamples, image: Pixels, notes: tuple[str, ...]) -> None:
    digits = examples.images.digits
    words = Words("as it is read", "your digit as the network gets it")
    tiles(image[np.newaxis], [words], full=digits.full_ink, side=SIDE, key="own-seen", label="Your digit")
    size = f"{digits.side} × {digits.side} pixels"
    st.caption(" ".join([*notes, f"Scaled and moved as the digits it has learned from are: {size}."]))
