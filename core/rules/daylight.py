"""When a screen that follows the light changes to the sun's look, and when it goes back."""

BRIGHT, SHADE = 15_000.0, 6_000.0
"""Lux: a cloudy day outside begins at about the first; indoors, also by a window, it is below the second."""


def in_the_sun(lux: float, was: bool) -> bool:
    """Between the two it stays as it was: a passing cloud does not make the screen blink."""
    return lux >= BRIGHT or (was and lux > SHADE)
