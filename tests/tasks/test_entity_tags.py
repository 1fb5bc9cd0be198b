"""Names in sentences by hand: arrays, masks, the split, rules, scores, what is recorded, vectors, and training."""

from typing import Any

import numpy as np
import pytest

from seqcore.command_line.told import data_read
from seqcore.data.base import Loaded
from seqcore.data.sentences.sentences import Sentences
from seqcore.data.sentences.tagged import Sentence
from seqcore.data.vectors.vectors import Vectors
from seqcore.evaluation.likeness import nearest_rows
from seqcore.experiment import Experiment, from_values
from seqcore.invalid import InvalidInput
from seqcore.jobs.asked import NearestRows, Rows
from seqcore.tasks.base.evaluation import PREDICTIONS
from seqcore.tasks.base.task import Trained
from seqcore.tasks.entity_tags.examples import WORDS, EntityTagsExamples
from seqcore.tasks.entity_tags.recorded import packed, unpacked
from seqcore.tasks.entity_tags.scores import scores_of
from seqcore.tasks.entity_tags.task import EntityTags
from seqcore.training.advance import advance, judge, start
from seqcore.training.program import QUICK_UPDATES, build_model

ADA = Sentence(("Ada", "Lovelace", "slept", "."), ("B-PER", "I-PER", "O", "O"))
ROME = Sentence(("Rome", "slept", "."), ("B-LOC", "O", "O"))
NEW = Sentence(("Zoe", "saw", "Rome"), ("B-PER", "O", "B-LOC"))
KNOWN = Vectors(["rome", "paris", "slept"], np.arange(150, dtype=np.float32).reshape(3, 50) / 100, "small")


def made_up(known: Vectors | None = None) -> Sentences:
    """Twelve sentences, of which the last three (a quarter) are held out."""
    return Sentences(((ADA, ROME) * 4 + (ADA, NEW, ROME, ADA),), "small", "Made up.", (), "", known)


def examples(known: Vectors | None = None, **settings: Any) -> EntityTagsExamples:
    values = {"held_out": 0.25, "kinds": 2, "steps": 5, "most_words": 50} | settings
    return EntityTagsExamples(EntityTags.model_validate(values), made_up(known))


class Says:
    """A network that says these tags."""

    def __init__(self, tags: np.ndarray, num_tags: int = 5, sure: float = 0.9) -> None:
        self.outputs = np.full((*tags.shape, num_tags), (1 - sure) / (num_tags - 1), np.float32)
        np.put_along_axis(self.outputs, tags[..., None], sure, axis=-1)

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return self.outputs

    def weights(self, layer: str) -> tuple[np.ndarray, ...]:
        raise AssertionError("a softmax has no transitions")


def test_arrays_by_hand() -> None:
    found = examples()
    assert found.tag_names == ("O", "B-LOC", "I-LOC", "B-PER", "I-PER")
    assert found.held_out == [NEW, ROME, ADA]
    assert found.true.tolist() == [[3, 0, 1, 0, 0], [1, 0, 0, 0, 0], [3, 4, 0, 0, 0]]
    batch = found.validation()
    assert batch.weights is not None
    assert batch.weights.tolist() == [[1, 1, 1, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 1, 0]]
    assert batch.input[0, :, 0].tolist() == [1, 1, found.vocabulary.rows["rome"], 0, 0]
    assert found.unseen.tolist()[0] == [True, True, False, False, False]
    assert not found.unseen[1:].any()


def test_long_sentences_are_cut() -> None:
    found = examples(steps=5)
    assert found.encode([("a",) * 9]).shape == (1, 5, 3)


def test_a_sentence_of_ones_own_and_what_is_read_of_it() -> None:
    found = examples()
    typed = found.typed("Ada saw Rome.")
    assert np.array_equal(typed, found.encode([("Ada", "saw", "Rome", ".")]))
    assert found.spelled(typed[0]) == ["ada", "unknown", "rome", ".", ""]
    assert found.spelled(found.typed("wept")[0])[0] == "…ept"


