"""What the presets reach: each of them trained to its end with several seeds, without a dashboard.

The ranges stand in the presets' lessons (`Expected`), and are to be measured anew when a task, a preset or the engine
changes its numbers: ``python -m benchmarks.expected [--seeds N] [PRESET …]``.
"""

import argparse
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from seqcore.presets import PRESETS, NamedPreset
from seqcore.runs.view import RunView
from seqcore.tasks.base.evaluation import HARDER, TEST, Evaluation
from seqcore.tasks.base.task import Scores
from seqcore.training.advance import advance, judge, start

ONE_SLICE = 600.0


def final_scores(entry: NamedPreset, seed: int) -> dict[str, Scores]:
    """The scores by part at the end of a run with this seed."""
    training = entry.experiment.training.model_copy(update={"seed": seed})
    experiment = entry.experiment.model_copy(update={"training": training})
    loaded = experiment.task.load()
    data = loaded.data if loaded else None
    state = start(experiment, data)
    view = RunView(experiment)
    while not state.finished:
        state, happened = advance(experiment, state, budget_seconds=ONE_SLICE, data=data)
        view.fold(happened)
    final = judge(experiment, state, data) or Evaluation()
    return {"validation": view.last_validation() | final.own()} | {part: final.own(part) for part in (TEST, HARDER)}


def main(names: Sequence[str], seeds: int) -> None:
    """Print the lowest and highest value of each preset's measure, and of everything else it was scored by."""
    table = Table("preset", "measure", "part", "lowest", "highest", "by seed")
    for name in names or PRESETS:
        found = [final_scores(PRESETS[name], seed) for seed in range(1, seeds + 1)]
        for part in ("validation", "test"):
            for measure in found[0][part]:
                values = [scores[part][measure] for scores in found]
                low, high = (f"{end:.4g}" for end in (min(values), max(values)))
                table.add_row(name, measure, part, low, high, " ".join(f"{value:.4g}" for value in values))
    Console(width=180).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PRESETS, []], metavar="PRESET")
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    main(asked.names, asked.seeds)
