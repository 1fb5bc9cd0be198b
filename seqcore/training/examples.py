"""The examples of experiments, made ready once for all slices of a run. Workers and the command line only."""

from collections import OrderedDict

from seqcore.experiment import Experiment
from seqcore.series.series import Series
from seqcore.tasks.base import Examples

KEPT_PER_WORKER = 8

_KEPT: OrderedDict[tuple[str, str], Examples] = OrderedDict()


def examples_for(experiment: Experiment, series: Series | None) -> Examples:
    """The examples that the experiment's task makes, out of `series` if it is about one."""
    key = (experiment.task.model_dump_json(), series.fingerprint if series else "")
    examples = _KEPT.pop(key, None) or experiment.task.examples(series)
    _KEPT[key] = examples
    while len(_KEPT) > KEPT_PER_WORKER:
        _KEPT.popitem(last=False)
    return examples
