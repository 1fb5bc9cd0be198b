"""A program: a built Keras model and optimizer, and one graph that runs many updates in a single call.

What the network in it answers, and how good that is, stands in network.py.

The graph comes twice. One runs at once, op by op, so the first points come quickly; meanwhile a thread has XLA compile
the other, after which an update is some twenty times cheaper. Which of the two computes an update depends on
the update's number only (`QUICK_UPDATES`), because their results differ in the last bits.

Workers and the command line import this file; the server process never does.
"""

import math
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from functools import cached_property
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

import seqcore.training.one_thread  # noqa: F401 (before TensorFlow computes anything)
from seqcore.evaluation.metrics import LOSSES, METRICS
from seqcore.experiment import Experiment
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.task import Examples
from seqcore.training.network import AskedNetwork, Tree, called_with, owned
from seqcore.training.norms import by_layer, layers_of, sums_of_squares
from seqcore.training.recurrence import Memory, empty_memory, fast_forward
from seqcore.training.settings import OPTIMIZERS
from seqcore.training.state import Variables

QUICK_UPDATES = 32
MOST_UPDATES_PER_CALL = 256
MOST_VALUES_PER_CALL = 1_000_000


class Program:
    """Everything compiled for one shape of experiment; data, seed, learning rate and epochs are not part of it.

    Its `network` is that of the experiment whose variables were written into it last.
    """

    def __init__(self, experiment: Experiment, examples: Examples, model: keras.Model) -> None:
        task, training = experiment.task, experiment.training
        self.architecture, self.model = experiment.architecture, model
        self.optimizer = getattr(keras.optimizers, OPTIMIZERS[training.optimizer].title)(
            learning_rate=training.first_learning_rate(),
            global_clipnorm=training.clip_norm,
            **training.own_arguments(),
        )
        self.optimizer.build(model.trainable_variables)
        self.measures = [LOSSES[task.objective()].compute, *(METRICS[name].compute for name in task.metrics)]
        self.network = AskedNetwork(self.architecture, task.signature(), model, self.measures)
        first_batch = examples.batches(0, 0, 1, training.batch_size)
        self.capacity = _updates_per_call(first_batch)
        self.seconds_per_update = {False: 0.0, True: 0.0}
        slots = [slot for slot in self.optimizer.variables if slot is not self.optimizer.learning_rate]
        self._memory = _first_memory(model, training.batch_size) if task.signature().carried > 1 else {}
        memory = [state for states in self._memory.values() for state in states]
        self._variables = [*(variable.value for variable in (*model.variables, *slots)), *memory]
        self.first_slots = tuple(owned(rest) for rest in (*slots, *memory))
        self._batches = first_batch.map(lambda part: np.zeros((self.capacity, *part.shape[1:]), part.dtype))
        self._fast: Future[Any] | None = None
        self._fast_used = False
        self._as_they_are: Variables | None = None
        """The variables, as long as nothing has changed them since they were read."""
        self._layers = layers_of(model)

    # Straight from and to the variables: what `numpy` and `assign` do besides takes two thirds of the time.

    def read(self) -> Variables:
        values = (tf.raw_ops.ReadVariableOp(resource=kept.handle, dtype=kept.dtype) for kept in self._variables)
        self._as_they_are = tuple(np.array(value) for value in values)
        return self._as_they_are

    def write(self, variables: Variables) -> None:
        if variables is self._as_they_are:
            return
        # TensorFlow may take an array's memory as the variable's own and train in place: give it a copy.
        for variable, value in zip(self._variables, variables, strict=True):
            tf.raw_ops.AssignVariableOp(resource=variable.handle, value=tf.constant(value.copy()), validate_shape=True)
        self._as_they_are = variables

    def set_learning_rate(self, value: float) -> None:
        self.optimizer.learning_rate.assign(value)

    def compile_fast(self) -> None:
        """Have XLA compile the graph in a thread, unless that has been asked for before.

        Until `idle`, nothing else may use the program: XLA writes back the variables it has read.
        """
        if self._fast is None:
            self._fast = Future()
            threading.Thread(target=self._compile, args=(self._fast,), name="xla", daemon=True).start()

    @property
    def is_owed(self) -> bool:
        """Whether compilation was asked for, and no update has profited from it."""
        return self._fast is not None and not self._fast_used

    def has_fast(self) -> bool:
        return self._fast is not None and self._fast.done()

    def idle(self, seconds: float) -> bool:
        """Whether no compilation is under way, after waiting up to `seconds` for it. Raises what XLA raised."""
        try:
            if self._fast is not None:
                self._fast.result(timeout=None if seconds == math.inf else max(0.0, seconds))
        except TimeoutError:
            return False
        return True

    def run(self, batches: Batch, fast: bool) -> npt.NDArray[np.float32]:
        """Run one update for each of the `batches` (count, batch, …); returns rows (count, 1 + metrics).

        The loss in the last row is NaN if a weight is not a finite number after these updates.
        """
        count, given = len(batches), self._filled(batches)
        graph = self._fast.result() if fast and self._fast else self._quick
        self._fast_used = self._fast_used or fast
        self._as_they_are = None
        began = time.perf_counter()
        rows, finite, *_ = graph(*map(tf.constant, given), tf.constant(count))
        rows = rows.numpy()[:count].copy()  # cutting the tensor would be an op of its own, and take longer
        self.seconds_per_update[fast] = (time.perf_counter() - began) / count
        if not finite:
            rows[-1, 0] = np.nan
        return rows

    def rehearse(self, batches: Batch) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """The norms by layer of gradient and change of the update with these `batches` (1, batch, …).

        Nothing is changed by it. Op by op, with the graph of the first updates: another one need not be compiled.
        """
        before = self._as_they_are or self.read()
        self._as_they_are = None
        _, _, squares = self._quick(*map(tf.constant, self._filled(batches)), tf.constant(1))
        self.write(before)
        gradient, change = squares.numpy()
        return by_layer(self._layers, gradient), by_layer(self._layers, change)

    def _filled(self, batches: Batch) -> list[Array]:
        """The batches in arrays as large as a call takes."""
        known = tf.nest.flatten(self._batches.tree())
        for kept, part in zip(known, tf.nest.flatten(batches.tree()), strict=True):
            kept[: len(batches)] = part
        return known

    @cached_property
    def _quick(self) -> Any:
        """Traced when the first update is due: the untrained network can be looked at before."""
        parts = [tf.TensorSpec(part.shape, part.dtype) for part in tf.nest.flatten(self._batches.tree())]
        signature = [*parts, tf.TensorSpec((), tf.int32)]
        return tf.function(self._measured, input_signature=signature, autograph=False).get_concrete_function()

    def _compile(self, result: Future[Any]) -> None:
        try:
            # Traced anew: XLA refuses the gradient of a stack of layers that was traced without knowing of XLA.
            signature = self._quick.structured_input_signature[0]
            compiled = tf.function(self._unmeasured, input_signature=signature, jit_compile=True, autograph=False)
            function = compiled.get_concrete_function()
            function(*(tf.zeros(part.shape, part.dtype) for part in signature[:-1]), tf.constant(0))
            result.set_result(function)
        except Exception as error:  # whatever it is, it belongs to the thread that waits
            result.set_exception(error)

    # Without arguments that have a default: TensorFlow would look for them in every call, and take 2 ms to complain.

    def _measured(self, *given: tf.Tensor) -> list[tf.Tensor]:
        return self._chunk(given, is_measured=True)

    def _unmeasured(self, *given: tf.Tensor) -> list[tf.Tensor]:
        return self._chunk(given, is_measured=False)

    def _chunk(self, given: tuple[tf.Tensor, ...], *, is_measured: bool) -> list[tf.Tensor]:
        """Rows (capacity, measures), whether all is finite, and, where `is_measured`, the squares of the last update.

        These are sums for each trainable variable (2, variables): of its gradient, and of its change.
        """
        *parts, count = given

        def body(index: tf.Tensor, rows: tf.Tensor, *_: tf.Tensor) -> tuple[tf.Tensor, ...]:
            batch = tf.nest.pack_sequence_as(self._batches.tree(), [part[index] for part in parts])
            row, *found = self._update(batch, is_measured)
            return index + 1, tf.tensor_scatter_nd_update(rows, [[index]], [row]), *found

        start = [tf.constant(0), tf.zeros((self.capacity, len(self.measures)))]
        start += [tf.zeros((2, len(self._layers)))] if is_measured else []
        _, rows, *squares = tf.while_loop(
            lambda index, *_: index < count, body, start, maximum_iterations=self.capacity
        )
        numbers = [value for value in self._variables if value.dtype.is_floating]
        finite = tf.reduce_all([tf.reduce_all(tf.math.is_finite(value)) for value in numbers])
        return [rows, finite, *squares]

    def _update(self, batch: Tree, is_measured: bool) -> list[tf.Tensor]:
        targets, weights, trained = batch["targets"], batch.get("weights"), self.model.trainable_variables
        with tf.GradientTape() as tape:
            fed = self.architecture.feed(called_with(batch["inputs"]), targets)
            memory = self._remembered(batch)
            predicted = fast_forward(self.model, fed, training=True, memory=memory)
            row = [measure(targets, predicted, weights) for measure in self.measures]
        gradients = tape.gradient(row[0], trained)
        before = [tf.identity(variable.value) for variable in trained] if is_measured else []
        self.optimizer.apply(gradients, trained)
        for layer, states in self._memory.items():
            for state, last in zip(states, memory[layer], strict=True):
                state.assign(last)
        if not is_measured:
            return [tf.stack(row)]
        changes = [variable.value - value for variable, value in zip(trained, before, strict=True)]
        return [tf.stack(row), tf.stack([sums_of_squares(gradients), sums_of_squares(changes)])]

    def _remembered(self, batch: Tree) -> Memory:
        """The states that layers start from: zeros where sequences begin."""
        return {name: tuple(state * (1 - batch["starts"]) for state in kept) for name, kept in self._memory.items()}


def _first_memory(model: keras.Model, batch_size: int) -> dict[str, tuple[tf.Variable, ...]]:
    """What layers that carry their state on remember from batch to batch, by layer: nothing yet."""
    empty = empty_memory(model, batch_size)
    return {layer: tuple(tf.Variable(state, trainable=False) for state in states) for layer, states in empty.items()}


def _updates_per_call(example: Batch) -> int:
    values = sum(part.size for part in tf.nest.flatten(example.tree()))
    return int(np.clip(MOST_VALUES_PER_CALL // values, 1, MOST_UPDATES_PER_CALL))


def build_model(experiment: Experiment) -> keras.Model:
    """The experiment's model with the first weights that its seed decides."""
    task = experiment.task
    return experiment.architecture.build(task.signature(), experiment.training.seed)
