"""How often a page is drawn anew while a run goes on: the more runs, the slower, or a class would keep its server busy.

Drawing a page once takes the server some 10 ms; thirty pages three times a second would leave no time for a click.
"""

from pages.parts.server import server

SECONDS_FOR_EACH_RUN = 0.04


def tick_seconds(usual: float) -> float:
    """Seconds from one drawing to the next: `usual`, or as many as all runs that go on need."""
    return max(usual, SECONDS_FOR_EACH_RUN * server().jobs.num_going_on)
