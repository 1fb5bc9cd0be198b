"""Numbers as they stand in sentences: a skill, a share, a p value, a price."""

import math

MINUS = "−"


def skill(value: float) -> str:
    """0.12 and −0.03, never −0.00."""
    if value < -1000:
        return f"below {MINUS}1,000"
    return f"{round(value, 2) + 0.0:,.2f}".replace("-", MINUS)


def percent(share: float, digits: int = 0) -> str:
    """The number only, without its sign."""
    return f"{share * 100:.{digits}f}"


def p_value(value: float) -> str:
    """With its letter: p = 0.031. One below 0.05 is not rounded up to that, for there a difference begins to count."""
    if value < 0.001:
        return "p < 0.001"
    if 0.0495 <= value < 0.05:
        return f"p = {math.floor(value * 10_000) / 10_000:.4f}"
    return f"p = {value:.3f}" if value < 0.1 else f"p = {value:.2f}"


def with_reach(value: float, reach: float, coarsest: int = 0) -> str:
    """Both to the same place, two digits of the reach: −0.217 ± 0.043, 50,187 ± 1,210.

    With a `coarsest` number of decimals, just so many where they show any reach: 6.2 ± 0.6 with 1.
    """
    if not 0 < reach < math.inf:
        return f"{value:.{max(coarsest, 1)}f} ± {reach:.{max(coarsest, 1)}f}".replace("-", MINUS)
    decimals = max(0, 1 - math.floor(math.log10(reach)))
    if coarsest and reach >= 10**-coarsest:
        decimals = coarsest
    return f"{round(value, decimals) + 0.0:,.{decimals}f} ± {reach:,.{decimals}f}".replace("-", MINUS)


def price(value: float) -> str:
    """Three significant digits: 0.0255, 25.5, 25,500."""
    return f"{float(f'{value:.3g}'):,.10g}".replace("-", MINUS)
