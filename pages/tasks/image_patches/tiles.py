"""Small pictures in a row with words below each; one of them can be chosen, with a click or the arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import streamlit as st

from pages.tasks.image_patches.sprite import sprite

Tone = Literal["", "good", "bad"]


@dataclass(frozen=True)
class Words:
    """What stands below a picture, and the same in full for who cannot see it."""

    short: str
    spoken: str
    tone: Tone = ""


_HTML = '<div class="digit-tiles"></div>'
_CSS = """
.digit-tiles { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.digit-tiles > div { display: grid; justify-items: center; gap: 0.15rem; border-radius: 6px; padding: 4px;
  min-width: 44px; }
.digit-tiles i { display: block; border: 1px solid var(--st-border-color); border-radius: 3px;
  image-rendering: pixelated; background-repeat: no-repeat; }
.digit-tiles span { font-size: 0.875rem; line-height: 1.25; text-align: center; white-space: pre-line; }
.digit-tiles [data-tone="good"] span { color: var(--st-green-text-color); }
.digit-tiles [data-tone="bad"] span { color: var(--st-red-text-color); }
.digit-tiles [role="option"] { cursor: pointer; }
.digit-tiles [aria-selected="true"] { outline: 2px solid var(--st-primary-color); outline-offset: -1px; }
"""
_JS = """
export default function ({ data, parentElement, setStateValue }) {
  const box = parentElement.querySelector(".digit-tiles");
  const { tiles, chosen, width, height, scale } = data;
  const canChoose = chosen !== null;
  box.setAttribute("role", canChoose ? "listbox" : "list");
  box.ariaLabel = data.label;
  const choose = (place) => {
    const at = Math.max(0, Math.min(data.tiles.length - 1, place));
    box.children[at]?.focus();
    setStateValue("chosen", at);
  };
  while (box.children.length > tiles.length) box.lastChild.remove();
  while (box.children.length < tiles.length) {
    const tile = document.createElement("div");
    tile.append(document.createElement("i"), document.createElement("span"));
    box.append(tile);
  }
  tiles.forEach(({ short, spoken, tone }, place) => {
    const tile = box.children[place], [picture, words] = tile.children;
    Object.assign(picture.style, {
      width: `${width * scale}px`, height: `${height * scale}px`, backgroundImage: `url("${data.sprite}")`,
      backgroundSize: `${tiles.length * width * scale}px ${height * scale}px`,
      backgroundPosition: `-${place * width * scale}px 0`,
    });
    if (words.textContent !== short) words.textContent = short;
    words.ariaHidden = "true";
    tile.dataset.tone = tone;
    tile.setAttribute("role", canChoose ? "option" : "listitem");
    tile.ariaLabel = spoken;
    if (!canChoose) return;
    tile.ariaSelected = String(place === chosen);
    tile.tabIndex = place === chosen ? 0 : -1;
    tile.onclick = () => choose(place);
  });
  box.onkeydown = canChoose && ((event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    choose([...box.children].indexOf(document.activeElement) + step);
  });
}
"""
_mount = st.components.v2.component("digit_tiles", html=_HTML, css=_CSS, js=_JS, isolate_styles=False)


def tiles(
    images: npt.NDArray[np.generic],
    words: Sequence[Words],
    *,
    full: float,
    side: int,
    key: str,
    label: str,
    choosable: bool = False,
) -> int:
    """Draw images (n, height, width) `side` pixels wide; returns the place of the one that was chosen."""
    kept = f"{key}-chosen"

    def keep() -> None:  # before the page is drawn anew: what is drawn is what was chosen
        place = st.session_state[key].get("chosen")
        st.session_state[kept] = place if isinstance(place, int) else 0

    chosen = max(0, min(int(st.session_state.get(kept, 0)), len(words) - 1))
    _, height, width = images.shape
    data = {
        "sprite": sprite(images, full),
        "width": width,
        "height": height,
        "scale": side / width,
        "tiles": [{"short": one.short, "spoken": one.spoken, "tone": one.tone} for one in words],
        "label": label,
        "chosen": chosen if choosable else None,
    }
    _mount(key=key, data=data, on_chosen_change=keep)
    return chosen
