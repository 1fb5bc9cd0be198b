"""The largest window that a short series leaves room for."""

from seqcore.data.base import Data
from seqcore.invalid import InvalidInput
from seqcore.tasks.prices.task import Prices

SMALLEST = 2


def largest_window(task: Prices, data: Data) -> int | None:
    """The largest window with which a task that does not fit its data fits; None where no window helps."""
    fits, too_large = 0, task.window
    while too_large - fits > 1 and too_large > SMALLEST:
        window = max(SMALLEST, (fits + too_large) // 2)
        try:
            task.model_copy(update={"window": window}).check(data)
            fits = window
        except InvalidInput:
            too_large = window
    return fits or None
