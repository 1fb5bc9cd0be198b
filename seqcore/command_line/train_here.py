"""Training in this process, without a cluster: the run is written down as it is by the dashboard's workers."""

from collections.abc import Generator, Iterator
from pathlib import Path

from seqcore.experiment import Experiment
from seqcore.runs.events import Companion, Event, Finished
from seqcore.runs.folder import RunFolder
from seqcore.runs.recorder import Recorder
from seqcore.series.series import Series
from seqcore.training.state import Checkpoint, Controls

SLICE_SECONDS = 0.25


def train_here(experiment: Experiment, recorder: Recorder) -> Generator[Event, None, None]:
    """Train to the end; yields every event as soon as it is written. The model is saved after the last one."""
    from seqcore.training.advance import advance, judge, start
    from seqcore.training.use import keras_file

    series = recorder.folder.series()
    state = start(experiment, series)
    while not state.finished:
        state, happened = advance(experiment, state, Controls(), SLICE_SECONDS, series)
        recorder.record(state, happened)
        yield from (thing for thing in happened if not isinstance(thing, Checkpoint))
    yield recorder.finish(state.finished, judgement=judge(experiment, state, series))
    recorder.folder.save_model(keras_file(experiment, state.variables))


def train_companions(
    experiment: Experiment, series: Series | None, folder: RunFolder, out: Path | None
) -> Iterator[Companion]:
    """Train what the task wants to be compared with; yields how each ended, and names them all in `folder`.

    Each has a run folder of its own: beside `out`, or among all runs.
    """
    runs = {}
    for name, task in experiment.task.companions(series).items():
        path = out and out.with_name(f"{out.name} {name}")
        beside = Recorder(RunFolder.create(experiment.model_copy(update={"task": task}), path=path, series=series))
        beside.folder.acquire()
        runs[name] = beside.folder.id
        *_, last = train_here(beside.view.experiment, beside)
        beside.folder.release()
        if isinstance(last, Finished):
            yield Companion(name=name, run=beside.folder.id, validation=last.validation, test=last.test)
    if runs:
        folder.save_companions(runs)


def finish_early(recorder: Recorder) -> Finished:
    """End a run that was interrupted; what it has learned is judged and kept, also as a model."""
    judgement = None
    if recorder.state is not None and recorder.state.update:
        from seqcore.training.advance import judge

        judgement = judge(recorder.view.experiment, recorder.state, recorder.folder.series())
    finished = recorder.finish("stopped", judgement=judgement)
    if recorder.state is not None:
        from seqcore.training.use import keras_file

        recorder.folder.save_model(keras_file(recorder.view.experiment, recorder.state.variables))
    return finished
