from itertools import pairwise

from pytestqt.qtbot import QtBot

from app.drawing.headline import NOTHING, Headline


def test_text_and_picture_follow_each_other(qtbot: QtBot) -> None:
    headline = Headline()
    qtbot.addWidget(headline)
    headline.resize(headline.sizeHint())
    assert headline.text() == NOTHING and headline.objectName() == "prediction_label"
    looks = [headline.grab().toImage()]
    headline.show_winner("3", "91 % sure", "then 8 (6 %)")
    assert headline.text() == "3 · 91 % sure, then 8 (6 %)"
    looks.append(headline.grab().toImage())
    headline.show_doubt("Unsure: 4 or 9", "4 (52 %), 9 (41 %)")
    assert headline.text() == "Unsure: 4 or 9, 4 (52 %), 9 (41 %)" == headline.toolTip()
    looks.append(headline.grab().toImage())
    headline.show_sentence("This model reads points, not drawings")
    looks.append(headline.grab().toImage())
    assert all(one != other for one, other in pairwise(looks))


def test_long_names_stay_inside(qtbot: QtBot) -> None:
    headline = Headline()
    qtbot.addWidget(headline)
    headline.resize(262, headline.sizeHint().height())
    headline.show_winner(
        "a class with quite a long name", "51 % sure", "then another with a long name (49 %)"
    )
    image = headline.grab().toImage()
    right = {image.pixel(image.width() - 1, y) for y in range(image.height())}
    assert len(right) == 1
    assert not headline.hasHeightForWidth()
