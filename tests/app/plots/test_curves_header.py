from PySide6.QtWidgets import QWidget

from app.look.theme import DARK
from app.plots.curves_header import CurvesHeader


def test_the_title_yields_to_the_legend_and_the_buttons(qtbot):
    header = CurvesHeader()
    qtbot.addWidget(header)
    header.show_penalised(True)
    header.show_legend(DARK, test=True)
    header.fit_button.show()
    title = header.findChild(QWidget, "risk_title")
    whole = title.sizeHint().width()
    header.resize(header.sizeHint().width(), 20)
    with qtbot.waitExposed(header):
        header.show()
    assert title.shown_text() == title.text() == "Objective: risk + penalty"
    header.resize(header.minimumSizeHint().width(), 20)
    qtbot.waitUntil(lambda: title.width() < whole)
    assert title.shown_text().endswith("…") and title.toolTip() == title.text()
    assert all(
        button.width() >= button.minimumSizeHint().width()
        for button in (header.fit_button, header.log_button)
    )
