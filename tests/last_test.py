"""What lives until the last test of a folder: without `__init__.py` pytest's scope "package" is the whole session."""

from contextlib import ExitStack
from pathlib import Path

import pytest


class UntilLastTest(ExitStack):
    """Entered by fixtures of a folder's conftest, whose `pytest_runtest_teardown` calls `after_test`."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def after_test(self, nextitem: pytest.Item | None) -> None:
        """Close everything if no further test of the folder comes."""
        if nextitem is None or self._folder not in nextitem.path.parents:
            self.close()
