"""The price screen on a real cluster: series from every source, training, the verdict, and what goes wrong."""

import numpy as np
import pytest
from data.series.fake_yfinance import install
from form_screen import enter, press, run, told
from streamlit.testing.v1 import AppTest
from waiting import wait_until
from whole_app import APP, SCREEN, captions, folder, is_in, markdown, run_id, said, until, view

from pages.parts.server import server
from seqcore.comparisons.beside import runs_beside
from seqcore.data.uploads import save_upload
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.kept import Kept
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder, all_runs

PRICES = "pages/tasks/prices/screen.py"
SMALL = [
    'architecture.layers=[{"cell": "simple_rnn", "units": 2}]',
    "task.length=200",
    "task.window=5",
    "training.epochs=3",
]


def small(*changes: str) -> Experiment:
    return with_values(PRESETS["prices-lstm"].experiment, [*SMALL, *changes])


def opened(*changes: str) -> AppTest:
    """The price screen in a new browser, by a link to a small experiment."""
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params["experiment"] = small(*changes).to_link()
    return run(test.switch_page(PRICES))


def trained(*changes: str) -> AppTest:
    return until(press(opened(*changes), "train"), is_in("Finished"))


def tables(test: AppTest) -> list[list[str]]:
    return [list(frame.value.columns) for frame in test.dataframe]


def test_the_series_is_there_before_training(cluster: Jobs) -> None:
    test = opened()
    assert not said(test) or "Getting ready" in said(test)[0]
    assert "geometric Brownian motion, 200 rows" in markdown(test)
    assert not test.button(key="train").disabled
    assert "such examples" in captions(test)
    assert any("y: t+1" in columns for columns in tables(test))


def test_a_run_ends_with_a_verdict_and_its_forecasts(jobs: Jobs) -> None:
    test = trained()
    finished = view(test).finished
    assert finished is not None
    assert "repeating the last value" in markdown(test)
    assert f"skill {finished.test['skill']:.2f}".replace("-", "−") in markdown(test)
    scores = next(table.value for table in test.table if "MAE" in table.value.columns)
    assert scores["Forecast"].tolist()[:2] == ["This network", "Last value"]
    assert "Same time last season" not in str(scores)
    assert float(scores["MAE"].iloc[0]) == pytest.approx(finished.test["mae"], rel=1e-3)
    assert any(title.startswith("MASE (MAE ÷ ") for title in scores.columns)
    words = {popover.proto.popover.label for popover in test.get("popover")}
    assert {"skill", "Diebold-Mariano", "MASE"} <= words
    table = next(
        frame.value for frame in test.dataframe if "Direction right" in frame.value and "Actual" in frame.value
    )
    series = folder(test).data()
    assert series is not None
    np.testing.assert_allclose(table["Actual"], series.values[-len(table) :])
    np.testing.assert_allclose((table["Actual"] - table["Predicted"]).abs().mean(), finished.test["mae"])
    assert "no advice to trade" in captions(test)


def test_a_stopped_run_is_judged_too(jobs: Jobs) -> None:
    test = press(opened("training.epochs=100000"), "train")
    until(test, lambda test: view(test).epochs > 3)
    until(press(test, "stop"), is_in("Stopped"))
    finished = view(test).finished
    assert finished is not None
    assert finished.test["mae"] > 0
    assert "repeating the last value" in markdown(test)


def test_several_rows_ahead(jobs: Jobs) -> None:
    test = trained("task.horizon=3", 'task.strategy="recursive"')
    test.slider(key="prices-step").set_value(3)
    run(test)
    assert "2 of the network's own forecasts" in captions(test)
    assert "of 3 steps" in markdown(test)

    def shown() -> list[int]:
        return sorted(
            {
                *next(frame.value for frame in test.dataframe if {"Rows ahead", "Predicted"} <= {*frame.value})[
                    "Rows ahead"
                ]
            }
        )

    assert shown() == [3]
    test.segmented_control(key="prices-table-steps").set_value("all")
    run(test)
    assert shown() == [1, 2, 3]


def test_a_mistake_is_labelled_and_its_honest_twin_trained_beside_it(jobs: Jobs) -> None:
    test = press(opened("task.shuffle_split=true"), "train")
    labelled = "Not to be trusted: the rows were shuffled before splitting"
    until(test, lambda test: "scores cannot be compared" in markdown(test) and labelled in markdown(test))
    assert "rows that are in both" in markdown(test) or "row that is in both" in markdown(test)
    assert "Without the mistake" in str([table.value for table in test.table])
    assert "test rows lie among training rows" in captions(test)
    comparison = folder(test).comparison()
    press(test, "beside-compare")
    assert test.query_params["comparison"] == comparison
    assert "As it is · Without the mistake" in str([heading.value for heading in test.subheader])


