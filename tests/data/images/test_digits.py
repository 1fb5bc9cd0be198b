"""Bundled digits, and MNIST from the network: never asked for twice, never believed without its hash."""

import hashlib
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from seqcore.data.images import mnist
from seqcore.data.images.digits import BUNDLED, FOLDER, Digits, bundled_digits
from seqcore.data.images.images import SOURCES, Images
from seqcore.data.kinds import KINDS
from seqcore.invalid import InvalidInput


def test_mnist_is_the_published_test_set() -> None:
    digits = bundled_digits("mnist")
    assert digits.images.shape == (10_000, 28, 28)
    assert np.bincount(digits.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert digits.labels[:5].tolist() == [7, 2, 1, 0, 4]


@pytest.mark.parametrize("name", BUNDLED)
def test_what_is_bundled_is_as_it_says_and_has_its_licence_beside_it(name: str) -> None:
    digits, known = bundled_digits(name), BUNDLED[name]
    assert digits.side == known.side == SOURCES[name].side
    assert digits.images.max() == digits.full_ink
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert known.file in readme
    assert f"{len(digits.labels):,}" in readme
    assert known.licence.removeprefix("Licence: ").removesuffix(".") in readme


def test_small_digits_are_doubled_pixel_by_pixel() -> None:
    digits = bundled_digits("small")
    assert digits.images.shape == (1_797, 16, 16)
    assert digits.grain == 2
    assert np.array_equal(digits.images[:, ::2, ::2].repeat(2, 1).repeat(2, 2), digits.images)


@pytest.mark.parametrize("name", BUNDLED)
def test_images_are_saved_by_the_name_of_their_source(name: str) -> None:
    images = Images.of(name)
    saved = images.to_bytes()
    assert len(saved) < 200
    again = KINDS["images"].from_bytes(saved)
    assert again.fingerprint == images.fingerprint
    assert (again.name, again.origin) == (images.name, images.origin)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"[" * 99_999, b'{"source": "../x", "fingerprint": ""}', b'{"source": ["a"], "fingerprint": 1}']
    + [b'{"source": "small", "fingerprint": "another"}'],
)
def test_damaged_files_are_no_images(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"damaged|not the ones"):
        Images.from_bytes(content)


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        (np.zeros((2, 4), np.uint8), np.zeros(2, np.uint8)),
        (np.zeros((2, 4, 4), np.uint8), np.zeros(3, np.uint8)),
        (np.zeros((2, 4, 4)), np.zeros(2, np.uint8)),
        (np.zeros((0, 4, 4), np.uint8), np.zeros(0, np.uint8)),
        (np.zeros((2, 4, 4), np.uint8), np.full(2, 10, np.uint8)),
        (np.full((2, 4, 4), 17, np.uint8), np.zeros(2, np.uint8)),
    ],
)
def test_arrays_that_are_no_digits_are_refused(images: np.ndarray, labels: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"images|label"):
        Digits(images, labels, full_ink=16)


def a_file() -> bytes:
    """Three images in the form of Keras' file."""
    buffer, one = io.BytesIO(), np.arange(16, dtype=np.uint8).reshape(1, 4, 4)
    np.savez(
        buffer,
        x_train=np.concatenate([one, one + 1]),
        y_train=np.array([1, 2], np.uint8),
        x_test=one + 2,
        y_test=np.array([3], np.uint8),
    )
    return buffer.getvalue()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[str, object]]:
    """A server in the place of Keras': what it answers can be changed, and it counts how often it was asked."""
    answer: dict[str, object] = {"status": 200, "content": a_file(), "asked": 0}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer["asked"] = int(str(answer["asked"])) + 1
            self.send_response(int(str(answer["status"])))
            self.end_headers()
            self.wfile.write(answer["content"])  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    monkeypatch.setenv("SEQCORE_HOME", str(tmp_path))
    monkeypatch.setattr(mnist, "URL", f"http://127.0.0.1:{server.server_port}/mnist.npz")
    monkeypatch.setattr(mnist, "SHA256", hashlib.sha256(a_file()).hexdigest())
    yield answer
    server.shutdown()
    server.server_close()


def test_mnist_is_downloaded_once_and_kept(served: dict[str, object]) -> None:
    first = Images.of("full")
    assert first.digits.labels.tolist() == [1, 2, 3]
    assert first.digits.images[2, 0].tolist() == [2, 3, 4, 5]
    assert Images.from_bytes(first.to_bytes()).fingerprint == first.fingerprint
    assert served["asked"] == 1


def test_a_damaged_copy_is_downloaded_again(served: dict[str, object], tmp_path: Path) -> None:
    Images.of("full")
    (tmp_path / "downloads" / "mnist.npz").write_bytes(b"half of it")
    assert Images.of("full").digits.labels.tolist() == [1, 2, 3]
    assert served["asked"] == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": 404}, "Not Found"),
        ({"content": b"<html>log in first</html>"}, "another file than the one that Keras knows"),
        ({"content": b"x" * 2000}, "the answer is too long"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(
    served: dict[str, object], monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], why: str
) -> None:
    served.update(changes)
    monkeypatch.setattr(mnist, "MOST_BYTES", 1500)
    with pytest.raises(InvalidInput) as refused:
        Images.of("full")
    (sentence,) = refused.value.problems
    assert sentence.startswith("task.digits: MNIST could not be downloaded (")
    assert why in sentence
    assert sentence.endswith("check the network, or take the bundled digits.")


def test_without_a_network_it_says_so(served: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mnist, "URL", "http://127.0.0.1:9/mnist.npz")
    with pytest.raises(InvalidInput, match=r"could not be downloaded .*; check the network"):
        Images.of("full")
