"""Vectors and weights as they are asked for; the plane of an embedding and its neighbours; attention."""

import keras
import numpy as np
import pytest
from small import small

from seqcore.experiment import from_values
from seqcore.inspection.embedding import neighbors, plane
from seqcore.inspection.made_of import attention, weights
from seqcore.jobs.asked import Rows
from seqcore.training.program import build_model


def test_weights_are_those_of_keras_below_each_other() -> None:
    experiment = small([{"cell": "gru", "direction": "bidirectional"}])
    model = build_model(experiment)
    checkpoint = tuple(variable.numpy() for variable in model.variables)
    found = weights(experiment, [checkpoint], "recurrent_1", backward=True)
    cell = model.get_layer("recurrent_1").backward_layer.cell
    assert found.shape == (1, 1 + 3 + 2, 9)
    np.testing.assert_allclose(found[0, :1], cell.kernel.numpy(), atol=1e-3)
    np.testing.assert_allclose(found[0, 1:4], cell.recurrent_kernel.numpy(), atol=1e-3)


@pytest.mark.parametrize("kind", ["repeat_vector", "attention"])
def test_an_embedding_has_a_row_for_each_symbol_and_one_for_none(kind: str) -> None:
    architecture = {"kind": kind, "units": 4, "embedding": 3}
    experiment = from_values({"task": {"kind": "addition", "largest": 9}, "architecture": architecture, "training": {}})
    model = build_model(experiment)
    checkpoint = tuple(variable.numpy() for variable in model.variables)
    found = Rows("embedding")(experiment.model_dump_json(), [checkpoint, checkpoint])
    assert found.shape == (2, len(experiment.task.examples().symbols()) + 1, 3)
    np.testing.assert_allclose(found[0], model.get_layer("embedding").embeddings.numpy(), atol=0)


@pytest.mark.parametrize("score", ["dot", "general", "additive"])
def test_attention_says_where_it_looks_and_what_it_says(score: str) -> None:
    architecture = {"kind": "attention", "units": 4, "score": score}
    experiment = from_values({"task": {"kind": "addition", "largest": 9}, "architecture": architecture, "training": {}})
    model, examples = build_model(experiment), experiment.task.examples()
    inputs = examples.typed("7+8")
    checkpoint = tuple(variable.numpy() for variable in model.variables)
    found = attention(experiment, [checkpoint], inputs)[0]
    np.testing.assert_allclose(found[:, :3].sum(axis=-1), 1, atol=1e-5)
    said = experiment.architecture.answer(model, keras.ops.convert_to_tensor(inputs))
    np.testing.assert_allclose(found[:, 3:], np.asarray(said)[0], atol=1e-5)


def test_the_plane_holds_what_is_flat() -> None:
    generator = np.random.default_rng(0)
    flat = generator.normal(size=(20, 2)) @ np.linalg.qr(generator.normal(size=(5, 5)))[0][:2] + 3
    known = plane(flat)
    assert known.share == pytest.approx(1)
    before, after = (np.linalg.norm(points[:, None] - points, axis=-1) for points in (flat, known.of(flat)))
    np.testing.assert_allclose(before, after, atol=1e-9)
    assert plane(np.ones((4, 1))).of(np.ones((4, 1))).tolist() == [[0, 0]] * 4


def test_neighbours_have_the_smallest_angles() -> None:
    vectors = np.array([[1, 0], [0, 1], [2, 0.1], [-1, 0]])
    assert [place for place, _ in neighbors(vectors, 0)] == [2, 1, 3]
    assert neighbors(vectors, 0)[-1][1] == pytest.approx(-1)
