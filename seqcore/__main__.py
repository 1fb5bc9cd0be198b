"""The command line, ``python -m seqcore presets | describe | read | train | compare | findings``."""

from seqcore.command_line.ending import Interrupts, leave


def main(arguments: list[str] | None = None, interrupts: Interrupts | None = None) -> int:
    """Run one command; returns the exit code."""
    from seqcore.command_line.commands import run  # takes a second: signals are listened to before

    return run(arguments, interrupts or Interrupts())


if __name__ == "__main__":
    listening = Interrupts()
    listening.listen()
    leave(main, listening)