def test_a_back_test_sums_up_its_folds(jobs: Jobs) -> None:
    test = press(opened('task.compare="backtest"', "task.folds=3", "training.epochs=1"), "train")
    until(test, lambda test: "Back-test over 3 test parts" in markdown(test))
    assert len(list(all_runs())) == 3


def test_one_stop_stops_those_beside_it_too(jobs: Jobs) -> None:
    test = press(opened("task.shuffle_split=true", "training.epochs=100000"), "train")
    until(test, lambda test: view(test).epochs > 3)
    until(press(test, "stop"), is_in("Stopped"))
    (twin,) = (RunFolder.find(run) for run in runs_beside(folder(test)))
    assert twin is not None
    wait_until(lambda: twin.view().finished, "the end of the twin")


def test_a_run_keeps_its_own_series(jobs: Jobs) -> None:
    test = trained()
    enter(test, ("task", "process"), "sine")
    kept = folder(test).data()
    assert kept is not None
    assert "geometric Brownian motion" in kept.origin
    assert "Generated: sine" in markdown(test)


# Sources.


def test_downloaded_prices(cluster: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = install(monkeypatch)
    test = opened('task.source="yahoo"', 'task.ticker="AMZN"')
    assert "Yahoo Finance: AMZN" in markdown(test)
    assert "Downloaded just now" in markdown(test)
    assert len(fake.calls) == 1
    run(test)
    assert len(fake.calls) == 1


@pytest.mark.parametrize(("ticker", "words"), [("NONE", "Yahoo"), ("OFFLINE", "Yahoo"), ("LIMIT", "Yahoo")])
def test_a_download_that_fails_offers_the_bundled_snapshot(
    cluster: Jobs, monkeypatch: pytest.MonkeyPatch, ticker: str, words: str
) -> None:
    install(monkeypatch)
    test = opened('task.source="yahoo"', f'task.ticker="{ticker}"')
    assert words in " ".join(said(test))
    assert test.button(key="train").disabled
    press(test, "prices-use-bundled")
    assert not test.button(key="train").disabled
    assert "snapshot" in markdown(test).lower()


def test_a_file_of_ones_own(cluster: Jobs) -> None:
    prices = 50 + np.cumsum(np.random.default_rng(1).normal(size=150))
    rows = [f"{1 + i % 28}.{1 + i // 28}.2020;{p:.2f}".replace(".20;", ".2020;") for i, p in enumerate(prices)]
    path = save_upload("\n".join(["Datum;Kurs", *rows]).encode(), "kurse.csv")
    test = opened('task.source="file"', f'task.path="{path}"')
    assert not test.error
    facts = str([frame.value.to_dict() for frame in test.dataframe if "Understood as" in frame.value.columns])
    assert "Kurs" in facts
    assert "Datum" in facts
    assert "150" in facts
    assert "kurse.csv" in markdown(test)


def test_no_file_yet_is_said(cluster: Jobs) -> None:
    test = opened('task.source="file"')
    assert any("no file yet" in message for message in said(test))
    assert test.button(key="train").disabled


def test_a_link_with_a_path_opens_no_file(cluster: Jobs, tmp_path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("date,close\n2020-01-01,1\n")
    test = opened('task.source="file"', f'task.path="{secret}"')
    assert any("not on this server" in message for message in said(test))


def test_what_does_not_fit_the_series_is_said_with_the_forms_words(cluster: Jobs) -> None:
    test = opened("task.window=190")
    assert any("Task › Window" in message and "got 190" in message for message in said(test))
    assert test.button(key="train").disabled


def test_what_the_series_does_not_allow_is_said_at_the_field(cluster: Jobs) -> None:
    test = opened("task.compare=backtest", "task.folds=10", "task.length=200")
    (sentence,) = told(test)
    assert sentence.startswith("Got 10; fold ")
    assert sentence[1:] in said(test)[-1]
    assert sentence[1:] in test.button(key="train").help.replace("\\", "")


def test_a_run_whose_series_is_damaged_is_said(jobs: Jobs) -> None:
    test = trained()
    found = RunFolder.find(run_id(test))
    assert found is not None
    (found.path / "series.npz").write_bytes(b"no zip")
    server().loading._examples = Kept()
    run(test)
    assert any("cannot be read" in message for message in said(test))


def test_the_cumulative_sum_has_no_series(cluster: Jobs) -> None:
    test = run(AppTest.from_file(str(APP), default_timeout=300).run().switch_page(SCREEN))
    assert "The series" not in [element.value for element in test.header]
