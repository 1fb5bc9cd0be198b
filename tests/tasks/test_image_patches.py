"""Image patches by hand: cutting, orders, side by side, the split, baselines, confusion, and the final evaluation."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcore.data.images.digits import Digits
from seqcore.data.images.images import Images
from seqcore.experiment import from_values, with_values
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS
from seqcore.tasks.base.evaluation import PREDICTIONS
from seqcore.tasks.base.task import Trained
from seqcore.tasks.image_patches.baselines import most_frequent, nearest_neighbours, scores_of
from seqcore.tasks.image_patches.examples import ImagePatchesExamples, confusion, surest_mistakes
from seqcore.tasks.image_patches.orders import KNOWN, patches_of, read_orders, steps_of
from seqcore.tasks.image_patches.task import ImagePatches

BY_HAND = np.array([[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]]], np.uint8)
"""One image of 4 × 4 pixels, numbered row by row."""


def made_up(number: int = 40) -> Images:
    """Images of 4 × 4 pixels, the label of each in all its pixels."""
    labels = (np.arange(number) % 10).astype(np.uint8)
    images = np.broadcast_to(labels[:, None, None], (number, 4, 4)).copy()
    return Images("small", Digits(images, labels, full_ink=10))


def examples(number: int = 40, **settings: object) -> ImagePatchesExamples:
    return ImagePatchesExamples(ImagePatches.model_validate({"digits": "small"} | settings), made_up(number))


class Says:
    """A network that says these digits for the held-out ones."""

    def __init__(self, digits: Sequence[int], sure: float = 0.9) -> None:
        self.outputs = np.full((len(digits), 10), (1 - sure) / 9, np.float32)
        self.outputs[np.arange(len(digits)), list(digits)] = sure

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        assert len(inputs) == len(self.outputs)
        return self.outputs


def test_an_image_is_cut_into_four() -> None:
    assert patches_of(BY_HAND)[0].tolist() == [
        [[1, 2], [5, 6]],
        [[3, 4], [7, 8]],
        [[9, 10], [13, 14]],
        [[11, 12], [15, 16]],
    ]


@pytest.mark.parametrize(
    ("order", "first_pixels"),
    [("1234", [1, 3, 9, 11]), ("4321", [11, 9, 3, 1]), ("1324", [1, 9, 3, 11]), ("4231", [11, 3, 9, 1])],
)
def test_patches_come_in_their_order(order: str, first_pixels: list[int]) -> None:
    steps = steps_of(BY_HAND, read_orders(order))
    assert steps.shape == (1, 4, 2, 2, 1)
    assert steps[0, :, 0, 0, 0].tolist() == first_pixels


def test_orders_side_by_side_stand_one_below_the_other_at_each_step() -> None:
    steps = steps_of(BY_HAND, read_orders("1234+4321"))
    assert steps.shape == (1, 4, 4, 2, 1)
    assert steps[0, 0, :, :, 0].tolist() == [[1, 2], [5, 6], [11, 12], [15, 16]]
    assert steps[0, 3, :, :, 0].tolist() == [[11, 12], [15, 16], [1, 2], [5, 6]]


@given(st.lists(st.permutations("1234"), min_size=1, max_size=4), st.sampled_from(["+", " ", ", ", "/", ";"]))
def test_any_order_can_be_typed(orders: list[list[str]], between: str) -> None:
    text = between.join(map("".join, orders))
    assert read_orders(text) == tuple(tuple(map(int, order)) for order in orders)
    assert ImagePatches(order=text).signature().input.shape == (4, 14 * len(orders), 14, 1)


@given(st.text(max_size=30))
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    try:
        assert all(sorted(order) == [1, 2, 3, 4] for order in read_orders(text))
    except ValueError as refused:
        assert "allowed is each of 1, 2, 3 and 4 once" in str(refused)


@pytest.mark.parametrize("order", ["", "123", "1235", "12344", "1234+", "+".join(["1234"] * 5), "۱۲۳۴", "1243+99"])
def test_what_is_no_order_is_told_at_its_field(order: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        with_values(PRESETS["patches"].experiment, [f"task.order={order}"])
    (sentence,) = refused.value.problems
    assert sentence.startswith(f"task.order: got {order!r}; allowed is each of 1, 2, 3 and 4 once, as in 4321")


def test_the_question_side_by_side_has_the_shape_of_the_question() -> None:
    assert PRESETS["patches-side-by-side"].experiment.task.signature().input.shape == (4, 56, 14, 1)
    assert set(KNOWN) >= {"1234", "4321", "1324", "4231"}


def test_the_split_is_8000_to_2000_and_every_digit_is_in_one_part() -> None:
    found = ImagePatches().examples()
    assert (len(found.training), len(found.held_out)) == (8_000, 2_000)
    assert len({*found.training.tolist(), *found.held_out.tolist()}) == 10_000
    # Shuffled: the writers of the first and of the second half are in both parts.
    assert 0.4 < (found.held_out < 5_000).mean() < 0.6


def test_fewer_training_digits_leave_what_is_held_out_as_it_is() -> None:
    few, all_ = examples(training_digits=12), examples()
    assert len(few.training) == 12
    assert np.array_equal(few.held_out, all_.held_out)
    with pytest.raises(InvalidInput, match=r"task.training_digits: got 33; .* has 32 to train on"):
        examples(training_digits=33)


def test_pixels_are_scaled_by_full_ink_and_labels_stay_with_their_images() -> None:
    found = examples()
    batch = found.batches(1, 0, 3, 4)
    assert batch.input.shape == (3, 4, 4, 2, 2, 1)
    assert np.allclose(batch.input[..., 0, 0, 0, 0] * 10, batch.targets)
    inputs, targets = found.validation().pair
    assert np.allclose(inputs[:, 0, 0, 0, 0] * 10, targets)


def test_baselines_by_hand() -> None:
    labels = np.array([3, 3, 3, 5])
    assert most_frequent(labels, 2).argmax(axis=1).tolist() == [3, 3]
    known = np.array([[0, 0], [0, 1], [1, 0], [9, 9], [9, 8], [8, 9], [9, 7]], np.float32)
    of_known = np.array([1, 1, 1, 2, 2, 2, 2])
    said = nearest_neighbours(known, of_known, np.array([[0, 0.2], [9, 8.8]], np.float32))
    # Three and two votes, one and four; each digit has 0.1 besides.
    assert said[0, [1, 2, 7]].tolist() == pytest.approx([3.1 / 6, 2.1 / 6, 0.1 / 6])
    assert said[1, [1, 2, 7]].tolist() == pytest.approx([1.1 / 6, 4.1 / 6, 0.1 / 6])
    assert scores_of(said, np.array([1, 1])) == pytest.approx(
        {"loss": -(np.log(3.1 / 6) + np.log(1.1 / 6)) / 2, "accuracy": 0.5}
    )


def test_rules_that_see_whole_images_do_not_depend_on_the_order() -> None:
    scores = [
        {name: one.scores for name, one in examples(100, order=order).baselines().items()} for order in ("1234", "4231")
    ]
    assert scores[0] == scores[1]
    assert scores[0]["neighbours"]["accuracy"] == 1


def test_confusion_by_hand() -> None:
    counts = confusion(np.array([0, 0, 7, 7, 7]), np.array([0, 6, 7, 1, 1]))
    assert counts.shape == (10, 10)
    found = {(int(row), int(column)): int(counts[row, column]) for row, column in np.argwhere(counts)}
    assert found == {(0, 0): 1, (0, 6): 1, (7, 7): 1, (7, 1): 2}


def test_the_surest_mistakes_come_first_and_right_answers_never() -> None:
    labels = np.array([1, 2, 3, 4])
    recorded = np.array([[1, 0.99, 0.99], [7, 0.6, 0.3], [7, 0.9, 0.05], [4, 0.5, 0.5]])
    assert surest_mistakes(recorded, labels, 5).tolist() == [2, 1]
    assert surest_mistakes(recorded, labels, 1).tolist() == [2]


def test_a_look_records_what_is_said_how_surely_and_the_right_one() -> None:
    found = examples()
    labels = found.labels
    wrong = (labels + 1) % 10
    look = found.look(Says(wrong.tolist(), 0.91).outputs, Says([]))
    assert look.arrays[PREDICTIONS].shape == (8, 3)
    assert look.arrays[PREDICTIONS][0].tolist() == pytest.approx([wrong[0], 0.91, 0.01], abs=1e-4)


@pytest.mark.parametrize(("number_wrong", "kind"), [(0, "better"), (2_000, "worse")])
def test_the_verdict_is_about_the_best_rule(number_wrong: int, kind: str) -> None:
    found = ImagePatches().examples()
    said = found.labels.copy()
    said[:number_wrong] = (said[:number_wrong] + 1) % 10
    judged = found.judge(Says(said.tolist()), Trained(1, 10, 32))
    assert judged.verdict is not None
    assert judged.verdict.kind == kind
    assert "nearest neighbours" in judged.verdict.sentence
    assert judged.arrays["right"].mean() == 1 - number_wrong / 2_000
    assert judged.baselines["neighbours"]["accuracy"] == pytest.approx(0.95, abs=0.01)


def test_what_convolutions_cannot_read_is_refused_and_says_why() -> None:
    small = with_values(PRESETS["patches"].experiment, ["task.digits=small"])
    assert [layer.shape for layer in small.layers()][1:4] == [(4, 6, 6, 16), (4, 3, 3, 16), (4, 1, 1, 32)]
    with pytest.raises(InvalidInput) as refused:
        with_values(small, ["architecture.convolutions.1.kernel=4"])
    assert "its convolutions would leave nothing of 8 × 8 pixels: use fewer of them" in str(refused.value)
    with pytest.raises(InvalidInput, match="a step is something else"):
        from_values({"task": {"kind": "cumulative_sum"}, "architecture": {"kind": "cnn_recurrent"}, "training": {}})
