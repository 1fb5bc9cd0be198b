"""Control beyond the browser that started a run: its code for another device, and the operator's key."""

import pytest
from form_screen import press, run
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from whole_app import RUNS, SHORT, controls, opened, said

from pages.parts import ownership, server
from pages.parts.guesses import MOST_WRONG, Guesses
from seqcore.comparisons.beside import ITSELF, keep_together, runs_beside
from seqcore.jobs.jobs import Jobs
from seqcore.runs.folder import RunFolder
from seqcore.runs.ownership import hash_of
from seqcore.tasks.base.variant import Variant

KEY = "the operator's own key"


@pytest.fixture(autouse=True)
def nobody_has_guessed(cluster: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.server(), "guesses", Guesses())
    monkeypatch.setattr(ContextProxy, "ip_address", "192.0.2.1")


def of(test: AppTest) -> str:
    """The hash by which a test's browser owns runs."""
    return hash_of(test.session_state["session"].token)


def shared_run(starter: AppTest) -> RunFolder:
    """An unfinished run of a test's browser, beside which another one was started."""
    folder, beside = (RunFolder.create(SHORT, of(starter)) for _ in range(2))
    keep_together(SHORT, [ITSELF, Variant("twin", "A twin")], [folder, beside])
    return folder


def typed(test: AppTest, key: str, text: str) -> AppTest:
    test.text_input(key=key).set_value(text)
    return run(test)


def shown_code(test: AppTest) -> str:
    return test.code[-1].value


def test_a_run_is_taken_over_with_the_code_that_its_owner_sees() -> None:
    mine = opened()
    folder = shared_run(mine)
    mine.query_params["run"] = folder.id
    press(run(mine), "takeover-show")
    code = shown_code(mine)

    other = opened(run_id=folder.id)
    assert not controls(other)["stop"]
    assert code not in str(other.main)
    assert "takeover-show" not in [button.key for button in other.button]
    typed(other, "takeover-code", "WRONG-CODE")
    assert "This is not the code of this run, or it has been used, or its hour is over." in said(other)
    assert not controls(other)["stop"]
    typed(other, "takeover-code", code.lower())
    assert controls(other)["stop"]
    assert controls(run(mine))["stop"]
    assert folder.ownership.owners() == {of(mine), of(other)}
    (twin,) = runs_beside(folder)
    beside = RunFolder.find(twin)
    assert beside is not None
    assert of(other) in beside.ownership.owners()

    third = opened(run_id=folder.id)
    assert not controls(typed(third, "takeover-code", code))["stop"]


def test_guessing_is_stopped_even_when_the_last_guess_is_right() -> None:
    folder = RunFolder.create(SHORT, "somebody else")
    code, other = folder.ownership.new_code(), opened(run_id=folder.id)
    for number in range(MOST_WRONG):
        typed(other, "takeover-code", f"🦊<b>*{number}")
    typed(other, "takeover-code", code)
    assert ownership.TOO_MANY in said(other)
    assert not controls(other)["stop"]


def test_a_run_of_nobody_needs_no_code() -> None:
    test = opened(run_id=RunFolder.create(SHORT).id)
    assert controls(test)["stop"]
    assert not [widget for widget in (*test.text_input, *test.button) if str(widget.key).startswith("takeover")]


def test_the_operator_controls_and_deletes_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = RunFolder.create(SHORT, "somebody else")
    test = run(opened().switch_page(RUNS))
    assert not [widget for widget in test.text_input if widget.key == "operator-key"]
    monkeypatch.setenv("SEQCORE_ADMIN_KEY", KEY)
    typed(run(test), "operator-key", KEY[:-1])
    assert "This is not the key." in said(test)
    assert test.button(key=f"delete-{folder.id}").disabled

    typed(test, "operator-key", KEY)
    assert KEY not in str(test.main)
    press(test, f"open-{folder.id}")
    assert controls(test)["stop"]
    press(run(test.switch_page(RUNS)), f"delete-{folder.id}")
    assert not RunFolder.find(folder.id)

    another = RunFolder.create(SHORT, "somebody else")
    press(run(test), "operator-end")
    assert test.button(key=f"delete-{another.id}").disabled


def test_a_key_that_can_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEQCORE_ADMIN_KEY", "short")
    with pytest.raises(ValueError, match="SEQCORE_ADMIN_KEY: allowed are at least 12 characters") as refused:
        server.operator_key()
    assert "short" not in str(refused.value)


def test_the_address_of_a_run_of_another_task_leaves_the_own_run_in_place() -> None:
    own, foreign = RunFolder.create(SHORT), RunFolder.create(SHORT)
    test = opened(run_id=own.id)
    foreign_page = "pages/tasks/addition_mapping/screen.py"
    test.query_params["run"] = foreign.id
    run(test.switch_page(foreign_page))
    assert "run" not in test.query_params
    assert "The run in the address is one of **Cumulative sum**; **Runs** opens it." in said(test)
    run(test.switch_page("pages/tasks/cumulative_sum/screen.py"))
    assert test.query_params["run"] == own.id
