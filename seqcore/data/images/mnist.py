"""MNIST in full, 70,000 digits: the file that `keras.datasets.mnist` loads, without Keras.

It is fetched once, checked by its hash, and kept on disk. TensorFlow, which comes with Keras, is never loaded.
"""

import hashlib
import io
import time
import urllib.request
from contextlib import suppress
from http.client import HTTPException

import numpy as np

from seqcore.data.images.digits import Digits
from seqcore.data.series.download_cache import folder, turn
from seqcore.invalid import InvalidInput
from seqcore.whole_file import write_whole

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
"""Both as in `keras/src/datasets/mnist.py` of Keras 3.15."""
KEY = "mnist"
MOST_BYTES = 20_000_000
SECONDS_WITHOUT_ANSWER, SECONDS_IN_ALL = 10.0, 60.0
PIECE = 65_536


def full_mnist() -> Digits:
    """The 60,000 training and 10,000 test images, from disk or else from the network.

    Raises InvalidInput with one sentence when they cannot be had.
    """
    with turn(KEY):
        content = _kept()
        if content is None:
            content = _fetched()
            _keep(content)
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        images, labels = (np.concatenate([arrays[f"{name}_train"], arrays[f"{name}_test"]]) for name in "xy")
    return Digits(images, labels)


def _kept() -> bytes | None:
    """The file on disk; None when there is none, or another one than that of Keras."""
    try:
        content = (folder() / f"{KEY}.npz").read_bytes()
    except OSError:
        return None
    return content if _is_right(content) else None


def _keep(content: bytes) -> None:
    """Where nothing can be written, nothing is kept."""
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        write_whole(folder() / f"{KEY}.npz", content)


def _fetched() -> bytes:
    began = time.monotonic()
    content = bytearray()
    try:
        with urllib.request.urlopen(URL, timeout=SECONDS_WITHOUT_ANSWER) as answer:
            while piece := answer.read(PIECE):
                content += piece
                if len(content) > MOST_BYTES:
                    raise _failed("the answer is too long")
                if time.monotonic() - began > SECONDS_IN_ALL:
                    raise _failed(f"it takes longer than {SECONDS_IN_ALL:.0f} seconds")
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, InvalidInput):
            raise
        reason = getattr(error, "reason", None) or error
        raise _failed(getattr(reason, "strerror", None) or str(reason) or type(error).__name__) from error
    if not _is_right(bytes(content)):
        raise _failed("the answer is another file than the one that Keras knows")
    return bytes(content)


def _is_right(content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == SHA256


def _failed(why: str) -> InvalidInput:
    return InvalidInput(
        [f"task.digits: MNIST could not be downloaded ({why[:120]}); check the network, or take the bundled digits."]
    )
