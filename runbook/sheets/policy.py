"""The content security policy of an HTML page: what a browser may run and apply, by its fingerprint, and nothing else.

The page is told what it is made of: a browser that meets anything more in it, put there by whatever, does not run it.
The gate works the policy out again from the finished page and refuses a page that carries another.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def content_policy(stylesheets: Iterable[str], styles: Iterable[str], scripts: Iterable[str]) -> str:
    """The policy of a page with these contents of style elements, of style attributes and of script elements.

    "unsafe-hashes" lets a listed style attribute apply; one that is not listed does not, whatever it says.
    """
    of_elements = _sources(stylesheets)
    of_attributes = _sources(styles)
    named = ["'unsafe-hashes'", *of_attributes] if of_attributes else []
    parts = [
        "default-src 'none'",
        f"script-src {' '.join(_sources(scripts)) or _NOTHING}",
        f"style-src {' '.join(dict.fromkeys([*of_elements, *named])) or _NOTHING}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(parts)


_NOTHING = "'none'"


def _sources(texts: Iterable[str]) -> list[str]:
    return [f"'sha256-{_fingerprint(text)}'" for text in sorted(set(texts))]


def _fingerprint(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
