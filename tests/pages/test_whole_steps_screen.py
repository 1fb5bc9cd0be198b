"""A click that another one follows at once does all that it stands for, whenever the other one comes."""

from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.runtime.scriptrunner import ScriptRunnerEvent, script_runner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.state import SessionState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from whole_app import SHORT, folder, opened, run_id, trained, view, words

from pages.parts.session_state import MendedState
from seqcore.experiment import with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.runs.folder import all_runs

PRESET = PRESETS["cumsum-bilstm"].experiment
CHANGED = ["task.steps=12", "training.optimizer=sgd", "training.epochs=7", "training.seed=3"]


def press_both(test: AppTest, first: str, second: str, draws: int, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Press `first`, and `second` when the script for `first` has begun and is about to draw for the `draws`th time.

    A browser that has not heard of anything new sends the same values and the same address with both.
    """
    test.button(key=second).click()
    then = RerunData(urlencode(test.query_params), test._tree.get_widget_states(), test._page_hash)
    test.button(key=second).set_value(False)
    test.button(key=first).click()
    left, began, about_to_draw = [draws], LocalScriptRunner.__init__, LocalScriptRunner._enqueue_forward_msg

    def send(runner: LocalScriptRunner) -> None:
        if left[0] == 0:
            assert runner.request_rerun(then)
        left[0] -= 1

    def begin(runner: LocalScriptRunner, *arguments: Any, **named: Any) -> None:
        began(runner, *arguments, **named)
        runner.on_event.connect(
            lambda _, event, **_named: send(runner) if event is ScriptRunnerEvent.SCRIPT_STARTED else None, weak=False
        )

    def draw(runner: LocalScriptRunner, message: Any) -> None:
        send(runner)
        about_to_draw(runner, message)

    with monkeypatch.context() as patch:
        patch.setattr(LocalScriptRunner, "__init__", begin)
        patch.setattr(LocalScriptRunner, "_enqueue_forward_msg", draw)
        test.run()
    assert left[0] < 0
    assert not test.exception
    return test


@pytest.fixture(autouse=True)
def whole_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_runner, "SafeSessionState", MendedState)


@pytest.mark.parametrize("draws", [0, 1, 3, 9, 100])
def test_a_preset_and_then_train(jobs: Jobs, monkeypatch: pytest.MonkeyPatch, draws: int) -> None:
    test = opened(with_values(PRESET, CHANGED))
    press_both(test, "form-preset-cumsum-bilstm", "train", draws, monkeypatch)
    assert folder(test).view().experiment == with_values(PRESET, ["training.seed=3"])


@pytest.mark.parametrize("draws", [0, 3, 100])
def test_train_and_then_a_preset_shows_the_new_run(jobs: Jobs, monkeypatch: pytest.MonkeyPatch, draws: int) -> None:
    test = trained()
    first = run_id(test)
    press_both(test, "train", "form-preset-cumsum-bilstm", draws, monkeypatch)
    assert run_id(test) != first
    assert view(test).experiment in (SHORT, with_values(PRESET, [f"training.seed={SHORT.training.seed}"]))


@pytest.mark.parametrize("draws", [0, 3, 100])
def test_reset_and_then_a_preset_shows_no_run(jobs: Jobs, monkeypatch: pytest.MonkeyPatch, draws: int) -> None:
    test = press_both(trained(), "reset", "form-preset-cumsum-bilstm", draws, monkeypatch)
    assert "run" not in test.query_params
    assert "to begin" in words(test)


@pytest.mark.parametrize("draws", [0, 3, 100])
def test_what_the_script_had_not_come_to_is_done_by_the_next_one(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch, draws: int
) -> None:
    test = press_both(opened(SHORT), "compare", "train", draws, monkeypatch)
    assert [heading.value for heading in test.title] == ["Compare"]
    assert [folder.experiment() for folder in all_runs()] == [SHORT]


def test_what_has_a_key_is_what_streamlit_would_make_up() -> None:
    state = SessionState()
    state["one"], state["two"] = 1, None
    found = MendedState(state, lambda: None).filtered_state
    assert dict(found) == state.filtered_state == {"one": 1, "two": None}
    assert ("one" in found, "three" in found, len(found)) == (True, False, 2)
