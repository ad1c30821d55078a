"""How well ink is seen on paper: colours as sRGB from 0 to 1, the contrast of two of them as WCAG 2 defines it."""

from __future__ import annotations

Rgb = tuple[float, float, float]

WHITE: Rgb = (1.0, 1.0, 1.0)
_LINEAR = 0.04045  # sRGB values below have no gamma


def laid_over(paper: Rgb, ink: Rgb, alpha: float) -> Rgb:
    """What is seen of an ink that lets so much of the paper through: 1 for none, 0 for all of it."""
    red, green, blue = (c * alpha + p * (1 - alpha) for c, p in zip(ink, paper, strict=True))
    return red, green, blue


def contrast(ink: Rgb, paper: Rgb) -> float:
    """WCAG contrast ratio, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Rgb) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
