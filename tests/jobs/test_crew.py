"""The crew keeps its size: with processes that end, hang or never come whenever a test wants them to."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from seqcore.jobs import crew as crew_module
from seqcore.jobs.crew import Crew

Play = Callable[["Company"], Awaitable[None]]


@dataclass(eq=False)
class Process:
    """Stands for a worker's process, and for what the scheduler knows of it."""

    name: str
    lives: bool = True
    hangs: bool = False

    def is_alive(self) -> bool:
        return self.lives

    def end(self) -> None:
        self.lives = False


@dataclass
class Company:
    """A crew of two, all processes it ever started, and the scheduler they register with."""

    crew: Crew
    processes: list[Process] = field(default_factory=list)
    fails: bool = False
    fewest: int = 2
    beat: float = 0.0
    address = "tcp://"

    async def start(self, address: str) -> Process | None:
        if self.fails:
            return None
        self.processes.append(Process(f"worker-{len(self.processes)}"))
        return self.processes[-1]

    @property
    def alive(self) -> list[Process]:
        return [process for process in self.processes if process.lives]

    @property
    def aliases(self) -> dict[str, str]:
        return {process.name: f"tcp://{process.name}" for process in self.alive}

    @property
    def workers(self) -> dict[str, Any]:
        self.beat += 1
        seen = {process.name: 0.0 if process.hangs else self.beat for process in self.alive}
        return {f"tcp://{name}": SimpleNamespace(last_seen=last, processing={}) for name, last in seen.items()}

    async def retire_workers(self, names: list[str], close_workers: bool) -> None:
        self.fewest = min(self.fewest, len(self.alive) - len(names))
        for process in self.alive:
            process.lives = process.name not in names


def with_company(monkeypatch: pytest.MonkeyPatch, play: Play) -> None:
    for name in ("SECONDS_BETWEEN_LOOKS", "SECONDS_BETWEEN_FIRST_LOOKS", "FIRST_PAUSE"):
        monkeypatch.setattr(crew_module, name, 0.001)
    monkeypatch.setattr(crew_module, "SECONDS_OF_SILENCE", 0.02)
    monkeypatch.setattr(crew_module.sys, "platform", "other")  # nothing is to be forked here

    async def run() -> None:
        company = Company(Crew(2, {}))
        monkeypatch.setattr(company.crew, "_start", company.start)
        keeping = asyncio.create_task(company.crew.keep(company))  # type: ignore[arg-type]
        await until(lambda: len(company.alive) == 2)
        await play(company)
        keeping.cancel()

    asyncio.run(run())


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not happened():
            await asyncio.sleep(0.001)


def test_whoever_ends_is_replaced_also_both_and_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(company: Company) -> None:
        for _ in range(10):
            lost = company.alive
            for process in lost:
                process.end()
            await until(lambda lost=lost: len(company.alive) == 2 and not set(lost) & set(company.alive))

    with_company(monkeypatch, play)


def test_whoever_hangs_is_ended_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(company: Company) -> None:
        hanging, other = company.alive
        hanging.hangs = True
        await until(lambda: not hanging.lives and len(company.alive) == 2)
        assert other.lives

    with_company(monkeypatch, play)


def test_when_none_can_be_started_it_tries_until_one_can(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(company: Company) -> None:
        company.fails = True
        for process in company.alive:
            process.end()
        await asyncio.sleep(0.05)
        assert not company.alive
        company.fails = False
        await until(lambda: len(company.alive) == 2)

    with_company(monkeypatch, play)


def test_a_planned_replacement_is_there_before_the_old_one_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(company: Company) -> None:
        old = company.alive
        for process in old:
            company.crew.replace(f"tcp://{process.name}")
        await until(lambda: not any(process.lives for process in old) and len(company.alive) == 2)
        assert company.fewest == 2

    with_company(monkeypatch, play)
