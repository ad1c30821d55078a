"""What only we may put into a page for the screen: the design and the script, each known by all its bytes.

A stylesheet that hides nothing has to be kept to a short list of properties (`stylesheet.py`), and no list could say
which scripts are harmless. So ours are not judged but recognised: the gate lets pass what is byte for byte the file
that ships, and tests look at what that does in a browser. An own stylesheet is judged by the list, an own script is
refused.
"""

from __future__ import annotations

from functools import cache

from runbook.resources import templates_dir

LIGHT = ("base.css", "screen.css")
"""The stylesheets of a page for the screen; own ones may be laid over them."""

DARK = "dark.css"
"""The colours of the night. They suit our own stylesheets only: own ones are light."""

FORM = "form.css"
"""What a sheet wears that is filled in, over whatever else it wears."""

OURS_ALONE = (DARK, FORM)
"""Stylesheets that no own one can be laid over."""

_SCRIPT = "screen.js"
_OF_FORMS = ("page", "moments", "refusing", "keeping", "record", "controls", "steps", "people", "panel", "start")
"""The parts of the script of a form, in ``page/form``, in the order in which each needs those before it."""


def is_our_design(stylesheet: str) -> bool:
    """Whether the content of a style element is that of a stylesheet that ships for the screen."""
    return stylesheet in {_shipped("screen.css"), *map(_shipped, OURS_ALONE)}


def our_script() -> str:
    """The script of every page: search and copying. Without it every word can be read as well."""
    return _shipped(_SCRIPT)


@cache
def form_script() -> str:
    """The script of a page that is filled in: its parts, joined. Without it the page is the blank that is printed."""
    parts = (_shipped(f"form/{name}.js") for name in _OF_FORMS)
    return '"use strict";\n(() => {\n' + "\n\n".join(parts) + "\n})();"


def _shipped(name: str) -> str:
    return (templates_dir() / "page" / name).read_text("utf-8").strip()
