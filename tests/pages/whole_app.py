"""The whole app on a test page, used as a person would: every `run` is one tick of the browser's timer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from form_screen import as_read, press, run
from small import small
from streamlit.testing.v1 import AppTest
from waiting import LONG_PAUSE, wait_until

from seqcore.experiment import Experiment
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView

APP = Path(__file__).parents[2] / "app.py"
SCREEN, RUNS = "pages/tasks/cumulative_sum/screen.py", "pages/runs/history.py"
CONTROLS = ("train", "pause", "resume", "step", "stop", "reset")
LONG, SHORT = small(epochs=100_000, updates_per_epoch=20), small(epochs=60)
"""Half a minute on a quick machine, and no time at all."""


def opened(experiment: Experiment | str = "", run_id: str = "") -> AppTest:
    """The screen in a new browser, by a link to an experiment, a run, or neither."""
    link = experiment if isinstance(experiment, str) else experiment.to_link()
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params |= {name: value for name, value in (("experiment", link), ("run", run_id)) if value}
    return run(test.switch_page(SCREEN))


def trained(experiment: Experiment = SHORT) -> AppTest:
    """A browser in which a run has just finished."""
    return until(press(opened(experiment), "train"), is_in("Finished"))


def training(experiment: Experiment = LONG) -> AppTest:
    """A browser in which a run goes on, with the first points there."""
    return until(press(opened(experiment), "train"), lambda test: view(test).epochs > 20)


def until(test: AppTest, happened: Callable[[AppTest], object]) -> AppTest:
    """Let the browser's timer tick until something has happened on the page."""
    wait_until(lambda: happened(run(test)), f"something else than {words(test)!r}", LONG_PAUSE)
    return test


def is_in(status: str) -> Callable[[AppTest], bool]:
    """Whether the line above the progress bar begins with this status."""
    return lambda test: f"**{status}" in words(test)


def words(test: AppTest) -> str:
    """The line above the progress bar."""
    return test.get("progress")[0].proto.text if test.get("progress") else ""


def controls(test: AppTest) -> dict[str, bool]:
    """The buttons that control a run, and whether they can be pressed."""
    return {button.key: not button.disabled for button in test.button if button.key in CONTROLS}


def run_id(test: AppTest) -> str:
    """The run in the address."""
    return test.query_params["run"]


def view(test: AppTest) -> RunView:
    """The run in the address, as its folder tells it."""
    return folder(test).view()


def folder(test: AppTest) -> RunFolder:
    found = RunFolder.find(run_id(test))
    assert found is not None
    return found


def predictions(test: AppTest) -> pd.DataFrame:
    return test.dataframe[0].value


def layers(test: AppTest) -> pd.DataFrame:
    return test.table[0].value


def said(test: AppTest) -> list[str]:
    """All messages on the page, as a reader sees them."""
    found = [*test.error, *test.warning, *test.info]
    return [as_read(message.value) for message in found]


def markdown(test: AppTest) -> str:
    return as_read(" ".join(text.value for text in test.markdown))


def without_bold(test: AppTest) -> str:
    return markdown(test).replace("**", "")


def captions(test: AppTest) -> str:
    return " ".join(caption.value for caption in test.caption)


def component(test: AppTest, label: str) -> dict[str, Any]:
    """What is sent to the component with this label."""
    for element in test.get("bidi_component"):
        data = json.loads(element.proto.json or "{}")
        if isinstance(data, dict) and data.get("label") == label:
            return data
    raise LookupError(label)


def num_bytes(test: AppTest) -> int:
    """Of all that may be drawn anew while it trains; the flow of shapes is drawn once."""
    sent = [element.proto for element in test.get("bidi_component")]
    return sum(len(proto.SerializeToString()) for proto in sent if 'class=\\"flow' not in proto.json)
