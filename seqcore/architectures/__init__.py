"""The registry of architectures: to add one, write its file and name it here."""

from seqcore.architectures.attention import Attention
from seqcore.architectures.autoencoder import Autoencoder
from seqcore.architectures.base import Architecture, LayerSummary
from seqcore.architectures.cnn_recurrent import CnnRecurrent
from seqcore.architectures.padded import Padded
from seqcore.architectures.perceptron import Perceptron
from seqcore.architectures.recurrent_stack import RecurrentStack
from seqcore.architectures.repeat_vector import RepeatVector
from seqcore.architectures.state_passing import StatePassing
from seqcore.architectures.token_stack import TokenStack
from seqcore.architectures.word_stack import WordStack

ARCHITECTURES: dict[str, type[Architecture]] = {
    "recurrent_stack": RecurrentStack,
    "perceptron": Perceptron,
    "repeat_vector": RepeatVector,
    "state_passing": StatePassing,
    "attention": Attention,
    "padded": Padded,
    "token_stack": TokenStack,
    "cnn_recurrent": CnnRecurrent,
    "autoencoder": Autoencoder,
    "word_stack": WordStack,
}

__all__ = ["ARCHITECTURES", "Architecture", "LayerSummary"]
