"""The screens of addition on a real cluster: the live table, asking, the quiz, the anatomy; the shuffled terms."""

import numpy as np
import pytest
from form_screen import press, run
from streamlit.testing.v1 import AppTest
from whole_app import APP, captions, folder, is_in, markdown, said, until, view

from pages.parts.server import server as parts_of_server
from pages.tasks.addition.anatomy_panel import share_figure, shares_table
from pages.tasks.addition.answer_table import AnswerRow, answer_row, answer_rows, in_turns
from pages.tasks.addition.errors_table import errors_table
from pages.tasks.addition.judged import Answered
from seqcore.data.arithmetic.hold_out import parts
from seqcore.data.arithmetic.problems import Problems
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS
from seqcore.runs.following import Following
from seqcore.tasks.addition.alphabet import symbols_of
from seqcore.tasks.addition.anatomy import Group
from seqcore.tasks.addition.encoding import encode_answers
from seqcore.tasks.addition.parsing import parse
from seqcore.tasks.addition.task import Addition
from seqcore.training.state import Recorded

ADDITION, MAPPING = "pages/tasks/addition/screen.py", "pages/tasks/addition_mapping/screen.py"
SMALL = ["architecture.units=6", "training.epochs=2", "training.updates_per_epoch=5", "task.largest=20"]


def small(preset: str, *changes: str) -> Experiment:
    return with_values(PRESETS[preset].experiment, [*SMALL, *changes])


def opened(experiment: Experiment, page: str = ADDITION) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params["experiment"] = experiment.to_link()
    return run(test.switch_page(page))


@pytest.fixture(scope="module")
def addition() -> Addition:
    return Addition(largest=20, held_out=0.2)


def test_a_network_is_trained_asked_and_taken_apart(jobs: Jobs) -> None:
    test = opened(small("addition-attention"))
    assert "Train first" in captions(test)
    until(press(test, "train"), is_in("Finished"))
    assert {"accuracy", "exact_match", "exact_match_held_out"} <= view(test).last_validation().keys()
    assert "Training has seen" in markdown(test)
    assert "Anatomy of the errors" in markdown(test)
    test.text_input(key="ask").set_value("7+8")
    until(test, lambda test: any("Runner-up" in frame.value.columns for frame in test.dataframe))
    test.text_input(key="ask").set_value("101+1=")
    until(test, lambda test: "101 is not from 1 to 20" in captions(test).replace("\\", ""))
    test.text_input(key="ask").set_value("7/8")
    run(test)
    assert said(test) == ["'/' is not a character it knows; it knows 0 1 2 3 4 5 6 7 8 9 +."]

    test.text_input(key="ask").set_value("")
    test.toggle(key="errors-only").set_value(True)
    table = run(test).dataframe[0].value
    judged = {part: len(rows) for part, rows in table.groupby("Part")}
    finished = view(test).finished
    assert finished is not None
    numbers = {"like training": parts(Addition(largest=20).rules, 0.2).training, "held out": 46}
    scores = {"like training": finished.test["exact_match"], "held out": finished.test["exact_match_held_out"]}
    assert judged == {part: round((1 - scores[part]) * numbers[part]) for part in numbers if scores[part] < 1}
    assert finished.verdict is not None
    assert "of 46 problems held out" in markdown(test)


def test_the_quiz_counts_rounds_and_a_run_of_another_version_opens_without_answers(jobs: Jobs) -> None:
    test = until(press(opened(small("addition-state-passing")), "train"), is_in("Finished"))
    (question,) = (number for number in test.number_input if number.label.endswith("="))
    left, right = question.label.removesuffix(" =").split("+")
    question.set_value(int(left) + int(right))
    until(test, lambda test: "the network:" in markdown(test))
    assert f"You: **{int(left) + int(right)}** ✓" in markdown(test)
    press(test, "quiz-next")
    assert "After 1 round: you 1" in captions(test)
    a_run_of_a_version_with_other_problems_opens_without_its_answers(test)


def test_the_table_marks_every_character(addition: Addition) -> None:
    problems = parse("7+8")
    symbols = addition.signature().output.features
    answers = np.full((1, 2, symbols), 0.0, np.float32)
    answers[0, 0, 1], answers[0, 1, 4] = 0.9, 0.6
    (row,) = answer_rows(problems, addition.rules, answers, addition.held_out)
    assert (row.problem, row.expected, row.right) == ("7+8", "15", "✗")
    assert row.characters == [("1", True, 0.9), ("4", False, 0.6)]
    (untrained,) = answer_rows(problems, addition.rules, None, 0)
    assert (untrained.characters, untrained.right, untrained.held_out) == ([], "", "")


