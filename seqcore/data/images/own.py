"""A picture of one's own, brought to the shape of the digits that a network knows.

Whoever made MNIST scaled each digit into a box of 20 × 20 pixels and put its centre of mass into the middle of
28 × 28. A network that has seen nothing else wants the same of yours.
"""

import io
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from seqcore.data.images.digits import Digits, Pixels
from seqcore.invalid import InvalidInput

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
LARGEST_BYTES = 5_000_000
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 400
"""Pixels; larger pictures are made smaller before anything else."""
FAINTEST = 0.08
"""Contrast, of black to white, and ink, below which there is nothing to see."""
FAINT = 0.3
"""Ink below this share of the strongest is paper."""
DARK_ON_LIGHT = "The paper is lighter than the ink: it was turned round, as the digits are white on black."

Ink = npt.NDArray[np.float64]
"""(height, width) from 0, no ink, to 1."""


@dataclass(frozen=True, eq=False)
class ReadPicture:
    """The ink of a picture, and sentences about what was found or changed."""

    ink: Ink
    notes: tuple[str, ...] = ()


def read_picture(content: bytes) -> ReadPicture:
    """The ink in an image file. Raises InvalidInput with one sentence for a file that is none, too large or empty."""
    if len(content) > LARGEST_BYTES:
        raise _refused(f"it has {len(content) / 1e6:,.1f} MB; at most {LARGEST_BYTES / 1e6:g} MB are allowed")
    grey = _grey(content)
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    paper = float(np.median(edge))
    darker, lighter = paper - float(grey.min()), float(grey.max()) - paper
    if max(darker, lighter) < FAINTEST:
        raise _refused("there is nothing to see in it, it is all of one colour")
    is_dark = darker > lighter
    ink = np.clip((paper - grey if is_dark else grey - paper) / max(darker, lighter), 0, 1)
    return ReadPicture(np.where(ink < FAINT, 0, ink), (DARK_ON_LIGHT,) if is_dark else ())


def _grey(content: bytes) -> Ink:
    """The picture from black, 0, to white, 1; what is transparent is white paper."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of pictures that are larger than they should be
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    raise _refused(f"it has {width:,} × {height:,} pixels; at most {MOST_PIXELS // 10**6} million")
                picture.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
                shown = ImageOps.exif_transpose(picture)
                shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _from_pillow(shown)
    except InvalidInput:
        raise
    except Exception as error:  # Pillow raises a dozen kinds
        raise _refused(f"it cannot be read as one of {', '.join(FORMATS)}") from error


def _from_pillow(picture: Image.Image) -> Ink:
    if picture.mode.startswith(("I", "F")):
        values = np.nan_to_num(np.asarray(picture, np.float64), posinf=0, neginf=0)
        return values / (float(values.max()) or 1.0)
    with_alpha = picture.convert("RGBA")
    paper = Image.new("RGBA", with_alpha.size, "white")
    return np.asarray(Image.alpha_composite(paper, with_alpha).convert("L"), np.float64) / 255


def _refused(why: str) -> InvalidInput:
    return InvalidInput([f"Your picture: {why}; pass another one."])


def fitted(ink: Ink, like: Digits) -> Pixels:
    """The digit in `ink` (height, width) as one of `like` (side, side): in their box, its mass in the middle.

    Raises InvalidInput when there is no ink.
    """
    rows, columns = (np.flatnonzero((ink > FAINTEST).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        raise _refused("there is no ink on it")
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    side = like.side // like.grain
    scale = max(1, round(side * like.box)) / max(cut.shape)
    height, width = (max(1, round(size * scale)) for size in cut.shape)
    small = Image.fromarray(cut.astype(np.float32)).resize((width, height), Image.Resampling.BOX)
    values = np.clip(np.asarray(small, np.float64), 0, None)
    values /= values.max() or 1.0
    top, left = (_start(values.sum(axis=axis), side) for axis in (1, 0))
    found = np.zeros((side, side), np.uint8)
    found[top : top + height, left : left + width] = np.round(values * like.full_ink)
    return found.repeat(like.grain, 0).repeat(like.grain, 1)


def _start(mass: npt.NDArray[np.float64], side: int) -> int:
    """Where to put something along an axis so that its centre of mass is in the middle, as far as it fits in."""
    centre = float((mass * np.arange(len(mass))).sum() / (mass.sum() or 1.0))
    return int(np.clip(round((side - 1) / 2 - centre), 0, side - len(mass)))
