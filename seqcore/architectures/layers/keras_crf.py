"""A linear-chain conditional random field as a Keras layer (Lafferty, McCallum, Pereira 2001). Workers only.

The layer gives the field as a Markov chain: p(tag | tag before, sentence), which is the same distribution over whole
paths. So the loss is a cross-entropy that looks at the row of the true tag before, and no step needs the whole sentence
any more. What is to come is summed up from the end on (the backward algorithm).
"""

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="seqcore")
class CRF(keras.layers.Layer):
    """Scores (batch, steps, tags) -> log p(tag | tag before, sentence) (batch, steps, before, tag).

    Weights: `transitions` (before, tag), `first` and `last` (tags,): scores of a path's steps and ends. Before the
    first step all rows are the same. Steps that are masked come after the others and mean nothing.
    """

    def __init__(self, transitions_initializer: Any = "glorot_uniform", **arguments: Any) -> None:
        super().__init__(**arguments)
        self.transitions_initializer = keras.initializers.get(transitions_initializer)
        self.supports_masking = True

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        tags = input_shape[-1]
        self.transitions = self.add_weight(
            shape=(tags, tags), initializer=self.transitions_initializer, name="transitions"
        )
        self.first = self.add_weight(shape=(tags,), initializer="zeros", name="first")
        self.last = self.add_weight(shape=(tags,), initializer="zeros", name="last")

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (*input_shape, input_shape[-1])

    def call(self, inputs: Any, mask: Any = None) -> Any:
        scores, there = with_ends(inputs, self.last, mask)

        def step(after: Any, at: tuple[Any, Any]) -> tuple[Any, Any]:
            score, is_there = at
            return before_step(self.transitions, score, is_there, after), after

        nothing = ops.zeros_like(scores[:, 0])
        _, rest = ops.scan(step, nothing, (ops.moveaxis(scores, 1, 0), ops.moveaxis(there, 1, 0)), reverse=True)
        return chain(self.transitions, self.first, scores, ops.moveaxis(rest, 0, 1))

    def best_path(self, outputs: Any, mask: Any = None) -> Any:
        """Viterbi's algorithm on what the layer returns: the likeliest tags (batch, steps), 0 where masked."""
        there = ops.ones_like(outputs[:, :, 0, 0], dtype=bool) if mask is None else ops.cast(mask, bool)
        steps, tags = outputs.shape[1], outputs.shape[-1]
        stays = ops.arange(tags)[None]
        scores, back = outputs[:, 0, 0], []
        for step in range(1, steps):
            ways, goes_on = scores[:, :, None] + outputs[:, step], there[:, step, None]
            back.append(ops.where(goes_on, ops.argmax(ways, axis=1), stays))
            scores = ops.where(goes_on, ops.max(ways, axis=1), scores)
        path = [ops.argmax(scores, axis=-1)]
        for came_from in reversed(back):
            path.append(ops.take_along_axis(came_from, path[-1][:, None], axis=1)[:, 0])
        return ops.where(there, ops.stack(path[::-1], axis=1), 0)

    def get_config(self) -> dict[str, Any]:
        initializer = keras.initializers.serialize(self.transitions_initializer)
        return {**super().get_config(), "transitions_initializer": initializer}


def with_ends(scores: Any, last: Any, mask: Any) -> tuple[Any, Any]:
    """Scores with that of the last tag at each sentence's end, and which steps are there (batch, steps, 1), 1 or 0."""
    there = ops.ones_like(scores[..., :1]) if mask is None else ops.cast(mask, scores.dtype)[..., None]
    goes_on = ops.pad(there[:, 1:], ((0, 0), (0, 1), (0, 0)))
    return scores + (there - goes_on) * last, there


def before_step(transitions: Any, score: Any, is_there: Any, after: Any) -> Any:
    """The log of the sum over all that may come, for each tag before a step (batch, tags): up to a constant.

    `after` is the same after the step. Where the step is not there, nothing comes.
    """
    ways = transitions + (score + after)[:, None, :]
    summed = ops.logsumexp(ways, axis=-1)
    return is_there * (summed - ops.max(summed, axis=-1, keepdims=True))


def chain(transitions: Any, first: Any, scores: Any, rest: Any) -> Any:
    """The chain (batch, steps, before, tag), given what comes after each step: `rest` (batch, steps, tags)."""
    tags = transitions.shape[-1]
    begins = (scores + rest)[:, :1, None, :] + ops.broadcast_to(first, (tags, tags))
    goes_on = (scores + rest)[:, 1:, None, :] + transitions
    return ops.log_softmax(ops.concatenate([begins, goes_on], axis=1), axis=-1)
