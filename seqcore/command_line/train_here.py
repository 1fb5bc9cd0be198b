"""Training in this process, without a cluster: the run is written down as it is by the dashboard's workers."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from seqcore.command_line.ending import Interrupts
from seqcore.command_line.engine import engine_loaded
from seqcore.comparisons.beside import keep_together, variants_with
from seqcore.data.base import Data
from seqcore.experiment import Experiment
from seqcore.invalid import InvalidInput
from seqcore.runs.folder import RunFolder, runs_folder
from seqcore.runs.recorder import Recorder
from seqcore.runs.unwritable import why_not_written
from seqcore.training.events import Event
from seqcore.training.state import Checkpoint, Controls, Recorded

SLICE_SECONDS = 0.25
LONGEST_REASON = 200


class NotWritten(Exception):
    """A run's folder could not be written: one sentence says why, and what is kept."""


def train_here(
    experiment: Experiment, recorder: Recorder, interrupts: Interrupts | None = None
) -> Generator[Event, None, None]:
    """Train to the end, or until a signal was noted; yields every event as soon as it is written.

    Whatever happens, the last event is the end of the run. After it the model is saved, if there was an update.
    Raises NotWritten when the folder cannot be written: then the run has no end, and can go on later.
    """
    try:
        recorder.status("running")
        yield from _trained(experiment, recorder, interrupts or Interrupts())
    except OSError as error:
        where = f"after epoch {recorder.view.epochs:,}; what was saved is kept in {recorder.folder.path}"
        raise NotWritten(f"{why_not_written(error)}: the run ended {where}") from error
    except Exception as error:  # the edge of the engine: TensorFlow raises a dozen kinds
        yield recorder.finish("failed", note=_sentence(error))


def _trained(experiment: Experiment, recorder: Recorder, interrupts: Interrupts) -> Iterator[Event]:
    if not engine_loaded(interrupts):
        yield recorder.finish("stopped")
        return
    from seqcore.training.advance import advance, judge, start
    from seqcore.training.use import keras_file

    data = recorder.folder.data()
    state = start(experiment, data)
    while not state.finished and not interrupts.number:
        state, happened = advance(experiment, state, Controls(), SLICE_SECONDS, data)
        recorder.record(state, happened)
        yield from (thing for thing in happened if not isinstance(thing, Checkpoint | Recorded))
    final, note = None, ""
    try:
        final = judge(experiment, state, data) if state.update else None
    except Exception as error:  # what was trained is there nevertheless
        note = f"The run could not be judged: {_sentence(error)}"
    yield recorder.finish(state.finished or "stopped", note, final)
    if state.update:
        recorder.folder.save_model(keras_file(experiment, state.variables))


@dataclass(frozen=True)
class NewRun:
    """A run that is about to be trained, under the name of its variant ("" for the one that was asked for)."""

    name: str
    experiment: Experiment
    recorder: Recorder

    @property
    def folder(self) -> RunFolder:
        return self.recorder.folder


def new_runs(experiment: Experiment, data: Data | None, out: Path | None) -> list[NewRun]:
    """The folders of a run, which comes first, and of those to compare it with; this process is in charge of all.

    With `out` the first one is `out`, and the others stand beside it. Raises InvalidInput where that cannot be.
    """
    variants = variants_with(experiment, data)
    runs = _created({one.name if place else "": changed for place, (one, changed) in enumerate(variants)}, data, out)
    if out is None:  # runs elsewhere are in no list
        try:
            keep_together(experiment, [variant for variant, _ in variants], [run.folder for run in runs])
        except OSError as error:
            for run in runs:
                run.folder.delete()
            raise NotWritten(f"{why_not_written(error)}: {_nowhere()}") from error
    return runs


def new_run(experiment: Experiment, data: Data | None, out: Path | None) -> NewRun:
    """The folder of a run alone, as `new_runs` makes it."""
    (run,) = _created({"": experiment}, data, out)
    return run


def _created(experiments: Mapping[str, Experiment], data: Data | None, out: Path | None) -> list[NewRun]:
    paths: dict[str, Path | None] = {}
    for name in experiments:
        paths[name] = path = out and (_beside(out, name) if name else out)
        if path and path.exists():
            raise InvalidInput([f"--out: {str(path)!r} exists already; pass a folder that does not."])
    runs = []
    for name, experiment in experiments.items():
        try:
            folder = RunFolder.create(experiment, path=paths[name], data=data)
            folder.acquire()
            runs.append(NewRun(name, experiment, Recorder(folder)))
        except (OSError, ValueError) as error:
            for run in runs:
                run.folder.delete()
            if out is not None or not isinstance(error, OSError):
                problem = f"--out: the run's folder cannot be written ({error}); pass another one."
                raise InvalidInput([problem]) from error
            raise NotWritten(f"{why_not_written(error)}: {_nowhere()}") from error
    return runs


def _nowhere() -> str:
    return f"no run was started in {runs_folder()} (SEQCORE_HOME says where)"


def _beside(out: Path, name: str) -> Path:
    """As in run-percent and run-fold-1."""
    return out.with_name("-".join([out.name, *name.split()]))


def _sentence(error: Exception) -> str:
    """What went wrong in training, for a person."""
    if isinstance(error, MemoryError) or "OOM" in str(error):
        return "There is not enough memory. Try fewer units, fewer layers or a smaller batch size."
    lines = str(error).splitlines() or [""]
    return f"The engine could not compute this ({type(error).__name__}: {lines[0][:LONGEST_REASON]})."
