"""How well a text is seen on its ground: colours as sRGB from 0 to 1, and what WCAG 2.2 says of them."""

from __future__ import annotations

Rgb = tuple[float, float, float]

WHITE: Rgb = (1.0, 1.0, 1.0)
LEAST_CONTRAST = 4.5
"""Between text and ground, as WCAG 2.2 asks at level AA: what is left of it after photocopying can still be read."""
_LINEAR = 0.04045  # sRGB values below have no gamma


def laid_over(paper: Rgb, ink: Rgb, alpha: float) -> Rgb:
    """What is seen of an ink that lets so much of the paper through: 1 for none, 0 for all of it."""
    red, green, blue = (c * alpha + p * (1 - alpha) for c, p in zip(ink, paper, strict=True))
    return red, green, blue


def contrast(ink: Rgb, paper: Rgb) -> float:
    """WCAG contrast ratio, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Rgb) -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = (c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
