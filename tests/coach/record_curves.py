"""Write down the curves of run folders, one line each: ``python tests/coach/record_curves.py FOLDER … > curves.jsonl``.

`said` is what the coach says now: read it before it is committed.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from seqcore.coach.coach import remarks
from seqcore.coach.curves import Losses
from seqcore.presets import preset_of
from seqcore.runs.folder import RunFolder
from seqcore.runs.view import RunView

KEPT_NORMS = 5


def recorded(view: RunView) -> dict[str, Any]:
    """What rules look at, in a few numbers: means of the training loss between looks stand for its epochs."""
    losses, finished = Losses.of(view), view.finished
    assert finished is not None
    verdict = finished.verdict
    last = sorted(view.gradients)[-KEPT_NORMS:]
    said = view.snapshots[max(view.snapshots)]
    shares = {name: one for name, one in view.experiment.task.measures().items() if one.share}
    return {
        "preset": preset_of(view.experiment),
        "reason": finished.reason,
        "updates": finished.updates,
        "looks": [int(epoch) for epoch in losses.epochs],
        "untrained": _short(losses.untrained),
        "validation": [_short(loss) for loss in losses.validation],
        "training": [_short(loss) for loss in losses.training],
        "scores": {name: _short(value) for name, value in view.last_validation().items() if name in shares},
        "test": {name: _short(value) for name, value in finished.test.items()},
        "gradients": {epoch: view.gradients[epoch] for epoch in last},
        "spread": _short(float(np.ptp(said, axis=0).max())),
        "verdict": [verdict.sentence, verdict.kind, list(verdict.details)] if verdict else None,
        "said": [remark.sentence for remark in remarks(view)],
    }


def _short(value: float) -> float:
    return float(f"{value:.6g}")


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        print(json.dumps(recorded(RunFolder(Path(folder)).view())))
