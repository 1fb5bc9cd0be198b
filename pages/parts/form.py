"""The form of an experiment, generated from the settings: a new setting, task or architecture needs no line here."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import Any

import streamlit as st

from pages.parts.fields import is_narrow, place_of, show_field, widget_key
from pages.parts.form_values import Form, load_preset
from pages.parts.number_input import watch_number_inputs
from pages.parts.paths import Path
from pages.parts.problems import show_at_field
from pages.parts.told import draw_mark, listen, tell, when_changed
from seqcore.architectures import ARCHITECTURES
from seqcore.experiment import Experiment, architectures_for
from seqcore.presets import PRESETS, default_experiment, preset_of, presets_of
from seqcore.settings import SettingField, Settings, fields_of
from seqcore.tasks import TASKS
from seqcore.training.settings import OPTIMIZERS, Training

Fields = Mapping[str, SettingField]
Widget = Callable[[Form, Path, SettingField], None]
Widgets = Mapping[str, Widget]
"""What stands in place of the usual widget of a task's setting, by its name."""


def show_form(form: Form, experiment: Experiment | None, widgets: Widgets = MappingProxyType({})) -> None:
    """Draw a form, and at each field what is wrong with it; `experiment` is what has been read from it."""
    task_kind, architecture_kind = form.kinds
    listen()
    _presets(task_kind, form, experiment)
    _heading("Task")
    _group(form, ("task",), TASKS[task_kind], widgets)
    _heading("Architecture")
    _architectures(form, architectures_for((experiment or form.last_valid or default_experiment(task_kind)).task))
    _group(form, ("architecture",), ARCHITECTURES[architecture_kind])
    _heading("Training")
    _group(form, ("training",), Training)
    watch_number_inputs()
    draw_mark()


def _presets(task_kind: str, form: Form, experiment: Experiment | None) -> None:
    chosen = preset_of(experiment) if experiment else None
    _heading("Presets")
    with st.container(horizontal=True, gap="xsmall", key="form-presets"):
        for entry in presets_of(task_kind):
            st.button(
                entry.preset.title,
                key=f"form-preset-{entry.name}",
                help=entry.preset.summary,
                type="primary" if entry.name == chosen else "secondary",
                on_click=form.later,
                args=(load_preset, entry.name),
            )
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Undo",
            key="form-undo",
            help="Bring back what the form held before the last preset, file or layer change.",
            type="tertiary",
            icon=":material/undo:",
            disabled=form.previous is None,
            on_click=form.later,
            args=(form.undo,),
        )
        title = PRESETS[form.preset].preset.title
        st.button(
            f"Back to {title}",
            key="form-back",
            help=f"Set everything as in the preset {title}; the seed stays.",
            type="tertiary",
            icon=":material/restart_alt:",
            disabled=chosen == form.preset,
            on_click=form.later,
            args=(load_preset, form.preset),
        )


def _heading(title: str) -> None:
    st.header(title, anchor=False)


def _architectures(form: Form, kinds: tuple[str, ...]) -> None:
    if len(kinds) < 2:
        return
    key, chosen = widget_key(("architecture", "kind")), form.at(("architecture", "kind"))
    tell(key, chosen)
    kinds = kinds if chosen in kinds else (*kinds, chosen)
    st.selectbox(
        "Kind of network",
        kinds,
        index=place_of(chosen, kinds),
        format_func=lambda kind: ARCHITECTURES[kind].title,
        key=key,
        on_change=when_changed(key, partial(form.later, form.choose_architecture)),
    )


def _group(form: Form, path: Path, model: type[Settings], widgets: Widgets = MappingProxyType({})) -> None:
    """All settings of `model`: first the plain ones, then its lists, then the folded ones."""
    values = form.at(path)
    fields = {name: field for name, field in fields_of(model).items() if field.applies(values)}
    plain = [(name, field) for name, field in fields.items() if not field.item and not field.advanced]
    for section, named in groupby(plain, key=lambda named: named[1].section):
        if section:
            st.markdown(f"**{section}**")
        _run_of_fields(form, path, dict(named), widgets)
    for name, field in fields.items():
        if field.item:
            _list(form, (*path, name), field, field.item)
    folded = {name: field for name, field in fields.items() if not field.item and field.advanced}
    if folded:
        changed = sum(values[name] != field.default for name, field in folded.items())
        label = "More settings" + (f" · {changed} changed" if changed else "")
        with st.expander(label, type="compact", key=widget_key((*path, "more"))):
            _run_of_fields(form, path, folded, widgets)


def _run_of_fields(form: Form, path: Path, fields: Fields, widgets: Widgets) -> None:
    """`fields` in order, numbers two abreast where there is room."""
    for narrow, group in groupby(fields.items(), key=lambda named: is_narrow(named[1])):
        run = dict(group)
        abreast = narrow and len(run) > 1
        with st.grid(2, min_column_width=110, vertical_alignment="top") if abreast else st.container():
            for name, field in run.items():
                at = (*path, name)
                with st.container(gap="xxsmall", key=f"field-{widget_key(at)}"):
                    if name in widgets:
                        widgets[name](form, at, field)
                    else:
                        show_field(form, at, field, WHEN_EMPTY[at](form) if at in WHEN_EMPTY else None)
                    for problem in form.problems_at(at):
                        show_at_field(problem)


def _list(form: Form, path: Path, field: SettingField, model: type[Settings]) -> None:
    items: list[dict[str, Any]] = form.at(path)
    one = field.title.removesuffix("s")
    for place in range(len(items)):
        with st.container(border=True, gap="small", key=widget_key((*path, place))):
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.markdown(f"**{one} {place + 1}**", width="content")
                if len(items) > (field.low or 0):
                    st.button(
                        "Remove",
                        key=widget_key((*path, place, "remove")),
                        type="tertiary",
                        icon=":material/close:",
                        on_click=form.later,
                        args=(form.remove_item, (*path, place)),
                    )
            _group(form, (*path, place), model)
    full = field.high is not None and len(items) >= field.high
    st.button(
        f"Add {one.lower()}",
        key=widget_key((*path, "add")),
        help=f"{field.explanation} There can be {field.high:.0f} at most.",
        type="tertiary",
        icon=":material/add:",
        disabled=full,
        on_click=form.later,
        args=(form.add_item, path, model().model_dump(mode="json")),
    )


def _default_learning_rate(form: Form) -> str:
    optimizer = OPTIMIZERS[form.at(("training", "optimizer"))]
    return f"{optimizer.learning_rate:g} ({optimizer.title}'s default)"


WHEN_EMPTY: dict[Path, Callable[[Form], str]] = {
    ("training", "learning_rate"): _default_learning_rate,
    ("training", "updates_per_epoch"): lambda form: "one pass, or 1",
}
"""What leaving a field empty means, where that depends on the other fields."""
