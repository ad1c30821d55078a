"""Names of AWS Regions by their form alone."""

from __future__ import annotations

import re

_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}")


def is_region(name: str) -> bool:
    """Whether this can be the name of a Region."""
    return _REGION.fullmatch(name) is not None
