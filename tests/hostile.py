"""Names as somebody would choose them who wants others' browsers to do something, and a run that is full of them."""

import json
import re

import numpy as np

from seqcore.comparisons.beside import ITSELF, keep_together
from seqcore.data.series.series import Series
from seqcore.data.uploads import save_upload
from seqcore.evaluation.verdict import Verdict
from seqcore.experiment import Experiment, with_values
from seqcore.presets import PRESETS
from seqcore.runs.folder import RunFolder
from seqcore.tasks.base.variant import Variant
from seqcore.training.events import Epochs, Finished, StatusChanged, Validations

HOST = "evil.example"
NAMES = {
    "picture": f"![p](http://{HOST}/p.png)",
    "link": f"[l](http://{HOST})",
    "address": f"http://{HOST}/a www.{HOST} me@{HOST}",
    "html": f"<img src=http://{HOST}/i.png onerror=alert(1)><a href='http://{HOST}'>x</a>",
    "icon": ":material/skull: :smile: :violet[v] :small[s]",
    "formula": r"$\frac{x}{y}$ $$x$$",
    "code": "`c` **b** # h | - [x] ~~s~~ &lt;b&gt; %{y}",
    "direction": "\u202eevil\u202c עברית",
    "long": "x" * 300,
}
ALL = " ".join(NAMES.values())
TELLTALES = re.compile(
    r"\]\(|(?<!\\)<(img|a )|(?<!\\):(material/skull|smile|violet\[)|\u202e"
    r"|(?<!\\)\$\\frac|(?<!\\)\*\*b\*\*|https?://evil|www\.evil"
)
"""What must not reach a place where Streamlit reads Markdown, as it is written here."""


def upload(name: str, column: str = "close") -> str:
    """A file of this name with a column of that one, kept as an upload; the path of it."""
    quoted = column.replace('"', '""')
    lines = [f'date,"{quoted}",more'] + [
        f"2020-{month:02}-{day:02},{month * day % 17 + 5},{day}" for month in range(1, 13) for day in range(1, 29)
    ]
    return save_upload("\n".join(lines).encode(), name.replace("/", "")[:50] + ".csv")


def experiment(name: str) -> Experiment:
    """A forecast of a file and a column of this name."""
    base = PRESETS["prices-lstm"].experiment
    path = upload(name, name)
    return with_values(
        base, ["task.source=file", f"task.path={json.dumps(path)}", "task.window=5", "training.epochs=3"]
    )


def run(name: str) -> RunFolder:
    """A run that has ended, with hostile words wherever its folder has words."""
    dates = np.arange("2020-01-01", "2020-12-01", dtype="datetime64[D]").astype("datetime64[s]")
    values = 10 + np.sin(np.arange(len(dates)))
    series = Series(dates, {name: values, f"{name} 2": values + 1}, name, f"File {name}", (name,))
    folder = RunFolder.create(experiment(name), data=series)
    beside = RunFolder.create(folder.experiment(), data=series)
    twin = Variant(name[:300], name[:300], role="honest")
    keep_together(folder.experiment(), [ITSELF, twin], [folder, beside])
    scores = {measure: 0.5 for measure in folder.experiment().task.measures()} | {name: 0.5}
    folder.append(
        [
            StatusChanged(status="running", at=1e9, note=name),
            Epochs(first=1, metrics={"loss": [0.5, 0.4], name: [1.0, 2.0]}, update=4, seconds=1.0, examples=10),
            Validations(epochs=[0], metrics={one: [value] for one, value in scores.items()}, predictions=[None]),
        ]
    )
    verdict = Verdict(name, "same", (name, name))
    ended = {"metrics": scores, "validation": scores, "test": scores, "baselines": {name: scores}}
    finished = Finished(reason="stopped", epochs=2, updates=4, seconds=1.0, first_point_seconds=0.5, at=1e9, **ended)
    folder.append([finished.model_copy(update={"verdict": verdict})])
    beside.append([StatusChanged(status="waiting", at=1e9, note=name), finished.model_copy(update={"note": name})])
    return folder
