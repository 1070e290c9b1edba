from app.reading.shown_lens import Steadiness


def test_places_and_sizes_in_words(steadiness: Steadiness) -> None:
    assert steadiness.sentence == "3 in 20 of 25 places, 2 of 3 sizes"
    assert steadiness.place_words(2, 2) == "in place: 3, 61%"
    assert steadiness.place_words(0, 4) == "2 px right, 2 px up: 8, 61%"
    assert steadiness.place_words(3, 1) == "1 px left, 1 px down: 3, 61%"
    assert steadiness.size_words(0) == "0.7 times as large: 1, 90%"
