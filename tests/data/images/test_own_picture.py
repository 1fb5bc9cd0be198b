"""A picture of one's own: read whatever is a picture, refuse the rest in a sentence, fit it as MNIST's makers did."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from seqcore.data.images import own
from seqcore.data.images.digits import BUNDLED, Digits, bundled_digits
from seqcore.data.images.own import DARK_ON_LIGHT, fitted, read_picture
from seqcore.invalid import InvalidInput
from seqcore.tasks.image_patches.baselines import nearest_neighbours


def a_file(values: np.ndarray, form: str = "PNG", mode: str | None = None) -> bytes:
    picture, buffer = Image.fromarray(values), io.BytesIO()
    (picture.convert(mode) if mode else picture).save(buffer, form)
    return buffer.getvalue()


def bar(ink: int, paper: int) -> np.ndarray:
    """A vertical bar in the left of 40 × 30 pixels."""
    values = np.full((40, 30), paper, np.uint8)
    values[5:35, 4:9] = ink
    return values


@pytest.mark.parametrize("form", own.FORMATS)
@pytest.mark.parametrize(("ink", "paper"), [(10, 240), (255, 0), (120, 200)])
def test_dark_on_light_and_light_on_dark_are_the_same_ink(form: str, ink: int, paper: int) -> None:
    read = read_picture(a_file(bar(ink, paper), form))
    assert read.notes == ((DARK_ON_LIGHT,) if ink < paper else ())
    assert read.ink.shape == (40, 30)
    assert read.ink[10:30, 5:8].min() > 0.8
    assert read.ink[:, 15:].max() == 0


def test_what_is_transparent_is_white_paper() -> None:
    values = np.zeros((20, 20, 4), np.uint8)
    values[4:16, 8:12, 3] = 255
    read = read_picture(a_file(values))
    assert read.notes == (DARK_ON_LIGHT,)
    assert (read.ink > 0.5).sum() == 12 * 4


@pytest.mark.parametrize("mode", ["1", "P", "LA", "CMYK", "RGB"])
def test_other_modes_are_read_too(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert read_picture(a_file(bar(0, 255), form, mode)).ink[10:30, 5:8].min() > 0.7


def test_sixteen_bits_are_read_too() -> None:
    assert read_picture(a_file(bar(255, 0).astype(np.uint16) * 200)).ink[10:30, 5:8].min() > 0.9


def a_bomb(side: int) -> bytes:
    """A PNG that says it is `side` × `side` pixels, in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be read"),
        (b"%PDF-1.7", "cannot be read"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "cannot be read"),
        (a_file(bar(0, 255))[:60], "cannot be read"),
        (a_file(bar(128, 128)), "nothing to see"),
        (a_bomb(6_000), "6,000 × 6,000 pixels; at most 25 million"),
        (a_bomb(10_000), "cannot be read"),
        (a_bomb(60_000), "cannot be read"),
        (bytes(own.LARGEST_BYTES + 1), "5.0 MB; at most 5 MB"),
    ],
)
def test_what_is_no_picture_of_a_digit_is_refused_in_a_sentence(content: bytes, why: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_picture(content)
    (sentence,) = refused.value.problems
    assert why in sentence
    assert sentence.startswith("Your picture: ")
    assert sentence.endswith("; pass another one.")


@given(
    st.binary(max_size=300), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b"RIFF", b""])
)
def test_any_bytes_are_refused_and_nothing_else_happens(content: bytes, begin: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_picture(begin + content)


def test_a_bar_fitted_by_hand() -> None:
    # 30 high, 6 wide: scaled by 20 / 30 into 20 × 4, and put into the middle of 28 × 28.
    ink = np.zeros((60, 50))
    ink[10:40, 3:9] = 1
    found = fitted(ink, Digits(np.zeros((1, 28, 28), np.uint8), np.zeros(1, np.uint8)))
    assert (found.shape, found.dtype) == ((28, 28), np.uint8)
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    assert (rows[0], rows[-1], columns[0], columns[-1]) == (4, 23, 12, 15)
    assert set(found[found > 0].tolist()) == {255}


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 40), st.integers(0, 40), st.sampled_from(sorted(BUNDLED)))
def test_wherever_and_however_large_it_is_drawn_it_is_the_same(
    height: int, width: int, top: int, left: int, name: str
) -> None:
    like = bundled_digits(name)
    cut = np.ones((height, width))
    ink = np.pad(cut, ((top, 40 - top), (left, 40 - left)))
    found = fitted(ink, like)
    assert found.shape == (like.side, like.side)
    assert found.max() == like.full_ink
    assert np.array_equal(found, fitted(cut, like))
    assert np.array_equal(found, fitted(np.kron(ink, np.ones((2, 2))), like))


def test_no_ink_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no ink"):
        fitted(np.zeros((5, 5)), bundled_digits("small"))


def test_a_digit_that_is_drawn_larger_and_elsewhere_is_read_as_before() -> None:
    digits = bundled_digits("mnist")
    known, asked = digits.images[:2000].reshape(2000, -1) / 255, digits.images[2000:2100]
    again = np.stack([fitted(np.pad(np.kron(one, np.ones((3, 3))), (5, 50)) / 255, digits) for one in asked])

    def said(images: np.ndarray) -> np.ndarray:
        rows = (images.reshape(len(images), -1) / 255).astype(np.float32)
        return nearest_neighbours(known.astype(np.float32), digits.labels[:2000], rows).argmax(axis=1)

    right = digits.labels[2000:2100]
    assert (said(again) == right).mean() >= (said(asked) == right).mean() - 0.02
