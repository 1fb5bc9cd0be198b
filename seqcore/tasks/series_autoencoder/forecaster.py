"""The small forecaster: an LSTM of eight units on a single step, whatever numbers stand for that step.

On one step an LSTM is a dense layer with two gates, h = σ(o) tanh(σ(i) tanh(g)): its memory is still empty. It is
trained here with NumPy, all examples at once, in a tenth of a second; the same seed gives the same forecasts.
"""

import numpy as np

from seqcore.data.series.series import Array64

UNITS, UPDATES, LEARNING_RATE = 8, 1000, 0.002
_KEPT, _KEPT_SQUARES, _TINY = 0.9, 0.999, 1e-7
"""Of Adam, as in Keras."""


class Forecaster:
    """One number out of the numbers (n, k) of a step, trained on the squared error."""

    def __init__(self, inputs: Array64, targets: Array64, seed: int, updates: int = UPDATES) -> None:
        generator, k = np.random.default_rng(seed), inputs.shape[1]
        limit, last = np.sqrt(6 / (k + 4 * UNITS)), np.sqrt(6 / (UNITS + 1))  # as Keras draws them (Glorot)
        self.weights = [
            generator.uniform(-limit, limit, (k, 3 * UNITS)),
            np.zeros(3 * UNITS),
            generator.uniform(-last, last, UNITS),
            np.zeros(1),
        ]
        means, squares = [np.zeros_like(one) for one in self.weights], [np.zeros_like(one) for one in self.weights]
        for update in range(1, updates + 1):
            rate = LEARNING_RATE * np.sqrt(1 - _KEPT_SQUARES**update) / (1 - _KEPT**update)
            for weight, mean, square, gradient in zip(
                self.weights, means, squares, self.gradients(inputs, targets), strict=True
            ):
                mean += (1 - _KEPT) * (gradient - mean)
                square += (1 - _KEPT_SQUARES) * (gradient**2 - square)
                weight -= rate * mean / (np.sqrt(square) + _TINY)

    def __call__(self, inputs: Array64) -> Array64:
        """(n, k) -> (n,)."""
        *_, said = self._forward(inputs)
        return said

    def _forward(self, inputs: Array64) -> tuple[Array64, ...]:
        kernel, bias, out, out_bias = self.weights
        pre = inputs @ kernel + bias
        gates = 1 / (1 + np.exp(-pre[:, : 2 * UNITS]))
        enter, leave, new = gates[:, :UNITS], gates[:, UNITS:], np.tanh(pre[:, 2 * UNITS :])
        held = np.tanh(enter * new)
        return enter, leave, new, held, leave * held @ out + out_bias[0]

    def gradients(self, inputs: Array64, targets: Array64) -> list[Array64]:
        """Of the mean squared error, by the weights."""
        enter, leave, new, held, said = self._forward(inputs)
        of_said = 2 * (said - targets) / len(targets)
        of_output = of_said[:, np.newaxis] * self.weights[2]
        of_held = of_output * leave * (1 - held**2)
        of_pre = np.concatenate(
            [
                of_held * new * enter * (1 - enter),
                of_output * held * leave * (1 - leave),
                of_held * enter * (1 - new**2),
            ],
            axis=1,
        )
        return [inputs.T @ of_pre, of_pre.sum(axis=0), (leave * held).T @ of_said, of_said.sum(keepdims=True)]
