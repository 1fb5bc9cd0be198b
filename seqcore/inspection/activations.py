"""The activations that recurrent layers may have, by their names in Keras, as functions of arrays."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import erf, expit

Array = npt.NDArray[np.float32]

_SELU_SCALE, _SELU_ALPHA = np.float32(1.0507009873554805), np.float32(1.6732632423543772)

ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": expit,
    "linear": lambda x: x,
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
    "gelu": lambda x: x * (1 + erf(x / np.float32(np.sqrt(2)))) / 2,
    "hard_sigmoid": lambda x: np.clip(x / 6 + np.float32(0.5), 0, 1),
    "selu": lambda x: np.where(x > 0, x, _SELU_ALPHA * np.expm1(np.minimum(x, 0))).astype(x.dtype) * _SELU_SCALE,
    "softplus": lambda x: np.logaddexp(x, 0),
    "softsign": lambda x: x / (1 + np.abs(x)),
}
