"""Run as a program: read an experiment and a state, train to the end, write the last state.

python continue_elsewhere.py experiment.json state.npz last.npz
"""

import sys
from pathlib import Path

from seqcore.experiment import from_json
from seqcore.training.advance import advance
from seqcore.training.state import state_from_bytes, state_to_bytes

if __name__ == "__main__":
    given, before, after = map(Path, sys.argv[1:])
    experiment, state = from_json(given.read_text()), state_from_bytes(before.read_bytes())
    while not state.finished:
        state, _ = advance(experiment, state, budget_seconds=60)
    after.write_bytes(state_to_bytes(state))