def test_what_has_no_right_answer_is_neither_right_nor_wrong(addition: Addition) -> None:
    answer = np.eye(addition.signature().output.features, dtype=np.float32)[[1, 4]]
    row = answer_row("1++2", "", answer, addition.rules, "")
    assert (row.right, row.characters) == ("", [("1", None, 1.0), ("4", None, 1.0)])
    too_long = answer_row("99+101", "214", answer, addition.rules, "")
    assert (too_long.right, too_long.characters) == ("✗", [("1", True, 1.0), ("4", True, 1.0)])


def test_every_error_of_both_parts_is_in_the_table(addition: Addition) -> None:
    def part(name: str, *answers: tuple[str, str]) -> Answered:
        problems = Problems.joined([parse(problem) for problem, _ in answers])
        expected = encode_answers(problems.answers(), addition.rules)
        symbols = symbols_of(addition.rules)
        said = np.array([[symbols.index(one) for one in answer.rjust(2)] for _, answer in answers], np.int8)
        return Answered(name, problems, expected, said)

    parts = [part("like training", ("7+8", "15"), ("7+9", "1 ")), part("held out", ("1+1", "+"), ("2+2", "  "))]
    assert errors_table(parts, addition.rules).to_csv(index=False).splitlines() == [
        "Problem,Expected,Predicted,Off by,Part",
        "7+9,16,1␣,15,like training",
        "1+1,2,+,,held out",
        "2+2,4,␣␣,,held out",
    ]


def test_every_share_says_of_how_many() -> None:
    bars = {"like training": [Group("0", 9, 10), Group("1", 1, 4)], "held out": [Group("0", 2, 6)]}
    figure = share_figure("By carries", bars)
    assert figure.layout.xaxis.ticktext == ("<b>0</b><br>10<br>6", "<b>1</b><br>4")
    assert figure.data[1].y == (2 / 6,)
    assert figure.data[1].customdata == ("33 % of 6 (95 % interval 10–70 %)",)
    low = figure.data[1].y[0] - figure.data[1].error_y.arrayminus[0]
    assert low == pytest.approx(0.097, abs=0.001)
    rows = shares_table({"By carries": bars})
    assert rows[-1] == {
        "": "By carries",
        "Group": "0",
        "Part": "held out",
        "Right": "33 % of 6 (95 % interval 10–70 %)",
    }


def test_both_parts_take_turns_in_the_table() -> None:
    def row(problem: str, held_out: str) -> AnswerRow:
        return AnswerRow(problem, "", [], "", held_out)

    rows = [row("1+1", ""), row("1+2", ""), row("1+3", ""), row("2+2", "held out")]
    assert [each.problem for each in in_turns(rows)] == ["1+1", "2+2", "1+2", "1+3"]


def a_run_of_a_version_with_other_problems_opens_without_its_answers(test: AppTest) -> None:
    for epoch, snapshot in view(test).snapshots.items():
        folder(test).append([Recorded.of(epoch, {"predictions": snapshot[:20]})])
    parts_of_server().following = Following()
    assert "of another version" in captions(run(test))


def test_a_space_too_small_to_hold_out_is_refused() -> None:
    assert parts(Addition(held_out=0).rules, 0).training == 55
    with pytest.raises(ValueError, match="There are only 45 different problems"):
        Addition(largest=9, held_out=0.01)


def test_shuffling_the_terms_changes_nothing_worth_a_word(jobs: Jobs) -> None:
    changes = ["training.epochs=20", "training.updates_per_epoch=50"]
    experiment = with_values(PRESETS["addition-mlp"].experiment, changes)
    test = until(press(opened(experiment, MAPPING), "train"), is_in("Finished"))
    scores = view(test).last_validation()
    assert scores["rmse"] == pytest.approx(scores["rmse_shuffled"], abs=0.5)
    drawn = test.dataframe[0].value["Sum"].tolist()
    test.toggle(key="shuffle-terms").set_value(True)
    run(test)
    shuffled = test.dataframe[0].value["Sum"].tolist()
    assert drawn != shuffled
    assert [sorted(text.split("+")) for text in drawn] == [sorted(text.split("+")) for text in shuffled]
    assert "when their terms are shuffled" in captions(test)
