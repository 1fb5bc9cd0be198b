"""Which other sites may show the app inside their pages: ``SEQCORE_EMBED="https://course.example"``.

Browsers withhold the usual cookies from a page inside a page of another site: its visitors would be strangers to the
runs they start, and could not upload files. For the sites named here the app takes other ways (see `visitor.py`).
"""

import os
import re

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?", re.IGNORECASE)


def embedding_sites() -> tuple[str, ...]:
    """The sites of `SEQCORE_EMBED`, separated by spaces or commas. Raises ValueError for one that is no origin."""
    sites = tuple(site.rstrip("/") for site in re.split(r"[\s,]+", os.environ.get("SEQCORE_EMBED", "")) if site)
    for site in sites:
        if not ORIGIN.fullmatch(site):
            raise ValueError(
                f"SEQCORE_EMBED: got {site[:100]!r}; allowed are addresses of sites without a path, such as "
                "https://course.example or https://*.course.example, separated by spaces."
            )
    return sites


def is_embedding_allowed() -> bool:
    """Whether any site may show the app inside its pages; False when the setting is invalid, which the page tells."""
    try:
        return bool(embedding_sites())
    except ValueError:
        return False
