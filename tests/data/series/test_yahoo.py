"""Who asks Yahoo how often: once for thirty students, now and then for a file on disk, and never without an end."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fake_yfinance import environment, install

from seqcore.data.series import download_cache, yahoo, yahoo_answer
from seqcore.data.series.series import Series
from seqcore.data.series.yahoo import Downloaded, DownloadFailed, YahooRequest, download

ROOT = Path(__file__).parents[3]
STUDENTS = 30
AMZN = YahooRequest("AMZN")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Any:
    return install(monkeypatch)


@pytest.fixture
def cache(runs_home: Path) -> Path:
    return runs_home / "downloads"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clocks of downloads on by some seconds."""
    moved = 0.0
    true_time, true_monotonic = time.time, time.monotonic

    def move(seconds: float) -> None:
        nonlocal moved
        moved += seconds

    clock = type("Clock", (), {"time": lambda: true_time() + moved, "monotonic": lambda: true_monotonic() + moved})
    monkeypatch.setattr(yahoo, "time", clock)
    monkeypatch.setattr(yahoo_answer, "time", clock)
    return move


def until_no_question_is_left() -> None:
    while any(thread.name == "yahoo" for thread in threading.enumerate()):
        time.sleep(0.01)


def test_the_second_time_it_comes_from_disk(fake: Any, cache: Path) -> None:
    first, second = download(AMZN), download(YahooRequest("amzn"))
    assert len(fake.calls) == 1
    assert (first.from_cache, second.from_cache) == (False, True)
    assert second.series.fingerprint == first.series.fingerprint
    assert (second.series.name, second.series.origin, second.series.notes) == (
        first.series.name,
        first.series.origin,
        first.series.notes,
    )
    assert second.fetched_at == first.fetched_at
    assert second.series.index.dtype == np.dtype("datetime64[s]")
    assert [file.name for file in cache.glob("*.parquet")] == [f"{AMZN.key}.parquet"]


@pytest.mark.parametrize(("interval", "hours"), [("1d", 12), ("1wk", 12), ("1h", 1)])
def test_old_prices_are_asked_for_again(fake: Any, later: Any, interval: str, hours: int) -> None:
    request = YahooRequest("AMZN", "1y", interval=interval)
    download(request)
    later(hours * 3600 - 60)
    assert download(request).from_cache
    later(120)
    assert not download(request).from_cache
    assert len(fake.calls) == 2


def test_a_file_from_the_future_does_not_last_for_ever(fake: Any, later: Any) -> None:
    download(AMZN)
    later(-1000)
    assert not download(AMZN).from_cache


def test_refresh_asks_again_but_not_all_the_time(fake: Any, later: Any) -> None:
    download(AMZN)
    assert download(AMZN, refresh=True).from_cache
    later(11)
    assert not download(AMZN, refresh=True).from_cache
    for _ in range(5):
        assert download(AMZN, refresh=True).from_cache
    assert len(fake.calls) == 2


@pytest.mark.parametrize("refresh", [False, True])
def test_thirty_students_make_one_request(fake: Any, refresh: bool) -> None:
    fake.scenarios["AMZN"] = "SLOW"
    with ThreadPoolExecutor(STUDENTS) as pool:
        found = list(pool.map(lambda _: download(AMZN, refresh=refresh), range(STUDENTS)))
    assert len(fake.calls) == 1
    assert len({one.series.fingerprint for one in found}) == 1
    assert sum(not one.from_cache for one in found) == 1


@pytest.mark.parametrize("refresh", [False, True])
def test_thirty_students_without_a_network_make_one_request(
    fake: Any, monkeypatch: pytest.MonkeyPatch, refresh: bool
) -> None:
    monkeypatch.setattr(yahoo, "SECONDS_FOR_YAHOO", 0.5)
    began = time.monotonic()

    def ask(_: int) -> str:
        with pytest.raises(DownloadFailed) as raised:
            download(YahooRequest("HANG"), refresh=refresh)
        return raised.value.kind

    with ThreadPoolExecutor(STUDENTS) as pool:
        assert set(pool.map(ask, range(STUDENTS))) == {"timeout"}
    assert len(fake.calls) == 1
    assert time.monotonic() - began < 5
    fake.release()
    until_no_question_is_left()