def test_the_end_of_each_text_is_held_out() -> None:
    texts = ((ADA,) * 10, (ROME,) * 20)
    task = EntityTags(held_out=0.1, kinds=2)
    found = EntityTagsExamples(task, Sentences(texts, "two", ""))
    assert [one.words[0] for one in found.held_out] == ["Ada", "Rome", "Rome"]
    assert len(found.training) == 27


def test_baselines_by_hand() -> None:
    found = examples()
    scores = {name: one.scores for name, one in found.baselines().items()}
    # Zoe is unknown and O; Rome, Ada and Lovelace are what they always are: 3 of 4 names, nothing made up.
    assert scores["frequent"]["entity_recall"] == pytest.approx(3 / 4)
    assert scores["frequent"]["entity_precision"] == 1
    assert scores["frequent"]["accuracy"] == pytest.approx(9 / 10)
    assert scores["frequent"]["unseen_f1"] == 0
    assert scores["outside"]["entity_f1"] == 0
    assert scores["outside"]["accuracy"] == pytest.approx(5 / 10)


def test_scores_by_hand() -> None:
    found = examples()
    said = np.array([[3, 0, 1, 0, 0], [2, 0, 0, 0, 0], [3, 0, 0, 0, 0]])
    scores = scores_of(found.true, said, found.there, found.unseen)
    # Right are Zoe and both times Rome (an I- without B- opens a name); Ada Lovelace is cut short.
    assert scores["entity_f1"] == pytest.approx(2 * 3 / (4 + 4))
    assert scores["unseen_f1"] == 1
    assert scores["illegal_sequences"] == 1
    assert scores["accuracy"] == pytest.approx(8 / 10)


@pytest.mark.parametrize("rule", [False, True])
def test_the_rule_is_kept_when_it_is_asked_for(rule: bool) -> None:
    found = examples(rule=rule)
    said = np.array([[4, 0, 1, 0, 0], [1, 0, 0, 0, 0], [3, 2, 0, 0, 0]])
    look = found.look(Says(said).outputs, Says(said))
    assert look.own()["illegal_sequences"] == (0 if rule else 2)


def test_what_is_recorded_comes_back() -> None:
    found = examples()
    look = found.look(Says(found.true).outputs, Says(found.true))
    back = unpacked(look.arrays[PREDICTIONS], int(found.there.sum()), 5)
    assert np.array_equal(back.tags, found.true[found.there])
    assert np.allclose(back.sure, 0.9)
    assert back.transitions is None
    weights = [np.arange(25.0).reshape(5, 5), np.arange(5.0), -np.arange(5.0)]
    square = unpacked(packed(np.array([4]), np.array([1.0]), weights), 1, 5).transitions
    assert square is not None
    assert np.array_equal(square[:5, :5], weights[0])
    assert np.array_equal(square[5, :5], weights[1])
    assert np.array_equal(square[:5, 5], weights[2])
    assert np.isnan(square[5, 5])


def test_the_verdict_is_about_names() -> None:
    found = examples()
    judged = found.judge(Says(found.true), Trained(1, 1, 1))
    assert judged.verdict is not None
    assert "most frequent tag" in judged.verdict.sentence
    assert judged.arrays["mistakes"].tolist() == [0, 0, 0]


