"""The screen of image patches on a real cluster: digits, patches in order, certainty, mistakes, and what Keras says."""

import base64
import io
from concurrent.futures import Future

import numpy as np
import pytest
from form_screen import as_read, press, run
from PIL import Image
from streamlit.testing.v1 import AppTest
from whole_app import APP, captions, component, is_in, markdown, num_bytes, said, until, view

from pages.parts.figure_style import LEGIBLE
from pages.parts.live_chart import pack
from pages.parts.server import server
from pages.tasks.image_patches.canvas import GRID, ink_in
from pages.tasks.image_patches.certainty import Said
from pages.tasks.image_patches.figures import certainty_figure, confusion_figure
from pages.tasks.image_patches.reshape_panel import KEY
from pages.tasks.image_patches.sprite import sprite
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.tasks.image_patches.reshape_rows import ReshapeRow

SCREEN = "pages/tasks/image_patches/screen.py"
SMALL = [
    *(
        "architecture.convolutions.0.filters=2",
        "architecture.convolutions.1.filters=2",
        "architecture.layers.0.units=4",
    ),
    *("training.epochs=2", "training.updates_per_epoch=4", "training.validate_every=1", "task.held_out=0.02"),
]
MOST_BYTES_A_REFRESH = 60_000


def small(*changes: str) -> Experiment:
    return with_values(PRESETS["patches"].experiment, [*SMALL, *changes])


