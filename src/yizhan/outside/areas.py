"""Study areas from GeoJSON: polygons, their distance in metres, what lies in them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from yizhan.foundation.datums import Box, metres_per_degree
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput

_ABSENT = Phrase("文件不存在或无法读取", "the file does not exist or cannot be read")
_NOT_GEOJSON = Phrase("不是有效的 GeoJSON", "this is not GeoJSON")
_NO_POLYGON = Phrase("没有面（Polygon）", "there is no polygon in it")
_NOT_DEGREES = Phrase("坐标不是经纬度（度）", "the coordinates are not degrees of longitude and latitude")


def read_area(path: Path | str) -> Any:
    """
    Return the polygons of a GeoJSON file as one valid shapely geometry, WGS-84 degrees.

    Raises
    ------
    BadInput
        The file is absent, not GeoJSON, holds no polygon, or its coordinates are not degrees.
    """
    file = str(path)
    try:
        content = json.loads(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        known = _ABSENT if isinstance(error, OSError) else _NOT_GEOJSON
        raise BadInput("area_unreadable", known, file=file) from error
    return _area(content, file=file)


def _area(content: Any, *, file: str) -> Any:
    try:
        shapes = [_shape(geometry) for geometry in _geometries(content)]
    except (TypeError, ValueError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise BadInput("area_unreadable", _NOT_GEOJSON, file=file) from error
    if not shapes:
        raise BadInput("area_empty", _NO_POLYGON, file=file)
    area = shapely.union_all(shapes)
    if area.is_empty or area.area == 0:
        raise BadInput("area_empty", _NO_POLYGON, file=file)
    west, south, east, north = area.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise BadInput("area_not_degrees", _NOT_DEGREES, file=file)
    return area


def _shape(geometry: Any) -> Any:
    """Return one GeoJSON polygon as a shape, self-crossings mended, heights dropped."""
    return shapely.make_valid(shapely.force_2d(shapely.from_geojson(json.dumps(geometry))))


def _geometries(content: Any) -> Iterator[Any]:
    """Yield the polygons of a GeoJSON object, however deep they lie."""
    if not isinstance(content, dict):
        raise TypeError("not a GeoJSON object")
    kind = content.get("type")
    if kind in {"Polygon", "MultiPolygon"}:
        yield content
    elif kind == "Feature" and content.get("geometry"):
        yield from _geometries(content["geometry"])
    elif kind in {"FeatureCollection", "GeometryCollection"}:
        for part in content["features" if kind == "FeatureCollection" else "geometries"]:
            yield from _geometries(part)
    elif kind is None:
        raise ValueError("no type")


def box_of(area: Any) -> Box:
    """Return the rectangle around an area."""
    return Box(*area.bounds)


def holds(area: Any, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return, shape (n,), which points lie in the area or on its border."""
    shapely.prepare(area)
    inside: NDArray[np.bool_] = shapely.intersects_xy(area, lon, lat)
    return inside


def widened(area: Any, metres: float) -> Any:
    """Return the area with a margin of so many metres on every side."""
    across, along = metres_per_degree(area.centroid.y)

    def scaled(shape: Any, x: float, y: float) -> Any:
        return shapely.transform(shape, lambda points: points * (x, y))

    return scaled(scaled(area, across, along).buffer(metres), 1 / across, 1 / along)
