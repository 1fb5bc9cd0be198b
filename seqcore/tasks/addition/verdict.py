"""Does it add, or does it remember? The verdict, from the problems that training never saw and those that it did."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from seqcore.data.arithmetic.answers import sign_of
from seqcore.data.arithmetic.problems import Problems, Rules
from seqcore.evaluation import in_figures
from seqcore.evaluation.baseline_verdict import Comparison, verdict_of
from seqcore.evaluation.proportions import fisher_exact, share_in_words
from seqcore.evaluation.verdict import NOISE, Verdict
from seqcore.tasks.addition.anatomy import has_operation
from seqcore.tasks.addition.memory import Memory

_Flags = npt.NDArray[np.bool_]
REMEMBERS = "In part it remembers"
_WHAT = "of the answers right"


@dataclass(frozen=True, eq=False)
class Solved:
    """Problems (n,) of one part, and whether each was answered right."""

    problems: Problems
    right: _Flags

    def __getitem__(self, rows: _Flags) -> "Solved":
        chosen = np.flatnonzero(rows)
        return Solved(self.problems[chosen], self.right[chosen])

    def count(self) -> tuple[int, int]:
        """How many are right, of how many."""
        return int(self.right.sum()), len(self.right)


def addition_verdict(rules: Rules, memory: Memory, like_training: Solved, held_out: Solved | None) -> Verdict:
    """The verdict on whole answers, against what a memory of the same training would get, on the same problems."""
    known = memory.knows(like_training.problems)
    if held_out is None:
        return _on_what_it_drew(rules, memory, like_training, known)
    details = [f"Of held-out problems a memory knows none: it can only guess the commonest answer, {memory.guess:,}."]
    if known.any():
        details.append(_generalises(held_out, like_training[known]))
    if len(rules.operations) > 1:
        details.append(_operations(rules, held_out, like_training[known]))
    return verdict_of(_beside(memory, held_out, "held-out problems"), *details)


def _on_what_it_drew(rules: Rules, memory: Memory, solved: Solved, known: _Flags) -> Verdict:
    """Without a held-out part: better than a memory is only what knows more than training has seen."""
    seen = f"Training had seen {int(known.sum()):,} of these {len(known):,} problems" + (
        "." if memory.seen is not None else ", or so it is taken: it drew too many to be counted."
    )
    details = [seen]
    if not known.all():
        details.append(f"Of those it had not seen {share_in_words(*solved[~known].count())} are right.")
    if len(rules.operations) > 1:
        details.append(_operations(rules, solved, solved[known]))
    verdict = verdict_of(_beside(memory, solved, "problems"), *details)
    if verdict.kind != "same":
        return verdict
    return replace(verdict, sentence=f"It may have remembered, for nothing is held out. {verdict.sentence}")


def _beside(memory: Memory, solved: Solved, counted: str) -> Comparison:
    remembered = memory.answers(solved.problems) == solved.problems.answers()
    return Comparison("remembering", solved.right, remembered, counted, _WHAT)


def _generalises(held_out: Solved, seen: Solved) -> str:
    """Whether it answers what it has seen better than what it has not: two independent shares."""
    (right, of), (seen_right, seen_of) = held_out.count(), seen.count()
    p_value = fisher_exact(right, of, seen_right, seen_of)
    shares = f"{share_in_words(seen_right, seen_of)} it has seen are right, {share_in_words(right, of)} held out"
    if p_value >= NOISE:
        return f"No difference beyond noise between seen and held out: {shares} ({in_figures.p_value(p_value)})."
    if seen_right * of > right * seen_of:
        return f"{REMEMBERS}: {shares} (more than noise, {in_figures.p_value(p_value)})."
    return f"Held-out problems come easier: {shares} (more than noise, {in_figures.p_value(p_value)})."


def _operations(rules: Rules, solved: Solved, seen: Solved) -> str:
    """Which operation makes the most certain difference, among `solved`; and whether it remembers those it has seen."""
    found = []
    for operation in rules.operation_indices:
        has = has_operation(solved.problems, operation)
        (right, of), (others_right, others) = solved[has].count(), solved[~has].count()
        found.append((fisher_exact(right, of, others_right, others), operation, has))
    p_value, operation, has = min(found, key=lambda one: one[0])
    p_value = min(1.0, p_value * len(found))  # the most certain of several is easily found by chance (Bonferroni)
    if p_value >= NOISE:
        return f"No operation is easier or harder than the others beyond noise ({in_figures.p_value(p_value)})."
    sign, (right, of), (others_right, others) = sign_of(operation), solved[has].count(), solved[~has].count()
    word = "harder" if right * others < others_right * of else "easier"
    words = (
        f"{sign} is {word} than the others: {share_in_words(right, of)} with {sign} are right, "
        f"{share_in_words(others_right, others)} without (more than noise, {in_figures.p_value(p_value)})."
    )
    seen_right, seen_of = seen[has_operation(seen.problems, operation)].count()
    by_heart = solved is not seen and seen_right * of > right * seen_of
    if word == "harder" and by_heart and fisher_exact(right, of, seen_right, seen_of) < NOISE:
        words += f" It learns {sign} by heart: {share_in_words(seen_right, seen_of)} it has seen are right."
    return words
