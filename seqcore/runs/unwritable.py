"""What to say when a run's folder cannot be written."""

import errno

FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def why_not_written(error: OSError) -> str:
    """What is in the way, as the beginning of a sentence, such as "The disk is full"."""
    if error.errno in FULL:
        return "The disk is full"
    if error.errno in FORBIDDEN:
        return "The run's folder must not be written"
    return f"The run's folder could not be written ({error.strerror or type(error).__name__})"
