"""Which experiments share a compiled program: told without TensorFlow."""

from seqcore.experiment import Experiment


def program_key(experiment: Experiment) -> str:
    """What shapes the graph. Two experiments with the same key share a program."""
    task, training = experiment.task, experiment.training
    learned = (task.signature(), task.objective(), task.metrics)
    optimizer = (training.optimizer, training.own_arguments(), training.clip_norm)
    return repr((learned, experiment.architecture, optimizer, training.batch_size))
