"""Whether prices repeat themselves after a season: a candidate length is tested before anything is said of it."""

import math

import numpy as np

from seqcore.data.series.series import Array64

SURE = 3.0
"""Standard errors by which a resemblance has to exceed chance: of series without a season, one in 700 has that."""
FEWEST_SEASONS = 4


def has_season(values: Array64, season: int) -> bool:
    """Whether the changes of `values` (rows,) resemble those `season` rows before, more than those half as long before.

    Both have to be more than chance, or slow waves of any length would pass. Chance is that of changes that nobody can
    foresee, calm and wild times mixed: their products add up to about the root of the sum of their squares.
    Changes are in percent where all values are above 0. False for fewer rows than 4 seasons.
    """
    if season < 2 or len(values) < FEWEST_SEASONS * season:
        return False
    changes = np.diff(np.log(values) if values.min() > 0 else values)
    changes = changes - changes.mean()
    now, rows = changes[season:], len(changes) - season
    halves = [changes[season - half :][:rows] for half in (season // 2, season - season // 2)]
    resemblance = now * changes[:rows]
    excess = resemblance - now * (halves[0] + halves[1]) / 2
    return all(products.sum() > SURE * math.sqrt(products @ products) for products in (resemblance, excess))
