"""The workers of the local cluster: as many as there should be, whatever happened to them.

Dask's own cluster looks at a lost worker once, some time later, and gives up the place of one that is away just then.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import sys
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any

import psutil

from seqcore.jobs.worker_process import train_for

if TYPE_CHECKING:
    from distributed import Scheduler

LOG = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 0.25
SECONDS_BETWEEN_FIRST_LOOKS = 0.02
SECONDS_TO_REGISTER = 120
SECONDS_OF_SILENCE = 60
"""After which a worker counts as hung: by itself it tells the scheduler that it lives every second or so."""
SECONDS_TO_LEAVE = 30
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds until the next try, when processes end before they have registered."""


@dataclass(frozen=True)
class Member:
    """One process of the crew."""

    name: str
    process: BaseProcess
    handle: psutil.Process

    def is_alive(self) -> bool:
        """Whether the process is there, hung or not."""
        return self.process.is_alive()

    def end(self) -> None:
        """End the process at once, also when whoever has forked it is gone."""
        with contextlib.suppress(psutil.NoSuchProcess):
            self.handle.kill()
        self.process.join(timeout=1)


class Crew:
    """Keeps `size` workers; lives in the event loop of the scheduler."""

    def __init__(self, size: int, settings: dict[str, Any]) -> None:
        self._size, self._settings = size, settings
        self._num_started = 0
        self._to_be_replaced: set[str] = set()
        self._starting = asyncio.Lock()
        self._context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
        if sys.platform == "linux":
            from multiprocessing import forkserver

            self._context.set_forkserver_preload(["seqcore.jobs.preload"])
            forkserver.ensure_running()  # it imports for some seconds, while this process goes on

    async def keep(self, scheduler: "Scheduler") -> None:
        """Start the workers, and replace each one that ends, hangs, or is to be replaced. Never returns."""
        await asyncio.gather(*(self._keep_one(scheduler) for _ in range(self._size)))

    def replace(self, address: str) -> None:
        """Have a fresh worker take the place of the one at `address`, which goes when that is there."""
        self._to_be_replaced.add(address)

    async def _keep_one(self, scheduler: "Scheduler") -> None:
        member = await self._begin(scheduler)
        while True:
            await self._until_due(scheduler, member)
            fresh = None
            if member.is_alive() and self._is_to_be_replaced(scheduler, member):
                fresh = await self._begin(scheduler)
                await self._retire(scheduler, member)
            LOG.info("%s ends", member.name)
            await asyncio.to_thread(member.end)
            member = fresh or await self._begin(scheduler)

    async def _begin(self, scheduler: "Scheduler") -> Member:
        """A new worker that has registered. One at a time: the first is there sooner than two at once would be."""
        pause = FIRST_PAUSE
        while True:
            async with self._starting:
                member = await self._start(scheduler)
                if member and await self._registers(scheduler, member):
                    return member
            if member:
                await asyncio.to_thread(member.end)
            LOG.warning("a training process did not start; the next try is in %.0f s", pause)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, 2 * pause)

    async def _start(self, scheduler: "Scheduler") -> Member | None:
        self._num_started += 1
        name = f"worker-{self._num_started}"
        process = self._context.Process(  # type: ignore[attr-defined]
            target=train_for,
            args=(scheduler.address, scheduler.security, name, self._settings),
            name=name,
            daemon=True,
        )
        try:
            await asyncio.to_thread(process.start)  # which waits until the libraries are there
            return Member(name, process, psutil.Process(process.pid))
        except (OSError, EOFError, psutil.NoSuchProcess) as error:
            LOG.warning("no training process could be started: %s", error)
            return None

    async def _registers(self, scheduler: "Scheduler", member: Member) -> bool:
        """Wait for the worker; False when that takes too long or its process ends before."""
        for _ in range(int(SECONDS_TO_REGISTER / SECONDS_BETWEEN_FIRST_LOOKS)):
            if member.name in scheduler.aliases:
                return True
            if not member.is_alive():
                break
            await asyncio.sleep(SECONDS_BETWEEN_FIRST_LOOKS)
        return False

    async def _until_due(self, scheduler: "Scheduler", member: Member) -> None:
        """Wait until the process has ended, hangs, or is to be replaced."""
        seen, silence = 0.0, 0.0  # counted in looks, not by the clock: a computer that slept has not hung
        while member.is_alive() and silence < SECONDS_OF_SILENCE and not self._is_to_be_replaced(scheduler, member):
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            known = scheduler.workers.get(scheduler.aliases.get(member.name, ""))
            silence = 0.0 if known and known.last_seen != seen else silence + SECONDS_BETWEEN_LOOKS
            seen = known.last_seen if known else seen

    def _is_to_be_replaced(self, scheduler: "Scheduler", member: Member) -> bool:
        return scheduler.aliases.get(member.name) in self._to_be_replaced

    async def _retire(self, scheduler: "Scheduler", member: Member) -> None:
        """Have a worker finish what it is at, and go."""
        address = scheduler.aliases.get(member.name, "")
        self._to_be_replaced.discard(address)
        try:
            async with asyncio.timeout(SECONDS_TO_LEAVE):
                while (known := scheduler.workers.get(address)) and known.processing:
                    await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
                await scheduler.retire_workers(names=[member.name], close_workers=True)
                while member.is_alive():
                    await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        except TimeoutError:
            LOG.warning("%s does not leave by itself", member.name)
