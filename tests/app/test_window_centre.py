"""The curves always have room; the weight images step back where there is too little."""

from PySide6.QtWidgets import QLabel

from app.window_centre import WindowCentre


def test_weights_step_back_in_a_low_window_and_come_again(qtbot):
    centre = WindowCentre(QLabel("card"), QLabel("slider"))
    qtbot.addWidget(centre)
    curves, weights = QLabel("curves"), QLabel("weights")
    centre.add_plots(curves, weights)
    centre.resize(600, 700)
    centre.show()
    assert weights.isVisible() and curves.isVisible()
    centre.resize(600, 320)
    assert not weights.isVisible() and curves.isVisible()
    centre.resize(600, 700)
    assert weights.isVisible()


def test_where_there_are_no_weight_images_the_curves_have_it_all(qtbot):
    centre = WindowCentre(QLabel("card"), QLabel("slider"))
    qtbot.addWidget(centre)
    curves, weights = QLabel("curves"), QLabel("weights")
    centre.show_weights(False)
    centre.add_plots(curves, weights)
    centre.resize(600, 700)
    centre.show()
    assert not weights.isVisible()
