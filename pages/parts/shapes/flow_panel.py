"""The flow of shapes on the page: drawn from the form, without a run, above the table of the layers."""

from pathlib import Path

import streamlit as st

from pages.parts.shapes.flow_html import flow_html
from seqcore.architectures.flow import flow
from seqcore.architectures.flow_numbers import in_short, numbers_in
from seqcore.experiment import Experiment
from seqcore.tasks.base.task import Examples

_JS = """
export default function ({ data, parentElement }) {
  parentElement.querySelector(".shapes").innerHTML = data.html;
}
"""

_mount = st.components.v2.component(
    "shapes",
    html='<div class="shapes"></div>',
    css=Path(__file__).with_name("flow.css").read_text(encoding="utf-8"),
    js=_JS,
)


def flow_panel(experiment: Experiment, examples: Examples | None) -> None:
    """Draw it; the first boxes show the numbers of the first held-out example, where there is one already."""
    network = experiment.architecture.network(experiment.task.signature())
    first = {name: values[0] for name, values in examples.validation().inputs.items()} if examples else {}
    numbers = {name: in_short(values) for name, values in numbers_in(network, first).items()}
    _mount(key="shapes", data={"html": flow_html(flow(network), numbers)})
    st.caption(
        "From the data, above, to the output. On each arrow the shape that goes on, with what the layer has changed "
        "marked; in the first boxes the numbers of one held-out example; in red the error that would be there "
        "otherwise."
    )
