"""A text whose characters are coloured by how surprised the network was; one of them can be chosen."""

from collections.abc import Sequence

import streamlit as st

_HTML = '<div class="surprise-text" role="listbox" tabindex="-1"></div>'
_CSS = """
.surprise-text { font-family: var(--st-code-font); font-size: 1.0625rem; line-height: 1.75; overflow-wrap: anywhere; }
.surprise-text span { padding: 0.1em 0.05em; border-radius: 3px; white-space: pre-wrap; cursor: pointer;
  background: color-mix(in srgb, var(--st-orange-color) var(--share), transparent); }
.surprise-text span[aria-selected="true"] { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
.surprise-text i { font-style: normal; opacity: 0.55; }
"""
_JS = """
const STRONGEST = 62;  // percent of the colour: the text stays readable on it
export default function ({ data, parentElement, setStateValue }) {
  const box = parentElement.querySelector(".surprise-text");
  box.ariaLabel = data.label;
  const choose = (place) => {
    const at = Math.max(0, Math.min(data.characters.length - 1, place));
    box.children[at]?.focus();
    setStateValue("chosen", at);
  };
  if (box.dataset.text !== data.characters.join("")) {
    box.dataset.text = data.characters.join("");
    box.replaceChildren(...data.characters.map((character, place) => {
      const mark = document.createElement("span");
      mark.role = "option";
      if (character === "\\n") mark.append(Object.assign(document.createElement("i"), { textContent: "⏎" }), "\\n");
      else mark.textContent = character;
      mark.onclick = () => choose(place);
      return mark;
    }));
  }
  box.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 20, ArrowUp: -20 }[event.key];
    if (!step) return;
    event.preventDefault();
    choose([...box.children].indexOf(document.activeElement) + step);
  };
  [...box.children].forEach((mark, place) => {
    const bits = data.bits?.[place];
    mark.style.setProperty("--share", bits === undefined ? "0%" : `${Math.min(1, bits / data.most) * STRONGEST}%`);
    mark.ariaSelected = String(place === data.chosen);
    mark.tabIndex = place === data.chosen ? 0 : -1;
    mark.title = bits === undefined ? "" : `${bits} bits`;
    mark.ariaLabel = `${data.names[place]}${bits === undefined ? "" : `, ${bits} bits`}`;
  });
}
"""
_mount = st.components.v2.component("surprise_text", html=_HTML, css=_CSS, js=_JS, isolate_styles=False)


def surprise_text(
    characters: Sequence[str], names: Sequence[str], bits: Sequence[float] | None, *, most: float, key: str, label: str
) -> int:
    """Draw the text, `most` bits in the strongest colour; returns the place of the character that was chosen."""
    kept = f"{key}-chosen"

    def keep() -> None:  # before the page is drawn anew: what is drawn is what was chosen
        place = st.session_state[key].get("chosen")
        st.session_state[kept] = place if isinstance(place, int) else 0

    chosen = max(0, min(int(st.session_state.get(kept, 0)), len(characters) - 1))
    data = {"characters": list(characters), "names": list(names), "bits": bits, "most": most, "label": label}
    _mount(key=key, data=data | {"chosen": chosen}, on_chosen_change=keep)
    return chosen
