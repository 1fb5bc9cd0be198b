"""How often pages are drawn anew."""

from types import SimpleNamespace

import pytest

from pages.parts import rhythm


@pytest.mark.parametrize(("runs", "seconds"), [(0, 0.35), (1, 0.35), (8, 0.35), (30, 1.2), (100, 4.0)])
def test_the_more_runs_go_on_the_less_often(runs: int, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rhythm, "server", lambda: SimpleNamespace(jobs=SimpleNamespace(num_going_on=runs)))
    assert rhythm.tick_seconds(0.35) == pytest.approx(seconds)
