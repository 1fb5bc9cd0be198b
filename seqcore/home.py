"""Where this installation keeps what it writes."""

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """`SEQCORE_HOME`, or the user's data folder: runs, uploads and downloads have folders of their own in it."""
    return Path(os.environ.get("SEQCORE_HOME") or platformdirs.user_data_path("sequence-lab"))
