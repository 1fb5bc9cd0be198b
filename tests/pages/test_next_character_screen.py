"""The screen of the next character on a real cluster: the text as numbers, samples, and what surprised the network."""

import pytest
from form_screen import as_read, enter, press, run
from streamlit.testing.v1 import AppTest
from whole_app import APP, captions, folder, is_in, markdown, said, until, view

from pages.parts.fields import widget_key
from pages.tasks.next_character.characters import text_of, visible
from seqcore.data.uploads import save_upload
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS

SCREEN = "pages/tasks/next_character/screen.py"
SMALL = ["architecture.layers.0.units=8", "architecture.embedding=4", "training.epochs=3"]
QUICK = ["training.updates_per_epoch=4", "training.batch_size=8", "task.steps=10"]
OWN = "Der Ball war rund. " * 60


def small(*changes: str) -> Experiment:
    return with_values(PRESETS["text-alice"].experiment, [*SMALL, *QUICK, *changes])


def own(text: str = OWN) -> Experiment:
    path = save_upload(text.encode(), "![p](http://evil.example).txt")
    return small("task.source=own", f"task.path={path}", "task.most_symbols=20")


def screen(experiment: Experiment | None = None, **address: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    if experiment:
        address["experiment"] = experiment.to_link()
    test.query_params |= address
    return run(test.switch_page(SCREEN))


def table(test: AppTest, column: str) -> list[str]:
    """A column of the first table that has it."""
    return next(frame.value[column].tolist() for frame in test.dataframe if column in frame.value)


def samples(test: AppTest) -> list[str]:
    return [code.value for code in test.code if "?experiment=" not in code.value and "?run=" not in code.value]


def test_before_training_the_text_is_shown_as_numbers(cluster: Jobs) -> None:
    test = screen()
    assert "144,301 characters, 69 different ones" in markdown(test)
    assert table(test, "Character")[:7] == list("CHAPTER")
    assert table(test, "To predict")[:6] == list("HAPTER")
    assert "Train, and it begins to write here." in captions(test)
    assert "Public domain" in markdown(test)


def test_after_training_it_writes_and_says_what_surprised_it(jobs: Jobs) -> None:
    test = until(press(screen(small()), "train"), is_in("Finished"))
    until(test, samples)
    beginning = test.text_input[0].value
    assert samples(test)[0].startswith(beginning)
    assert len(samples(test)[0]) == len(beginning) + 300
    assert "What it did not expect" in markdown(test)
    assert len(table(test, "Probability")) == 5
    finished = view(test).finished
    assert finished is not None
    assert {"loss", "bits_per_character", "accuracy", "perplexity"} <= finished.validation.keys()
    assert finished.baselines.keys() == {f"{order}-gram" for order in range(1, 6)}
    assert "-gram)" in markdown(test)


def test_every_control_of_a_sample_changes_it_and_the_seed_brings_it_back(jobs: Jobs) -> None:
    test = until(press(screen(small()), "train"), is_in("Finished"))
    last = f"Written after epoch {view(test).epochs:,}"  # until then an earlier answer may stand there
    until(test, lambda test: last in captions(test))
    first = samples(test)[0]

    def after(change: object) -> str:
        run(test)
        until(test, lambda test: samples(test) and samples(test)[0] != first)
        return samples(test)[0]

    test.slider(key="sample-temperature").set_value(0.0)
    assert after(None) != first
    test.slider(key="sample-temperature").set_value(0.7)
    until(run(test), lambda test: samples(test) == [first])
    test.slider(key="sample-length").set_value(50)
    assert after(None) == first[: len(test.text_input[0].value) + 50]
    test.slider(key="sample-length").set_value(300)
    until(run(test), lambda test: samples(test) == [first])
    press(test, "sample-draw")
    assert after(None) != first


def test_a_text_of_ones_own_with_a_hostile_name(jobs: Jobs) -> None:
    test = screen(own())
    assert not said(test)
    assert "1,140 characters, 12 different ones" in markdown(test)
    assert "![p](" not in " ".join(text.value for text in test.markdown)
    test = until(press(test, "train"), is_in("Finished"))
    kept = folder(test).data()
    assert kept is not None
    assert kept.content == OWN  # type: ignore[attr-defined]


def test_pasting_a_text_takes_it(cluster: Jobs) -> None:
    test = screen(small("task.source=own"))
    assert any("no file yet" in message for message in said(test))
    test.text_area(key=f"{widget_key(('task', 'path'))}-pasted").set_value(OWN)
    run(test)
    assert not said(test)
    assert "1,140 characters" in markdown(test)
    assert any("In use: pasted" in as_read(caption.value) for caption in test.caption)


@pytest.mark.parametrize("content", ["too short", "\x00\x01\x02" * 400, ""])
def test_what_cannot_be_trained_on_is_said_in_one_sentence(cluster: Jobs, content: str) -> None:
    test = screen(own(content))
    assert said(test)
    assert not test.exception
    assert test.button(key="train").disabled


def test_a_shorter_vocabulary_says_what_is_folded(cluster: Jobs) -> None:
    test = enter(screen(), ("task", "most_symbols"), 30)
    assert "40 of 69 different characters are rare" in markdown(test)


def test_characters_without_a_shape_can_be_seen() -> None:
    assert [visible(character) for character in " \n\ta诗\u200b"] == ["␣", "⏎", "⇥", "a", "诗", "U+200B"]
    assert text_of([0, 1, 5], ("a", "b")) == "ab\ufffd"
