"""Names in sentences: which words are a person, a place, an organisation? A tag for every word.

After the questions "BI-LSTM and CRF using Keras" and "bilstm sequence labelling" (Stack Overflow), and "Using
pretrained word vectors in a Keras model" (the Keras blog).
"""

from dataclasses import replace
from typing import Annotated, ClassVar, Literal, cast

from seqcore.data.base import Data, Loaded, ReadFile, no_files
from seqcore.data.sentences.bundled import BUNDLED
from seqcore.data.sentences.sentences import Sentences
from seqcore.data.sentences.sources import SOURCES
from seqcore.data.sentences.vocabulary import FIRST, MOST_ENDINGS, NUM_SHAPES
from seqcore.data.vectors.reading import read_vectors
from seqcore.data.vectors.sources import VECTOR_SOURCES
from seqcore.evaluation.measure import Measure
from seqcore.invalid import InvalidInput
from seqcore.limits import LARGEST_SEED, LIMITS
from seqcore.settings import OneOf, setting
from seqcore.tasks.base.signature import Given, Signature, Spec
from seqcore.tasks.base.task import Task
from seqcore.tasks.entity_tags.examples import EntityTagsExamples
from seqcore.tasks.entity_tags.measures import ACCURACY, NAME_MEASURES
from seqcore.tasks.entity_tags.presets import ENTITY_TAGS_PRESETS

TAGGERS = {"softmax": "Softmax: each word by itself", "crf": "CRF: the whole path of tags"}
VECTORS = {
    "random": "Random at first, trained",
    "frozen": "From elsewhere, frozen",
    "trained": "From elsewhere, trained on",
}
FROM_ELSEWHERE = ("frozen", "trained")
MOST_SENTENCES = 20_000
_SECTION, _WORDS, _TAGS = "Sentences", "Words", "Tags"


