"""A place to draw a digit: with a mouse, a finger or a pen, or with the keyboard.

Written here rather than taken from a package: those for Streamlit bring 400 kB of a drawing program along, and none of
them can be used without a pointer.
"""

import base64
import binascii

import numpy as np
import numpy.typing as npt
import streamlit as st

GRID = 56
"""Pixels of a side of what the page sends."""
_HTML = """<div class="digit-canvas"><canvas width="280" height="280" tabindex="0" role="img"></canvas>
<div><button type="button">Clear</button></div></div>"""
_CSS = """
.digit-canvas canvas { width: 224px; max-width: 100%; aspect-ratio: 1; background: #000; border-radius: 6px;
  border: 1px solid var(--st-border-color); touch-action: none; cursor: crosshair; display: block; }
.digit-canvas canvas:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.digit-canvas button { margin-top: 0.5rem; padding: 0.25rem 0.75rem; font: inherit; color: inherit; cursor: pointer;
  background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color); border-radius: 6px; }
"""
_JS = """
const WIDTH = 24, STEP = 14, SENT = 56, WAIT = 250;
const WORDS = "Draw a digit. Arrow keys move the pen, space puts it down or lifts it, delete clears.";

function begin(box) {
  const canvas = box.querySelector("canvas"), pen = canvas.getContext("2d", { willReadFrequently: true });
  const small = Object.assign(document.createElement("canvas"), { width: SENT, height: SENT });
  const state = { at: [140, 140], isDown: false, ink: pen.getImageData(0, 0, 280, 280), keys: false };
  Object.assign(pen, { lineWidth: WIDTH, lineCap: "round", lineJoin: "round", strokeStyle: "#fff" });
  canvas.ariaLabel = WORDS;
  const show = () => {
    pen.putImageData(state.ink, 0, 0);
    if (!state.keys) return;
    pen.save();
    Object.assign(pen, { lineWidth: 3, strokeStyle: state.isDown ? "#4caf50" : "#ff9800" });
    pen.beginPath();
    pen.arc(...state.at, WIDTH / 2 + 2, 0, 7);
    pen.stroke();
    pen.restore();
  };
  const stroke = (to) => {
    pen.putImageData(state.ink, 0, 0);
    pen.beginPath();
    pen.moveTo(...state.at);
    pen.lineTo(...to);
    pen.stroke();
    state.at = to;
    state.ink = pen.getImageData(0, 0, 280, 280);
    show();
  };
  const send = () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => {
      const shrink = small.getContext("2d", { willReadFrequently: true });
      pen.putImageData(state.ink, 0, 0);
      shrink.clearRect(0, 0, SENT, SENT);
      shrink.drawImage(canvas, 0, 0, SENT, SENT);
      show();
      const alpha = shrink.getImageData(0, 0, SENT, SENT).data.filter((_, place) => place % 4 === 3);
      box.send(alpha.some(Boolean) ? btoa(String.fromCharCode(...alpha)) : "");
    }, WAIT);
  };
  const place = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(event.clientX - left) * 280 / width, (event.clientY - top) * 280 / height];
  };
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    Object.assign(state, { at: place(event), keys: false, drawing: true });
    stroke(state.at);
  };
  canvas.onpointermove = (event) => state.drawing && stroke(place(event));
  canvas.onpointerup = canvas.onpointercancel = () => { if (state.drawing) { state.drawing = false; send(); } };
  const clear = () => {
    state.isDown = false;
    pen.clearRect(0, 0, 280, 280);
    state.ink = pen.getImageData(0, 0, 280, 280);
    show();
    send();
  };
  canvas.onkeydown = (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === " ") state.isDown = !state.isDown;
    else if (event.key === "Delete" || event.key === "Backspace") return clear();
    else if (!move) return;
    event.preventDefault();
    state.keys = true;
    const within = (one) => Math.max(WIDTH / 2, Math.min(280 - WIDTH / 2, one));
    const to = state.at.map((one, axis) => within(one + STEP * (move?.[axis] ?? 0)));
    if (state.isDown) { stroke(to); send(); } else { state.at = to; show(); }
  };
  canvas.onblur = () => { state.keys = false; show(); };
  box.querySelector("button").onclick = clear;
}

export default function ({ parentElement, setStateValue }) {
  const box = parentElement.querySelector(".digit-canvas");
  box.send = (ink) => setStateValue("ink", ink);
  if (!box.begun) begin(box);
  box.begun = true;
}
"""
_mount = st.components.v2.component("digit_canvas", html=_HTML, css=_CSS, js=_JS, isolate_styles=False)


def canvas(key: str) -> None:
    """A place to draw; `drawn_ink` knows what is on it."""
    _mount(key=key, on_ink_change=lambda: None)


def drawn_ink(key: str) -> npt.NDArray[np.float64] | None:
    """The ink that was drawn (56, 56), from 0 to 1; None while there is none."""
    kept = st.session_state.get(key)
    return ink_in(kept.get("ink") if kept is not None else None)


def ink_in(sent: object) -> npt.NDArray[np.float64] | None:
    """What a browser has sent, which may be anything."""
    if not isinstance(sent, str) or len(sent) > 2 * GRID * GRID:
        return None
    try:
        content = base64.b64decode(sent, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(content) != GRID * GRID or not any(content):
        return None
    return np.frombuffer(content, np.uint8).reshape(GRID, GRID) / 255
