"""OpenStreetMap extracts (.osm, .osm.pbf): the walkable streets in them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.outside.areas import holds, widened
from yizhan.outside.streets import Floats, Integers, StreetReport, Streets, lengths_m
from yizhan.outside.walkable import left_out

#: Whom data from OpenStreetMap are due to, wherever they are shown.
OSM_ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"

#: How far beyond the area streets are kept, m: 15 minutes at 4.8 km/h, so that a walk that leaves the
#: area and comes back is as short as it really is.
BUFFER_M = 1200.0

_ABSENT = Phrase("文件不存在", "no such file")
_BROKEN = Phrase(
    "不是有效的 OpenStreetMap 文件，或已损坏（{reason}）",
    "this is not an OpenStreetMap file, or it is damaged ({reason})",
)
_NO_STREET = Phrase("没有可步行的街道", "there is no walkable street in it")
_NONE_IN_AREA = Phrase(
    "范围内没有可步行的街道；文件覆盖经度 {west:.3f}–{east:.3f}、纬度 {south:.3f}–{north:.3f}",
    "no walkable street lies in the area; the file covers {west:.3f}-{east:.3f} E, {south:.3f}-{north:.3f} N",
)


def read_streets(path: Path | str, *, area: Any = None, buffer_m: float = BUFFER_M) -> Streets:
    """
    Return the walkable streets of an extract.

    Parameters
    ----------
    path
        An .osm or .osm.pbf file (compressed ones too); nodes may come before or after ways.
    area
        A shapely polygon, WGS-84: only edges with an end in it or within `buffer_m` of it are kept.
    buffer_m
        How far beyond the area streets are kept, m.

    Returns
    -------
    Streets
        Every way is two-way on foot; where a node is missing from the file the way is split.

    Raises
    ------
    BadInput
        The file is absent, broken, no OpenStreetMap file, or holds no walkable street (in the area).
    """
    file = checked(path)
    with refusing(file):
        ways = _ways(file)
        located = _locations(file, ways.wanted())
    if not ways.ids:
        raise BadInput("no_street", _NO_STREET, file=file)
    streets = _joined(ways, located)
    if not len(streets.u):
        raise BadInput("no_street", _NO_STREET, file=file)
    if area is None:
        return streets
    clipped = _clipped(streets, area, buffer_m=buffer_m)
    if not clipped.share_in_area.any():
        west, south, east, north = streets.bounds
        raise BadInput(
            "no_street_in_area", _NONE_IN_AREA, file=file, west=west, south=south, east=east, north=north
        )
    return clipped


def checked(path: Path | str) -> str:
    """Return the path as text if there is such a file; refuse otherwise."""
    if not Path(path).is_file():
        raise BadInput("file_absent", _ABSENT, file=str(path))
    return str(path)


@contextmanager
def refusing(file: str) -> Iterator[None]:
    """Turn whatever breaks while an extract is read into a refusal that names the file."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        raise BadInput("osm_broken", _BROKEN, file=file, reason=str(error)) from error


@dataclass(slots=True)
class _Ways:
    """Walkable ways as they are read, and what else was seen."""

    ids: list[int] = field(default_factory=list)
    refs: list[list[int]] = field(default_factory=list)
    tags: list[tuple[str, str, str]] = field(default_factory=list)
    other_refs: list[int] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def wanted(self) -> Integers:
        """Return the ids of all nodes any way of the file refers to."""
        return np.unique(np.array([ref for refs in (*self.refs, self.other_refs) for ref in refs], np.int64))


def _ways(file: str) -> _Ways:
    """Return the walkable ways, and the node references of all others (they are only counted)."""
    ways = _Ways()
    every: Iterable[Any] = osmium.FileProcessor(file, osmium.osm.WAY)
    for way in every:
        refs = [node.ref for node in way.nodes]
        tags = dict(way.tags) if "highway" in way.tags else None
        why = left_out(tags) if tags is not None else None
        if tags is None or why is not None:
            ways.other_refs.extend(refs)
            ways.left.update([why] if why is not None else [])
            continue
        ways.ids.append(way.id)
        ways.refs.append(refs)
        ways.tags.append(
            (tags["highway"], tags.get("name:zh") or tags.get("name", ""), tags.get("name:en", ""))
        )
    return ways


