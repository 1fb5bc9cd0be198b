"""Addition: how far the presets get and how soon, and what an update, 100,000 problems and 1,000 answers cost."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from typing import Any, cast

import numpy as np

from benchmarks.prices import UPDATES, elsewhere, in_turns, timed
from benchmarks.report import Row
from seqcore.data.arithmetic.drawing import draw
from seqcore.data.arithmetic.problems import Rules
from seqcore.experiment import Experiment
from seqcore.presets import PRESETS
from seqcore.tasks.addition.encoding import encode_answers, encode_problems
from seqcore.tasks.addition.task import Addition
from seqcore.tasks.base.batch import Batch, Tokens

PROBLEMS, ANSWERS = 100_000, 1_000


def measure() -> Iterator[Row]:
    """One row for each of the targets; every run has seed 1."""
    yield from _costs()
    experiment = PRESETS["addition-seq2seq"].experiment
    with ExitStack() as resources:
        turns = {"fit": timed(_fit(experiment)), "ours": timed(_ours(experiment))}
        if find_spec("torch"):
            turns["PyTorch"] = resources.enter_context(elsewhere(_pytorch, *_batches(experiment).pair))
        seconds = in_turns(turns)
    fit, ours = seconds["fit"], seconds["ours"]
    torch = seconds.get("PyTorch", math.nan)
    yield Row("an update of addition-seq2seq: PyTorch, eager (nan: not installed)", torch * 1e3, "ms", fit / torch, "")
    yield Row("an update of addition-seq2seq: Keras `fit` on ready arrays", fit * 1e3, "ms", 1.0, "")
    target = "at least 4 times `fit`, 3 times PyTorch"
    yield Row("an update of addition-seq2seq: Sequence Lab, steady state", ours * 1e3, "ms", fit / ours, target)
    rmse, _ = _reached("addition-mlp", "rmse", 0.0)
    yield Row("addition-mlp: RMSE after 50 epochs", rmse, "", None, "below 0.01")
    share, _ = _reached("addition-seq2seq", "accuracy", 2.0)
    yield Row("addition-seq2seq: characters right after 30 epochs", share, "", None, "at least 0.99")
    for preset, target in (("addition-attention", "within 30 s"), ("addition-reversed-999", "within 120 s")):
        share, after = _reached(preset, "exact_match_held_out", 0.99)
        yield Row(f"{preset}: held-out answers right, at best or at 0.99", share, "", None, "at least 0.99")
        yield Row(f"{preset}: seconds until then, compilation included", after, "s", None, target)


def _costs() -> Iterator[Row]:
    rules = Rules(largest=999)
    began = time.perf_counter()
    problems = draw(rules, 1, 0, PROBLEMS, held_out=False, share=0.2)
    encode_problems(problems, rules)
    encode_answers(problems.answers(), rules)
    yield Row("100,000 problems drawn and encoded", time.perf_counter() - began, "s", None, "under 0.2 s")
    for preset in ("addition-state-passing", "addition-attention"):
        from seqcore.training.programs import program_for

        experiment = PRESETS[preset].experiment
        task = cast(Addition, experiment.task)
        program = program_for(experiment, task.examples())
        inputs = task.inputs_of(draw(task.rules, 1, 0, ANSWERS))
        program.network.predict(inputs)
        began = time.perf_counter()
        program.network.predict(inputs)
        yield Row(f"1,000 answers decoded, {preset}", time.perf_counter() - began, "s", None, "under 0.5 s")


def _batches(experiment: Experiment) -> Batch:
    return experiment.task.examples().batches(1, 0, UPDATES, experiment.training.batch_size)


def _fit(experiment: Experiment) -> Callable[[], object]:
    from seqcore.training.program import build_model

    model = build_model(experiment)
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
    size = experiment.training.batch_size
    inputs, targets = (part.reshape(-1, *part.shape[2:]) for part in _batches(experiment).pair)
    return lambda: model.fit(inputs, targets, batch_size=size, verbose=0)


def _ours(experiment: Experiment) -> Callable[[], object]:
    from seqcore.training.programs import program_for

    program = program_for(experiment, experiment.task.examples())
    program.compile_fast()
    program.idle(math.inf)
    batches = _batches(experiment)
    return lambda: program.run(batches, fast=True)


def _pytorch(inputs: Tokens, targets: Tokens) -> Callable[[], object]:
    import torch

    torch.set_num_threads(1)
    symbols = int(inputs.max()) + 1
    read = np.eye(symbols, dtype=np.float32)[inputs]

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = torch.nn.LSTM(symbols, 100, batch_first=True)
            self.decoder = torch.nn.LSTM(100, 50, batch_first=True)
            self.output = torch.nn.Linear(50, symbols)

        def forward(self, values: Any) -> Any:
            last = self.encoder(values)[0][:, -1:]
            return self.output(self.decoder(last.expand(-1, targets.shape[2], -1))[0])

    network = Network()
    optimizer = torch.optim.Adam(network.parameters())
    batches = list(zip(torch.from_numpy(read), torch.from_numpy(targets).long(), strict=True))

    def train() -> None:
        for problems, answers in batches:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(problems).transpose(1, 2), answers).backward()
            optimizer.step()

    return train


def _reached(preset: str, score: str, enough: float) -> tuple[float, float]:
    """The score where it first was enough, or the last one; and the seconds of training until then."""
    from seqcore.training.advance import advance, start

    experiment = PRESETS[preset].experiment
    state, last = start(experiment), np.nan
    while not state.finished:
        state, happened = advance(experiment, state, budget_seconds=1.0)
        for event in happened:
            for value in getattr(event, "metrics", {}).get(score, []):
                last = value
        if enough and last >= enough:
            break
    return float(last), state.seconds
