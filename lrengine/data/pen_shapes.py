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
    Allograph(1, "leaning stem", 14, "63,0 50,50 37,100"),
    Allograph(1, "upright stem", 5, "48,0 50,50 50,100"),
    Allograph(1, "flag", 1.5, "30,20 44,12 54,0 54,0 52,50 48,100"),
    Allograph(1, "flag and foot", 1, "28,22 42,14 54,0 54,0 52,50 50,98 / 20,99 50,97 82,98"),
    Allograph(2, "looped foot", 6, "18,16 34,-5 70,-6 75,30 58,70 30,100 2,100 4,72 34,70 64,87 98,80"),
    Allograph(2, "flat foot", 3, "18,16 34,-5 76,-6 77,30 54,64 10,97 10,97 50,94 94,90"),
    Allograph(2, "swan", 2, "16,16 36,-6 76,-2 76,34 54,70 6,98 6,98 44,86 62,98 100,96"),
    Allograph(2, "short foot", 2, "24,20 40,-4 76,0 70,36 50,70 26,98 26,98 50,94 76,92"),
    Allograph(2, "zigzag", 3, "4,16 30,4 74,-2 90,8 60,46 10,94 10,94 52,88 100,90"),
    Allograph(2, "big loop", 4, "26,18 40,-4 72,-4 74,30 62,68 38,104 4,108 -2,72 26,62 64,80 102,74"),
    Allograph(3, "round", 6, "16,9 38,-8 80,-2 76,28 34,46 34,44 80,44 92,84 52,112 14,94"),
    Allograph(3, "flat top", 2, "18,6 50,1 84,0 84,0 62,22 42,40 42,40 86,40 92,94 46,110 12,96"),
    Allograph(
        3, "loop in the middle", 2, "14,12 40,-8 86,2 78,40 40,54 30,46 48,40 88,54 88,100 40,108 4,90"
    ),
    Allograph(3, "leaning", 4, "28,11 54,-8 92,-2 82,26 38,46 38,44 80,46 80,84 46,110 8,96"),
    Allograph(4, "open, two strokes", 5, "32,8 24,30 16,52 30,58 58,53 84,48 / 82,2 70,50 58,100"),
    Allograph(4, "open, one stroke", 4, "32,8 14,42 18,60 46,57 70,36 86,4 86,4 72,50 60,100"),
    Allograph(4, "square", 3, "16,4 14,30 14,56 14,56 48,54 84,52 / 84,0 83,50 80,100"),
    Allograph(4, "closed", 2, "66,0 42,26 10,60 10,60 48,60 92,58 / 66,0 62,50 58,100"),
    Allograph(4, "long stem", 3, "30,2 20,30 18,50 42,50 72,40 / 82,2 68,46 56,100"),
    Allograph(5, "one stroke", 4, "94,1 62,5 34,12 34,12 26,30 18,50 18,50 46,44 88,60 76,102 34,106 10,92"),
    Allograph(5, "hat last", 4, "32,14 26,30 18,50 46,48 84,62 74,102 34,106 10,94 / 32,12 62,7 98,0"),
    Allograph(5, "leaning snake", 4, "100,0 68,2 40,6 22,36 40,52 70,64 62,98 32,106 6,94"),
    Allograph(5, "small belly", 3, "100,4 70,4 48,8 48,8 40,30 34,50 34,50 66,54 68,84 42,104 6,98"),
    Allograph(6, "curved stem", 5, "58,0 34,12 12,50 10,94 34,106 72,96 72,66 48,58 24,78 18,94"),
    Allograph(6, "straight stem", 4, "50,-2 34,24 16,60 10,96 38,106 70,92 66,66 42,66 24,88 20,96"),
    Allograph(6, "small loop", 3, "54,-2 32,24 10,60 8,98 38,108 66,92 62,72 38,74 22,94"),
    Allograph(6, "lying loop", 1, "36,0 14,24 6,66 18,104 60,106 96,88 84,60 48,62 18,92"),
    Allograph(6, "wide loop", 2, "46,0 20,20 4,68 8,102 44,106 86,94 82,62 46,58 20,82 14,94"),
    Allograph(7, "long serif", 1.5, "12,36 14,6 22,4 48,8 84,2 84,2 70,50 58,100"),
    Allograph(7, "plain", 6, "14,6 42,4 84,2 84,2 72,44 50,100"),
    Allograph(7, "serif", 3, "16,22 16,3 44,4 82,3 82,3 70,48 52,100"),
    Allograph(7, "barred", 3, "16,8 44,4 80,2 80,2 62,46 44,100 / 32,52 54,49 80,46"),
    Allograph(7, "upright", 2, "20,8 44,4 70,2 72,4 66,48 60,100"),
    Allograph(7, "round corner", 4, "10,14 36,0 82,-4 86,26 68,64 56,100"),
    Allograph(
        8, "from the top right", 6, "75,12 55,-6 20,6 24,36 58,56 66,90 41,108 13,98 20,70 52,46 78,22 69,2"
    ),
    Allograph(8, "from the middle", 3, "46,48 18,30 26,-4 72,-4 76,26 48,48 18,70 17,106 61,106 70,72 46,48"),
    Allograph(
        8,
        "two rings",
        1,
        "51,2 24,6 22,42 50,48 74,38 73,2 49,2 / 46,48 14,56 12,100 44,102 75,96 74,54 46,48",
    ),
    Allograph(8, "open at the top", 3, "80,6 56,-4 26,8 32,38 56,58 58,92 35,108 11,96 24,68 58,42 91,2"),
    Allograph(9, "straight stem", 5, "76,8 58,-5 22,6 14,38 36,50 66,26 76,8 76,8 70,50 60,100"),
    Allograph(9, "curved stem", 2, "76,10 56,-6 18,6 14,40 42,48 72,20 78,10 78,60 66,98 46,100"),
    Allograph(9, "curled tail", 1, "80,10 60,-4 26,2 14,36 36,50 68,34 78,8 78,8 82,60 66,102 30,102 20,84"),
    Allograph(9, "small loop", 3, "74,8 56,-5 26,4 20,32 42,42 70,22 76,6 76,6 68,48 54,100"),
    Allograph(9, "loop closed at the top", 3, "62,0 34,4 16,34 28,50 58,36 74,6 58,-2 68,30 62,66 52,100"),
    Allograph(9, "leaning oval", 3, "84,6 66,-4 30,12 18,40 40,48 70,26 86,6 86,6 70,50 50,100"),
)