class EntityTags(Task):
    """Words as numbers, a tag for each: O outside of names, B- at the first word of a name, I- at the others."""

    kind: Literal["entity_tags"] = "entity_tags"
    source: Annotated[str, OneOf(SOURCES)] = setting(
        "bundled", "Source", "Where the tagged sentences come from.", section=_SECTION
    )
    bundle: Annotated[str, OneOf(BUNDLED)] = setting(
        "english",
        "Sentences",
        "Tagged sentences that come with the program.",
        only_if={"source": ("bundled",)},
        section=_SECTION,
    )
    path: str = setting(
        "",
        "Your own sentences",
        "Two columns: a word and its tag (O, B-PER, I-PER) in each line, an empty line between sentences.",
        only_if={"source": ("own",)},
        section=_SECTION,
        examples=("names.tsv", "places.tsv"),
        max_length=1000,
    )
    kinds: int = setting(
        3,
        "Kinds of names",
        "How many kinds there are tags for: two tags each, and O. The bundled sentences have three.",
        ge=1,
        le=10,
        section=_SECTION,
    )
    training_sentences: int | None = setting(
        None,
        "Training sentences",
        "How many sentences are trained on, drawn from all that are not held out. Empty: all of them.",
        ge=20,
        le=MOST_SENTENCES,
        section=_SECTION,
    )
    data_seed: int = setting(
        0,
        "Data seed",
        "Decides which sentences are drawn: same seed, same sentences.",
        ge=0,
        le=LARGEST_SEED,
        only_if={"training_sentences": range(20, MOST_SENTENCES + 1)},
        section=_SECTION,
    )
    held_out: float = setting(
        0.15,
        "Held out",
        "Share of each text, at its end, that training never sees. Neighbouring sentences share names.",
        ge=0.02,
        le=0.5,
        section=_SECTION,
    )
    steps: int = setting(
        40,
        "Longest sentence",
        "Words of a sentence that are read; shorter ones are padded, and the padding is masked.",
        ge=5,
        le=LIMITS.steps,
        section=_SECTION,
    )
    vectors: Annotated[str, OneOf(VECTORS)] = setting(
        "random",
        "Word vectors",
        "What the numbers of a word begin with. The vector of unknown words is trained in any case.",
        section=_WORDS,
    )
    vector_source: Annotated[str, OneOf(VECTOR_SOURCES)] = setting(
        "glove",
        "Vectors from",
        "Where the vectors come from.",
        only_if={"vectors": FROM_ELSEWHERE},
        section=_WORDS,
    )
    vector_path: str = setting(
        "",
        "Your own vectors",
        "A file of word vectors: text (.txt, .vec) or word2vec's binary format (.bin).",
        only_if={"vectors": FROM_ELSEWHERE, "vector_source": ("own",)},
        section=_WORDS,
        examples=("vectors.vec", "others.vec"),
        max_length=1000,
    )
    vector_size: int = setting(
        50,
        "Numbers of a vector",
        "How many numbers each word has in that file.",
        ge=1,
        le=300,
        only_if={"vectors": FROM_ELSEWHERE, "vector_source": ("own",)},
        section=_WORDS,
    )
    most_words: int = setting(
        7_000,
        "Vocabulary",
        "How many words the network knows at most. Without vectors, these are words that training sentences have at "
        "least twice; with them, words that have one.",
        ge=50,
        le=20_000,
        section=_WORDS,
    )
    head: Annotated[str, OneOf(TAGGERS)] = setting(
        "softmax",
        "Tags from",
        "Softmax says each tag by itself. A CRF also learns which tag follows which, and says the best whole path.",
        section=_TAGS,
    )
    rule: bool = setting(
        False,
        "Forbid illegal tags",
        "A rule instead of learning: I- never without a B- or I- of its kind before it. It only changes how tags are "
        "read off; training is the same.",
        section=_TAGS,
    )

    title: ClassVar = "Names in sentences"
    question: ClassVar = "Which words of a sentence are the name of a person, a place, an organisation?"
    counted: ClassVar = "sentences"
    metrics: ClassVar = ("accuracy",)
    scores: ClassVar = NAME_MEASURES
    curves: ClassVar = ("entity_f1", "loss")
    architecture: ClassVar = "word_stack"
    presets: ClassVar = ENTITY_TAGS_PRESETS
    data_kind: ClassVar = "sentences"
    group: ClassVar = "Text and images"
    to_see: ClassVar = "Names found in sentences, in colour; what a CRF learns about tags; what word vectors are worth."
    seconds: ClassVar = 20

    def in_words(self) -> str:
        sentences = SOURCES[self.source].in_words(self._sentences_name)
        number = f", {self.training_sentences:,} of them" if self.training_sentences else ""
        rule = f", {self.reading_off()}" if self.rule else ""
        elsewhere = f", {VECTOR_SOURCES[self.vector_source].title} ({self.vectors})" if self.uses_vectors else ""
        return f"{sentences}{number}{elsewhere}, {TAGGERS[self.head].split(':')[0]}{rule}"

    def measures(self) -> dict[str, Measure]:
        return super().measures() | {"accuracy": ACCURACY}

    @property
    def uses_vectors(self) -> bool:
        """Whether words begin with vectors from elsewhere."""
        return self.vectors in FROM_ELSEWHERE

    @property
    def num_tags(self) -> int:
        """O, and two tags for each kind."""
        return 1 + 2 * self.kinds

    @property
    def _sentences_name(self) -> str:
        return str(getattr(self, SOURCES[self.source].setting))

    def signature(self) -> Signature:
        source = VECTOR_SOURCES[self.vector_source]
        given = Given(source.size or self.vector_size, self.vectors == "frozen") if self.uses_vectors else None
        columns = (self.most_words + FIRST, NUM_SHAPES, MOST_ENDINGS)
        read = Spec((self.steps, 3), vocabulary=max(columns), padding=0, columns=columns, given=given)
        return Signature({"input": read}, Spec((self.steps,), vocabulary=self.num_tags), self.head)

    def reading_off(self) -> str:
        return "illegal tags forbidden" if self.rule else "the best path"

    def data_settings(self) -> str:
        return f"sentences {self.source} {self._sentences_name} {self._vector_file}"

    @property
    def _vector_file(self) -> str:
        """The file of vectors that is to be read; empty where none is."""
        needs_file = self.uses_vectors and VECTOR_SOURCES[self.vector_source].needs_file
        return (self.vector_path or " ") if needs_file else ""

    def load(self, read: ReadFile = no_files, *, refresh: bool = False) -> Loaded:
        loaded = SOURCES[self.source].load(self._sentences_name, read)
        if not self._vector_file:
            return loaded
        sentences = cast(Sentences, loaded.data)
        try:
            content = read(self.vector_path)
        except InvalidInput as error:  # which takes it for the other file
            raise InvalidInput([one.replace("task.path", "task.vector_path", 1) for one in error.problems]) from error
        return replace(loaded, data=sentences.with_vectors(read_vectors(content, sentences.words)))

    def examples(self, data: Data | None = None) -> EntityTagsExamples:
        """The sentences of `data`; without it, of what is asked for. Raises InvalidInput."""
        return EntityTagsExamples(self, cast(Sentences, data if data is not None else self.load().data))
