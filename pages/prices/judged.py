"""The judgement of a run as the screen needs it: forecasts for the held-out parts, and what comes after the end."""

from dataclasses import dataclass

from pages.parts.controls import Shown
from seqcore.evaluation.residuals import residuals
from seqcore.runs.events import Finished
from seqcore.runs.folder import RunFolder
from seqcore.series.series import Array64
from seqcore.series.windows import Rows, rows_after
from seqcore.tasks.price_examples import PriceExamples


@dataclass(frozen=True, eq=False)
class Judged:
    """`test` and `validation` are forecast prices (origins, horizon), `ahead` those after the last row (horizon,)."""

    run_id: str
    examples: PriceExamples
    finished: Finished
    test_origins: Rows
    test: Array64
    validation_origins: Rows
    validation: Array64
    ahead: Array64

    @property
    def validation_residuals(self) -> Array64:
        """Actual − forecast on the validation part, (origins, horizon)."""
        examples = self.examples
        return rows_after(examples.prices, self.validation_origins, examples.task.horizon) - self.validation

    def errors(self, step: int) -> Array64:
        """Actual − forecast on the test part at one step, (origins,)."""
        return residuals(self.examples.prices, self.test_origins, self.test, step)


def judged_of(shown: Shown | None, examples: PriceExamples) -> Judged | None:
    """The judgement of a run that has ended; nothing before, or when none could be had."""
    folder = RunFolder.find(shown.id) if shown is not None and shown.view.finished else None
    arrays = folder.load_judgement() if folder else {}
    if shown is None or shown.view.finished is None or "ahead" not in arrays:
        return None
    return Judged(
        shown.id,
        examples,
        shown.view.finished,
        arrays["test_origins"],
        arrays["test"],
        arrays["validation_origins"],
        arrays["validation"],
        arrays["ahead"][0],
    )
