"""The company's own look: what is printed beside the words, and is none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from runbook.organisation.disclosure import PUBLIC
from runbook.organisation.fields import DarkColour, Label


@dataclass(frozen=True, slots=True)
class Look:
    """The company's own look. It changes files, but no word and so no code."""

    logo: Annotated[
        Label | None,
        Field(description="SVG file beside this one, printed on the cover: shapes only, no words."),
        PUBLIC,
    ] = None
    accent: Annotated[
        DarkColour | None,
        Field(
            description='Colour of the line below each page head and on the cover, dark enough to be copied: "#1a3c6e".'
        ),
    ] = None
