"""How a command ends: by itself, by Ctrl-C, by a polite kill, or with its terminal or the reader of its output.

An exception out of a signal handler comes up anywhere, also in the middle of TensorFlow's import, which then crashes.
So the first signal is only noted, and looked at between two slices. The second one ends the process on the spot, which
harms nothing: a run's folder is whole at any moment. This module comes before everything slow, and imports nothing.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
BROKEN_PIPE = 13
"""Number of the signal by which Unix ends a program that writes for nobody; Windows has no name for it."""
ONE_PRESS_SECONDS = 0.3
"""Shells and wrappers may deliver one Ctrl-C, or the end of a terminal, twice."""


class Interrupts:
    """The first signal that asked the command to end, if there was one; by itself it listens to none."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.last_words = "Ended at once."
        """What to say when a second signal ends the process."""
        self._since = 0.0

    @property
    def exit_code(self) -> int:
        """What shells expect, such as 130 for Ctrl-C; 0 when nothing asked for an end."""
        return 128 + self.number if self.number else 0

    def note(self, number: int) -> None:
        """Have the command end soon."""
        if self.number is None:
            self.number, self._since = number, time.monotonic()

    def listen(self) -> None:
        """Note signals from now on, except for those that whoever started this process wants ignored (nohup)."""
        for number in STOPPING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._heard)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self.number is None:
            self.note(number)
            if os.isatty(2):
                _write_error("\nEnding … (Ctrl-C once more: at once)\n")
        elif time.monotonic() - self._since > ONE_PRESS_SECONDS:
            _write_error(f"\n{self.last_words}\n")
            os._exit(128 + number)


def leave(command: Callable[[None, Interrupts], int], interrupts: Interrupts) -> None:
    """Run `command` and end the process with its exit code, without the interpreter's own goodbye.

    TensorFlow's threads may still be at work, and have crashed it; so may a reader of the output that is gone.
    """
    try:
        code = command(None, interrupts)
    except SystemExit as error:  # argparse
        code = error.code if isinstance(error.code, int) else 1
    except OSError as error:  # whatever else may not be readable or writable has its own sentence
        code = _code_for(error)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError as error:
            code = code or _code_for(error)
    os._exit(interrupts.exit_code or code)


def _code_for(error: OSError) -> int:
    if isinstance(error, BrokenPipeError):
        return 128 + BROKEN_PIPE
    _write_error(f"The output could not be written: {error.strerror}.\n")
    return 1


def _write_error(words: str) -> None:
    """Past Python's streams, which a signal handler may have interrupted."""
    with contextlib.suppress(OSError):
        os.write(2, words.encode())
