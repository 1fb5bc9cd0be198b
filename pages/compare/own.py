"""A comparison of one's own: an experiment, one or two settings of it, values for them, and seeds."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.compare.ready_made import guess_of
from pages.compare.starting import begin, how_much
from pages.parts.plain import plain
from pages.parts.pressed import pressed
from seqcore.comparisons.choices import NOTHING, Choice, choices_of, grid
from seqcore.comparisons.comparison import MOST_SEEDS, Comparison
from seqcore.comparisons.matching import matched
from seqcore.comparisons.results import LOSS
from seqcore.experiment import Experiment, from_link
from seqcore.invalid import InvalidInput
from seqcore.presets import PRESETS
from seqcore.tasks import TASKS

FIRST_BASE = "cumsum-lstm"
FROM_LINK = "link"
FIRST_SETTINGS = ("architecture.layers.0.cell", "architecture.cell")
"""What is offered first, where an architecture has it."""
SECOND_SETTINGS = ("training.optimizer",)
"""The same of what else may differ: it goes with every network."""
FEW_VALUES = 4
DEFAULT_SEEDS = 3
SOME, SOME_WHOLE = 0.1, 10
"""What a setting may be set to that is nothing as it is."""
WIDTH = 380


def own_comparison() -> None:
    """Draw the form; a click on its button starts the comparison."""
    st.header("Your own", anchor=False)
    with st.container(border=True, key="own-comparison"):
        base = _base()
        st.caption(f"{base.architecture.in_words()} · {plain(base.task.in_words())} · {base.training.in_words()}")
        choices = choices_of(base)
        chosen = [_values_for(choices, "What differs", "first", "")]
        if st.toggle("A second setting", key="own-grid", help="Every value of one with every value of the other."):
            chosen.append(_values_for(choices, "And what else", "second", chosen[0][0].path))
        seeds = st.slider(
            "Seeds",
            1,
            MOST_SEEDS,
            DEFAULT_SEEDS,
            key="own-seeds",
            width=WIDTH,
            help="How often every variant is trained, each time from other first weights: without, nobody can tell a "
            "difference from luck.",
        )
        is_matched = st.toggle(
            "Match parameters",
            key="own-match",
            help="Units are chosen so that all variants have as many parameters as the first one, within 3 %.",
        )
        try:
            _expect_values(chosen)
            comparison = Comparison(base, grid(chosen), seeds)
            comparison = matched(comparison) if is_matched else comparison
        except InvalidInput as error:
            problems = "  \n".join(map(plain, error.problems))
            for choice, _ in chosen:
                problems = problems.replace(plain(choice.path), choice.title)
            st.error(problems, icon=":material/error:")
            st.button("Compare", key="own-compare", type="primary", icon=":material/play_arrow:", disabled=True)
            return
        st.caption(how_much(comparison))
        if is_matched:
            st.caption(_sizes(comparison))
        guess = guess_of(comparison, "guess-own")
        if pressed("Compare", key="own-compare", type="primary", icon=":material/play_arrow:"):
            settings = " and ".join(choice.title.rpartition("› ")[2] for choice, _ in chosen)
            begin(f"{TASKS[base.task.kind].title}: {settings}", comparison, LOSS, guess=guess)


def _base() -> Experiment:
    """The experiment that variants differ from: the one in the address, or that of a preset."""
    linked = _linked()
    names = ([FROM_LINK] if linked else []) + list(PRESETS)
    titles = {name: f"{TASKS[entry.task].title}: {entry.preset.title}" for name, entry in PRESETS.items()}
    titles[FROM_LINK] = "As it was set on the page you come from"
    chosen = st.selectbox(
        "Begin with",
        names,
        index=0 if linked else names.index(FIRST_BASE),
        format_func=titles.__getitem__,
        key=f"own-base-{bool(linked)}",
        width=WIDTH,
    )
    return linked if linked and chosen == FROM_LINK else PRESETS[chosen].experiment


def _linked() -> Experiment | None:
    link = st.query_params.get("experiment")
    if not link:
        return None
    try:
        return from_link(link)
    except InvalidInput as error:
        st.warning(f"The link was not opened: {plain(error.problems[0])}", icon=":material/link_off:")
        return None


def _values_for(choices: Mapping[str, Choice], label: str, key: str, taken: str) -> tuple[Choice, list[str]]:
    """A setting that is not `taken`, and the values to compare."""
    paths = [path for path in choices if path != taken]
    offered_first = SECOND_SETTINGS if taken else FIRST_SETTINGS
    first = next((path for path in offered_first if path in paths), paths[0])
    with st.container(horizontal=True, vertical_alignment="top", key=f"own-{key}"):
        path = st.selectbox(
            label,
            paths,
            index=paths.index(first),
            format_func=lambda path: choices[path].title,
            key=f"own-{key}-setting-{hash(tuple(paths))}",
            width=WIDTH,
        )
        choice = choices[path]
        if choice.values:
            offered = list(choice.values)
            few = offered if len(offered) <= FEW_VALUES else offered[:2]
            values = st.multiselect(
                "Values",
                offered,
                default=few,
                format_func=choice.title_of,
                key=f"own-{key}-values-{path}",
                help=choice.explanation,
                width=WIDTH,
            )
            return choice, values
        typed = st.text_input(
            "Values, with commas between",
            _two_values(choice),
            key=f"own-{key}-typed-{path}-{choice.value}",
            help=f"{choice.explanation} Allowed: {choice.allowed}.",
            width=WIDTH,
        )
        return choice, choice.typed(typed)


def _expect_values(chosen: Sequence[tuple[Choice, Sequence[str]]]) -> None:
    if missing := [choice.title for choice, values in chosen if not values]:
        raise InvalidInput([f"{title}: give it a value." for title in missing])
    if all(len(values) == 1 for _, values in chosen):
        raise InvalidInput([f"{chosen[0][0].title}: give it a second value to compare with."])


def _two_values(choice: Choice) -> str:
    """What to begin with: the value as it is, and twice that, or where that is none or nothing, one of its kind."""
    is_whole = "whole number" in choice.allowed
    try:
        number = float(choice.value or 0)
    except ValueError:
        return choice.value
    if not number:
        return f"{choice.value or NOTHING}, {SOME_WHOLE if is_whole else SOME}"
    return f"{choice.value}, {number * 2:g}"


def _sizes(comparison: Comparison) -> str:
    rows = [(plain(one.title), comparison.experiments[one.name]) for one in comparison.variants]
    sizes = [f"{title}: {one.architecture.in_words()}, {one.parameters():,} parameters" for title, one in rows]
    return " · ".join(sizes)