def screen(experiment: Experiment, **address: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params |= {"experiment": experiment.to_link(), **address}
    return run(test.switch_page(SCREEN))


def sent(test: AppTest) -> str:
    return " ".join(element.proto.json for element in test.get("bidi_component"))


def test_before_training_digits_and_patches_are_there(cluster: Jobs) -> None:
    test = screen(small("task.order=4231"))
    until(test, lambda test: "train to see what the network says" in markdown(test))
    tiles = component(test, "Held-out digits")
    assert len(tiles["tiles"]) == 12
    patches = component(test, "Patches in reading order")
    assert [one["spoken"] for one in patches["tiles"]] == [
        "1st step: patch 4, lower right",
        "2nd step: patch 2, upper right",
        "3rd step: patch 3, lower left",
        "4th step: patch 1, upper left",
    ]
    assert "Train, and what it mixes up appears here." in captions(test)
    assert "CC BY-SA 3.0" in as_read(captions(test))
    press(test, "digits-next")
    assert component(test, "Held-out digits")["sprite"] != tiles["sprite"]


def test_side_by_side_every_step_shows_four_patches(cluster: Jobs) -> None:
    test = screen(small("task.order=1234+4321+1324+4231"))
    patches = component(test, "Patches in reading order")
    assert (patches["height"], patches["width"]) == (56, 14)
    assert patches["tiles"][0]["short"] == "1st\n1, 4, 1, 4"


def test_after_training_it_says_how_sure_it_is_and_what_it_mixes_up(jobs: Jobs) -> None:
    test = screen(small())
    until(press(test, "train"), is_in("Finished"))
    until(test, lambda test: "it says" in markdown(test))
    finished = view(test).finished
    assert finished is not None
    assert finished.validation.keys() >= {"loss", "accuracy"}
    right = round(finished.validation["accuracy"] * 200)
    assert f"{right:,} of 200 held-out digits right" in markdown(test)
    assert "Of the first 100 held-out digits it has" in captions(test)
    assert "trained to answer after the last patch only" in captions(test)
    assert {one["tone"] for one in component(test, "Held-out digits")["tiles"]} <= {"good", "bad"}
    assert component(test, "The surest mistakes")["tiles"]
    assert "No better or worse than" in markdown(test) or "Worse than" in markdown(test)
    assert num_bytes(test) < MOST_BYTES_A_REFRESH
    refuses_what_is_no_picture_and_reads_one(test)
    the_inside_is_of_ones_own_digit(test)


def the_inside_is_of_ones_own_digit(test: AppTest) -> None:
    test.toggle("inside-open-image_patches").set_value(True)
    run(test)
    test.toggle("inside-own-Your own digit").set_value(True)
    until(run(test), lambda test: "What comes in: your own digit" in sent(test))
    test.file_uploader(key="own-file").clear()
    run(test)
    assert "Draw or upload one under *A digit of your own*" in captions(test)


def refuses_what_is_no_picture_and_reads_one(test: AppTest) -> None:
    test.file_uploader(key="own-file").upload("![x](http://evil.example).png", b"no picture", "image/png")
    run(test)
    assert [words for words in said(test) if "Your picture: it cannot be read as one of PNG" in words]
    values, buffer = np.full((50, 40), 230, np.uint8), io.BytesIO()
    values[10:40, 18:22] = 20
    Image.fromarray(values).save(buffer, "PNG")
    test.file_uploader(key="own-file").upload("one.png", buffer.getvalue(), "image/png")
    until(run(test), lambda test: markdown(test).count("it says") == 2)
    assert "The paper is lighter than the ink" in captions(test)
    assert component(test, "Your digit")["width"] == 28


@pytest.fixture
def nobody_has_asked() -> None:
    server().worked_out.pop(KEY)


@pytest.mark.usefixtures("nobody_has_asked")
def test_keras_is_asked_and_says_what_it_said_in_the_question(jobs: Jobs) -> None:
    test = press(screen(small()), "ask-keras")
    until(test, lambda test: "expected ndim=3, found ndim=2" in markdown(test))
    assert "must be unchanged" in markdown(test)
    assert "the first step knows of patches 1 and 2" in markdown(test)
    table = next(frame.value for frame in test.dataframe if "First step knows" in frame.value)
    assert table["Keras"].tolist().count("builds it") == 2


def test_an_answer_that_does_not_come_is_told(
    jobs: Jobs, nobody_has_asked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: Future[tuple[ReshapeRow, ...]] = Future()
    failed.set_exception(ConnectionError("*No* training process is there to answer."))
    monkeypatch.setattr(Jobs, "compute", lambda self, work: failed)
    test = press(screen(small()), "ask-keras")
    assert "Keras could not be asked: *No* training process is there to answer." in said(test)


def test_the_confusion_figure_has_no_colour_where_it_is_right() -> None:
    counts = np.zeros((10, 10), np.int64)
    counts[3, 3], counts[3, 5] = 20, 4
    (cells,) = confusion_figure(counts)["data"]
    assert (cells["z"][3][3], cells["z"][3][5], cells["zmax"]) == (0, 4, 4 / LEGIBLE)
    assert (cells["text"][3][3], cells["text"][3][5], cells["text"][0][0]) == ("20", "4", "")


def test_the_certainty_figure_draws_the_right_digit_and_its_rivals() -> None:
    steps = np.full((4, 10), 0.01)
    steps[:, 7], steps[1, 3], steps[3, 9] = [0.2, 0.3, 0.8, 0.9], 0.7, 0.05
    names = [trace["name"] for trace in certainty_figure(steps, 7, "")["data"]]
    assert names == ["7 (right)", "3", "9"]
    assert [trace["name"] for trace in certainty_figure(steps, None, "")["data"]] == ["7", "3", "9"]
    steps[:3] = np.nan
    figure = certainty_figure(steps, 7, "")
    assert figure["data"][0]["x"] == [4]
    assert "7 (right)" in pack(figure)["words"]


def test_right_answers_are_counted_step_by_step() -> None:
    probabilities = np.zeros((3, 4, 10))
    probabilities[1, :, 2] = 1
    probabilities[2, 3, 5] = 1
    found = Said(probabilities, 1.0)
    assert found.num_right(np.array([2, 5])) == [1, 1, 1, 2]
    probabilities[:, :3] = np.nan
    assert found.num_right(np.array([2, 5])) == [2]


def test_a_sprite_holds_all_pictures_side_by_side() -> None:
    images = np.array([[[0, 16], [8, 0]], [[16, 16], [0, 0]]], np.uint8)
    content = base64.b64decode(sprite(images, 16).removeprefix("data:image/png;base64,"))
    assert np.asarray(Image.open(io.BytesIO(content))).tolist() == [[0, 255, 255, 255], [128, 0, 0, 0]]


@pytest.mark.parametrize(
    "sent", [None, 7, "", "###", "AAAA", ["AAAA"], base64.b64encode(bytes(GRID * GRID)).decode(), "A" * 100_000]
)
def test_whatever_else_a_browser_sends_is_no_drawing(sent: object) -> None:
    assert ink_in(sent) is None


def test_a_drawing_is_read_as_it_was_sent() -> None:
    pixels = np.arange(GRID * GRID, dtype=np.int64).astype(np.uint8).reshape(GRID, GRID)
    ink = ink_in(base64.b64encode(pixels.tobytes()).decode())
    assert ink is not None
    assert np.array_equal(np.round(ink * 255), pixels)