def test_different_requests_do_not_wait_for_each_other(fake: Any) -> None:
    for name in "ABC":
        fake.scenarios[name] = "SLOW"
    download(AMZN)
    began = time.monotonic()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda name: download(YahooRequest(name)), "ABC"))
    assert time.monotonic() - began < 0.85


def test_a_failure_is_remembered_for_some_seconds(fake: Any, later: Any) -> None:
    said = set()
    for _ in range(5):
        with pytest.raises(DownloadFailed) as raised:
            download(YahooRequest("NONE"))
        said.add((raised.value.kind, str(raised.value)))
    assert len(said) == len(fake.calls) == 1
    later(11)
    with pytest.raises(DownloadFailed):
        download(YahooRequest("NONE"))
    assert len(fake.calls) == 2


def test_refresh_asks_again_after_a_failure(fake: Any) -> None:
    fake.scenarios["AMZN"] = "OFFLINE"
    with pytest.raises(DownloadFailed):
        download(AMZN)
    fake.scenarios.clear()
    with pytest.raises(DownloadFailed):
        download(AMZN)
    assert not download(AMZN, refresh=True).from_cache
    assert download(AMZN).from_cache


def test_refresh_waits_when_yahoo_has_had_enough(fake: Any, later: Any) -> None:
    for _ in range(3):
        with pytest.raises(DownloadFailed):
            download(YahooRequest("LIMIT"), refresh=True)
    assert len(fake.calls) == 1
    later(11)
    with pytest.raises(DownloadFailed):
        download(YahooRequest("LIMIT"), refresh=True)
    assert len(fake.calls) == 2


@pytest.mark.parametrize("scenario", ["OFFLINE", "LIMIT", "NONE", "EMPTY", "ODD"])
def test_older_prices_will_do_when_yahoo_fails_and_it_says_so(fake: Any, later: Any, scenario: str) -> None:
    first = download(AMZN)
    later(3 * 86_400 + 60)
    fake.scenarios["AMZN"] = scenario
    older = download(AMZN)
    assert older.from_cache
    assert older.fetched_at == first.fetched_at
    assert older.series.fingerprint == first.series.fingerprint
    assert older.series.notes[:-1] == first.series.notes
    assert older.series.notes[-1].startswith("Older prices, downloaded 3 days ago: Yahoo")
    download(AMZN)
    assert len(fake.calls) == 2
    fake.scenarios.clear()
    later(11)
    assert download(AMZN).series.notes == first.series.notes


def test_a_failed_refresh_raises_and_keeps_the_old_prices(fake: Any, later: Any) -> None:
    first = download(AMZN)
    later(60)
    fake.scenarios["AMZN"] = "OFFLINE"
    with pytest.raises(DownloadFailed):
        download(AMZN, refresh=True)
    kept = download(AMZN)
    assert kept.from_cache
    assert kept.series.notes == first.series.notes


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"nonsense" * 100, "half", "bit", "other"])
def test_a_damaged_file_is_as_good_as_none(fake: Any, cache: Path, damage: bytes | str) -> None:
    first = download(AMZN)
    file = cache / f"{AMZN.key}.parquet"
    content = file.read_bytes()
    if damage == "other":
        pd.DataFrame({"close": [1.0]}).to_parquet(file)
    else:
        middle = len(content) // 3
        changed = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
        file.write_bytes({"half": content[:middle], "bit": changed}.get(damage, damage))  # type: ignore[arg-type]
    again = download(AMZN)
    assert not again.from_cache
    assert again.series.fingerprint == first.series.fingerprint
    assert download(AMZN).from_cache


