"""A program: a built Keras model and optimizer, and one graph that runs many updates in a single call.

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
from functools import cached_property, partial
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf
from cachetools import LRUCache

import seqcore.training.one_thread  # noqa: F401 (before TensorFlow computes anything)
from seqcore.architectures.autoencoder import CODE
from seqcore.evaluation.metrics import LOSSES, METRICS
from seqcore.experiment import Experiment
from seqcore.tasks.base.batch import Array, Batch
from seqcore.tasks.base.task import Examples
from seqcore.training.norms import by_layer, layers_of, sums_of_squares
from seqcore.training.program_key import program_key
from seqcore.training.recurrence import Memory, empty_memory, fast_forward, folds_steps
from seqcore.training.settings import OPTIMIZERS
from seqcore.training.state import Variables

Tree = Mapping[str, Any]
"""A batch as nested tensors."""

QUICK_UPDATES = 32
MOST_UPDATES_PER_CALL = 256
MOST_VALUES_PER_CALL = 1_000_000
MOST_VALUES_PREDICTED_AT_ONCE = 100_000
MOST_VALUES_OF_A_LAYER = 10_000_000
"""In one look at held-out data: 40 MB. Where there are more, it looks at some examples at a time."""
PROGRAMS_PER_WORKER = 24


class Program:
    """Everything compiled for one shape of experiment; data, seed, learning rate and epochs are not part of it.

    It is the `Network` of the experiment whose variables were written into it last.
    """

    def __init__(self, experiment: Experiment, examples: Examples, model: keras.Model) -> None:
        task, training = experiment.task, experiment.training
        self.architecture, self.signature = experiment.architecture, task.signature()
        self.model = model
        self.optimizer = getattr(keras.optimizers, OPTIMIZERS[training.optimizer].title)(
            learning_rate=training.first_learning_rate(),
            global_clipnorm=training.clip_norm,
            **training.own_arguments(),
        )
        self.optimizer.build(model.trainable_variables)
        self.measures = [LOSSES[task.objective()].compute, *(METRICS[name].compute for name in task.metrics)]
        first_batch = examples.batches(0, 0, 1, training.batch_size)
        self.capacity = _updates_per_call(first_batch)
        self.seconds_per_update = {False: 0.0, True: 0.0}
        slots = [slot for slot in self.optimizer.variables if slot is not self.optimizer.learning_rate]
        self._memory, self._whole = self._carrying(training.batch_size)
        memory = [state for states in self._memory.values() for state in states]
        self._variables = [*(variable.value for variable in (*model.variables, *slots)), *memory]
        self.first_slots = tuple(owned(rest) for rest in (*slots, *memory))
        self._batches = first_batch.map(lambda part: np.zeros((self.capacity, *part.shape[1:]), part.dtype))
        self._fast: Future[Any] | None = None
        self._fast_used = False
        self._as_they_are: Variables | None = None
        """The variables, as long as nothing has changed them since they were read."""
        self._folds = folds_steps(model)
        self._layers = layers_of(model)
        self._widest = max(math.prod(layer.shape) for layer in self.architecture.network(self.signature))
        self._evaluate = tf.function(self._evaluation, autograph=False, reduce_retracing=True)
        self._predict = tf.function(self._prediction, autograph=False, reduce_retracing=True)

    def _carrying(self, batch_size: int) -> tuple[dict[str, tuple[tf.Variable, ...]], keras.Model | None]:
        """What layers remember from batch to batch, by layer, and the same network for sequences in one piece."""
        if self.signature.carried == 1:
            return {}, None
        empty = empty_memory(self.model, batch_size)
        memory = {
            layer: tuple(tf.Variable(state, trainable=False) for state in states) for layer, states in empty.items()
        }
        steps = self.signature.carried * self.signature.input.steps
        return memory, self.architecture.build(self.signature.with_steps(steps, steps))

    def read(self) -> Variables:
        self._as_they_are = tuple(owned(variable) for variable in self._variables)
        return self._as_they_are

    def write(self, variables: Variables) -> None:
        if variables is self._as_they_are:
            return
        # TensorFlow may take an array's memory as the variable's own and train in place: give it a copy.
        for variable, value in zip(self._variables, variables, strict=True):
            variable.assign(value.copy())
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

    def evaluate(self, batch: Batch) -> tuple[npt.NDArray[np.float32], Array, Variables]:
        """Loss and metrics (1 + metrics,) on these examples, the predictions for them, the model's variables."""
        self._put_together()
        if len(batch) * self._widest > MOST_VALUES_OF_A_LAYER and not self.architecture.is_told_answers:
            return self._evaluate_in_parts(batch)
        row, predictions, *variables = self._evaluate(tf.nest.map_structure(tf.constant, batch.tree()))
        return row.numpy(), predictions.numpy(), tuple(variable.numpy() for variable in variables)

    def _evaluate_in_parts(self, batch: Batch) -> tuple[npt.NDArray[np.float32], Array, Variables]:
        """The same for a network whose insides would take too much memory for all examples at once."""
        predictions = self.predict(batch.input)
        targets, said = tf.constant(batch.targets), tf.constant(predictions)
        row = np.array([float(measure(targets, said, batch.weights)) for measure in self.measures], np.float32)
        return row, predictions, tuple(owned(variable) for variable in self.model.variables)

    def predict(self, inputs: npt.NDArray[Any]) -> Array:
        """Outputs for `inputs` (examples, …), however many."""
        self._put_together()
        whole = self.signature.carried  # pieces of one sequence stay together
        at_once = max(1, MOST_VALUES_PREDICTED_AT_ONCE // max(1, inputs[:whole].size)) * whole
        starts = range(0, max(1, len(inputs)), at_once)
        return np.concatenate([self._predict(tf.constant(inputs[i : i + at_once])).numpy() for i in starts])

    def predict_longer(self, inputs: npt.NDArray[Any], steps: int) -> Array:
        """Outputs of `steps` steps for inputs of another length, by a network of these lengths with the same weights.

        Step by step without a graph: it is asked once.
        """
        model = self.architecture.build(self.signature.with_steps(inputs.shape[1], steps))
        for variable, own in zip(model.variables, self.model.variables, strict=True):
            variable.assign(own)
        return np.asarray(self.architecture.answer(model, tf.constant(inputs)))

    def encode(self, inputs: npt.NDArray[Any]) -> Array:
        """The features (examples, features) of `inputs` (examples, …), of a network with a layer for them."""
        at_once = max(1, MOST_VALUES_PREDICTED_AT_ONCE // max(1, inputs[:1].size))
        starts = range(0, max(1, len(inputs)), at_once)
        return np.concatenate([self._encode(tf.constant(inputs[i : i + at_once])).numpy() for i in starts])

    @cached_property
    def _encode(self) -> Any:
        encoder = keras.Model(self.model.input, self.model.get_layer(CODE).output)
        read = partial(fast_forward, encoder, training=False)
        return tf.function(read, autograph=False, reduce_retracing=True)

    def loss(self, batch: Batch) -> float:
        """The loss that is trained on."""
        return float(
            self.measures[0](tf.constant(batch.targets), tf.constant(self.predict(batch.input)), batch.weights)
        )

    def weights(self, layer: str) -> tuple[Array, ...]:
        """The weights of a layer, by its name."""
        return tuple(owned(weight) for weight in self.model.get_layer(layer).weights)

    def _put_together(self) -> None:
        """Give the network for whole sequences the weights as they are now."""
        if self._whole is not None:
            for variable, own in zip(self._whole.variables, self.model.variables, strict=True):
                variable.assign(own)

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
            fed = self.architecture.feed(_given(batch["inputs"]), targets)
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

    def _evaluation(self, batch: Tree) -> list[tf.Tensor]:
        inputs, targets, weights = _given(batch["inputs"]), batch["targets"], batch.get("weights")
        variables = [tf.identity(variable.value) for variable in self.model.variables]
        answered = self._prediction(inputs)
        if self.architecture.is_told_answers:
            predicted = self.model(self.architecture.feed(inputs, targets), training=False)
        else:
            predicted = answered
        row = tf.stack([measure(targets, predicted, weights) for measure in self.measures])
        return [row, answered, *variables]

    def _answer(self, inputs: tf.Tensor) -> tf.Tensor:
        """Of a network that carries its state on, the `inputs` are pieces, those of a sequence one after the other."""
        if self._folds and not self.architecture.is_told_answers:
            return fast_forward(self.model, inputs, training=False)
        if self._whole is None:
            return self.architecture.answer(self.model, inputs)
        read, said, pieces = self.signature.input, self.signature.output, self.signature.carried
        sequences = tf.reshape(inputs, (-1, pieces * read.steps, *read.shape[1:]))
        return tf.reshape(self.architecture.answer(self._whole, sequences), (-1, *said.shape))

    def _prediction(self, inputs: tf.Tensor) -> tf.Tensor:
        states = [variable for variable in self.model.variables if not variable.value.dtype.is_floating]
        values = [tf.identity(state.value) for state in states]
        predicted = self._answer(inputs)
        # Keras moves the random states of recurrent layers here, too: looking must not change later updates.
        for state, value in zip(states, values, strict=True):
            state.value.assign(value)
        return predicted


def owned(variable: Any) -> npt.NDArray[Any]:
    """The variable's value in memory of its own: `numpy()` may be a window on the variable."""
    return np.array(variable.numpy(), copy=True)


def _given(inputs: Mapping[str, tf.Tensor]) -> Any:
    """What a model is called with: tensors by name, or the only one."""
    return next(iter(inputs.values())) if len(inputs) == 1 else inputs


def _updates_per_call(example: Batch) -> int:
    values = sum(part.size for part in tf.nest.flatten(example.tree()))
    return int(np.clip(MOST_VALUES_PER_CALL // values, 1, MOST_UPDATES_PER_CALL))


class Programs(LRUCache[str, Program]):
    """The programs used last, and those whose compilation was of no use yet: or runs in turn would throw out each
    other's for ever."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.owed: dict[str, Program] = {}

    def popitem(self) -> tuple[str, Program]:
        key, program = super().popitem()
        if program.is_owed:
            self.owed[key] = program
        return key, program


_PROGRAMS = Programs(PROGRAMS_PER_WORKER)


def program_for(experiment: Experiment, examples: Examples, model: keras.Model | None = None) -> Program:
    """The program of `experiment` from this worker's cache; built, from `model` if given, when it is not there."""
    key = program_key(experiment)
    program = _PROGRAMS.get(key) or _PROGRAMS.owed.pop(key, None)
    program = program or Program(experiment, examples, model or build_model(experiment))
    _PROGRAMS[key] = program
    return program


def build_model(experiment: Experiment) -> keras.Model:
    """The experiment's model with the first weights that its seed decides."""
    task = experiment.task
    return experiment.architecture.build(task.signature(), experiment.training.seed)
