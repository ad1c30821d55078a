"""A sheet that is filled in: what a page on a screen is told, so that its script can make a form of the printed blanks.

The templates name each blank and box (``data-field``), the same in every language; a step has its number. The script
makes inputs of them. What would ask for a secret is left blank: only paper, and nobody's disk, could hold it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

from runbook import __version__
from runbook.text.secrets import find_secrets, is_secret_name

if TYPE_CHECKING:
    from runbook.sheets.sets import MarkedSheet
    from runbook.sheets.view import View

_NAME = re.compile(r' data-field="[^"]*"')
_HARMLESS_ALONE = ("kumo7431", "4711")  # such a value is a secret only behind a label that asks for one
_UNSAFE_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def is_form(section: str) -> bool:
    """Whether a finished sheet has a field, so that it is filled in."""
    return _NAME.search(section) is not None


@cache
def asks_for_a_secret(label: str) -> bool:
    """Whether what is written behind a label would be a secret: a password, a PIN, a recovery code, a seed."""
    return is_secret_name(label) or any(find_secrets(f"{label}: {value}") for value in _HARMLESS_ALONE)


def without_field(tag: str) -> str:
    """The start of an element that is no field any more."""
    return _NAME.sub("", tag)


def form_of(sheet: MarkedSheet, view: View) -> str:
    """What the script of a form is told, as JSON without markup: which paper it is, of whom, and the words it shows."""
    mark, slug = sheet.mark, sheet.sheet
    packet = view.onward.packets[slug.slug] if slug.is_packet else None
    told = {
        "tool": __version__,
        "company": view.organisation.company.name.in_language(view.language.code),
        "zone": view.organisation.company.time_zone,
        "sheet": {
            "name": slug.name,
            "title": sheet.title,
            "code": sheet.code,
            "edition": {"number": mark.number, "revision": mark.revision, "since": mark.since.isoformat()}
            if mark
            else None,
            "language": view.language.code,
        },
        "packet": packet.case.kind.id if packet else None,
        "account": slug.account,
        "drill": bool(view.occasion and view.occasion.is_drill),
        "words": view.language.branch("screen.form"),
    }
    return as_script(told)


def as_script(told: object) -> str:
    """JSON that may stand in a script element: no sign of it is markup."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return "".join(_UNSAFE_IN_SCRIPT.get(sign, sign) for sign in text)