def _locations(file: str, wanted: Integers) -> tuple[Integers, Floats, Floats]:
    """Return id, longitude and latitude of the wanted nodes that are in the file, sorted by id."""
    asked = set(wanted.tolist())
    every: Iterable[Any] = osmium.FileProcessor(file, osmium.osm.NODE)
    found = {
        node.id: (node.location.lon, node.location.lat)
        for node in every
        if node.id in asked and node.location.valid()
    }
    ids = np.array(sorted(found), np.int64)
    places = np.array([found[one] for one in ids.tolist()], np.float64).reshape(-1, 2)
    return ids, places[:, 0].copy(), places[:, 1].copy()


def _joined(ways: _Ways, located: tuple[Integers, Floats, Floats]) -> Streets:
    """Return ways and nodes as streets: an edge between neighbours that both have a place."""
    ids, lon, lat = located
    refs = np.array([ref for one in ways.refs for ref in one], np.int64)
    way = np.repeat(np.arange(len(ways.refs)), [len(one) for one in ways.refs])
    known = np.isin(refs, ids)
    node = np.searchsorted(ids, refs)
    edge = (way[1:] == way[:-1]) & known[1:] & known[:-1] & (refs[1:] != refs[:-1])
    u, v, way = node[:-1][edge], node[1:][edge], way[:-1][edge]
    classes, name_zh, name_en = zip(*ways.tags, strict=True)
    steps = np.array([one == "steps" for one in classes])
    return Streets(
        node_id=ids, lon=lon, lat=lat, in_area=np.ones(len(ids), bool),
        u=u, v=v, length_m=lengths_m(lon[u], lat[u], lon[v], lat[v]),
        steps=steps[way], way=way, share_in_area=np.ones(len(u)),
        way_id=np.array(ways.ids, np.int64), way_class=classes, name_zh=name_zh, name_en=name_en,
        report=_report(ways, known=known, ids=ids),
    ).only(np.ones(len(u), bool))  # fmt: skip


def _report(ways: _Ways, *, known: NDArray[np.bool_], ids: Integers) -> StreetReport:
    others_missing = ~np.isin(np.array(ways.other_refs, np.int64), ids)
    return StreetReport(
        ways_read=len(ways.ids) + ways.left.total(),
        left_out={str(why): ways.left[why] for why in sorted(ways.left)},
        missing_refs=int((~known).sum() + others_missing.sum()),
        missing_refs_walkable=int((~known).sum()),
        buffer_m=None,
    )


def _clipped(streets: Streets, area: Any, *, buffer_m: float) -> Streets:
    """Return the streets in and around the area, knowing which nodes and lengths lie inside."""
    near = holds(widened(area, buffer_m), streets.lon, streets.lat)
    kept = streets.only(near[streets.u] | near[streets.v])
    report = replace(kept.report, buffer_m=buffer_m)
    inside = holds(area, kept.lon, kept.lat)
    return replace(kept, in_area=inside, share_in_area=_shares(kept, area, inside), report=report)


def _shares(streets: Streets, area: Any, inside: NDArray[np.bool_]) -> Floats:
    """Return the share of each edge's length that lies in the area; exact where the border cuts it."""
    u, v = streets.u, streets.v
    ends = np.stack([streets.lon[u], streets.lat[u], streets.lon[v], streets.lat[v]], axis=1)
    lines = shapely.linestrings(ends.reshape(-1, 2, 2))
    shares = inside[u].astype(np.float64)
    cut = np.flatnonzero(shapely.intersects(lines, area.boundary) | (inside[u] != inside[v]))
    whole = np.maximum(shapely.length(lines[cut]), np.finfo(float).tiny)
    shares[cut] = shapely.length(shapely.intersection(lines[cut], area)) / whole
    return shares
