"""The named experiments of names in sentences."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from seqcore.tasks.base.preset import Expected, Lesson, Preset, Published

_BY_CHARACTER = {
    "kind": "word_stack",
    "layers": [{"cell": "lstm", "units": 32, "direction": "bidirectional"}],
    "dropout": 0.5,
}
_NETWORK = _BY_CHARACTER | {"ending_embedding": 16}
_TRAINING = {"batch_size": 64, "updates_per_epoch": 30, "epochs": 18, "validate_every": 2, "learning_rate": 0.01}
_FEW = {"head": "crf", "training_sentences": 1000}
_FEW_TRAINING: dict[str, Any] = {"batch_size": 20, "updates_per_epoch": 30, "epochs": 20, "learning_rate": 0.005}
_GLOVE = _FEW | {"most_words": 16_000}

_CRF = Published(
    "Huang, Xu and Yu, “Bidirectional LSTM-CRF Models for Sequence Tagging” (2015)",
    "an F1 of 81.1 % for names in English news with a BiLSTM alone, 84.3 % with a CRF above it",
    "entity_f1",
    compared="compare-tag-heads",
)
_CRF_IN_CHINESE = replace(_CRF, claim=f"{_CRF.claim}; here it is tested in Chinese", compared="compare-tags-chinese")
_KERAS_BLOG = "“Using pre-trained word embeddings in a Keras model”, the Keras blog, about topics of newsgroups"
_FROZEN = Published(
    _KERAS_BLOG,
    "95 % right with frozen GloVe vectors, 90 % without; they are for where there is little data to train on",
    "entity_f1",
    compared="compare-vectors",
)
_TRAINED = replace(_FROZEN, claim="training the vectors on could probably make it better still")


def _values(task: dict[str, Any], network: dict[str, Any] | None = None, **training: Any) -> dict[str, Any]:
    return {"task": task, "architecture": network or _NETWORK, "training": _TRAINING | training}


ENTITY_TAGS_PRESETS = MappingProxyType(
    {
        "tags-bilstm-softmax": Preset(
            "BiLSTM, softmax",
            "A BiLSTM reads each sentence both ways and says a tag for every word, each by itself.",
            Lesson(
                "Watch F1, not the share of right tags, which is high before a single name is found. Choose Illegal "
                "tags below: nothing keeps it from going on with a name that never began.",
                "Then let a CRF choose all tags of a sentence together, or only forbid illegal tags: in our runs "
                "about half of the gain was that free rule.",
                ("tags-bilstm-crf",),
                Expected("entity_f1", 0.527, 0.591, seeds=3),
            ),
            _values({}),
            _CRF,
        ),
        "tags-bilstm-crf": Preset(
            "BiLSTM, CRF",
            "The same network with a CRF: it also learns which tag follows which, and says the best whole path.",
            Lesson(
                "Watch the transitions: B-PER to I-PER turns blue, O to I-PER orange, though nobody told it the rule. "
                "Illegal sentences become few, but they need not become none.",
                "Then compare with the softmax, which has the rule for free (“Forbid illegal tags”).",
                ("tags-bilstm-softmax",),
                Expected("entity_f1", 0.615, 0.632, seeds=3),
            ),
            _values({"head": "crf"}),
            _CRF,
        ),
        "tags-chinese": Preset(
            "Chinese",
            "Names in Chinese sentences, character by character: nothing says where a word ends.",
            Lesson(
                "There are no capitals to go by, and every name is several tags long. Watch what the transitions learn "
                "of that.",
                "Then go back to English, where the shape of a word tells a lot.",
                ("tags-bilstm-crf",),
                Expected("entity_f1", 0.604, 0.625, seeds=2),
            ),
            _values({"head": "crf", "bundle": "chinese", "steps": 60}, _BY_CHARACTER, batch_size=32, epochs=36),
            _CRF_IN_CHINESE,
        ),
        "tags-vectors-random": Preset(
            "1,000 sentences",
            "The CRF with a sixth of the sentences, and word vectors that begin as random numbers.",
            Lesson(
                "Few sentences know few words: look at F1 of unseen names, and at the map of words below, which is "
                "hardly in order.",
                "Then begin with vectors that were learned from six billion words.",
                ("tags-vectors-frozen", "tags-vectors-trained"),
                Expected("entity_f1", 0.445, 0.473, seeds=3),
            ),
            _values(_FEW, **_FEW_TRAINING),
        ),
        "tags-vectors-frozen": Preset(
            "GloVe, frozen",
            "The same 1,000 sentences; words have vectors from elsewhere (GloVe), which stay as they are.",
            Lesson(
                "It trains a tenth of the weights and comes up to the networks that have seen all sentences: words "
                "that no sentence has taught it have a vector all the same.",
                "Then let training move the vectors, or see what was possible without them.",
                ("tags-vectors-trained", "tags-vectors-random"),
                Expected("entity_f1", 0.629, 0.667, seeds=3),
            ),
            _values(_GLOVE | {"vectors": "frozen"}, **_FEW_TRAINING),
            _FROZEN,
        ),
        "tags-vectors-trained": Preset(
            "GloVe, trained on",
            "The same vectors as a beginning: training moves those of the words that it sees.",
            Lesson(
                "Compare the maps before and after: only words of the training sentences move, and they can be torn "
                "away from their neighbours that were never seen.",
                "Then freeze them, and compare F1 of unseen names.",
                ("tags-vectors-frozen",),
                Expected("entity_f1", 0.668, 0.674, seeds=3),
            ),
            _values(_GLOVE | {"vectors": "trained"}, **_FEW_TRAINING),
            _TRAINED,
        ),
    }
)
