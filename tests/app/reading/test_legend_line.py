from itertools import pairwise

from app.look.theme import DARK, LIGHT
from app.reading.legend_line import LegendLine


def test_words_and_theme_show(stood_up) -> None:
    line = stood_up(LegendLine(), 120, 40)
    looks = [line.grab().toImage()]
    line.show_words("orange for 3", "blue for 8")
    for theme in (DARK, LIGHT):
        line.show_theme(theme)
        looks.append(line.grab().toImage())
    assert all(one != other for one, other in pairwise(looks))
    assert line.words == ("orange for 3", "blue for 8")
