"""The picture of each task's card, drawn from the task's own data; a task without one gets that of a network."""

from collections.abc import Callable
from functools import cache
from typing import cast

import numpy as np

from pages.parts.svg import LINE, MARK, QUIET, SECOND, Picture, arrow, box, dot, line, ring, text
from seqcore.data.base import Loaded
from seqcore.data.images.digits import Pixels
from seqcore.data.series.bundled import bundled_series
from seqcore.data.series.series import Series
from seqcore.data.text.ngrams import Ngrams
from seqcore.presets import default_experiment
from seqcore.tasks.addition.encoding import as_text
from seqcore.tasks.addition.examples import AdditionExamples
from seqcore.tasks.addition.task import Addition
from seqcore.tasks.addition_mapping.task import AdditionMapping
from seqcore.tasks.cumulative_sum.task import CumulativeSum
from seqcore.tasks.image_patches.orders import patches_of
from seqcore.tasks.image_patches.task import ImagePatches
from seqcore.tasks.next_character.examples import NextCharacterExamples
from seqcore.tasks.next_character.task import NextCharacter
from seqcore.tasks.regression_line.functions import HIGH, LOW
from seqcore.tasks.regression_line.task import RegressionLine
from seqcore.tasks.variable_length.task import VariableLength

DRAWN_ROWS = 140
READ_CHARACTERS, GUESSED = 8, 5
SEQUENCES = 4
DRAWN_POINTS = 120


FAINTEST_PIXEL = 40


@cache
def picture_of(task_kind: str) -> Picture:
    """The picture of a task."""
    return PICTURES.get(task_kind, network)()


def network() -> Picture:
    """A recurrent network: the same cell at every step, which hands on what it remembers."""
    parts = []
    for x in (60, 140, 220):
        parts += [ring(x, 60, LINE, 16), arrow((x, 112), (x, 80)), arrow((x, 40), (x, 10))]
    parts += [arrow((x + 18, 60), (x + 60, 60), SECOND) for x in (60, 140)]
    return Picture(parts, "A network that reads a sequence step by step and hands on what it remembers.")


