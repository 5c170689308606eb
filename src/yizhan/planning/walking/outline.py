"""The outline of a catchment, as people expect to see it on a map."""

import json
from typing import Any

import numpy as np
import shapely

from yizhan.planning.walking.catchment import Catchment
from yizhan.planning.walking.graph import StreetGraph

#: How far to both sides of a reached street the outline runs, m: the houses along it.
MARGIN_M = 30.0

#: Blocks narrower than twice this, m, between reached streets are filled in.
CLOSING_M = 45.0

#: The outline is simplified by at most this, m, and written with six decimals (0.1 m).
_SIMPLIFY_M = 2.0
_DECIMALS = 6
_QUARTER_SEGMENTS = 4


def outline(
    graph: StreetGraph, reached: Catchment, *, margin_m: float = MARGIN_M, closing_m: float = CLOSING_M
) -> dict[str, Any]:
    """
    Return the outline of a catchment as a GeoJSON Polygon or MultiPolygon, WGS-84.

    Parameters
    ----------
    graph, reached
        The streets, and what was reached of them.
    margin_m
        How far to both sides of the streets the outline runs, m.
    closing_m
        Gaps narrower than twice this are filled in, m.

    Returns
    -------
    dict
        A valid geometry, rings wound as RFC 7946 asks; an empty MultiPolygon when nothing was reached.

    Notes
    -----
    The union of the reached streets, buffered by margin + closing and shrunk again by closing: a
    morphological closing, which never claims ground farther than `margin_m` from a reached street
    except inside narrow blocks.
    """
    begin, end = graph.xy[graph.u[reached.edge]], graph.xy[graph.v[reached.edge]]
    span = end - begin
    ends = np.stack([begin + reached.begin[:, None] * span, begin + reached.end[:, None] * span], axis=1)
    streets = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(ends)))
    # Each street is buffered on its own: buffering them together costs forty times as much.
    each = shapely.buffer(shapely.get_parts(streets), margin_m + closing_m, quad_segs=_QUARTER_SEGMENTS)
    grown = shapely.union_all(each)
    shape = shapely.buffer(grown, -closing_m, quad_segs=_QUARTER_SEGMENTS)
    shape = shapely.simplify(shape, _SIMPLIFY_M)
    degrees = shapely.transform(shape, graph.plane.lonlat)
    rounded = shapely.set_precision(degrees, 10.0**-_DECIMALS)
    return _geojson(shapely.orient_polygons(rounded))


def _geojson(shape: Any) -> dict[str, Any]:
    """Return a polygon as GeoJSON with short numbers."""
    if shape.is_empty:
        return {"type": "MultiPolygon", "coordinates": []}
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(shape), parse_float=_short)
    return geometry


def _short(digits: str) -> float:
    return round(float(digits), _DECIMALS)
