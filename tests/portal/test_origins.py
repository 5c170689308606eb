"""Starting points: rounded, named, never a person's own."""

from hypothesis import given
from hypothesis import strategies as st

from yizhan.portal.map_data import joined
from yizhan.portal.origins import street_corners
from yizhan.portal.positions import rounded


def line(name: str, *points: tuple[float, float], rank: int = 2) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"name_zh": name, "name_en": f"{name} Road", "rank": rank},
        "geometry": {"type": "LineString", "coordinates": [list(point) for point in points]},
    }


def streets(*lines: dict[str, object]) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(lines)}


@given(degrees=st.floats(min_value=-180, max_value=180))
def test_rounding_moves_a_point_less_than_30_metres(degrees: float) -> None:
    assert abs(rounded(degrees) - degrees) <= 0.00025 + 1e-9
    assert rounded(rounded(degrees)) == rounded(degrees)


def test_corner_is_named_by_both_streets_and_listed_once() -> None:
    crossing = streets(
        line("甲路", (121.49, 31.25), (121.50, 31.25)),
        line("乙路", (121.49, 31.25), (121.49, 31.26)),
        line("乙路", (121.50, 31.25), (121.50, 31.26)),
    )
    corners = street_corners(crossing)
    assert [corner.name_zh for corner in corners] == ["乙路 / 甲路"]
    assert [corner.name_en for corner in corners] == ["乙路 Road / 甲路 Road"]


def test_nameless_streets_make_no_corner() -> None:
    crossing = streets(
        line("甲路", (121.49, 31.25), (121.50, 31.25)),
        line("", (121.50, 31.25), (121.50, 31.26)),
    )
    assert street_corners(crossing) == []


def test_corners_of_main_streets_come_first() -> None:
    crossing = streets(
        line("弄堂", (121.49, 31.25), (121.49, 31.26), rank=4),
        line("甲路", (121.49, 31.25), (121.50, 31.25), rank=1),
        line("乙路", (121.50, 31.25), (121.50, 31.26), rank=2),
    )
    assert [corner.name_zh for corner in street_corners(crossing)] == ["甲路 / 乙路", "甲路 / 弄堂"]


def test_pieces_of_one_street_are_joined_for_its_name() -> None:
    pieces = streets(
        line("甲路", (121.49, 31.25), (121.50, 31.25)), line("甲路", (121.50, 31.25), (121.51, 31.25))
    )
    whole = joined(pieces)
    assert len(whole["features"]) == 1
    assert len(whole["features"][0]["geometry"]["coordinates"]) == 3
