"""Jobs: the Dask cluster, and runs taking turns on it."""
