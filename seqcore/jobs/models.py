"""The files of models: made by workers when runs have ended, and kept in their folders."""

import logging
from functools import partial
from typing import TYPE_CHECKING

from seqcore.jobs import work
from seqcore.jobs.connection import Connection
from seqcore.jobs.inbox import Inbox
from seqcore.jobs.turn import Turn
from seqcore.jobs.work import KEEP_LAST, SECONDS_FOR_A_RESULT

if TYPE_CHECKING:  # see turn.py
    from distributed import Future as DaskFuture

LOG = logging.getLogger(__name__)
TRIES = 5
"""To make a file, when workers are lost."""


class Models:
    """Has the model of every run made that has ended, in the one thread."""

    def __init__(self, connection: Connection, inbox: Inbox) -> None:
        self._connection, self._inbox = connection, inbox

    def keep(self, turn: Turn, tries: int = TRIES) -> None:
        """Have the file of a run's model made, and once more when it is lost with its worker."""
        client, state = self._connection.client(), turn.state
        if client is None or state is None:
            LOG.warning("the model of run %s is not kept: there is no cluster", turn.id)
            return
        question = (work.keras_file, turn.experiment.model_dump_json(), state.variables)
        made = client.submit(*question, priority=KEEP_LAST, pure=False)
        self._inbox.when_done(made, partial(self._made, turn, tries))

    def _made(self, turn: Turn, tries: int, made: "DaskFuture") -> None:
        from distributed import KilledWorker

        try:
            turn.recorder.folder.save_model(made.result(timeout=SECONDS_FOR_A_RESULT))
        except KilledWorker:
            if tries > 1:
                self.keep(turn, tries - 1)
        except Exception:
            LOG.exception("the model of run %s could not be saved", turn.id)
