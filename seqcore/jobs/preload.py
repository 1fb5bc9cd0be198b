"""Loads the engine when it is imported: by the process that forks workers, and as a Dask preload by any other worker.

A worker that is started by hand takes it as ``dask worker tcp://… --preload seqcore.jobs.preload``.
"""

from seqcore.jobs.engine import load_engine

load_engine()
