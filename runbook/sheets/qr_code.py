"""The small QR picture beside a sheet's code: the code and the day, nothing else; no address, no name."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

_BORDER = 2  # modules; the rest of the quiet zone is the white paper around the picture


def payload(code: str, since: date | None) -> str:
    """What a reader shows: "7K3M9QTXX 2027-05-01"; the code alone for a sheet that is not issued.

    Short enough for the smallest picture (21 x 21 modules, level M), which survives printing and photocopying best.
    """
    signs = code.replace("-", "")
    return f"{signs} {since.isoformat()}" if since else signs


@lru_cache(maxsize=256)  # a sheet is rendered twice, and in two notations
def quick_response(code: str, since: date | None) -> str:
    """The picture as inline SVG without a size of its own."""
    import segno  # noqa: PLC0415  only needed once a sheet is rendered

    picture = segno.make_qr(payload(code, since), version=1, error="m", boost_error=False)
    return picture.svg_inline(border=_BORDER, omitsize=True, svgclass="qr", lineclass=None)
