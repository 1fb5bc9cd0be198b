"""A verdict on a network beside a baseline, from the results of both on the same independent examples."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqcore.evaluation import in_figures
from seqcore.evaluation.paired import PairedDifference, paired_difference
from seqcore.evaluation.verdict import Kind, Verdict

_OPENINGS: dict[Kind, str] = {"better": "Better than", "same": "No better or worse than", "worse": "Worse than"}


@dataclass(frozen=True)
class Comparison:
    """Results (n,) of network and baseline on the same `n` examples, and the words for them.

    `baseline` goes with "better than", as in "knowing only the step's number"; `counted` are the examples, in the
    plural; `what` is measured. A `share` is 1 at best and told in percent, as in "94.6 % of steps right" with "of
    steps right" for `what`; the others are errors, as in "off by 0.4" with "off by".
    """

    baseline: str
    ours: npt.ArrayLike
    theirs: npt.ArrayLike
    counted: str
    what: str
    share: bool = True


def verdict_of(compared: Comparison, *details: str) -> Verdict:
    """Better or worse is what `paired_difference` finds to be more than noise. Raises ValueError where that does."""
    found = paired_difference(compared.ours, compared.theirs)
    kind = kind_of(found, lower_is_better=not compared.share)
    limit = f", as far as {_amount(compared, found)} can tell" if kind == "same" else ""
    return Verdict(f"{_OPENINGS[kind]} {compared.baseline}{limit}: {finding(compared, found)}.", kind, details)


def also(compared: Comparison) -> str:
    """One more sentence of evidence: "Whole sequences right: 62.0 % against 25.8 % (difference …)."."""
    return f"{compared.what}: {finding(compared, paired_difference(compared.ours, compared.theirs), named=False)}."


def kind_of(found: PairedDifference, *, lower_is_better: bool = False) -> Kind:
    """Better, worse, or no more than noise between them."""
    if found.may_be_noise:
        return "same"
    return "better" if (found.mean < 0) == lower_is_better else "worse"


def finding(compared: Comparison, found: PairedDifference, *, named: bool = True) -> str:
    """As in "94.6 % of steps right against 88.4 % (difference 6.2 ± 0.6 points over 500 sequences, p < 0.001)"."""
    ours, theirs = _mean(compared.ours), _mean(compared.theirs)
    about = f" {compared.what}" if named else ""
    if compared.share:
        numbers = f"{100 * ours:.1f} %{about} against {100 * theirs:.1f} %"
        size, reach, unit = 100 * found.mean, 100 * _reach(found), " points"
    else:
        numbers = f"{about.strip()} {_plain(ours)} on average against {_plain(theirs)}".strip()
        size, reach, unit = found.mean, _reach(found), ""
    over = f"over {_amount(compared, found)}"
    if not math.isfinite(reach):
        return f"{numbers}, {over}: too few to tell"
    difference = in_figures.with_reach(size, reach, coarsest=1 if compared.share else 0)
    return f"{numbers} (difference {difference}{unit} {over}, {in_figures.p_value(found.p_value)})"


def _amount(compared: Comparison, found: PairedDifference) -> str:
    return f"{found.n:,} {compared.counted if found.n != 1 else compared.counted.removesuffix('s')}"


def _mean(values: npt.ArrayLike) -> float:
    return float(np.mean(np.asarray(values, np.float64)))


def _reach(found: PairedDifference) -> float:
    """How far the 95 % interval reaches from the mean."""
    return max(found.high - found.mean, found.mean - found.low)


def _plain(error: float) -> str:
    """Three digits, never as a power of ten: 33.4, 50,187, "less than 0.001"."""
    if 0 < error < 0.001:
        return "less than 0.001"
    return f"{error:,.0f}" if error >= 1000 else f"{error:.3g}"
