"""Colours written #rrggbb: how well one stands out from another, and mixtures of two."""

from __future__ import annotations


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    shares = (channel / 255 for channel in channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21: (L₁ + 0.05)/(L₂ + 0.05) with luminances L₁ ≥ L₂.

    Source: "Web Content Accessibility Guidelines (WCAG) 2.1" (W3C).
    """
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(first: str, second: str, share: float) -> str:
    """The first colour with a share (0 to 1) of the second."""
    pairs = zip(channels(first), channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, ground: str, ratio: float = 4.5) -> str:
    """The colour, or the nearest of its mixtures with white or black that has the contrast to the ground.

    Where none has it, white or black itself, whichever stands out more.
    """
    towards = max("#ffffff", "#000000", key=lambda end: contrast(end, ground))
    for step in range(100):
        mixed = mix(colour, towards, step / 100)
        if contrast(mixed, ground) >= ratio:
            return mixed
    return towards
