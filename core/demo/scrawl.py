"""A signature as a pen draws it."""

import math
from random import Random

Strokes = list[list[list[float]]]


def handwriting(random: Random) -> Strokes:
    """A loop and a running wave, a little different each time; x and y as shares of the field, then milliseconds."""
    lean, tall, quick = random.uniform(-0.1, 0.1), random.uniform(0.2, 0.32), random.uniform(1.9, 2.8)
    loop = [
        [0.14 + 0.05 * math.cos(n / 3) + n * 0.003, 0.5 - tall * math.sin(n / 3) + lean * 0.1, 14.0 * n]
        for n in range(21)
    ]
    wave = [
        [0.27 + n * 0.014, 0.56 + 0.15 * math.sin(n / quick) * math.exp(-n / 34) + lean * n / 60, 360 + 14.0 * n]
        for n in range(34)
    ]
    return [[[round(part, 4) for part in point] for point in stroke] for stroke in (loop, wave)]
