"""Sentences whose names are coloured: the expected ones above the words, those that the network says below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.plain import in_one_line

_HTML = '<div class="tagged-text"></div>'
_CSS = """
.tagged-text { display: grid; gap: 0.75rem; }
.tagged-text p { margin: 0; display: flex; flex-wrap: wrap; align-items: stretch; row-gap: 0.35rem;
  padding-bottom: 0.6rem; border-bottom: 1px solid var(--st-border-color); }
.tagged-text p > span { display: grid; grid-template-rows: 1.05rem auto 1.05rem; }
.tagged-text b { font-weight: 400; font-size: 1rem; line-height: 1.5; padding: 0 0.2rem; overflow-wrap: anywhere; }
.tagged-text .unseen b { text-decoration: underline dotted var(--st-gray-text-color); text-underline-offset: 3px; }
.tagged-text .wrong b { color: var(--st-red-text-color); font-weight: 600; }
.tagged-text i { font-style: normal; font-size: 0.75rem; line-height: 1.05rem; padding-left: 0.25rem;
  white-space: nowrap; min-width: 0; overflow: visible; }
.tagged-text [data-kind] { background: color-mix(in srgb, var(--kind) 32%, transparent); }
.tagged-text [data-begins] { border-left: 3px solid var(--kind); border-radius: 3px 0 0 3px; }
.tagged-text [data-kind="0"] { --kind: var(--st-blue-color); }
.tagged-text [data-kind="1"] { --kind: var(--st-orange-color); }
.tagged-text [data-kind="2"] { --kind: var(--st-green-color); }
.tagged-text [data-kind="3"] { --kind: var(--st-violet-color); }
.tagged-text [data-kind="4"] { --kind: var(--st-red-color); }
.tagged-text [data-kind="5"] { --kind: var(--st-yellow-color); }
"""
_JS = """
const strip = (part, titles) => {
  const mark = document.createElement("i");
  mark.ariaHidden = "true";
  if (!part) return mark;
  const [kind, begins] = part;
  mark.dataset.kind = kind % 6;
  if (begins) { mark.dataset.begins = ""; mark.textContent = titles[kind]; }
  return mark;
};
const word = (titles) => (one) => {
  const box = document.createElement("span"), text = document.createElement("b");
  text.textContent = one.word;
  box.title = one.told ?? "";
  if (one.unseen) box.classList.add("unseen");
  if (one.wrong) box.classList.add("wrong");
  box.append(strip(one.expected, titles), text, strip(one.said, titles));
  return box;
};
export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".tagged-text");
  box.setAttribute("role", "list");
  box.ariaLabel = data.label;
  box.replaceChildren(...data.sentences.map((sentence) => {
    const line = document.createElement("p");
    line.setAttribute("role", "listitem");
    line.ariaLabel = sentence.spoken;
    line.append(...sentence.words.map(word(data.titles)));
    return line;
  }));
}
"""
_mount = st.components.v2.component("tagged_text", html=_HTML, css=_CSS, js=_JS, isolate_styles=False)


@dataclass(frozen=True)
class Part:
    """What a word is to a name: the kind's number and title, and whether it is the first word."""

    kind: int
    title: str
    begins: bool


@dataclass(frozen=True)
class Word:
    """A word as it is drawn. `told` is shown when somebody points at it."""

    word: str
    expected: Part | None = None
    said: Part | None = None
    unseen: bool = False
    wrong: bool = False
    told: str = ""


def parts_of(tags: Sequence[int], kinds: Sequence[str]) -> list[Part | None]:
    """What the words of a sentence are, by their tags: an I- that follows nothing of its kind begins a name, too."""
    found: list[Part | None] = []
    for place, tag in enumerate(tags):
        kind = (tag + 1) // 2 - 1
        goes_on = tag % 2 == 0 and place > 0 and (tags[place - 1] + 1) // 2 - 1 == kind
        title = kinds[kind] if 0 <= kind < len(kinds) else "?"
        found.append(Part(kind, in_one_line(title), not goes_on) if tag else None)
    return found


def tagged_text(sentences: Sequence[Sequence[Word]], *, key: str, label: str) -> None:
    """Draw sentences; whatever their words hold is text."""
    drawn = [{"words": list(map(_sent, words)), "spoken": _spoken(words)} for words in sentences]
    parts = [part for words in sentences for one in words for part in (one.expected, one.said) if part]
    titles = {part.kind: part.title for part in parts}
    _mount(key=key, data={"sentences": drawn, "titles": titles, "label": label})


def _sent(word: Word) -> dict[str, Any]:
    """Without what is not there: most words are in no name, and it is sent several times a second."""
    sent: dict[str, Any] = {"word": word.word}
    for name, part in (("expected", word.expected), ("said", word.said)):
        sent |= {name: [part.kind, int(part.begins)]} if part else {}
    marks = {name: 1 for name, is_so in (("unseen", word.unseen), ("wrong", word.wrong)) if is_so}
    return sent | marks | ({"told": word.told} if word.told else {})


def _spoken(words: Sequence[Word]) -> str:
    """The sentence, and its names as they are expected and said."""
    text = " ".join(one.word for one in words)
    expected = _names([(one.word, one.expected) for one in words])
    said = _names([(one.word, one.said) for one in words])
    return f"{text} Expected: {expected}. The network says: {said}."


def _names(parts: Sequence[tuple[str, Part | None]]) -> str:
    found: list[str] = []
    for word, part in parts:
        if part and part.begins:
            found.append(f"{part.title} {word}")
        elif part and found:
            found[-1] += f" {word}"
    return ", ".join(found) or "no names"
