"""Words of verdicts and tables that a student does not know yet, explained where they are read."""

import re
from types import MappingProxyType

import streamlit as st

GLOSSARY = MappingProxyType(
    {
        "skill": "How much smaller the errors are than those of repeating the last value: 1 − error ÷ error of the "
        "last value. 1 is perfect, 0 just as good as repeating, below 0 worse. It depends on the rows it was measured "
        "on, so skills of different parts do not compare.",
        "MASE": "Mean absolute scaled error: the mean absolute error divided by the usual change from one row to the "
        "next **in the training part**. If the price moves more in the test part than it did then, even the last value "
        "has a MASE above 1: compare the rows of the table, not with 1.",
        "Diebold-Mariano": "A test whether two forecasts of the same rows differ by more than chance. Its p value says "
        "how often chance alone would give such a difference: below 0.05 it is taken to be more than noise.",
        "interval": "The range that would contain the true value in 95 of 100 such measurements. Where it contains "
        "the value of no difference (a skill of 0, a coin's 50 %), chance explains what was measured.",
        "noise": "What chance does to a measurement: on other rows the number would be a little different.",
        "MAE": "Mean absolute error: how far a forecast is off on average, in the unit of the prices.",
        "RMSE": "Root mean squared error: like MAE, but large misses weigh more.",
        "MAPE": "Mean absolute percentage error: how far a forecast is off on average, in percent of the price.",
    }
)


def words_in(text: str) -> list[str]:
    """The words of the glossary that `text` uses, in order of their appearance."""
    places = {word: re.search(rf"\b{word}\b", text, re.IGNORECASE) for word in GLOSSARY}
    return sorted((word for word, place in places.items() if place), key=lambda word: places[word].start())  # type: ignore[union-attr]


def explain_together(text: str, key: str) -> None:
    """One small button for all words of the glossary in `text`, where there is no room for a row of them."""
    if words := words_in(text):
        with st.popover("Words", type="tertiary", icon=":material/help:", key=f"words-{key}"):
            for word in words:
                st.markdown(_entry(word))


def explain(text: str, key: str) -> None:
    """A small button for each word of the glossary in `text`, for mouse, keyboard and finger; its answer opens."""
    words = words_in(text)
    if not words:
        return
    with st.container(horizontal=True, gap="small", key=f"words-{key}"):
        for word in words:
            with st.popover(word, type="tertiary", icon=":material/help:", key=f"word-{key}-{word}"):
                st.markdown(_entry(word))


def _entry(word: str) -> str:
    return f"**{word[0].upper()}{word[1:]}**: {GLOSSARY[word]}"
