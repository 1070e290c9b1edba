from PySide6.QtWidgets import QWidget

from app.plots.curves_card import CurvesCard


def test_both_plots_share_their_iterations_and_have_names(qtbot):
    card = CurvesCard()
    qtbot.addWidget(card)
    card.risk_plot.setXRange(3, 40, padding=0)
    assert card.accuracy_plot.getViewBox().linkedView(0) is card.risk_plot.getViewBox()
    for name in ("risk_plot", "accuracy_plot", "curves_header"):
        assert card.findChild(QWidget, name) is not None
    assert [plot.is_share for plot in card.plots] == [False, True]
    assert all(plot.accessibleName() for plot in card.plots)
