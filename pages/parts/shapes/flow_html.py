"""The flow of shapes as HTML: a box for each layer, what goes on from it on the arrow below, and what it has done."""

from collections.abc import Mapping, Sequence
from html import escape

from seqcore.architectures.flow import Effect, Stop


def flow_html(stops: Sequence[Stop], numbers: Mapping[str, str]) -> str:
    """A list; `numbers` are those of an example after a layer, by its name, in short. All texts are escaped."""
    before = ("", *(stop.name for stop in stops))
    rows = [_stop(stop, earlier, numbers.get(stop.name, "")) for stop, earlier in zip(stops, before, strict=False)]
    return f'<ol class="flow">{"".join(rows)}</ol>'


def _stop(stop: Stop, before: str, numbers: str) -> str:
    """`before` is the name of the layer above: what reads it alone need not say so."""
    reads = "" if stop.reads in ((), (before,)) else f'<p class="reads">reads {escape(", ".join(stop.reads))}</p>'
    shown = f'<p class="numbers">{escape(numbers)}</p>' if numbers else ""
    effects = "".join(map(_effect, stop.effects))
    box = f'<div class="box"><b>{escape(stop.name)}</b> <span>{escape(stop.kind)}</span>{reads}{shown}</div>'
    return f'<li>{box}<ul class="effects">{effects}</ul>{_arrow(stop)}</li>'


def _effect(effect: Effect) -> str:
    error = f'<span class="error">{escape(effect.error)}</span>' if effect.error else ""
    return f"<li><code>{escape(effect.option)}</code> {escape(effect.sentence)} {error}</li>"


def _arrow(stop: Stop) -> str:
    axes = []
    for place, (size, axis) in enumerate(zip(stop.shape, stop.axes, strict=True)):
        tag = "mark" if place in stop.changed else "span"
        word = "" if axis == size else f"<small>{escape(axis)}</small>"
        axes.append(f'<{tag} class="axis">{escape(size)}{word}</{tag}>')
    return f'<p class="arrow" role="img" aria-label="{escape(_words(stop))}"><i>↓</i>({", ".join(axes)})</p>'


def _words(stop: Stop) -> str:
    """As in "goes on as batch, 10 time, 20 features"."""
    axes = (size if size == axis else f"{size} {axis}" for size, axis in zip(stop.shape, stop.axes, strict=True))
    return f"goes on as {', '.join(axes)}"
