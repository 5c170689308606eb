"""Study areas: what is accepted, what is refused, and metres around them."""

import json

import numpy as np
import pytest
import shapely

from shared import shared
from yizhan.foundation.refusals import BadInput
from yizhan.outside.areas import box_of, holds, read_area, widened

SQUARE = {"type": "Polygon", "coordinates": [[[121, 31], [122, 31], [122, 32], [121, 32], [121, 31]]]}


def written(tmp_path, content):
    path = tmp_path / "area.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


@pytest.mark.parametrize(
    "content",
    [
        SQUARE,
        {"type": "Feature", "geometry": SQUARE},
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": SQUARE, "properties": {}}],
        },
        {"type": "GeometryCollection", "geometries": [SQUARE, {"type": "Point", "coordinates": [0, 0]}]},
        {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]},
    ],
)
def test_read_area_accepts_every_wrapping(tmp_path, content):
    assert read_area(written(tmp_path, content)).area == pytest.approx(1)


def test_read_area_mends_a_ring_that_crosses_itself(tmp_path):
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    assert read_area(written(tmp_path, bow)).is_valid


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("words", "area_unreadable"),
        ("[1]", "area_unreadable"),
        ("{}", "area_unreadable"),
        ({"type": "FeatureCollection"}, "area_unreadable"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "area_unreadable"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "area_unreadable"),
        ({"type": "FeatureCollection", "features": []}, "area_empty"),
        ({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, "area_empty"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}, "area_empty"),
        (
            {
                "type": "Polygon",
                "coordinates": [
                    [[13500000, 3600000], [13500000, 3600001], [13500001, 3600001], [13500000, 3600000]]
                ],
            },
            "area_not_degrees",
        ),
    ],
)
def test_read_area_refuses_and_names_the_file(tmp_path, content, code):
    path = written(tmp_path, content)
    with pytest.raises(BadInput) as refused:
        read_area(path)
    assert (refused.value.code, refused.value.file) == (code, str(path))


def test_read_area_absent_file(tmp_path):
    with pytest.raises(BadInput):
        read_area(tmp_path / "absent.geojson")


def test_widened_adds_metres_on_every_side():
    area = shapely.box(121.0, 31.0, 121.01, 31.01)
    wide = widened(area, 1000)
    assert wide.bounds == pytest.approx(
        (121 - 0.01047, 31 - 0.00902, 121.01 + 0.01047, 31.01 + 0.00902), abs=2e-5
    )


def test_holds_border_and_inside():
    area = shapely.box(0, 0, 1, 1)
    assert holds(area, np.array([0.0, 0.5, 2.0]), np.array([0.5, 0.5, 0.5])).tolist() == [True, True, False]


def test_study_area_is_as_its_description_says():
    area = read_area(shared("data/north_bund_study_area.geojson"))
    assert box_of(area).holds(121.49, 31.25)
    assert area.area * 95254 * 110874 / 1e6 == pytest.approx(3.48, abs=0.02)
