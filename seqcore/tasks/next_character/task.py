"""Next character: what comes after the characters so far? Trained on a text, judged on the end of it.

Sources: "A comprehensive guide to working with recurrent neural networks in Keras" (towardsdatascience.com), A.
Karpathy's char-rnn, and Keras' example of text generation.
"""

from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, cast

from seqcore.data.base import Data, Loaded, ReadFile, no_files
from seqcore.data.text.bundled import BUNDLED
from seqcore.data.text.sources import SOURCES
from seqcore.data.text.text import Text
from seqcore.evaluation.measure import Measure
from seqcore.limits import LIMITS
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Signature, Spec
from seqcore.tasks.base.task import Task
from seqcore.tasks.next_character.examples import NextCharacterExamples
from seqcore.tasks.next_character.presets import NEXT_CHARACTER_PRESETS

PREDICTED = {"every": "After every step", "last": "After the last step only"}
_SECTION = "Text"
_WINDOWS = "Windows"


class NextCharacter(Task):
    """Windows of a text as characters; at each step, or after the last one, the character that follows."""

    kind: Literal["next_character"] = "next_character"
    source: Annotated[str, OneOf(SOURCES)] = setting(
        "bundled", "Source", "Where the text comes from.", section=_SECTION
    )
    bundle: Annotated[str, OneOf(BUNDLED)] = setting(
        "alice",
        "Text",
        "A text that comes with the program.",
        only_if={"source": ("bundled",)},
        section=_SECTION,
    )
    path: str = setting(
        "",
        "Your own text",
        "A text file; in the browser, one that was uploaded or pasted.",
        only_if={"source": ("own",)},
        section=_SECTION,
        examples=("words.txt", "more.txt"),
        max_length=1000,
    )
    fold_case: bool = setting(False, "Small letters only", "Capital letters are made small.", section=_SECTION)
    most_symbols: int = setting(
        70,
        "Vocabulary",
        "How many symbols the network knows. Where a text has more different characters, the rarest of them share one.",
        ge=2,
        le=2_000,
        section=_SECTION,
    )
    held_out: float = setting(
        0.1,
        "Held out",
        "Share of the text, at its end, that training never sees.",
        ge=0.02,
        le=0.5,
        section=_SECTION,
    )
    steps: int = setting(
        40,
        "Sequence length",
        "How many characters a window has: as far back as training can see.",
        ge=5,
        le=LIMITS.steps,
        section=_WINDOWS,
    )
    stride: int = setting(
        3, "Step", "How many characters further the next window begins.", ge=1, le=200, section=_WINDOWS
    )
    predicts: Annotated[str, OneOf(PREDICTED)] = setting(
        "every",
        "Predict",
        "After every step each window teaches as many characters as it has; after the last one, a single one.",
        section=_WINDOWS,
    )

    title: ClassVar = "Next character"
    question: ClassVar = "A text comes in, character by character. Which one comes next?"
    counted: ClassVar = "windows"
    metrics: ClassVar = ("bits_per_character", "accuracy")
    scores: ClassVar = MappingProxyType(
        {
            "perplexity": Measure(
                "Perplexity",
                explanation="As unsure as between so many characters that are all as likely: 2 to the power of the "
                "bits per character.",
            )
        }
    )
    curves: ClassVar = ("bits_per_character", "accuracy")
    architecture: ClassVar = "token_stack"
    presets: ClassVar = NEXT_CHARACTER_PRESETS
    data_kind: ClassVar = "text"
    group: ClassVar = "Text and images"
    to_see: ClassVar = "What the network writes while it learns, and which characters of a text it did not expect."
    seconds: ClassVar = 40

    def in_words(self) -> str:
        text = SOURCES[self.source].in_words(self._text_name)
        after = "every step" if self.is_per_step else "the last step"
        return f"{text}, windows of {self.steps}, predicted after {after}"

    @property
    def is_per_step(self) -> bool:
        """Whether a character is predicted after every step."""
        return self.predicts == "every"

    @property
    def _text_name(self) -> str:
        """What names the text at its source."""
        return str(getattr(self, SOURCES[self.source].setting))

    def signature(self) -> Signature:
        read = Spec((self.steps,), vocabulary=self.most_symbols)
        said = read if self.is_per_step else Spec((), vocabulary=self.most_symbols)
        return Signature({"input": read}, said, "softmax")

    def data_settings(self) -> str:
        return f"text {self.source} {self._text_name}"

    def load(self, read: ReadFile = no_files, *, refresh: bool = False) -> Loaded:
        return SOURCES[self.source].load(self._text_name, read)

    def examples(self, data: Data | None = None) -> NextCharacterExamples:
        """The windows of a text; without one, of the bundled text."""
        return NextCharacterExamples(self, cast(Text, data if data is not None else self.load().data))
