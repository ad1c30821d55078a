"""What somebody wrote as one value, in the form that is wanted at its place: an id for a name, the word for a brand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from runbook.config.meant import as_identifier, readings
from runbook.config.references import REFERENCES, fits, id_called
from runbook.organisation.parsers import is_time_zone
from runbook.text.secret_values import could_be_password, is_day

if TYPE_CHECKING:
    from runbook.config.tree import Node, Path, Tree
    from runbook.text.yaml_flow import Value

Form = Mapping[str, Any]
UNKNOWN = "…"
_CODE = re.compile("[a-z]{2}")  # of a language


def single_value(form: Form, tree: Tree, path: Path, own: Node, *, reread: bool = False) -> Value | None:
    """A text as a value of a form; None if it cannot be one."""
    if not isinstance(own, str) or not own:
        return None
    if is_reference(path):
        known = referred(tree, path, own)
        if reread and known == own:  # wrong there too, and in the same way
            return next(_guesses(form, path, own), None)
        return known if known is not None or reread or not _can_hold(form, own) or could_be_password(own) else own
    if fits(path, "languages.*"):
        return next((each for each in (own, *readings(own)) if _CODE.fullmatch(each)), None)
    if not reread and _can_hold(form, own) and not could_be_password(own):
        return _typed(form, own)
    guess = next(_guesses(form, path, own), None)
    return None if guess is None else _typed(form, guess)


def _guesses(form: Form, path: Path, own: str) -> Iterator[str]:
    """What a text may mean that cannot stand as it is. A free text means what it says."""
    of_zone = path[-1:] == ("time_zone",)
    if of_zone or "enum" in form or "pattern" in form:
        may_be = (each for each in readings(own) if _can_hold(form, each) and or_unknown(each) != UNKNOWN)
        yield from (each for each in may_be if not of_zone or is_time_zone(each))
    if path[-1:] == ("id",) and not could_be_password(own) and (made := as_identifier(own)):
        yield made


def _typed(form: Form, text: str) -> Value:
    """A text as the type that it has in a config: a number and yes or no stand without quotes."""
    if any(each is True for each in form.get("enum", ())):
        return text == "true"
    numbers = form.get("pattern", "").startswith("^[0-9]{1,") or any(type(each) is int for each in form.get("enum", ()))
    return int(text) if numbers and text.isdigit() else text


def is_reference(path: Path) -> bool:
    """Whether an id of something else in the file stands at a path."""
    return any(fits(path, pattern) for pattern in REFERENCES)


def referred(tree: Tree, path: Path, own: str) -> str | None:
    """The id that a text stands for, where one is expected: the id itself, or the name of what has it."""
    for pattern, (kind, _) in REFERENCES.items():
        if fits(path, pattern):
            return id_called(tree, kind, own)
    return None


def _can_hold(form: Form, text: str) -> bool:
    """Whether a single value may be this text."""
    if "properties" in form or "items" in form:
        return False
    if "enum" in form:
        return text in map(str, form["enum"])
    return re.search(form.get("pattern", ""), text) is not None


def or_unknown(text: str) -> str:
    """A text as it may be shown: what could be a password is not."""
    return UNKNOWN if could_be_password(text) and not is_day(text) else text
