"""What only a person can say: where a second reading is about as good, with what each answer would give."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from seqcore.data.base import Answer, Question
from seqcore.data.series.reading.choices import DATE_ORDERS, DECIMALS, DUPLICATES, ROW_ORDERS, Reading
from seqcore.data.series.reading.plan import ALL_COLUMNS, NO_DATES, Plan
from seqcore.data.series.reading.row_order import RowOrder
from seqcore.data.series.reading.sentinels import NONE
from seqcore.data.series.reading.time_plans import TimePlan
from seqcore.data.series.series import Series
from seqcore.invalid import InvalidInput

MOST_SHOWN, MOST_ANSWERS = 6, 50
"""Answers of a question that are read to show what they give, and answers that are named."""

LONG, MOST_SHOWN_LONG = 50_000, 2
"""Of series of so many rows fewer answers are read: each of them takes memory and time."""

Read = Callable[[Reading], Series]


@dataclass(frozen=True)
class Asked:
    """A question before its answers are read: the values of the setting, and titles for those that need one."""

    about: str
    sentence: str
    chosen: str
    others: tuple[str, ...]
    titles: dict[str, str]


def questions_of(plan: Plan, reading: Reading, found: Series, read: Read) -> tuple[Question, ...]:
    """The questions that are left, without those whose answers all give the same series.

    `found` is the series of the plan; `read` gives the series of another reading.
    """
    questions = []
    for asked in asked_of(plan, reading):
        others = list(_others(asked, reading, found, read))
        if others:
            chosen = Answer(asked.chosen, asked.titles.get(asked.chosen, asked.chosen), found.only(()))
            questions.append(Question(asked.about, asked.sentence, chosen, tuple(others)))
    return tuple(questions)


def _others(asked: Asked, reading: Reading, found: Series, read: Read) -> Iterator[Answer]:
    most = MOST_SHOWN if len(found) <= LONG else MOST_SHOWN_LONG
    for place, value in enumerate(asked.others[:MOST_ANSWERS]):
        title = asked.titles.get(value, value)
        if place >= most:
            yield Answer(value, title)
            continue
        try:
            series = read(replace(reading, **{asked.about: value}))
        except InvalidInput:
            continue
        if series.only(()).fingerprint != found.only(()).fingerprint:
            yield Answer(value, title, series.only(()))


def asked_of(plan: Plan, reading: Reading) -> Iterator[Asked]:
    """The questions in the order in which an answer to one may settle the next."""
    if plan.table.others and not reading.sheet:
        yield Asked("sheet", "Several sheets hold tables: which one?", plan.table.sheet, plan.table.others, {})
    order, value = plan.order, plan.values.column
    if isinstance(order, TimePlan):
        if order.orders and reading.date_order == "auto":
            sentence = "Which comes first in a date, the day or the month?"
            yield Asked("date_order", sentence, order.order, order.orders, DATE_ORDERS)
        if plan.further_orders and not reading.date_column:
            others = (*(one.title for one in plan.further_orders), NO_DATES)
            sentence = "Which column gives the date of a row?"
            yield Asked("date_column", sentence, order.title, others[:-1], {})
    elif plan.further_orders and not reading.date_column:
        sentence = "The dates differ by fractions of a second, which are not kept: what becomes of the rows?"
        by_second = plan.further_orders[0].title
        titles = {NO_DATES: "they are numbered", by_second: f"one for each second of {by_second} is kept"}
        yield Asked("date_column", sentence, NO_DATES, (by_second,), titles)
    elif isinstance(order, RowOrder) and order.is_doubtful and reading.row_order == "auto":
        sides = ("newest", "oldest") if order.is_reversed else ("oldest", "newest")
        yield Asked("row_order", "No dates were understood: which row is the oldest?", sides[0], sides[1:], ROW_ORDERS)
    if plan.unfolded and plan.unfolded.is_doubtful and not reading.value_column:
        titles = {ALL_COLUMNS: "all of them, one behind the other"}
        yield Asked("value_column", "Which column, or all?", ALL_COLUMNS, plan.unfolded.columns, titles)
    if plan.key and not reading.series:
        others = tuple(label for label in plan.key.labels if label != plan.series)
        sentence = f"Several series stand in the file: which {' and '.join(plan.key.columns)}?"
        yield Asked("series", sentence, plan.series, others, {})
    if plan.values.rivals and not reading.value_column:
        yield Asked("value_column", "Which column is to be forecast?", value, plan.values.rivals, {})
    if plan.is_decimal_doubtful:
        other = "comma" if plan.decimal == "point" else "point"
        yield Asked("decimal", "Which sign is the decimal one?", plan.decimal, (other,), DECIMALS)
    if plan.sentinels and not reading.missing_numbers:
        numbers = ", ".join(f"{number:g}" for number in plan.sentinels)
        titles = {numbers: "missing", NONE: "a value like the others"}
        yield Asked(
            "missing_numbers", f"{numbers} occurs far from all others: is it missing?", numbers, (NONE,), titles
        )
    if plan.key is None and 2 * plan.rows.duplicates > len(plan.rows.matrix) and reading.duplicates == "last":
        sentence = "Most dates occur several times: which row counts?"
        yield Asked("duplicates", sentence, "last", ("first", "mean"), DUPLICATES)
