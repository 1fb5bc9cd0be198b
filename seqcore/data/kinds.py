"""The registry of kinds of data: to add one, write its class and name it here."""

from seqcore.data.base import Data
from seqcore.data.images.images import Images
from seqcore.data.sentences.sentences import Sentences
from seqcore.data.series.series import Series
from seqcore.data.text.text import Text

KINDS: dict[str, type[Data]] = {kind.kind: kind for kind in (Series, Text, Images, Sentences)}
