"""A series of values over time, with what is known about where it comes from. NumPy only: workers get it, too."""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from seqcore.data.base import Data
from seqcore.invalid import InvalidInput

Array64 = npt.NDArray[np.float64]

SECONDS_A_DAY = 86_400
# Longest usual gap between two rows in days, and how many rows make up the natural season of such a series.
_SEASONS = ((0.9, 24), (1.5, 5), (8.0, 52), (32.0, 12), (95.0, 4))


@dataclass(frozen=True, eq=False)
class Series(Data):
    """Rows oldest first, strictly increasing in `index`, every number finite.

    `index` holds dates (datetime64[s], UTC where the source knows a time zone) or row numbers (int64).
    `columns` are float64 arrays by name; the first one is what is to be forecast.
    `origin` says in one sentence where the rows are from; `notes` what was dropped, filled or assumed on the way.
    """

    kind: ClassVar = "series"
    index: npt.NDArray[Any]
    columns: Mapping[str, Array64]
    name: str
    origin: str
    notes: Sequence[str] = field(default=())

    def __len__(self) -> int:
        return len(self.index)

    @property
    def target(self) -> str:
        """The name of the column to be forecast."""
        return next(iter(self.columns))

    @property
    def values(self) -> Array64:
        """The values to be forecast, (rows,)."""
        return self.columns[self.target]

    @property
    def has_dates(self) -> bool:
        return bool(np.issubdtype(self.index.dtype, np.datetime64))

    def ends_in_words(self) -> tuple[str, str]:
        """Of the first and the last row: the date, with the time of day where there is any, or "row 7"."""
        if not self.has_dates:
            return f"row {self.index[0]:,}", f"row {self.index[-1]:,}"
        unit = "m" if (self.index.astype(np.int64) % SECONDS_A_DAY).any() else "D"
        first, last = (str(date).replace("T", " ") for date in self.index[[0, -1]].astype(f"datetime64[{unit}]"))
        return first, last

    def matrix(self, features: Sequence[str] = ()) -> Array64:
        """The values and further columns, (rows, 1 + features). Raises InvalidInput for an unknown one."""
        others = [name for name in self.columns if name != self.target]
        for name in features:
            if name not in others:
                known = ", ".join(others) or "none"
                raise InvalidInput([f"task.features: got {name!r}; the further columns of {self.name} are: {known}."])
        return np.column_stack([self.values, *(self.columns[name] for name in features)])

    def only(self, features: Sequence[str]) -> "Series":
        """The values with those further columns that are named, of those that there are."""
        names = [name for name in self.columns if name == self.target or name in features]
        return self if len(names) == len(self.columns) else replace(self, columns={n: self.columns[n] for n in names})

    def first(self, rows: int) -> "Series":
        """The first `rows` rows."""
        columns = {name: values[:rows] for name, values in self.columns.items()}
        return replace(self, index=self.index[:rows], columns=columns)

    def season(self) -> int | None:
        """Rows of the natural season: 5 trading days, 12 months, …; nothing without dates or for odd gaps."""
        if not self.has_dates or len(self) < 3:
            return None
        days = float(np.median(np.diff(self.index).astype("timedelta64[s]").astype(np.int64))) / SECONDS_A_DAY
        weekend = bool(np.isin(_weekdays(self.index[:500]), (5, 6)).any())
        season = next((season for most, season in _SEASONS if days <= most), None)
        return 7 if season == 5 and weekend else season

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a number or the order of columns does."""
        digest = hashlib.sha256(np.ascontiguousarray(self.index).view(np.int64).tobytes())
        for name, values in self.columns.items():
            digest.update(name.encode() + np.ascontiguousarray(values).tobytes())
        return digest.hexdigest()

    def to_bytes(self) -> bytes:
        """The saved form (NumPy's .npz, without pickle); `from_bytes` is the inverse."""
        words = {"name": self.name, "origin": self.origin, "notes": list(self.notes), "columns": list(self.columns)}
        text = np.frombuffer(json.dumps(words).encode(), dtype=np.uint8)
        buffer = io.BytesIO()
        arrays = {f"c{place:04d}": values for place, values in enumerate(self.columns.values())}
        np.savez_compressed(buffer, allow_pickle=False, words=text, index=self.index, **arrays)
        return buffer.getvalue()

    def _check(self) -> None:
        """Raises ValueError unless it is as the class says."""
        shapes = {self.index.shape, *(values.shape for values in self.columns.values())}
        is_index = self.index.dtype in (np.dtype("datetime64[s]"), np.dtype(np.int64))
        if len(shapes) > 1 or self.index.ndim != 1 or not self.columns or not is_index:
            raise ValueError("its columns are not of one length")
        if not (np.diff(self.index.view(np.int64)) > 0).all():
            raise ValueError("its rows are not in order")
        if not all(values.dtype == np.float64 and np.isfinite(values).all() for values in self.columns.values()):
            raise ValueError("a column holds something else than numbers")

    @classmethod
    def from_bytes(cls, content: bytes) -> "Series":
        """The inverse of `to_bytes`. Raises ValueError when the content is damaged."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                words = json.loads(arrays["words"].tobytes())
                columns = {name: arrays[f"c{place:04d}"] for place, name in enumerate(words.pop("columns"))}
                notes = tuple(map(str, words["notes"]))
                series = cls(arrays["index"], columns, str(words["name"]), str(words["origin"]), notes)
            series._check()
            return series
        except Exception as error:  # zipfile, json and NumPy raise a dozen kinds
            raise ValueError(f"damaged: {error}") from error


def _weekdays(index: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """0 for Monday … 6 for Sunday."""
    days: npt.NDArray[np.int64] = index.astype("datetime64[D]").astype(np.int64)
    return (days + 3) % 7
