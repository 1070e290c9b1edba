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
    Allograph(0, "slashed", 1, "56,2 25,4 3,50 16,102 56,100 89,50 80,4 56,2 / 90,-6 50,50 10,106"),
    Allograph(1, "leaning stem", 14, "63,0 50,50 37,100"),
    Allograph(1, "upright stem", 5, "48,0 50,50 50,100"),
    Allograph(1, "flag", 1.5, "30,20 44,12 54,0 54,0 52,50 48,100"),
    Allograph(1, "flag and foot", 1, "28,22 42,14 54,0 54,0 52,50 50,98 / 20,99 50,97 82,98"),
    Allograph(1, "long upstroke", 3, "10,44 34,22 58,0 58,0 54,50 50,100"),
    Allograph(1, "bent upstroke", 2, "20,36 40,26 60,0 60,0 55,50 48,100"),
    Allograph(1, "long upstroke and foot", 0.5, "16,36 36,18 56,0 56,0 54,50 52,98 / 22,100 52,98 84,100"),
    Allograph(2, "looped foot", 6, "22,14 36,-5 70,-6 74,28 56,68 28,100 2,100 4,70 34,68 66,85 98,76"),
    Allograph(2, "flat foot", 3, "18,16 34,-5 76,-6 77,30 54,64 10,97 10,97 50,94 94,90"),
    Allograph(2, "swan", 2, "16,16 36,-6 76,-2 76,34 54,70 6,98 6,98 44,86 62,98 100,96"),
    Allograph(2, "short foot", 2, "24,20 40,-4 76,0 70,36 50,70 26,98 26,98 50,94 76,92"),
    Allograph(2, "long foot", 2, "24,18 44,-4 68,2 62,40 36,72 0,98 0,98 40,86 70,92 116,84"),
    Allograph(2, "zigzag", 3, "4,16 30,4 74,-2 90,8 60,46 10,94 10,94 52,88 100,90"),
    Allograph(2, "big loop", 4, "28,16 42,-4 72,-4 73,28 60,66 36,104 4,108 -2,70 26,60 66,78 102,70"),
    Allograph(3, "round", 6, "17,7 38,-8 75,-2 69,28 35,44 35,42 79,42 90,84 52,112 15,94"),
    Allograph(3, "flat top", 2, "19,4 50,1 83,0 83,0 60,20 38,38 38,38 85,38 90,94 46,110 14,96"),
    Allograph(
        3, "loop in the middle", 2, "15,12 40,-8 85,2 77,40 40,54 31,46 48,40 86,54 86,100 40,108 6,90"
    ),
    Allograph(3, "leaning", 4, "29,9 54,-8 86,-2 75,26 38,44 38,42 79,44 79,84 46,110 10,96"),
    Allograph(4, "open, two strokes", 5, "32,8 24,30 16,52 30,58 58,53 84,48 / 82,2 70,50 58,100"),
    Allograph(4, "open, one stroke", 4, "32,8 14,42 18,60 46,57 70,36 86,4 86,4 72,50 60,100"),
    Allograph(4, "rounded", 2, "26,2 14,44 34,62 62,48 78,6 78,6 70,50 62,100"),
    Allograph(4, "square", 3, "16,4 14,30 14,56 14,56 48,54 84,52 / 84,0 83,50 80,100"),
    Allograph(4, "closed", 2, "66,0 42,26 10,60 10,60 48,60 92,58 / 66,0 62,50 58,100"),
    Allograph(4, "long stem", 3, "30,2 20,30 18,50 42,50 72,40 / 82,2 68,46 56,100"),
    Allograph(5, "one stroke", 4, "94,1 62,5 34,12 34,12 26,30 18,50 18,50 46,44 88,60 76,102 34,106 10,92"),
    Allograph(5, "hat last", 4, "32,14 26,30 18,50 46,48 84,62 74,102 34,106 10,94 / 32,12 62,7 98,0"),
    Allograph(5, "leaning snake", 4, "100,0 68,2 40,6 22,36 40,52 70,64 62,98 32,106 6,94"),
    Allograph(5, "big belly", 3, "86,4 56,6 30,8 30,8 24,26 16,50 16,50 56,32 98,60 84,106 30,110 4,90"),
    Allograph(5, "small belly", 3, "100,4 70,4 48,8 48,8 40,30 34,50 34,50 66,54 68,84 42,104 6,98"),
    Allograph(6, "curved stem", 5, "52,0 31,14 14,50 12,94 35,106 73,96 75,62 50,54 27,76 19,94"),
    Allograph(6, "straight stem", 4, "50,-2 34,24 14,60 10,98 40,106 70,92 68,62 42,62 24,86 18,96"),
    Allograph(6, "small loop", 3, "48,-2 31,24 12,60 10,98 38,106 65,92 63,70 40,72 23,94"),
    Allograph(6, "lying loop", 1, "37,0 15,24 8,66 19,104 60,106 94,88 83,60 48,62 19,92"),
    Allograph(6, "wide loop", 2, "46,0 21,20 6,68 10,102 44,106 85,94 81,62 46,58 21,82 15,94"),
    Allograph(7, "long serif", 1.5, "12,36 14,6 22,4 48,8 84,2 84,2 70,50 58,100"),
    Allograph(7, "plain", 6, "16,6 42,4 84,2 84,2 70,44 44,100"),
    Allograph(7, "serif", 3, "18,22 18,3 44,4 82,3 82,3 68,48 46,100"),
    Allograph(7, "barred", 3, "18,8 44,4 82,2 82,2 66,46 44,100 / 34,52 56,49 80,46"),
    Allograph(7, "barred, round corner", 3, "14,14 36,0 82,-2 84,24 64,60 48,100 / 30,55 54,52 82,48"),
    Allograph(7, "barred serif", 1, "16,24 18,4 44,4 84,2 84,2 66,48 48,100 / 34,52 58,49 82,46"),
    Allograph(7, "upright", 1, "20,8 44,4 70,2 72,4 66,48 60,100"),
    Allograph(7, "round corner", 4, "12,14 36,0 82,-4 86,26 66,64 50,100"),
    Allograph(
        8, "from the top right", 6, "79,12 61,-8 20,2 20,38 57,56 66,90 42,110 14,100 20,70 52,46 83,22 75,2"
    ),
    Allograph(8, "from the middle", 3, "46,48 14,30 26,-8 80,-6 80,26 48,48 20,70 16,108 62,108 72,72 46,48"),
    Allograph(
        8,
        "two rings",
        1,
        "53,2 26,6 22,42 50,48 75,38 75,2 51,2 / 46,48 14,56 10,100 42,102 73,96 74,54 46,48",
    ),
    Allograph(8, "open at the top", 3, "82,6 58,-4 28,8 33,38 56,58 56,92 32,108 9,96 23,68 58,42 93,2"),
    Allograph(9, "straight stem", 5, "76,8 60,-6 20,2 16,40 38,48 66,28 76,8 76,8 68,50 58,100"),
    Allograph(9, "curved stem", 2, "74,10 56,-6 22,6 19,40 44,48 71,20 76,10 76,60 65,98 47,100"),
    Allograph(9, "upright", 2, "86,12 60,-8 16,4 10,40 36,52 70,36 86,12 86,12 82,56 78,100"),
    Allograph(9, "curled tail", 1, "78,10 60,-4 29,2 19,36 38,50 67,34 76,8 76,8 80,60 65,102 33,102 24,84"),
    Allograph(9, "hooked tail", 2, "76,10 56,-4 26,4 22,36 44,46 68,30 76,8 76,8 82,56 70,98 42,108 16,90"),
    Allograph(9, "flat tail", 1.5, "80,12 60,-4 30,4 24,36 46,46 70,30 80,8 80,8 82,60 72,100 40,102 10,98"),
    Allograph(9, "small loop", 3, "73,8 56,-5 29,4 24,32 44,42 69,22 74,6 74,6 67,48 55,100"),
    Allograph(9, "loop closed at the top", 3, "62,0 37,4 20,34 31,50 58,36 73,6 58,-2 67,30 62,66 53,100"),
    Allograph(9, "leaning oval", 4, "86,8 66,-7 24,10 18,42 42,48 72,28 88,8 88,8 70,50 54,100"),
)