def cumulative_sum() -> Picture:
    """The first held-out sequence with its turn in the middle: running total, limit, and each step's label."""
    task = CumulativeSum()
    inputs, targets = (part[..., 0] for part in task.validation().pair)
    place = int((targets.argmax(axis=1) == task.steps // 2).argmax())
    totals, labels = np.cumsum(inputs[place]), targets[place] >= 0.5
    across, down = np.linspace(16, 264, len(totals)), 92 - totals / totals[-1] * 78
    points, limit = list(zip(across, down, strict=True)), 92 - task.limit / totals[-1] * 78
    turn = int(labels.argmax())
    parts = [
        line([(4, limit), (276, limit)], MARK, 1.5, "5 4"),
        text(6, limit - 5, f"limit {task.limit:g}", QUIET, 11, "start"),
        line(points, LINE),
        *(dot(x, y, SECOND if label else LINE) for (x, y), label in zip(points, labels, strict=True)),
        *(text(x, 114, f"{label:d}", SECOND if label else QUIET, 12) for x, label in zip(across, labels, strict=True)),
    ]
    words = f"A running total of {len(totals)} numbers, which reaches the limit {task.limit:g} at step {turn + 1}."
    return Picture(parts, words)


def prices() -> Picture:
    """The end of the series that the first preset is about: what comes next?"""
    loaded = cast(Loaded, default_experiment("prices").task.load())
    values = cast(Series, loaded.data).values[-DRAWN_ROWS:]
    low, high = values.min(), values.max()
    across, down = np.linspace(4, 222, len(values)), 108 - (values - low) / (high - low) * 96
    last = float(down[-1])
    parts = [
        box(226, 4, 50, 112),
        line(list(zip(across, down, strict=True)), LINE, 1.8),
        line([(222, last), (274, last)], MARK, 1.5, "5 4"),
        dot(222, last, LINE),
        text(251, last + (26 if last < 60 else -12), "?", SECOND, 20),
    ]
    return Picture(parts, f"The last {len(values)} values of a series of prices, and a question mark behind them.")


def addition() -> Picture:
    """The first problem that a network of numbers up to 100 is judged by, character by character."""
    task = Addition(largest=100)
    problems = AdditionExamples(task).as_they_come
    problem, answer = as_text(problems, task.rules)[0].strip(), str(problems.answers()[0])
    parts: list[str] = []
    for characters, y, color in ((problem, 10, LINE), (answer, 82, SECOND)):
        left = 140 - 15 * len(characters)
        for place, character in enumerate(characters):
            parts += [box(left + 30 * place + 2, y, 26, 28, color), text(left + 30 * place + 15, y + 20, character)]
    parts += [ring(140, 60, MARK, 9), arrow((140, 40), (140, 50)), arrow((140, 70), (140, 80))]
    return Picture(parts, f"The characters of {problem} go into a network, those of {answer} come out.")


def addition_mapping() -> Picture:
    """The first held-out sum: numbers as numbers, each weighed by one."""
    terms, _, sums = AdditionMapping().recorded_sums()
    numbers = [f"{term:.0f}" for term in terms[0]]
    parts: list[str] = []
    for place, number in enumerate(numbers):
        y = 60 + (place - (len(numbers) - 1) / 2) * 60
        start, end = (78.0, y), (118.0, 60 + (y - 60) * 0.25)
        parts += [ring(56, y, LINE, 21), text(56, y + 5, number, size=14), arrow(start, end)]
        parts += [text(102, (start[1] + end[1]) / 2 + (-7 if y <= 60 else 15), "× 1", QUIET, 11)]
    parts += [ring(140, 60, MARK, 20), text(140, 66, "+", size=18), arrow((162, 60), (198, 60))]
    parts += [ring(222, 60, SECOND, 23), text(222, 65, f"{sums[0]:.0f}", size=14)]
    return Picture(parts, f"The numbers {' and '.join(numbers)}, each weighed by one, make {sums[0]:.0f}.")


def next_character() -> Picture:
    """The first words of the bundled story, and what may come after them as n-grams of the story have it."""
    examples = cast(NextCharacterExamples, NextCharacter().examples())
    read = examples.codes[examples.split : examples.split + READ_CHARACTERS]
    shares = Ngrams(examples.codes[: examples.split], examples.task.most_symbols, 4).probabilities(read)
    likeliest = (-shares).argsort()[:GUESSED]
    characters = [examples.cleaned.alphabet[code] for code in read]
    parts: list[str] = []
    for place, character in enumerate(characters):
        x = 6 + 20 * place
        parts += [box(x, 44, 18, 28, LINE), text(x + 9, 63, "␣" if character.isspace() else character, size=14)]
    start = 6 + 20 * len(characters)
    parts.append(arrow((start, 58), (start + 18, 58)))
    for row, code in enumerate(likeliest):
        y, character = 20 + 22 * row, examples.cleaned.alphabet[code]
        parts += [text(start + 30, y + 5, "␣" if character.isspace() else character, SECOND, 14)]
        parts += [line([(start + 42, y), (start + 42 + 50 * shares[code], y)], SECOND, 7)]
    said = ", ".join(f"{examples.cleaned.alphabet[code]} {shares[code]:.0%}" for code in likeliest)
    return Picture(parts, f"After the characters {''.join(characters).strip()} may come: {said}.")


def variable_length() -> Picture:
    """The first held-out sequences with their true lengths; the rest is padding."""
    task = VariableLength(padded_to=24)
    true, targets = task.examples().true_steps, task.examples().held_out.targets
    parts: list[str] = []
    for row in range(SEQUENCES):
        y, length = 22 + 24 * row, int(true[row].sum())
        across = 8 + 11 * np.arange(length)
        parts += [box(8 + 11 * length, y - 9, 11 * (task.padded_to - length), 18)]
        parts += [line(list(zip(across, y - 7 * targets[row, :length, 0], strict=True)), LINE)]
        parts += [text(8 + 11 * task.padded_to - 8, y + 5, "0 0 0", QUIET, 11, "end")] if length < 20 else []
    return Picture(parts, f"{SEQUENCES} sequences of different length, filled up with zeros to {task.padded_to} steps.")


def regression_line() -> Picture:
    """Some of the points, and the line of least squares through them."""
    examples = RegressionLine().examples()
    x = np.array([LOW, HIGH])
    low, high = examples.y.min(), examples.y.max()
    across, down = (lambda x: 10 + (x - LOW) / (HIGH - LOW) * 260), (lambda y: 112 - (y - low) / (high - low) * 104)
    points = zip(across(examples.x[:DRAWN_POINTS]), down(examples.y[:DRAWN_POINTS]), strict=True)
    ends = list(zip(across(x), down(examples.line(x)), strict=True))
    parts = [*(dot(*place, QUIET, 2) for place in points), line(ends, SECOND, 3)]
    return Picture(
        parts, f"Points around a line, and the line that least squares finds: y = {examples.line.in_words()}."
    )


def image_patches() -> Picture:
    """The first held-out digit, cut into its four patches, which go in one after the other."""
    examples = ImagePatches().examples()
    image, label = examples.shown[0], int(examples.labels[0])
    parts = [*_pixels(image, 6, 18, 3.0), arrow((100, 60), (116, 60))]
    for place, patch in enumerate(patches_of(image[np.newaxis])[0]):
        x = 120.0 + 33 * place
        parts += [*_pixels(patch, x, 46, 2.0), text(x + 14, 90, str(place + 1), QUIET, 12)]
    parts += [arrow((252, 60), (262, 60)), text(271, 66, str(label), SECOND, 18)]
    return Picture(parts, f"A handwritten {label}, cut into four patches that are read one after the other.")


def series_autoencoder() -> Picture:
    """A year of shampoo sales, three numbers for it, and the year again."""
    values = bundled_series("shampoo").values[:12]
    heights = 92 - (values - values.min()) / np.ptp(values) * 64
    rough = np.convolve(np.pad(heights, 1, "edge"), np.ones(3) / 3, "valid")
    across = np.linspace(8, 92, len(values))
    parts = [line(list(zip(across, heights, strict=True)), LINE, 2.5), arrow((100, 60), (120, 60))]
    parts += [dot(140, y, MARK, 6) for y in (36, 60, 84)]
    parts += [arrow((160, 60), (180, 60)), line(list(zip(across + 180, rough, strict=True)), SECOND, 2.5)]
    return Picture(parts, "A stretch of a series, three numbers that stand for it, and a copy made from these.")


def _pixels(image: Pixels, x: float, y: float, size: float) -> list[str]:
    """An image as squares of `size`, without the faintest."""
    height, width = image.shape
    parts = [box(x - 1, y - 1, width * size + 2, height * size + 2)]
    for row, columns in enumerate(image):
        inked = np.flatnonzero(np.diff(np.concatenate([[0], columns > FAINTEST_PIXEL, [0]]).astype(np.int8)))
        for start, end in inked.reshape(-1, 2):
            middle = y + (row + 0.5) * size
            parts.append(line([(x + start * size, middle), (x + end * size, middle)], LINE, size * 1.05))
    return parts


def entity_tags() -> Picture:
    """A sentence with its names, and their tags below."""
    words = (("Ada", "B-PER"), ("Lovelace", "I-PER"), ("lived", "O"), ("in", "O"), ("London", "B-LOC"))
    parts, x = list[str](), 10.0
    for word, tag in words:
        width = 10 + 7.6 * len(word)
        color = {"O": QUIET, "B-LOC": LINE}.get(tag, SECOND)
        parts += [box(x, 36, width, 28, color if tag != "O" else "none"), text(x + width / 2, 55, word, size=13)]
        parts.append(text(x + width / 2, 84, tag, color, 12))
        x += width + 5
    told = ", ".join(f"{word} {tag}" for word, tag in words)
    return Picture(parts, f"A sentence with a tag for each word: {told}.")


PICTURES: dict[str, Callable[[], Picture]] = {
    "cumulative_sum": cumulative_sum,
    "prices": prices,
    "addition": addition,
    "addition_mapping": addition_mapping,
    "next_character": next_character,
    "variable_length": variable_length,
    "regression_line": regression_line,
    "image_patches": image_patches,
    "series_autoencoder": series_autoencoder,
    "entity_tags": entity_tags,
}
