"""How people write the ten digits: each digit's allographs as control points of smooth pen strokes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lrengine.ink import Points


@dataclass(frozen=True)
class Allograph:
    """One way to write a digit.

    weight   how common it is among the ways of its digit
    path     control points "x,y" in writing order, x right, y down, the digit's height about 100, of
             quadratic B-splines with held ends; "/" lifts the pen, a point given twice is a corner
    """

    digit: int
    name: str
    weight: float
    path: str

    @cached_property
    def strokes(self) -> tuple[Points, ...]:
        """Arrays (m, 2) of x, y, the digit's height about 1 around the origin."""
        return tuple(
            np.array([point.split(",") for point in stroke.split()], np.float64) / 100 - 0.5
            for stroke in self.path.split("/")
        )


ALLOGRAPHS = (
    Allograph(0, "closed oval", 5, "67,2 36,-2 11,30 3,72 20,102 52,100 84,66 91,28 76,-2 55,2"),
    Allograph(0, "open at the top", 3, "55,4 23,18 0,60 10,102 54,102 88,62 89,14 66,-2"),
    Allograph(0, "tail across the top", 2, "56,8 25,14 3,58 14,102 56,100 91,56 85,4 52,-4 39,14 66,24"),
    Allograph(1, "leaning stem", 12, "60,0 50,50 40,100"),
    Allograph(1, "upright stem", 6, "48,0 50,50 50,100"),
    Allograph(1, "flag", 1.5, "30,20 44,12 54,0 54,0 52,50 48,100"),
    Allograph(1, "flag and foot", 1, "28,22 42,14 54,0 54,0 52,50 50,98 / 20,99 50,97 82,98"),
    Allograph(2, "looped foot", 6, "18,22 32,-4 70,-6 76,30 58,70 30,100 2,100 4,72 34,72 64,90 98,84"),
    Allograph(2, "flat foot", 3, "18,22 32,-4 76,-6 78,30 54,64 10,97 10,97 50,95 94,92"),
    Allograph(2, "swan", 2, "16,16 36,-6 76,-2 76,34 54,70 6,98 6,98 44,86 62,98 100,96"),
    Allograph(2, "zigzag", 3, "4,16 30,4 74,-2 90,8 60,46 10,94 10,94 52,88 100,90"),
    Allograph(2, "big loop", 4, "26,18 40,-4 72,-4 74,30 62,68 38,104 4,108 -2,72 26,62 64,80 102,74"),
    Allograph(3, "round", 6, "18,12 38,-8 80,-2 76,32 38,46 38,44 80,44 94,84 52,112 14,94"),
    Allograph(3, "flat top", 2, "18,6 50,1 84,0 84,0 62,22 42,40 42,40 86,40 92,94 46,110 12,96"),
    Allograph(
        3, "loop in the middle", 2, "14,12 40,-8 86,2 78,40 40,54 30,46 48,40 88,54 88,100 40,108 4,90"
    ),
    Allograph(3, "leaning", 4, "30,14 54,-8 92,-2 82,30 44,46 44,44 80,46 80,84 46,110 6,96"),
    Allograph(4, "open, two strokes", 5, "30,8 22,32 12,54 28,60 58,54 84,48 / 82,2 68,50 56,100"),
    Allograph(4, "open, one stroke", 4, "30,8 10,44 14,62 46,58 70,36 88,4 88,4 70,50 56,100"),
    Allograph(4, "closed", 2, "66,0 42,26 10,60 10,60 48,60 92,58 / 66,0 62,50 58,100"),
    Allograph(4, "long stem", 3, "30,2 20,30 18,50 42,50 72,40 / 82,2 68,46 56,100"),
    Allograph(5, "one stroke", 4, "92,2 62,4 32,6 32,6 26,26 18,48 18,48 50,40 86,62 70,104 34,106 8,92"),
    Allograph(5, "hat last", 4, "32,8 26,26 18,48 48,46 80,62 70,104 34,106 8,94 / 32,8 62,5 98,-1"),
    Allograph(5, "leaning snake", 4, "100,0 68,2 40,6 22,36 40,52 70,64 62,98 32,106 6,94"),
    Allograph(5, "small belly", 3, "100,4 70,4 48,8 48,8 40,30 34,50 34,50 66,54 68,84 42,104 6,98"),
    Allograph(6, "curved stem", 5, "58,0 32,12 8,52 8,94 34,108 74,96 74,62 46,54 18,82"),
    Allograph(6, "straight stem", 4, "48,-2 32,24 14,60 8,96 38,108 72,92 68,62 40,62 20,88"),
    Allograph(6, "small loop", 3, "54,-2 32,24 10,60 8,98 38,108 66,92 62,72 38,74 22,94"),
    Allograph(6, "wide loop", 2, "44,0 16,20 0,68 6,104 44,108 88,94 84,58 44,54 14,84"),
    Allograph(7, "plain", 6, "14,6 42,4 82,2 82,2 64,44 44,100"),
    Allograph(7, "serif", 3, "16,20 16,3 44,4 80,3 80,3 64,48 48,100"),
    Allograph(7, "barred", 3, "16,8 44,4 80,2 80,2 62,46 44,100 / 32,52 54,49 80,46"),
    Allograph(7, "upright", 2, "20,8 44,4 70,2 72,4 66,48 60,100"),
    Allograph(7, "round corner", 4, "10,12 36,0 80,-4 82,26 62,64 52,100"),
    Allograph(
        8, "from the top right", 6, "78,12 60,-6 24,6 25,36 57,56 62,90 36,108 9,98 18,70 52,46 81,22 73,2"
    ),
    Allograph(8, "from the middle", 3, "46,48 20,30 31,-4 77,-4 78,26 48,48 16,70 12,106 56,106 68,72 46,48"),
    Allograph(
        8,
        "two rings",
        1,
        "55,2 28,6 23,42 50,48 75,38 77,2 53,2 / 46,48 13,56 7,100 39,102 71,96 74,54 46,48",
    ),
    Allograph(8, "open at the top", 3, "84,6 61,-4 30,8 33,38 55,58 54,92 30,108 7,96 22,68 59,42 95,2"),
    Allograph(9, "straight stem", 5, "74,8 56,-4 24,8 18,38 38,48 66,26 74,8 74,8 66,50 54,100"),
    Allograph(9, "curved stem", 3, "74,12 54,-6 20,8 16,42 44,48 70,20 76,10 74,60 60,98 40,100"),
    Allograph(9, "small loop", 3, "70,10 52,-4 24,6 22,32 44,40 70,22 74,6 74,6 64,48 46,100"),
    Allograph(9, "loop closed at the top", 3, "62,0 34,4 16,34 28,50 58,36 74,6 58,-2 68,30 62,66 52,100"),
    Allograph(9, "leaning oval", 3, "82,6 64,-4 32,14 24,40 42,46 70,26 84,6 84,6 66,50 42,100"),
)
