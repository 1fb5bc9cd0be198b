"""How the file of the form is read: in one sentence, what only a person can say, and the rows as they stand there."""

import html

import streamlit as st

from pages.parts.form_values import Form, form_of
from pages.parts.live_chart import live_chart
from pages.parts.panel import Subject
from pages.parts.plain import in_one_line, plain
from pages.parts.series.reading_figure import sketch
from seqcore.data.base import Answer, Question
from seqcore.data.series.files import Understood
from seqcore.data.series.series import Series
from seqcore.data.series.sources import LoadedFile

SKETCH_HEIGHT, ANSWER_HEIGHT = 130, 90
MOST_COLUMNS = 12
"""Columns of the file that are shown; those in use always are."""
TO_TRAIN = "Answer the question about the file first."


def file_panel(subject: Subject) -> None:
    """The reading of the file that the form names; draws nothing for other sources."""
    loaded = subject.prepared.loaded
    if not isinstance(loaded, LoadedFile) or loaded.understood is None or subject.prepared.task is None:
        return
    form, understood = form_of(subject.prepared.task.kind), loaded.understood
    with st.container(border=True, gap="small", key="file-reading"):
        st.markdown(_sentence(understood))
        for place, question in enumerate(understood.questions):
            _question(form, question, place)
        if subject.shown is not None:  # its chart is to stand in sight, and shows the series
            with st.expander("The rows of the file"):
                st.html(rows_as_html(understood))
            return
        live_chart(
            sketch(understood.series),
            key="file-sketch",
            height=SKETCH_HEIGHT,
            label=f"The series of the file: {understood.sentence()}",
        )
        st.html(rows_as_html(understood))


def _sentence(understood: Understood) -> str:
    """The evidence in one line, the columns in bold."""
    facts = understood.sentence().removeprefix(understood.value_column)
    by = f" by {understood.date_column}" if understood.date_columns else ""
    bold = f" by **{plain(understood.date_column)}**" if by else ""
    return f"**{plain(understood.value_column)}**{bold}{plain(facts.removeprefix(by))}"


def _question(form: Form, question: Question, place: int) -> None:
    """What is asked, and each answer with what it gives; a click answers."""
    st.markdown(f":material/help: **{plain(question.sentence)}**")
    answers = [question.chosen, *(one for one in question.others if one.data is not None)]
    with st.grid(min(3, len(answers)), min_column_width=170, key=f"file-question-{place}"):
        for number, answer in enumerate(answers):
            with st.container(border=True, gap="xxsmall"):
                st.button(
                    plain(answer.title),
                    key=f"file-answer-{place}-{number}",
                    width="stretch",
                    on_click=form.later,
                    args=(_answer, form, question.about, answer.value),
                )
                _given(answer, f"file-answer-sketch-{place}-{number}")
    further = [one for one in question.others if one.data is None]
    if further:
        titles = {one.value: one.title for one in further}
        key = f"file-further-{place}"
        st.selectbox(
            "Another one",
            options=list(titles),
            index=None,
            format_func=lambda value: in_one_line(titles[value]),
            key=key,
            on_change=lambda: form.later(_answer, form, question.about, st.session_state[key]),
        )


def _given(answer: Answer, key: str) -> None:
    """What an answer gives: the ends of the series in words, and its shape."""
    series = answer.data
    if not isinstance(series, Series):
        return
    words = ends_in_words(series)
    live_chart(
        sketch(series, with_axes=False), key=key, height=ANSWER_HEIGHT, label=f"{in_one_line(answer.title)}: {words}"
    )
    st.caption(plain(words))


def ends_in_words(series: Series) -> str:
    """How many rows, and the first and the last with their dates: "20 rows, 2024-01-01: 190 … 2024-01-20: 209"."""
    first, last = series.ends_in_words()
    values = series.values[[0, -1]]
    return f"{len(series):,} rows, {first}: {values[0]:.7g} … {last}: {values[1]:.7g}"


def _answer(form: Form, about: str, value: str | None) -> None:
    if value is not None:
        form.remember()
        form.put(("task", about), value)


def rows_as_html(understood: Understood) -> str:
    """The first and the last rows of the file as a table, the columns in use marked; all cells are text."""
    used = {**dict.fromkeys(understood.date_columns, "date"), understood.value_column: "value"}
    names = [name for place, name in enumerate(understood.columns) if place < MOST_COLUMNS or name in used]
    head = "".join(_cell("th", f"{name} ({used[name]})" if name in used else name, name in used) for name in names)
    body, before = "", 0
    for row in understood.ends:
        if before and row.number > before + 1:
            body += f'<tr><td colspan="{len(names) + 1}">⋮</td></tr>'
        cells = "".join(_cell("td", row.cells.get(name, ""), name in used) for name in names)
        body, before = f"{body}<tr><th>{row.number:,}</th>{cells}</tr>", row.number
    caption = "The first and the last rows of the file; columns in use are marked."
    return (
        f'<div class="file-rows" tabindex="0"><table><caption>{caption}</caption>'
        f"<thead><tr><th>Row</th>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(tag: str, text: str, used: bool) -> str:
    mark = ' class="used"' if used else ""
    return f"<{tag}{mark}>{html.escape(in_one_line(text))}</{tag}>"
