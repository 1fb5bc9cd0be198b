"""A process that trains: how it joins the local cluster, and that it goes with it."""

import asyncio
import os
import threading
from multiprocessing import parent_process
from typing import TYPE_CHECKING, Any

from seqcore.jobs.engine import load_engine

if TYPE_CHECKING:  # see turn.py
    from distributed import Security


def train_for(scheduler: str, security: "Security", name: str, settings: dict[str, Any]) -> None:
    """Be a worker of the scheduler at this address until it ends, or the process that started this one does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    load_engine()  # nothing to do in a process that was forked
    asyncio.run(_serve(scheduler, security, name, settings))


async def _serve(scheduler: str, security: "Security", name: str, settings: dict[str, Any]) -> None:
    import dask
    from distributed import Worker

    dask.config.set(settings)
    # Without a limit: Dask would pause a full worker for ever; crowded ones are replaced between two slices.
    async with Worker(
        scheduler,
        security=security,
        name=name,
        nthreads=1,
        memory_limit=0,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as worker:
        await worker.finished()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
