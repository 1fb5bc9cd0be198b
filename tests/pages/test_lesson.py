"""What a preset teaches: told on the page before training and after it, beside what our own runs gave."""

import re

import pytest
from form_screen import press, run
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from pages.parts.lesson import what_happened
from pages.parts.welcome import WORDS
from seqcore.presets import PRESETS
from seqcore.runs.view import RunView
from seqcore.tasks.base.preset import Expected
from seqcore.training.events import Ending, Finished

EXPECTED = Expected("accuracy", 0.93, 0.95)


def ended(accuracy: float, reason: Ending = "completed") -> RunView:
    finished = Finished(
        reason=reason,
        epochs=1000,
        updates=1000,
        seconds=1.0,
        first_point_seconds=0.5,
        metrics={},
        validation={"accuracy": accuracy},
        at=0.0,
    )
    return RunView(PRESETS["cumsum-lstm"].experiment, finished=finished)


@pytest.mark.parametrize(
    ("accuracy", "how"), [(0.92, "below that"), (0.93, "within that"), (0.95, "within that"), (0.96, "above that")]
)
def test_a_run_is_compared_with_our_own(accuracy: float, how: str) -> None:
    words = what_happened(ended(accuracy), EXPECTED)
    assert re.search(r"5 seeds ended between 93\.0 ?% and 95\.0 ?%", words)
    assert re.search(rf"\*\*{100 * accuracy:.1f} ?%\*\*, {how}\.$", words)


def test_a_run_that_did_not_get_to_its_end_is_not_compared() -> None:
    assert what_happened(ended(0.94, "stopped"), EXPECTED) == ""
    assert what_happened(RunView(PRESETS["cumsum-lstm"].experiment), EXPECTED) == ""


def lesson_screen() -> None:
    from pages.parts.form_values import form_of
    from pages.parts.lesson import lesson
    from pages.parts.welcome import welcome
    from seqcore.experiment import from_values

    welcome()
    lesson(from_values(form_of("cumulative_sum").values), None)


def words(test: AppTest) -> str:
    return " ".join(one.value for one in test.markdown)


def test_the_lesson_of_the_form_leads_to_the_next_preset() -> None:
    test = run(AppTest.from_function(lesson_screen))
    assert PRESETS["cumsum-lstm"].preset.lesson.look_for in words(test)
    press(test, "lesson-cumsum-bilstm")
    assert PRESETS["cumsum-bilstm"].preset.lesson.look_for in words(test)


def test_the_first_visit_explains_four_words_until_they_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ContextProxy, "cookies", {})  # AppTest has none
    test = run(AppTest.from_function(lesson_screen))
    assert all(meaning in words(test) for meaning in WORDS.values())
    press(test, "welcome-close")
    assert not any(meaning in words(test) for meaning in WORDS.values())
