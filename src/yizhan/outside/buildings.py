"""Buildings of an OpenStreetMap extract: where, how large, how high, what for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from yizhan.foundation.datums import metres_per_degree
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.outside.areas import holds
from yizhan.outside.osm import checked, refusing

Floats = NDArray[np.float64]

_NO_BUILDING = Phrase("没有建筑（building）", "there is no building in it")

#: Tags that say what a plain building=yes is for, in this order.
_HINTS = ("office", "shop", "amenity", "tourism", "government")
_HINTED = {"office": "office", "shop": "retail", "government": "office"}


@dataclass(frozen=True, slots=True)
class Buildings:
    """
    Buildings, WGS-84.

    Attributes
    ----------
    labels
        The n buildings: w or r (way or relation) and the OpenStreetMap id.
    lon, lat
        Shape (n,): a point inside each.
    footprint_m2
        Shape (n,): ground area without courtyards, m².
    levels, height_m
        Shape (n,): storeys and metres; not a number where the map does not say.
    kind
        The building's tag, or what else tells its use (`office`, `retail`, `school`).
    missing
        Outlines that cannot be closed: a node is missing, or lines cross.
    """

    labels: tuple[str, ...]
    lon: Floats
    lat: Floats
    footprint_m2: Floats
    levels: Floats
    height_m: Floats
    kind: tuple[str, ...]
    missing: int

    def layer(self) -> dict[str, Any]:
        """Return the columns that demand is estimated from, by name, without what was missing."""
        return {name: getattr(self, name) for name in _LAYER}

    def to_dict(self) -> dict[str, Any]:
        """Return the layer as plain lists, None where the map does not say."""
        return {name: _plain(column) for name, column in self.layer().items()}


def layer_from(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layer that `Buildings.to_dict` stored, as arrays."""
    numbers = {name: np.array(stored[name], np.float64) for name in _LAYER if name not in {"labels", "kind"}}
    return {"labels": tuple(stored["labels"]), **numbers, "kind": tuple(stored["kind"])}


_LAYER = ("labels", "lon", "lat", "footprint_m2", "levels", "height_m", "kind")


def _plain(column: Any) -> list[Any]:
    return [None if value != value else value for value in np.asarray(column).tolist()]  # noqa: PLR0124 - NaN


def read_buildings(path: Path | str, *, area: Any = None) -> Buildings:
    """
    Return the buildings of an extract, closed ways and multipolygons, those inside the area if one is given.

    Raises
    ------
    BadInput
        The file is absent, broken, no OpenStreetMap file, or holds no building (in the area).
    """
    file = checked(path)
    with refusing(file):
        found = list(_outlines(file))
        tagged = sum(1 for _ in osmium.FileProcessor(file).with_filter(osmium.filter.KeyFilter("building")))
    shapes = shapely.from_wkb([wkb for _, wkb, _ in found])
    inside = shapely.point_on_surface(shapes) if found else np.empty(0, object)
    lon, lat = shapely.get_x(inside), shapely.get_y(inside)
    kept = np.ones(len(found), bool) if area is None else holds(area, lon, lat)
    if not kept.any():
        raise BadInput("no_building", _NO_BUILDING, file=file)
    tags = [found[one][2] for one in np.flatnonzero(kept).tolist()]
    return Buildings(
        labels=tuple(found[one][0] for one in np.flatnonzero(kept).tolist()),
        lon=lon[kept], lat=lat[kept], footprint_m2=_areas_m2(shapes[kept], lat[kept]),
        levels=np.array([_number(one.get("building:levels", "")) for one in tags]),
        height_m=np.array([_number(one.get("height", "")) for one in tags]),
        kind=tuple(_kind(one) for one in tags), missing=max(0, tagged - len(found)),
    )  # fmt: skip


def _outlines(file: str) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yield label, outline (WKB) and tags of every building that has a closed outline."""
    key = osmium.filter.KeyFilter("building")
    factory = osmium.geom.WKBFactory()
    every: Iterable[Any] = osmium.FileProcessor(file).with_areas(key).with_filter(key)
    for one in every:
        if one.is_area() and one.num_rings()[0]:
            label = f"{'w' if one.from_way() else 'r'}{one.orig_id()}"
            yield label, factory.create_multipolygon(one), dict(one.tags)


def _areas_m2(shapes: Any, lat: Floats) -> Floats:
    scale = np.array([float(np.prod(metres_per_degree(one))) for one in lat.tolist()])
    areas: Floats = shapely.area(shapes) * scale
    return areas


def _kind(tags: Mapping[str, str]) -> str:
    """Return what tells the use of a building."""
    kind = tags["building"]
    if kind != "yes":
        return kind
    for hint in _HINTS:
        if hint in tags:
            return _HINTED.get(hint, tags[hint])
    return kind


def _number(text: str) -> float:
    """Return a positive number, a trailing "m" allowed; anything else is not a number."""
    try:
        value = float(text.lower().removesuffix("m").strip())
    except ValueError:
        return np.nan
    return value if 0 < value < 1000 else np.nan
