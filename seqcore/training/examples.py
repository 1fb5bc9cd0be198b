"""The examples of experiments, made ready once for all slices of a run. Workers and the command line only."""

from seqcore.data.base import Data
from seqcore.experiment import Experiment
from seqcore.kept import Kept, Memory
from seqcore.tasks.base.task import Examples

_EXAMPLES: Kept[Examples] = Kept(Memory(128e6))


def examples_for(experiment: Experiment, data: Data | None) -> Examples:
    """The examples that the experiment's task makes, out of `data` if it is about one."""
    key = (experiment.task.model_dump_json(), data.fingerprint if data else "")
    return _EXAMPLES.get(key, lambda: experiment.task.examples(data))
