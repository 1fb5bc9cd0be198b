"""What names in sentences are measured by, in words."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from seqcore.evaluation.measure import Measure
from seqcore.evaluation.metrics import METRICS

NAME_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "entity_f1": Measure(
            "F1 of whole names",
            share=True,
            explanation="2 · right ÷ (said + true), as conlleval counts: a name is right where its first and last "
            "word and its kind are.",
        ),
        "unseen_f1": Measure(
            "F1 of unseen names",
            share=True,
            explanation="The same for names with a word that no training sentence has.",
        ),
        "illegal_sequences": Measure(
            "Illegal sentences",
            explanation="Held-out sentences in which a tag goes on with a name that was not there.",
        ),
    }
)
ACCURACY = replace(
    METRICS["accuracy"],
    title="Tags right",
    explanation="Over all words, most of which are in no name: always saying O is right nine times out of ten. In "
    "training each word counts with its likeliest tag, on held-out sentences with that of the best path.",
)
