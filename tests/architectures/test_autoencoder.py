"""The autoencoder: layers by hand, and whom it fits."""

import pytest

from seqcore.architectures.autoencoder import Autoencoder
from seqcore.tasks.base.signature import CODE
from seqcore.tasks.series_autoencoder.task import SeriesAutoencoder

SIGNATURE = SeriesAutoencoder(window=6).signature()


def test_the_encoders_output_are_the_features() -> None:
    layers = {layer.name: layer for layer in Autoencoder(units=4).network(SIGNATURE)}
    assert list(layers) == ["input", CODE, "repeat", "decoder", "output"]
    assert [layers[name].shape for name in (CODE, "repeat", "decoder", "output")] == [(4,), (6, 4), (6, 4), (6, 1)]
    # By hand: 4 · 4 · (1 + 4 + 1), 4 · 4 · (4 + 4 + 1), 4 + 1.
    assert [layers[name].parameters for name in (CODE, "decoder", "output")] == [96, 144, 5]
    assert Autoencoder(units=4).in_words() == "LSTM 4 → 4 features → LSTM 4"


def test_fewer_features_come_from_a_dense_layer() -> None:
    layers = {layer.name: layer for layer in Autoencoder(units=4, features=2, cell="gru").network(SIGNATURE)}
    assert list(layers) == ["input", "encoder", CODE, "repeat", "decoder", "output"]
    assert (layers[CODE].kind, layers[CODE].shape, layers[CODE].parameters) == ("Dense", (2,), 10)
    assert layers["encoder"].kind == layers["decoder"].kind == "GRU"


@pytest.mark.parametrize(
    ("task", "why"),
    [("cumulative_sum", "answers when"), ("addition", "reads numbers"), ("image_patches", "reads numb")],
)
def test_it_fits_sequences_that_are_rebuilt_only(task: str, why: str) -> None:
    from seqcore.tasks import TASKS

    assert why in Autoencoder().accepts(TASKS[task]().signature())
    assert not Autoencoder().accepts(SIGNATURE)
