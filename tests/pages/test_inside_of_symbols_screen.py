"""The inside of networks that read symbols: attention, embedding, layers that write an answer."""

from form_screen import press, run
from streamlit.testing.v1 import AppTest
from test_entity_tags_screen import small as small_tags
from test_inside_screen import drawn, markdown, view
from whole_app import APP, is_in, until

from seqcore.experiment import from_values
from seqcore.jobs.jobs import Jobs

SCREEN = "pages/tasks/addition/screen.py"


def test_every_view_of_a_network_that_writes_an_answer(jobs: Jobs) -> None:
    architecture = {"kind": "attention", "units": 4, "embedding": 3}
    training = {"epochs": 3, "updates_per_epoch": 2, "validate_every": 1}
    experiment = from_values(
        {"task": {"kind": "addition", "largest": 9}, "architecture": architecture, "training": training}
    )
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params |= {"experiment": experiment.to_link()}
    test = until(press(run(test.switch_page(SCREEN)), "train"), is_in("Finished"))
    test.toggle("inside-open-addition").set_value(True)
    first, *_ = drawn(run(test), "inside-timeline-drawn")
    assert "+" in first["figure"]["data"][0]["text"]

    layers = next(one for one in test.selectbox if str(one.key).startswith("inside-layer"))
    layers.select_index(1)
    first, *_ = drawn(run(test), "inside-timeline-drawn")
    assert "answer 1" in first["figure"]["data"][0]["text"]

    (chart,) = drawn(view(test, "attention"), "inside-attention")
    assert "+" in chart["figure"]["layout"]["xaxis"]["ticktext"]

    (chart,) = drawn(view(test, "vectors"), "inside-vectors")
    assert len(chart["figure"]["data"][0]["text"]) == 12
    assert "nearest to **0**" in markdown(test)

    found = drawn(view(test, "weights"), "inside-weights-drawn")
    assert found[0]["label"] == "Input weights of the input gate"
    assert found[3]["label"] == "Recurrent weights of the input gate over the epochs"

    # Steps of an answer are no distance from steps of the problem.
    assert len(drawn(view(test, "memory"), "inside-memory-drawn")) == 1


def test_words_have_their_places_after_every_epoch(jobs: Jobs) -> None:
    test = AppTest.from_file(str(APP), default_timeout=300).run()
    test.query_params |= {"experiment": small_tags().to_link()}
    test = until(press(run(test.switch_page("pages/tasks/entity_tags/screen.py")), "train"), is_in("Finished"))
    test.toggle("inside-open-entity_tags").set_value(True)
    (chart,) = drawn(view(run(test), "vectors"), "inside-vectors")
    words = chart["figure"]["data"][0]["text"]
    assert len(words) == len(set(words)) > 20
    assert "nearest to" in markdown(test)
