"""The forward pass of a standard Keras model of recurrent layers, with gradients that are cheaper to compute."""

from seqcore.training.recurrence.model import Memory as Memory
from seqcore.training.recurrence.model import empty_memory as empty_memory
from seqcore.training.recurrence.model import fast_forward as fast_forward
from seqcore.training.recurrence.model import folds_steps as folds_steps
