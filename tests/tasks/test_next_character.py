"""Next character: its windows, what counts on the held-out text, and what a network's answers are worth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.kinds import KINDS
from seqcore.data.text.ngrams import witten_bell_bits
from seqcore.data.text.text import Text
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.batch import Batch
from seqcore.tasks.base.task import Trained
from seqcore.tasks.next_character.examples import NextCharacterExamples
from seqcore.tasks.next_character.task import NextCharacter

TRAINED = Trained(seed=1, updates=10, batch_size=4)


def examples(content: str, **settings: object) -> NextCharacterExamples:
    task = NextCharacter.model_validate({"steps": 6, "stride": 1, "most_symbols": 12, "held_out": 0.4} | settings)
    return task.examples(Text(content, "a text", "Made up."))


ABC = "abcdefgh" * 20


class Network:
    """Answers as told: probabilities of each symbol at each step, from the inputs."""

    def __init__(self, of: NextCharacterExamples, *, certain: float, ahead: bool = False) -> None:
        self.of, self.certain, self.ahead = of, certain, ahead

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        """After each letter of `ABC` comes the next one; with `ahead` it looks instead of knowing."""
        following = (inputs + 1) % 8
        if self.ahead:
            following[:, :-1] = inputs[:, 1:]
        symbols = self.of.task.most_symbols
        said = np.full((*inputs.shape, symbols), (1 - self.certain) / (symbols - 1), np.float32)
        np.put_along_axis(said, following[..., np.newaxis], self.certain, axis=-1)
        return said if self.of.task.is_per_step else said[:, -1]

    def predict_longer(self, inputs: np.ndarray, steps: int) -> np.ndarray:
        raise NotImplementedError

    def loss(self, batch: Batch) -> float:
        raise NotImplementedError


def test_a_window_and_what_follows_each_step() -> None:
    batch = examples("abcdef\n" * 20).batches(1, 0, 3, 4)
    inputs, targets = batch.pair
    assert inputs.shape == targets.shape == (3, 4, 6)
    assert np.array_equal(inputs[..., 1:], targets[..., :-1])


def test_after_the_last_step_only_one_character_is_to_be_predicted() -> None:
    of = examples(ABC, predicts="last")
    inputs, targets = of.batches(1, 0, 2, 4).pair
    assert targets.shape == (2, 4)
    assert np.array_equal(targets, (inputs[..., -1] + 1) % 8)


@pytest.mark.parametrize("stride", [1, 3])
def test_a_pass_goes_through_every_window_of_the_training_part_and_no_other(stride: int) -> None:
    of = examples(ABC, stride=stride)
    whole = of.updates_per_pass(8)
    starts = {tuple(window) for window in of.batches(5, 0, whole, 8).input.reshape(-1, 6).tolist()}
    assert starts == {tuple(of.codes[start : start + 6].tolist()) for start in range(0, of.split - 6, stride)}


@given(st.integers(5, 30), st.floats(0.1, 0.5), st.sampled_from(["every", "last"]), st.integers(150, 400))
def test_held_out_characters_count_once_and_none_was_trained_on(
    steps: int, held_out: float, predicts: str, length: int
) -> None:
    content = "".join(np.random.default_rng(length).choice(list("abcdef "), length))
    try:
        of = examples(content, steps=steps, held_out=held_out, predicts=predicts)
    except InvalidInput:
        return
    assert (np.diff(of.scored) > 0).all()
    assert of.scored[0] >= of.split
    assert of.starts.max() + steps < of.split
    batch = of.validation()
    targets = batch.targets if batch.weights is None else batch.targets[batch.weights > 0]
    assert np.array_equal(targets.ravel(), of.codes[of.scored])
    if predicts == "every":
        assert of.scored[0] == of.split
        assert (np.diff(of.scored) == 1).all()


@pytest.mark.parametrize("predicts", ["every", "last"])
def test_bits_and_perplexity_by_hand(predicts: str) -> None:
    of = examples(ABC, predicts=predicts)
    network = Network(of, certain=0.25)
    look = of.look(network.predict(of.validation().input), network)
    assert look.own()["perplexity"] == pytest.approx(4, rel=1e-5)
    assert of.surprises(network.predict(of.validation().input)) == pytest.approx(2)
    unsure = Network(of, certain=1 / 12)
    bits = of.surprises(unsure.predict(of.validation().input)).mean()
    assert bits == pytest.approx(math.log2(12), rel=1e-5)


def test_what_is_recorded_is_what_came_and_the_five_likeliest() -> None:
    of = examples(ABC)
    look = of.look(Network(of, certain=0.6).predict(of.validation().input), Network(of, certain=0.6))
    assert look.arrays["predictions"].shape == (min(160, len(of.scored)), 11)
    assert look.arrays["predictions"][:, 0] == pytest.approx(0.6)
    assert np.array_equal(look.arrays["predictions"][:, 1], of.codes[of.scored[:160]])


def test_with_fewer_symbols_than_guesses_all_are_recorded() -> None:
    of = examples("abc" * 200, most_symbols=3)
    network = Network(of, certain=0.6)
    equal = np.full((*of.validation().input.shape, 3), 1 / 3, np.float32)
    assert of.look(equal, network).arrays["predictions"].shape[1] == 7


def test_what_is_recorded_after_the_last_step_is_a_text_too() -> None:
    of = examples(ABC * 20, predicts="last", held_out=0.5)
    assert np.array_equal(of.scored[:160], of.split + np.arange(160))
    assert (np.diff(of.scored) > 0).all()


def test_the_baselines_are_n_grams_of_the_training_part_on_the_same_characters() -> None:
    content = "".join(np.random.default_rng(3).choice(list("abcd "), 600))
    of = examples(content)
    by_hand = witten_bell_bits(of.codes, of.split, 12, scored=of.scored)
    for order in range(1, 6):
        scores = of.baselines()[f"{order}-gram"].scores
        assert scores["bits_per_character"] == pytest.approx(by_hand[order].bits)
        assert scores["loss"] == pytest.approx(by_hand[order].bits * math.log(2))
        assert scores["perplexity"] == pytest.approx(2 ** by_hand[order].bits)
        assert scores["accuracy"] == pytest.approx(by_hand[order].accuracy)


@pytest.mark.parametrize(("certain", "kind"), [(0.999, "better"), (0.1, "worse")])
def test_the_verdict_is_about_the_best_n_gram(certain: float, kind: str) -> None:
    of = examples("".join(np.random.default_rng(3).choice(list("abcdefgh"), 900)) + ABC * 4, held_out=0.4)
    judged = of.judge(Network(of, certain=certain), TRAINED)
    assert judged.verdict is not None
    assert judged.verdict.kind == kind
    assert "-gram)" in judged.verdict.sentence
    assert not judged.verdict.is_flattered


def test_a_network_that_sees_the_character_it_is_to_predict_is_not_to_be_trusted() -> None:
    of = examples(ABC * 4)
    verdict = of.judge(Network(of, certain=0.9, ahead=True), TRAINED).verdict
    assert verdict is not None
    assert verdict.is_flattered
    assert verdict.sentence.startswith("Not to be trusted: it has seen the character")


def test_the_vocabulary_is_a_limit_and_the_rest_shares_one_symbol() -> None:
    of = examples(ABC, most_symbols=4)
    assert len(of.cleaned.alphabet) == 4
    assert of.codes.max() == 3
    assert NextCharacter(most_symbols=4, steps=6).signature().output.vocabulary == 4


def test_a_text_that_is_too_short_is_refused_with_numbers() -> None:
    with pytest.raises(InvalidInput, match=r"has 12 characters to train on and 8 held out, too few for windows of 6"):
        examples("abcdefghij" * 2)


def test_a_text_is_kept_and_read_again() -> None:
    text = Text("Ein Satz.\n诗 \ud83e", "a name", "From nowhere.", ("one note",))
    again = KINDS["text"].from_bytes(text.to_bytes())
    assert isinstance(again, Text)
    assert (again.content, again.name, again.origin, again.notes) == (text.content, text.name, text.origin, text.notes)
    assert again.fingerprint == text.fingerprint != Text("other", "a name", "From nowhere.").fingerprint
    for damaged in (b"", b"rubbish", text.to_bytes()[:-30]):
        with pytest.raises(ValueError, match="damaged"):
            KINDS["text"].from_bytes(damaged)


def test_bundled_texts_train_and_a_missing_own_one_is_asked_for() -> None:
    for name in ("alice", "sonnets", "tang"):
        assert NextCharacter(bundle=name).examples().validation().input.dtype == np.int32
    with pytest.raises(InvalidInput, match=r"task\.path"):
        NextCharacter(source="own").load()
