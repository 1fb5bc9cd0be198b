"""The clinic on a test page: a case is opened, trained, diagnosed wrongly and rightly, treated, and healed."""

import pytest
from form_screen import as_read, run
from streamlit.testing.v1 import AppTest
from waiting import LONG_PAUSE, wait_until
from whole_app import APP, captions, markdown, said

from seqcore.clinic import all_cases
from seqcore.clinic.case import Case
from seqcore.jobs.jobs import Jobs

NAME = "rate-too-low"
QUICK = ("training.epochs=30", "training.batch_size=8", "task.steps=4", "architecture.layers.0.units=3")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case that trains in no time, healed by anything at all."""
    case = all_cases.all_cases()[NAME]
    values = case.model_dump(mode="json")
    values["ill"] = [*values["ill"], *QUICK]
    values["healed"] = {"measure": "accuracy", "at_least": 0.0}
    made = Case.model_validate(values)
    monkeypatch.setitem(all_cases.all_cases(), NAME, made)  # type: ignore[misc]
    return made


def opened(case: str = "") -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params |= {"case": case} if case else {}
    return run(test.switch_page("pages/clinic/clinic.py"))


def finished(test: AppTest) -> AppTest:
    wait_until(lambda: "**Finished**" in run(test).get("progress")[0].proto.text, "the end of the run", LONG_PAUSE)
    return test


@pytest.mark.usefixtures("jobs")
def test_all_cases_stand_there_without_their_answers() -> None:
    test = opened()
    assert sum(button.key.startswith("open-") for button in test.button if button.key) == len(all_cases.all_cases())
    texts = " ".join(as_read(text.value) for text in test.markdown)
    assert not [case.title for case in all_cases.all_cases().values() if case.title in texts]


@pytest.mark.usefixtures("jobs")
def test_a_case_that_is_not_there_shows_them_all() -> None:
    assert "open-" + NAME in [button.key for button in opened("<b>").button]


def pressed(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click()
    return run(test)


def chosen(test: AppTest, key: str, place: int) -> AppTest:
    test.radio(key=key).set_value(place)
    return run(test)


def test_a_case_from_its_first_run_to_its_healing(jobs: Jobs, quick: Case) -> None:
    test = opened(NAME)
    assert not test.radio
    test = finished(pressed(test, "train"))
    wrong, right = (next(one for one in quick.options if one.right is is_right) for is_right in (False, True))
    test = chosen(test, f"diagnosis-{NAME}", quick.options.index(wrong))
    assert f"No. {wrong.why}" in said(test)
    assert [radio.key for radio in test.radio] == [f"diagnosis-{NAME}"]
    test = chosen(test, f"diagnosis-{NAME}", quick.options.index(right))
    assert f"Yes. {right.why}" in [as_read(message.value) for message in test.success]
    assert test.button(key="train-again").disabled
    for change in (1, 0):
        test = finished(pressed(chosen(test, f"change-{NAME}", change), "train-again"))
        (shown,) = (choice for choice in test.segmented_control if choice.label == "Curves")
        assert shown.value == "after"
    assert any("**Healed**" in message.value for message in test.success)
    test = pressed(test, "all-cases")
    assert f"It was: {quick.title}" in as_read(captions(test))
    test = pressed(pressed(test, f"open-{NAME}"), "clinic-again")
    assert test.button(key="train").label == "Train the patient"
    assert not test.radio


LEAK = "leak"
SOON_DONE = ("training.epochs=2", "task.length=200", 'architecture.layers=[{"units": 2}]')


def test_a_verdict_that_names_the_mistake_waits_for_the_diagnosis(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    case = all_cases.all_cases()[LEAK]
    made = Case.model_validate({**case.model_dump(mode="json"), "ill": [*case.ill, *SOON_DONE]})
    monkeypatch.setitem(all_cases.all_cases(), LEAK, made)  # type: ignore[misc]
    test = finished(pressed(opened(LEAK), "train"))
    wait_until(lambda: "once you have said" in as_read(captions(run(test))), "the end", LONG_PAUSE)
    assert "Not to be trusted" not in markdown(test)
    right = next(place for place, option in enumerate(made.options) if option.right)
    test = chosen(test, f"diagnosis-{LEAK}", right)
    assert "Not to be trusted: the rows were shuffled before splitting" in markdown(test)
    test = finished(pressed(chosen(test, f"change-{LEAK}", 0), "train-again"))
    wait_until(lambda: "Skill, test part:" in outcome(run(test)), "what came of it", LONG_PAUSE)


def outcome(test: AppTest) -> str:
    return " ".join(as_read(message.value) for message in (*test.success, *test.warning))
