"""Small drawings as SVG text, in the colours of the theme: what the pictures of the cards are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 280, 120
TEXT, QUIET = "var(--st-text-color)", "var(--st-gray-text-color)"
LINE, SECOND, MARK = "var(--st-blue-color)", "var(--st-orange-color)", "var(--st-violet-color)"
SOFT = "var(--st-secondary-background-color)"

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Picture:
    """A drawing, and the same in words for who cannot see it."""

    parts: Iterable[str]
    words: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def svg(self) -> str:
        drawn = "".join(self.parts)
        return f'<svg viewBox="0 0 {self.width} {self.height}" role="img" aria-label="{self.words}">{drawn}</svg>'


def line(points: Points, color: str, width: float = 2, dash: str = "none") -> str:
    """A line through points."""
    through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    look = f'stroke="{color}" stroke-width="{width}" stroke-dasharray="{dash}" stroke-linejoin="round"'
    return f'<polyline points="{through}" fill="none" {look}/>'


def dot(x: float, y: float, color: str, radius: float = 3.5) -> str:
    """A filled circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{color}"/>'


def ring(x: float, y: float, color: str, radius: float) -> str:
    """A circle with an inside in the quiet colour of the background."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{SOFT}" stroke="{color}" stroke-width="2"/>'


def box(x: float, y: float, width: float, height: float, color: str = "none") -> str:
    """A rectangle with round corners; `color` is that of its edge."""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="5"'
    return f'<rect {place} fill="{SOFT}" stroke="{color}" stroke-width="1.5"/>'


def text(x: float, y: float, words: str, color: str = TEXT, size: float = 12, anchor: str = "middle") -> str:
    """Words on the base line `y`."""
    look = f'fill="{color}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{words}</text>'


def arrow(start: tuple[float, float], end: tuple[float, float], color: str = QUIET) -> str:
    """A straight arrow."""
    (x, y), (to_x, to_y) = start, end
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    along = ((to_x - x) / length * 5, (to_y - y) / length * 5)
    wings = [(to_x - along[0] - side * along[1], to_y - along[1] + side * along[0]) for side in (0.7, -0.7)]
    return line([start, end], color, 1.5) + line([wings[0], end, wings[1]], color, 1.5)
