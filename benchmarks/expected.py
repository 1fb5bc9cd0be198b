"""What the presets reach: each of them trained to its end with several seeds, without a dashboard.

The ranges stand in the presets' lessons (`Expected`), and are to be measured anew when a task, a preset or the engine
changes its numbers: ``python -m benchmarks.expected [--seeds N] [PRESET …]``.
"""

import argparse
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from seqcore.findings.measuring import final_scores
from seqcore.presets import PRESETS


def main(names: Sequence[str], seeds: int) -> None:
    """Print the lowest and highest value of each preset's measure, and of everything else it was scored by."""
    table = Table("preset", "measure", "part", "lowest", "highest", "by seed")
    for name in names or PRESETS:
        found = [final_scores(PRESETS[name].experiment.with_seed(seed))[0] for seed in range(1, seeds + 1)]
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
