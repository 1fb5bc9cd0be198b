"""Recurrent stacks on words: described as built, masked all the way, and the engine's pass is Keras' own."""

from dataclasses import replace

import numpy as np
import pytest
from described import assert_described

from seqcore.architectures import ARCHITECTURES
from seqcore.architectures.recurrent_stack import RecurrentLayer
from seqcore.architectures.word_stack import WordStack
from seqcore.tasks.base.signature import Given, Signature, Spec
from seqcore.training.recurrence import fast_forward

READ = Spec((5, 3), vocabulary=9, padding=0, columns=(9, 5, 6))
SIGNATURE = Signature({"input": READ}, Spec((5,), vocabulary=3), "softmax")
TOKENS = np.array([[[1, 2, 1], [8, 4, 5], [2, 1, 1], [0, 0, 0], [0, 0, 0]], [[3, 3, 3]] * 5], np.int32)
MASK = TOKENS[..., 0] > 0
BOTH_WAYS = (RecurrentLayer(units=4, direction="bidirectional"),)
GIVEN = {"none": None, "frozen": Given(7, frozen=True), "trained": Given(7, frozen=False)}


def signature(given: str = "none", head: str = "softmax") -> Signature:
    return replace(SIGNATURE, inputs={"input": replace(READ, given=GIVEN[given])}, head=head)


def stack(**settings: object) -> WordStack:
    return WordStack.model_validate({"embedding": 6, "ending_embedding": 2, "layers": BOTH_WAYS} | settings)


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("head", ["softmax", "crf"])
def test_described_as_built_and_computed_as_keras_does(given: str, head: str) -> None:
    rows, model = assert_described(stack(), signature(given, head))
    assert [row.kind for row in rows][-1] == ("CRF" if head == "crf" else "Dense")
    ours, kerass = fast_forward(model, TOKENS, training=False), model(TOKENS, training=False)
    assert np.allclose(ours.numpy()[MASK], kerass.numpy()[MASK], atol=1e-5)


@pytest.mark.parametrize("head", ["softmax", "crf"])
@pytest.mark.parametrize("given", GIVEN)
def test_padding_reaches_nothing(given: str, head: str) -> None:
    model = stack().build(signature(given, head))
    longer, shorter = model(TOKENS[:1]), stack().build(signature(given, head).with_steps(3, 3))
    for variable, other in zip(shorter.variables, model.variables, strict=True):
        variable.assign(other)
    assert np.allclose(longer.numpy()[0, :3], shorter(TOKENS[:1, :3]).numpy()[0], atol=1e-5)


def test_unknown_words_of_a_frozen_table_share_a_trained_vector() -> None:
    model = stack().build(signature("frozen"))
    words, unknown = model.get_layer("words"), model.get_layer("unknown")
    assert not words.trainable_variables
    assert unknown.embeddings in model.trainable_variables
    assert unknown(np.minimum([0, 1, 2, 8], 2)).shape == (4, 7)


@pytest.mark.parametrize("without", ["shape_embedding", "ending_embedding"])
def test_spelling_can_be_left_out(without: str) -> None:
    rows, _ = assert_described(stack(**{without: None}), SIGNATURE)
    assert {"shape_embedding": "shapes", "ending_embedding": "endings"}[without] not in {row.name for row in rows}


def test_words_alone_need_no_concatenation() -> None:
    rows, _ = assert_described(stack(shape_embedding=None, ending_embedding=None, input_dropout=0), SIGNATURE)
    assert [row.kind for row in rows] == ["Input", "Embedding", "Bidirectional(LSTM)", "Dense"]


def test_only_a_word_stack_reads_words() -> None:
    fitting = [name for name, one in ARCHITECTURES.items() if not one(kind=name).accepts(SIGNATURE)]
    assert fitting == ["word_stack"]
    assert "something else" in WordStack().accepts(replace(SIGNATURE, inputs={"input": Spec((5,), vocabulary=9)}))
