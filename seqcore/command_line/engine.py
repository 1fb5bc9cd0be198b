"""Importing the engine, that is TensorFlow: quietly, and so that it can be given up at any moment."""

import contextlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future

from seqcore.command_line.ending import Interrupts

SECONDS_BETWEEN_LOOKS = 0.05


def engine_loaded(interrupts: Interrupts) -> bool:
    """Import the engine; False when a signal was noted before it was there, and it is not to be used.

    It is imported in a thread of its own: that may take half a minute, and nothing can be said in the middle of it.
    Raises what the import raises.
    """
    if interrupts.number or "seqcore.training.use" in sys.modules:
        return not interrupts.number
    imported: Future[None] = Future()
    with quiet():
        threading.Thread(target=_import, args=(imported,), name="import", daemon=True).start()
        while not imported.done() and not interrupts.number:
            with contextlib.suppress(TimeoutError):
                imported.exception(timeout=SECONDS_BETWEEN_LOOKS)
        if interrupts.number:
            return False
        imported.result()
    return True


def _import(result: Future[None]) -> None:
    try:
        from seqcore.training.use import tf

        tf.config.list_logical_devices()  # looks for graphics cards, and says so
        result.set_result(None)
    except BaseException as error:  # it belongs to the thread that waits
        result.set_exception(error)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Hold back what libraries write to the standard error stream, also from C++; shown after all if this fails.

    TensorFlow says some lines before any setting of it can stop them.
    """
    try:
        terminal = os.dup(2)
    except OSError:  # closed: nothing to hold back
        yield
        return
    with tempfile.TemporaryFile() as held, contextlib.ExitStack() as undo:
        undo.callback(os.close, terminal)
        undo.callback(os.dup2, terminal, 2)
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(terminal, held.read())
            raise