def test_sentences_that_are_drawn_depend_on_the_data_seed() -> None:
    texts = (tuple(Sentence((f"w{number}",), ("B-PER",)) for number in range(100)),)
    drawn = [
        EntityTagsExamples(EntityTags(training_sentences=20, data_seed=seed), Sentences(texts, "", "")).training
        for seed in (0, 0, 1)
    ]
    assert len(drawn[0]) == 20
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"kinds": 1}, "task.kinds: got 1; the sentences have 2 kinds of names"),
        ({"training_sentences": 500}, "task.training_sentences: got 500; there are 9"),
        ({"vectors": "frozen", "vector_source": "own"}, "task.vector_path: no vectors yet"),
    ],
)
def test_what_cannot_be_is_said(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        examples(**settings)


def test_vectors_of_another_size_or_language_are_refused() -> None:
    own = {"vectors": "frozen", "vector_source": "own"}
    with pytest.raises(InvalidInput, match="got 20; the words of this file have 50 each"):
        examples(KNOWN, **own, vector_size=20)
    other = Vectors(["人"], np.ones((1, 50), np.float32), "")
    with pytest.raises(InvalidInput, match="no word of these sentences has a vector"):
        examples(other, **own)


def test_words_begin_with_their_vectors() -> None:
    found = examples(KNOWN, vectors="trained", vector_source="own")
    assert list(found.vocabulary.words) == ["slept", "rome", "paris"]
    table = found.first_weights()[WORDS]
    assert table.shape == (52, 50)
    assert np.array_equal(table[found.vocabulary.rows["paris"]], KNOWN.numbers[1])
    assert not table[:2].any()
    assert not table[5:].any()


def experiment(**task: Any) -> Experiment:
    """A network of two units on twenty of the bundled sentences."""
    values = {"kind": "entity_tags", "training_sentences": 20, "steps": 5, "most_words": 60} | task
    network = {"kind": "word_stack", "embedding": 4, "layers": [{"units": 2, "direction": "bidirectional"}]}
    training = {"epochs": 4, "updates_per_epoch": 10, "batch_size": 4, "learning_rate": 0.01}
    return from_values({"task": values, "architecture": network, "training": training})


def trained(one: Experiment, budget: float = 60) -> tuple[Any, list[Any]]:
    state, events = start(one), []
    while not state.finished:
        state, happened = advance(one, state, budget_seconds=budget)
        events += happened
    return state, events


@pytest.mark.parametrize("vectors", ["frozen", "trained"])
def test_only_a_frozen_table_is_not_trained_and_unknown_words_always_are(vectors: str) -> None:
    one = experiment(vectors=vectors)
    model = build_model(one)
    trained_on = {variable.path for variable in model.trainable_variables}
    assert (f"{WORDS}/embeddings" in trained_on) == (vectors == "trained")
    assert f"{'unknown' if vectors == 'frozen' else WORDS}/embeddings" in trained_on
    place = [variable.path for variable in model.variables].index(f"{WORDS}/embeddings")
    examples = one.task.examples()
    assert np.array_equal(start(one).variables[place], examples.first_weights()[WORDS])
    assert np.abs(examples.first_weights()[WORDS][2:30]).sum() > 0


def test_a_crf_is_trained_the_same_in_slices_of_any_size() -> None:
    one = experiment(head="crf")
    assert one.training.epochs * 10 > QUICK_UPDATES, "XLA computes the last updates"
    whole, events = trained(one)
    pieces, _ = trained(one, budget=0.05)
    assert all(map(np.array_equal, whole.variables, pieces.variables))
    judged = judge(one, whole)
    assert judged is not None
    assert {"entity_f1", "accuracy", "illegal_sequences"} <= judged.own().keys()
    assert events


def test_rows_of_the_table_and_the_nearest_ones_can_be_asked_for() -> None:
    one = experiment(vectors="frozen")
    state, table = start(one), one.task.examples().first_weights()[WORDS]
    said = Rows(WORDS, (2, 5))(one.model_dump_json(), [state.variables, state.variables])
    assert np.array_equal(said, np.stack([table[[2, 5]]] * 2))
    near = NearestRows(WORDS, 5, 3, 2, 40)(one.model_dump_json(), [state.variables])
    rows, alike = nearest_rows(table[2:40], 3, 3)
    assert near[0, :, 0].tolist() == (rows + 2).tolist()
    assert np.allclose(near[0, :, 1], alike)


def test_the_command_line_says_what_was_read() -> None:
    lines = data_read(Loaded(made_up(), (("encoding", "UTF-8"),))).in_lines()
    assert lines == [
        "Sentences: small. Made up.",
        "12 of 42 words, names of 2 kinds (LOC, PER)",
        "encoding: UTF-8",
    ]
