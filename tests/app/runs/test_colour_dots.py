from app.runs.colour_dots import ColourDots


def test_a_dot_is_round_in_its_colour_and_painted_once(qapp):
    dots = ColourDots()
    image = dots.of("#b06bff").pixmap(32, 32).toImage()
    assert image.pixelColor(16, 16).name() == "#b06bff" and image.pixelColor(0, 0).alpha() == 0
    assert dots.of("#b06bff") is dots.of("#b06bff")
