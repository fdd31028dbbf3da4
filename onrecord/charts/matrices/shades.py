"""Similarity as nine steps of colour, each with the colour of what is written on it, and tones between two."""

import math

from onrecord.charts import theme

N_STEPS = 9
# Between two colours of the palette, nearer the paler one: the darker steps stay apart, and text stays readable.
SHARE = 0.4


def step_of(similarity: float) -> int | None:
    """The step a similarity falls into, 0 to 8; None where it is not defined.

    >>> [step_of(s) for s in (-1.0, -0.12, 0.0, 0.12, 1.0, float("nan"))]
    [0, 3, 4, 5, 8, None]
    """
    if math.isnan(similarity):
        return None
    return min(max(int((similarity + 1) / 2 * N_STEPS), 0), N_STEPS - 1)


def steps(colours: theme.Palette) -> list[tuple[str, str]]:
    """Fill and text colour of each step, from -1 to +1."""
    outward = [2, 1.5, 1, 0.5]
    fills = [_tone(colours, step) for step in (*(-step for step in outward), 0, *reversed(outward))]
    texts = sorted({text for _, text in colours.steps.values()})
    contrasts = [[_contrast(fill, text) for text in texts] for fill in fills]
    return [(fill, texts[found.index(max(found))]) for fill, found in zip(fills, contrasts, strict=True)]


def _tone(colours: theme.Palette, step: float) -> str:
    near, far = math.trunc(step), math.trunc(step + math.copysign(0.5, step))
    return theme.mixture(colours.steps[near][0], colours.steps[far][0], 0 if near == step else SHARE)


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in theme.rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
