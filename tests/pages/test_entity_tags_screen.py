"""The screen of names in sentences on a real cluster: sentences, one's own, scores by kind, transitions, vectors."""

import numpy as np
from form_screen import as_read, press, run
from streamlit.testing.v1 import AppTest
from whole_app import APP, captions, component, is_in, markdown, num_bytes, until, view

from pages.parts.figure_style import LEGIBLE
from pages.tasks.entity_tags.map_figure import Mapped, map_figure
from pages.tasks.entity_tags.tagged_text import parts_of
from pages.tasks.entity_tags.transitions_panel import transitions_figure
from seqcore.experiment import Experiment, with_values
from seqcore.jobs.jobs import Jobs
from seqcore.presets import PRESETS

SCREEN = "pages/tasks/entity_tags/screen.py"
SMALL = [
    *("task.training_sentences=60", "task.steps=12", "task.held_out=0.03", "task.most_words=200"),
    *("architecture.embedding=4", "architecture.layers.0.units=2"),
    *("training.epochs=2", "training.updates_per_epoch=3", "training.batch_size=8"),
]
MOST_BYTES_A_REFRESH = 60_000


def small(preset: str = "tags-bilstm-crf", *changes: str) -> Experiment:
    return with_values(PRESETS[preset].experiment, [*SMALL, *changes])


def screen(experiment: Experiment) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params |= {"experiment": experiment.to_link()}
    return run(test.switch_page(SCREEN))


def test_before_training_the_expected_names_are_there(cluster: Jobs) -> None:
    test = until(screen(small()), lambda test: "train to see what the network says" in markdown(test))
    held_out = component(test, "Held-out sentences")
    assert len(held_out["sentences"]) == 6
    assert all(any("expected" in word for word in one["words"]) for one in held_out["sentences"])
    assert "Train, and the network tags this sentence." in captions(test)
    assert "different words in the training sentences have a vector of their own" in markdown(test)
    assert "CC BY" in as_read(captions(test))
    box = next(one.key for one in test.text_input if one.key.startswith("own-sentence"))
    test.text_input(key=box).set_value("word " * 20)
    run(test)
    assert "Only the first 12 of 20 words are read" in as_read(captions(test))
    test.text_input(key=box).set_value(" ")
    run(test)
    assert "Type a sentence, and the network tags its words." in captions(test)
    press(test, "sentences-next")
    assert component(test, "Held-out sentences") != held_out


def test_after_training_it_tags_scores_and_tells_what_the_crf_has_learned(jobs: Jobs) -> None:
    test = screen(small("tags-vectors-frozen"))
    until(press(test, "train"), is_in("Finished"))
    until(test, lambda test: "The second-best one has" in captions(test))
    finished = view(test).finished
    assert finished is not None
    assert finished.validation.keys() >= {"loss", "accuracy", "entity_f1", "illegal_sequences"}
    assert finished.baselines.keys() == {"frequent", "outside"}
    by_kind = next(frame.value for frame in test.dataframe if "Baseline F1" in frame.value)
    assert list(by_kind)[:3] == ["Names", "F1", "Baseline F1"], "a phone shows the first three"
    assert by_kind["Names"].tolist() == ["LOC", "ORG", "PER", "all names", "with unseen words"]
    assert by_kind["F1"][3] == f"{finished.validation['entity_f1']:.1%}"
    assert "which flatters: always saying O would be right for" in captions(test)
    assert f"{finished.validation['illegal_sequences']:,.0f} of " in captions(test)
    assert "nobody told it the rule" in markdown(test)
    until(test, lambda test: any("After epoch 2" in frame.value for frame in test.dataframe))
    near = next(frame.value for frame in test.dataframe if "Before training" in frame.value)
    assert near["Before training"][0].startswith("paris") or "(0." in near["Before training"][0]
    assert near["Before training"].tolist() == near["After epoch 2"].tolist(), "the table is frozen"
    assert num_bytes(test) < MOST_BYTES_A_REFRESH
    test.text_input(key=next(one.key for one in test.text_input if one.key.startswith("near-"))).set_value("![x](y)")
    assert "does not know ![x](y)" in as_read(captions(run(test)))


def test_a_softmax_has_no_transitions_and_says_so(cluster: Jobs) -> None:
    test = screen(small("tags-bilstm-softmax"))
    assert "What the CRF has learned about tags" not in [one.value for one in test.header]


def test_sentences_of_ones_own_and_what_is_wrong_with_them(cluster: Jobs) -> None:
    test = screen(small("tags-bilstm-crf", "task.training_sentences=", "task.source=own"))
    key = next(one.key for one in test.text_area if one.key.endswith("-pasted"))
    test.text_area(key=key).set_value("Ada\tB-PER\nslept\n\n")
    run(test)
    assert "line 2 cannot be read" in " ".join(as_read(one.value) for one in test.error)
    test.text_area(key=key).set_value("Ada\tB-PER\n<b>slept</b>\tO\n\n" * 30)
    run(test)
    sentences = component(test, "Held-out sentences")["sentences"]
    assert [word["word"] for word in sentences[0]["words"]] == ["Ada", "<b>slept</b>"]


def test_vectors_of_ones_own_are_asked_for_and_read(cluster: Jobs) -> None:
    test = screen(small("tags-vectors-frozen", "task.vector_source=own"))
    assert "upload one" in " ".join(as_read(one.value) for one in test.error)
    key = next(one.key for one in test.file_uploader if "vector_path" in one.key)
    test.file_uploader(key=key).upload("mine.vec", b"the" + b" 0.5" * 50 + b"\nin" + b" 0.1" * 50 + b"\n", "text/plain")
    run(test)
    assert not test.error
    assert "2 of " in markdown(test)
    assert "your own vectors" in markdown(test)


def test_parts_of_names_by_hand() -> None:
    parts = parts_of([1, 2, 0, 4, 3], ("LOC", "PER"))
    assert [None if one is None else (one.kind, one.begins) for one in parts] == [
        (0, True), (0, False), None, (1, True), (1, True),
    ]  # fmt: skip
    assert [one and one.title for one in parts_of([5], ("LOC",))] == ["?"]


def test_the_transitions_figure_has_a_start_and_an_end() -> None:
    scores = np.array([[0.0, 1.5, 0.2], [-2.0, 0, 0], [0.5, 0, np.nan]])
    (cells,) = transitions_figure(scores, ("O", "B-X"))["data"]
    assert (cells["x"], cells["y"]) == (["O", "B-X", "end"], ["O", "B-X", "start"])
    assert cells["z"][2][2] is None
    assert cells["text"][1][0] == "−2.0"
    assert cells["zmax"] == 2 / LEGIBLE


def test_the_map_has_a_colour_for_each_kind() -> None:
    rows = np.random.default_rng(0).normal(size=(3, 5))
    figure = map_figure(Mapped("Now", rows, ["a", "<b>", "c"], [0, -1, 0], ["LOC"]))
    assert [trace["name"] for trace in figure["data"]] == ["no name", "LOC"]
    assert figure["data"][0]["text"] == ["&lt;b&gt;"]
