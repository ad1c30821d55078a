"""What a validator says of the printed example: asked once in a run for each standard, for several questions."""

from __future__ import annotations

import page as validator
from page import ValidationProfile

from support.papers import Papers
from support.shared import value


def broken_rules(papers: Papers, language: str, profile: ValidationProfile) -> dict[str, set[str]]:
    """The rules of a standard that each paper of the example breaks, by the name of its file."""
    folder = papers.output("full") / language
    return value(
        f"{profile.name}-{language}",
        lambda: {path.stem: rules_broken_by(path.read_bytes(), profile) for path in sorted(folder.glob("*.pdf"))},
    )


def rules_broken_by(pdf: bytes, profile: ValidationProfile) -> set[str]:
    """The rules of a standard that a PDF breaks."""
    return {failure.rule_id for failure in validator.validate_pdf_bytes(pdf, profile=profile).failures}
