"""The CRF layer with its own way back: the same numbers as the layer's, and XLA can compile them.

TensorFlow would write down every step of the loop and add to the gradients of all weights at each of them. Here the
loop back carries the gradient only, and everything else is computed for all steps at once.
"""

from typing import Any

import tensorflow as tf

from seqcore.architectures.layers.keras_crf import CRF, before_step, chain, with_ends


def chain_of(layer: CRF, scores: tf.Tensor, mask: tf.Tensor | None) -> tf.Tensor:
    """What `layer(scores, mask=mask)` returns (batch, steps, before, tag), where these numbers are known."""
    weights = map(tf.convert_to_tensor, (layer.transitions, layer.first, layer.last))
    transitions, first, last = weights
    scores, there = with_ends(scores, last, mask)
    return chain(transitions, first, scores, _rest(transitions, scores, there))


def _rest(transitions: tf.Tensor, scores: tf.Tensor, there: tf.Tensor) -> tf.Tensor:
    """What comes after each step (batch, steps, tags), summed up: logarithms up to a constant for each step."""
    batch, steps, tags = scores.shape

    @tf.custom_gradient
    def run(transitions: tf.Tensor, scores: tf.Tensor) -> Any:
        by_step, is_there = tf.transpose(scores, (1, 0, 2)), tf.transpose(there, (1, 0, 2))

        def earlier(step: tf.Tensor, after: tf.Tensor, found: tf.TensorArray) -> Any:
            found = found.write(step, after)
            return step - 1, before_step(transitions, by_step[step], is_there[step], after), found

        start = (steps - 1, tf.zeros((batch, tags)), _array(steps, batch, tags))
        rest = tf.while_loop(lambda step, *_: step >= 0, earlier, start, maximum_iterations=steps)[2].stack()

        def gradients(of_rest: tf.Tensor) -> list[tf.Tensor]:
            # Constants per step do not matter to what is made of the rest: the maximum counts as one.
            shares = tf.nn.softmax(transitions + (by_step + rest)[:, :, None, :]) * is_there[..., None]
            of_rest = tf.transpose(of_rest, (1, 0, 2))

            def later(step: tf.Tensor, of_before: tf.Tensor, found: tf.TensorArray) -> Any:
                found = found.write(step, of_before)
                return step + 1, of_rest[step] + tf.reduce_sum(of_before[:, :, None] * shares[step], axis=1), found

            start = (0, tf.zeros((batch, tags)), _array(steps, batch, tags))
            loop = tf.while_loop(lambda step, *_: step < steps, later, start, maximum_iterations=steps)
            of_ways = loop[2].stack()[..., None] * shares
            return [tf.reduce_sum(of_ways, axis=(0, 1)), tf.transpose(tf.reduce_sum(of_ways, axis=2), (1, 0, 2))]

        return tf.transpose(rest, (1, 0, 2)), gradients

    return run(transitions, scores)


def _array(steps: int, batch: int, tags: int) -> tf.TensorArray:
    return tf.TensorArray(tf.float32, steps, element_shape=(batch, tags))
