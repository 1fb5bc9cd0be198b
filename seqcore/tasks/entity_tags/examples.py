"""The examples of names in sentences: words as numbers, tags, and the end of each text to judge by."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqcore.data.sentences.sentences import Sentences
from seqcore.data.sentences.splitting import words_of
from seqcore.data.sentences.tagged import Sentence
from seqcore.data.sentences.vocabulary import FIRST, Vocabulary, vocabulary_of, vocabulary_with_vectors
from seqcore.data.vectors.sources import VECTOR_SOURCES
from seqcore.data.vectors.vectors import Vectors
from seqcore.evaluation.baseline_verdict import Comparison, verdict_of
from seqcore.evaluation.entities import mistakes
from seqcore.invalid import InvalidInput
from seqcore.tasks.base.batch import Array, Batch, Inputs, Tokens
from seqcore.tasks.base.evaluation import VALIDATION, Evaluation, Scores
from seqcore.tasks.base.passes import places_of
from seqcore.tasks.base.task import Baseline, Examples, Network, Trained
from seqcore.tasks.entity_tags.baselines import BASELINES
from seqcore.tasks.entity_tags.reading_off import ReadOff, read_off
from seqcore.tasks.entity_tags.recorded import packed
from seqcore.tasks.entity_tags.scores import scores_of

if TYPE_CHECKING:
    from seqcore.tasks.entity_tags.task import EntityTags

MOST_JUDGED = 1_500
"""Held-out sentences that judge at most; of more the first ones of each text."""
MOST_SAID = 20_000_000
"""Numbers that a CRF says of them at a look at most: 80 MB."""
WORDS, FIELD = "words", "output"
"""Layers of the network: the table of words, and the last one."""
OF_A_KIND = 20
"""Words of each kind of name on a map, and as many of no name."""
Bools = npt.NDArray[np.bool_]


class EntityTagsExamples(Examples):
    """The first part of each text to train on, the end of it held out."""

    def __init__(self, task: "EntityTags", sentences: Sentences) -> None:
        self.task, self.sentences = task, sentences
        self.kinds = sentences.kinds
        if len(self.kinds) > task.kinds:
            raise InvalidInput(
                [
                    f"task.kinds: got {task.kinds}; the sentences have {len(self.kinds)} kinds of names "
                    f"({', '.join(self.kinds[:5])}); allowed is a whole number from {len(self.kinds)} on."
                ]
            )
        self.tag_names = ("O", *(f"{part}-{kind}" for kind in self.kinds for part in "BI"))
        splits = [len(text) - max(1, round(len(text) * task.held_out)) for text in sentences.texts]
        self.all_training = [one for text, at in zip(sentences.texts, splits, strict=True) for one in text[:at]]
        """All that may be trained on."""
        judged = min(MOST_JUDGED, MOST_SAID // (task.steps * task.num_tags**2))
        each = max(1, judged // len(splits))
        ends = [text[at:][:each] for text, at in zip(sentences.texts, splits, strict=True)]
        self.held_out: list[Sentence] = [one for end in ends for one in end]
        self.training = self._drawn()
        self.vectors = self._vectors()
        self.vocabulary = self._known()
        self.true = self._tags(self.held_out)
        """The tags of the held-out sentences (sentences, steps), 0 after the ends."""
        self.lengths = np.array([min(len(one.words), task.steps) for one in self.held_out])

    def _drawn(self) -> list[Sentence]:
        wanted, known = self.task.training_sentences, len(self.all_training)
        if wanted is None:
            return self.all_training
        if wanted > known:
            raise InvalidInput([f"task.training_sentences: got {wanted:,}; there are {known:,} to train on."])
        order = np.random.default_rng(self.task.data_seed).permutation(known)[:wanted]
        return [self.all_training[place] for place in np.sort(order)]

    def _vectors(self) -> Vectors | None:
        """What words begin with; None where that is random. Raises InvalidInput where no word has one."""
        if not self.task.uses_vectors:
            return None
        texts = [one.words for one in self.all_training]
        found = VECTOR_SOURCES[self.task.vector_source].vectors(texts, self.sentences.vectors)
        wanted = self.task.signature().input.given
        if wanted is not None and found.size != wanted.size:
            raise InvalidInput([f"task.vector_size: got {wanted.size}; the words of this file have {found.size} each."])
        if not self.known_words & found.rows.keys():
            raise InvalidInput(
                ["task.vector_source: no word of these sentences has a vector in it; use vectors of their language."]
            )
        return found

    def _known(self) -> Vocabulary:
        """The words that the network knows."""
        training = [one.words for one in self.training]
        if self.vectors is None:
            return vocabulary_of(training, self.task.most_words)
        others = [one.words for one in (*self.all_training, *self.held_out)]
        return vocabulary_with_vectors(training, others, self.vectors.words, self.task.most_words)

    @cached_property
    def known_words(self) -> set[str]:
        """The words that training sentences have, in small letters."""
        return {word.lower() for one in self.training for word in one.words}

    def first_weights(self) -> Mapping[str, Array]:
        """The table of words begins with the vectors; the row of unknown ones with zeros."""
        if self.vectors is None:
            return {}
        table = np.zeros((self.task.most_words + FIRST, self.vectors.size), np.float32)
        there = self.vectors.table(self.vocabulary.words, FIRST)
        table[: len(there)] = there
        return {WORDS: table}

    def encode(self, sentences: Sequence[Sequence[str]]) -> Tokens:
        """What the network gets for sentences: (sentences, steps, 3)."""
        return self.vocabulary.encode(sentences, self.task.steps)

    def _tags(self, sentences: Sequence[Sentence]) -> Tokens:
        places = {name: place for place, name in enumerate(self.tag_names)}
        tags = np.zeros((len(sentences), self.task.steps), np.int32)
        for row, one in enumerate(sentences):
            known = [places[tag] for tag in one.tags[: self.task.steps]]
            tags[row, : len(known)] = known
        return tags

    @cached_property
    def _training_arrays(self) -> tuple[Tokens, Tokens]:
        return self.encode([one.words for one in self.training]), self._tags(self.training)

    def spelled(self, inputs: Inputs) -> Sequence[str]:
        return self.vocabulary.spelled(inputs)

    def named_rows(self) -> Mapping[int, str]:
        return {row: self.vocabulary.words[row - FIRST] for row in self.words_on_maps}

    @cached_property
    def words_on_maps(self) -> Mapping[int, int]:
        """Rows of the words that stand in names most often, as many of each kind, and of words in none (−1)."""
        by_kind: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for word, (kind, number) in self.usual_kinds.items():
            if word.isalpha():
                by_kind[kind].append((-number, word))
        chosen = ((word, kind) for kind in sorted(by_kind) for _, word in sorted(by_kind[kind])[:OF_A_KIND])
        return {self.vocabulary.rows[word]: kind for word, kind in chosen}

    def typed_as(self) -> str:
        return "A sentence"

    def typed(self, text: str) -> Tokens:
        """The words of the sentence; those beyond the steps of the network are left out."""
        return self.encode([words_of(text, self.training)])

    def updates_per_pass(self, batch_size: int) -> int:
        return -(-len(self.training) // batch_size)

    def batches(self, seed: int, first: int, count: int, batch_size: int) -> Batch:
        places = places_of(seed, first, count, batch_size, len(self.training)).ravel()
        codes, tags = (part[places] for part in self._training_arrays)
        return _batch(codes, tags).in_updates(count)

    def validation(self) -> Batch:
        return self._validation

    @cached_property
    def _validation(self) -> Batch:
        return _batch(self.encode([one.words for one in self.held_out]), self.true)

    @property
    def there(self) -> Bools:
        """Which steps of the held-out sentences are words (sentences, steps)."""
        return np.arange(self.task.steps) < self.lengths[:, np.newaxis]

    @cached_property
    def unseen(self) -> Bools:
        """Which words of the held-out sentences no training sentence has (sentences, steps)."""
        found = np.zeros((len(self.held_out), self.task.steps), bool)
        for row, one in enumerate(self.held_out):
            words = one.words[: self.task.steps]
            found[row, : len(words)] = [word.lower() not in self.known_words for word in words]
        return found

    def baselines(self) -> Mapping[str, Baseline]:
        return self._baselines

    @cached_property
    def _baselines(self) -> dict[str, Baseline]:
        found = {}
        for name, rule in BASELINES.items():
            said = rule.said(self.training, self.held_out, self.tag_names, self.task.steps)
            right = np.take_along_axis(said, self.true[..., np.newaxis].astype(np.int64), axis=-1)[..., 0]
            loss = float(-np.log(right[self.there]).mean())
            scores = {"loss": loss} | self.scores(said.argmax(axis=-1) * self.there)
            found[name] = Baseline(rule.title, rule.explanation, scores)
        return found

    @cached_property
    def by_rule(self) -> Tokens:
        """The most frequent tag of each held-out word (sentences, steps)."""
        said = BASELINES["frequent"].said(self.training, self.held_out, self.tag_names, self.task.steps)
        return np.asarray(said.argmax(axis=-1) * self.there, np.int32)

    @cached_property
    def usual_kinds(self) -> dict[str, tuple[int, int]]:
        """Of the words that the network knows: the kind of name that they are most often in, −1 for none; how often."""
        places = {name: (place + 1) // 2 - 1 for place, name in enumerate(self.tag_names)}
        counts: dict[str, Counter[int]] = defaultdict(Counter)
        for one in self.training:
            for word, tag in zip(one.words, one.tags, strict=True):
                counts[word.lower()][places[tag]] += 1
        known = self.vocabulary.rows
        return {word: kinds.most_common(1)[0] for word, kinds in counts.items() if word in known}

    def scores(self, said: npt.NDArray[np.integer]) -> Scores:
        """The scores of tags for the held-out sentences (sentences, steps)."""
        return scores_of(self.true, said, self.there, self.unseen)

    def read_off(self, predictions: Array, lengths: npt.NDArray[np.integer]) -> ReadOff:
        """Tags out of what the network says."""
        return read_off(predictions, lengths, rule=self.task.rule)

    def look(self, predictions: Array, network: Network) -> Evaluation:
        """Recorded are the tags of all held-out words, how sure it is of each, and the weights of a CRF."""
        found = self.read_off(predictions, self.lengths)
        weights = network.weights(FIELD) if self.task.signature().head_is_chain else ()
        recorded = packed(found.tags[self.there], found.sure[self.there], weights)
        return Evaluation.of_epoch(recorded, self.scores(found.tags))

    def judge(self, network: Network, trained: Trained) -> Evaluation:
        """Kept is how many names of each held-out sentence are missed or made up."""
        said = self.read_off(network.predict(self.validation().input), self.lengths).tags
        ours, theirs = mistakes(self.true, said), mistakes(self.true, self.by_rule)
        name = "giving each word its most frequent tag"
        compared = Comparison(name, ours, theirs, "sentences", "names missed or made up in a sentence:", share=False)
        scores: dict[str, Scores] = {name: one.scores for name, one in self.baselines().items()}
        return Evaluation({VALIDATION: scores}, {"mistakes": ours}, verdict_of(compared))


def _batch(codes: Tokens, tags: Tokens) -> Batch:
    return Batch.of(codes, tags, (codes[..., 0] > 0).astype(np.float32))
