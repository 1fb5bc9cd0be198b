"""A task without a screen of its own has one all the same."""

from pathlib import Path

import numpy as np
import pytest
from form_screen import press, run
from small import small
from streamlit.testing.v1 import AppTest
from whole_app import APP, is_in, layers, predictions, until

from pages.parts import opening
from pages.tasks.default_screen import examples_table, in_short
from seqcore.jobs.jobs import Jobs
from seqcore.tasks.base.batch import Batch


def test_an_array_is_cut_to_what_fits_into_a_cell() -> None:
    assert in_short(np.array([[0.25], [0.5], [1.0]])) == "0.25 0.5 1"
    assert in_short(np.arange(20)) == "0 1 2 3 4 5 6 7 8 9 10 11 …"


def test_the_table_has_a_column_for_every_input() -> None:
    two = Batch({"words": np.array([[1, 2]]), "shapes": np.array([[3, 4]])}, np.array([[0.5]], np.float32))
    assert examples_table(two, np.array([[0.25]])) == {
        "words": ["1 2"],
        "shapes": ["3 4"],
        "Right answer": ["0.5"],
        "The network's": ["0.25"],
    }


def test_train_and_see_what_the_network_says(jobs: Jobs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(opening, "FOLDER", tmp_path)  # where no task has a screen
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params["experiment"] = small(epochs=40).to_link()
    test = run(test.switch_page(str(opening.DEFAULT_SCREEN)))
    assert list(predictions(test)) == ["Input", "Right answer"]
    assert layers(test)["Layer"].iloc[-1] == "output"
    until(press(test, "train"), is_in("Finished"))
    assert list(predictions(test)) == ["Input", "Right answer", "The network's"]
    assert len(predictions(test)) == 10
