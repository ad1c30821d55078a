"""A value as YAML on one line, so that whoever reads the file gets it back as it was."""

from __future__ import annotations

import json
import re

# Letters, digits, blanks and the signs of names and addresses, beginning with a letter: YAML reads them as they stand,
# between braces too.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./@-]*[\w.-])?")
_NOT_A_TEXT = frozenset(("y", "n", "yes", "no", "true", "false", "on", "off", "null"))
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Value = str | int | bool | list["Value"] | dict[str, "Value"]


def flow(value: Value) -> str:
    """A text (in quotes where it needs them), number, list or mapping in the flow style of YAML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    is_plain = _DAY.fullmatch(value) or (_PLAIN.fullmatch(value) and value.lower() not in _NOT_A_TEXT)
    return value if is_plain else json.dumps(value, ensure_ascii=False)
