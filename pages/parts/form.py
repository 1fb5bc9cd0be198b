"""The form of an experiment, generated from the settings: a new setting, task or architecture needs no line here."""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

import streamlit as st

from pages.parts.fields import is_number, show_field, widget_key
from pages.parts.form_values import Form, Path, form_of, forms, load_preset
from seqcore.architectures import ARCHITECTURES
from seqcore.experiment import Experiment, from_values
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS, preset_of, presets_of
from seqcore.settings import SettingField, Settings, fields_of
from seqcore.tasks import TASKS
from seqcore.training.settings import OPTIMIZERS, Training

Fields = Mapping[str, SettingField]


def show_form(task_kind: str) -> Experiment | None:
    """Draw the form of a task into the current container; the experiment it holds, or None if that is not valid."""
    form = form_of(task_kind)
    try:
        experiment, problems = from_values(form.values), list[str]()
    except InvalidInput as error:
        experiment, problems = None, [in_titles(problem, form) for problem in error.problems]
    _presets(task_kind, form, experiment)
    for problem in forms().link_problems:
        st.warning(f"The link was not opened. {problem}", icon=":material/link_off:")
    for problem in problems:
        st.error(problem, icon=":material/error:")
    _heading("Task")
    _group(form, ("task",), TASKS[task_kind])
    _heading("Architecture")
    _architectures(form, TASKS[task_kind].architectures)
    _group(form, ("architecture",), ARCHITECTURES[form.at(("architecture", "kind"))])
    _heading("Training")
    _group(form, ("training",), Training)
    return experiment


def in_titles(problem: str, form: Form) -> str:
    """A sentence about the setting ``training.epochs`` as one about “Training › Epochs”."""
    path, colon, rest = problem.partition(":")
    owner: type[Settings] | None = None
    words, steps = list[str](), path.split(".")
    for place, step in enumerate(steps):
        field = fields_of(owner).get(step) if owner else None
        if place == 0 and step in ("task", "architecture", "training"):
            owner, title = _classes(form)[step], step.capitalize()
        elif step.isdigit():
            title = str(int(step) + 1)
        elif field:
            owner, title = field.item or owner, field.title
        else:
            return problem
        words.append(title)
    return f"**{' › '.join(words)}**{colon}{rest.replace('got None', 'it is empty')}"


def _classes(form: Form) -> dict[str, type[Settings]]:
    task, architecture = TASKS[form.at(("task", "kind"))], ARCHITECTURES[form.at(("architecture", "kind"))]
    return {"task": task, "architecture": architecture, "training": Training}


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
                on_click=load_preset,
                args=(entry.name,),
            )
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Undo",
            key="form-undo",
            help="Bring back what the form held before the last preset, file or layer change.",
            type="tertiary",
            icon=":material/undo:",
            disabled=form.previous is None,
            on_click=form.undo,
        )
        title = PRESETS[form.preset].preset.title
        st.button(
            f"Back to {title}",
            key="form-back",
            help=f"Set everything as in the preset {title}; the seed stays.",
            type="tertiary",
            icon=":material/restart_alt:",
            disabled=chosen == form.preset,
            on_click=load_preset,
            args=(form.preset,),
        )


def _heading(title: str) -> None:
    st.subheader(title, anchor=False)


def _architectures(form: Form, kinds: tuple[str, ...]) -> None:
    if len(kinds) < 2:
        return
    key = widget_key(("architecture", "kind"))
    st.session_state[key] = form.at(("architecture", "kind"))
    st.selectbox(
        "Kind of network",
        kinds,
        format_func=lambda kind: ARCHITECTURES[kind].title,
        key=key,
        on_change=lambda: form.choose_architecture(st.session_state[key]),
    )


def _group(form: Form, path: Path, model: type[Settings]) -> None:
    """All settings of `model`: first the plain ones, then its lists, then the folded ones."""
    values = form.at(path)
    fields = {name: field for name, field in fields_of(model).items() if field.applies(values)}
    _run_of_fields(form, path, {name: field for name, field in fields.items() if not field.item and not field.advanced})
    for name, field in fields.items():
        if field.item:
            _list(form, (*path, name), field, field.item)
    folded = {name: field for name, field in fields.items() if not field.item and field.advanced}
    if folded:
        changed = sum(values[name] != field.default for name, field in folded.items())
        label = "More settings" + (f" · {changed} changed" if changed else "")
        with st.expander(label, type="compact", key=widget_key((*path, "more"))):
            _run_of_fields(form, path, folded)


def _run_of_fields(form: Form, path: Path, fields: Fields) -> None:
    """`fields` in order, numbers two abreast where there is room."""
    for narrow, run in groupby(fields.items(), key=lambda named: is_number(named[1])):
        with st.grid(2, min_column_width=110, vertical_alignment="bottom") if narrow else st.container():
            for name, field in run:
                at = (*path, name)
                show_field(form, at, field, WHEN_EMPTY[at](form) if at in WHEN_EMPTY else None)


def _list(form: Form, path: Path, field: SettingField, model: type[Settings]) -> None:
    items: list[dict[str, Any]] = form.at(path)
    one = field.title.removesuffix("s")
    st.markdown(f"**{field.title}**", help=field.explanation)
    for place in range(len(items)):
        with st.container(border=True, gap="small", key=widget_key((*path, place))):
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.markdown(f"{one} {place + 1}", width="content")
                if len(items) > (field.low or 0):
                    st.button(
                        f"Remove {one.lower()} {place + 1}",
                        key=widget_key((*path, place, "remove")),
                        type="tertiary",
                        icon=":material/close:",
                        on_click=form.remove_item,
                        args=((*path, place),),
                    )
            _group(form, (*path, place), model)
    most = field.high is not None and len(items) >= field.high
    st.button(
        f"Add {one.lower()}",
        key=widget_key((*path, "add")),
        help=f"There can be {field.high:.0f} at most." if most else None,
        icon=":material/add:",
        disabled=most,
        on_click=form.add_item,
        args=(path, model().model_dump(mode="json")),
    )


def _default_learning_rate(form: Form) -> str:
    optimizer = OPTIMIZERS[form.at(("training", "optimizer"))]
    return f"{optimizer.learning_rate:g} ({optimizer.title}'s default)"


WHEN_EMPTY: dict[Path, Callable[[Form], str]] = {("training", "learning_rate"): _default_learning_rate}
"""What leaving a field empty means, where that depends on the other fields."""