def test_only_so_many_files_are_kept(fake: Any, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download_cache, "MOST_FILES", 3)
    requests = [YahooRequest(name) for name in "ABCDE"]
    for age, request in zip(range(50, 0, -10), requests, strict=True):
        download(request)
        os.utime(cache / f"{request.key}.parquet", (time.time() - age,) * 2)
    left_over = cache / f"{AMZN.key}.12345678.new"
    left_over.write_bytes(b"half")
    os.utime(left_over, (time.time() - 7200,) * 2)
    download(AMZN)
    kept = {file.stem for file in cache.glob("*.parquet")}
    assert kept == {AMZN.key, *(request.key for request in requests[-2:])}
    assert not left_over.exists()


def test_where_nothing_can_be_written_there_are_prices_all_the_same(
    fake: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    monkeypatch.setenv("SEQCORE_HOME", str(in_the_way))
    assert len(download(AMZN).series) > 1000
    assert not download(AMZN).from_cache


ASK = """
import sys
from seqcore.data.series.yahoo import YahooRequest, download
found = download(YahooRequest(sys.argv[1]))
print(found.series.fingerprint, found.from_cache)
"""


def test_processes_make_one_request(runs_home: Path, tmp_path: Path) -> None:
    log = tmp_path / "calls.txt"
    program = [sys.executable, "-c", ASK, "SLOW"]
    running = [
        subprocess.Popen(program, cwd=ROOT, env=environment(log), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    ends = [process.communicate(timeout=60) for process in running]
    assert [error for _, error in ends] == [b"", b""]
    assert log.read_text().count("\n") == 1
    assert len({out.split()[0] for out, _ in ends}) == 1
    assert sorted(out.split()[1] for out, _ in ends) == [b"False", b"True"]


def test_age_in_words() -> None:
    series = Series(np.arange(3), {"close": np.ones(3)}, "X", "")
    words = {0: "just now", 59: "just now", 60: "1 minute ago", 750: "12 minutes ago", 3600: "1 hour ago"}
    words |= {86_399: "23 hours ago", 86_400: "1 day ago", 3.5 * 86_400: "3 days ago", -50: "just now"}
    found = Downloaded(series, 1000.0, False)
    assert {age: found.age_in_words(1000.0 + age) for age in words} == words


def test_a_hang_is_given_up(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yahoo, "SECONDS_FOR_YAHOO", 0.2)
    began = time.monotonic()
    with pytest.raises(DownloadFailed, match="did not answer in time") as raised:
        download(YahooRequest("HANG"))
    assert raised.value.kind == "timeout"
    assert time.monotonic() - began < 2
    fake.release()
    until_no_question_is_left()


def test_hanging_threads_do_not_pile_up(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yahoo, "SECONDS_FOR_YAHOO", 0.1)
    monkeypatch.setattr(yahoo_answer, "_places", threading.BoundedSemaphore(2))
    for name in "ABCDE":
        fake.scenarios[name] = "HANG"
        with pytest.raises(DownloadFailed):
            download(YahooRequest(name))
    assert len(fake.calls) == 2
    fake.release()
    monkeypatch.setattr(yahoo, "SECONDS_FOR_YAHOO", 10.0)
    assert len(download(AMZN).series) > 1000
    until_no_question_is_left()


def test_importing_it_loads_neither_pandas_nor_yfinance() -> None:
    program = "import sys, seqcore.data.series.yahoo; print({'pandas', 'yfinance', 'pyarrow'} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "set()"


REAL = """
import logging
from seqcore.data.series.yahoo import DownloadFailed, YahooRequest, download
try:
    download(YahooRequest("AMZN"))
except DownloadFailed as failure:
    print(failure.kind)
"""


def test_the_real_one_is_quiet_writes_nothing_and_fails_in_words_without_a_network(tmp_path: Path) -> None:
    """A proxy that refuses stands for a network that is not there."""
    home = tmp_path / "nobody"
    home.mkdir()
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "SEQCORE_HOME": str(tmp_path / "home")}
    proxy = {"https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9", "no_proxy": ""}
    ended = subprocess.run(
        [sys.executable, "-W", "default", "-c", REAL],
        cwd=ROOT,
        env={**os.environ, **places, **proxy},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.splitlines() == ["no_network"]
    assert "yfinance" not in ended.stderr
    assert "fetch failed" not in ended.stderr
    assert not list(home.iterdir())
