"""The least that paper may have, whoever designs it. Why so much: docs/print-design.md."""

from __future__ import annotations

SMALLEST = 6.5
"""Points, anything."""
SMALLEST_BLOCK = 8.0
"""Points, the text of a block; chips and sources in it may be smaller."""
SMALLEST_FIRST = 11.0
"""Points, a step of the first minutes: whoever reads them has not found the light yet."""
SMALLEST_STEP = 10.0
"""Points, any other step: it is followed at night, at arm's length."""
LEAST_BOX = 4.0
"""Millimetres, the height of a check box."""
LEAST_LINE = 8.0
"""Millimetres, the height of a cell to write in."""
