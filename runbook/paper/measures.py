"""The least that paper may have, whoever designs it. Why so much: docs/print-design.md."""

from __future__ import annotations

SMALLEST = 6.5
"""Points, anything."""
SMALLEST_BLOCK = 8.0
"""Points, the text of a block; chips and sources in it may be smaller."""
SMALLEST_FIRST = 8.5
"""Points, a step that is no step of a packet: the first minutes have to keep to their one page."""
SMALLEST_STEP = 10.0
"""Points, a step of a packet: it is followed at night, at arm's length."""
LEAST_BOX = 4.0
"""Millimetres, the height of a check box."""
LEAST_LINE = 8.0
"""Millimetres, the height of a cell to write in."""
