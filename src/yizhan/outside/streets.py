"""The walkable streets of an extract: plain arrays that can be stored, drawn and handed to planning."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.datums import WGS84_AXIS_M, WGS84_ECCENTRICITY2
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Written first into stored streets; another number means another layout.
_LAYOUT = 1
_UNREADABLE = Phrase("存储的路网无法读取，请重新导入", "the stored streets cannot be read; import them again")


def lengths_m(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """
    Return the lengths of short segments on the WGS-84 ellipsoid, m, shape (m,).

    The segment is measured in the plane tangent at its middle latitude: exact to a millionth for the
    few hundred metres between two nodes of a street.
    """
    phi = np.radians((lat + other_lat) / 2)
    root2 = 1 - WGS84_ECCENTRICITY2 * np.sin(phi) ** 2
    east = np.radians(other_lon - lon) * np.cos(phi) / np.sqrt(root2)
    north = np.radians(other_lat - lat) * (1 - WGS84_ECCENTRICITY2) / root2**1.5
    lengths: Floats = WGS84_AXIS_M * np.hypot(east, north)
    return lengths


@dataclass(frozen=True, slots=True)
class StreetReport:
    """
    What reading an extract kept and left out.

    Attributes
    ----------
    ways_read
        Ways with a highway tag in the file.
    left_out
        Ways left out, by reason (see `yizhan.outside.walkable.Left`).
    missing_refs
        Node references of all ways of the file, streets or not, whose node is not in the file.
    missing_refs_walkable
        Those of them on walkable ways: the way is split there.
    buffer_m
        How far beyond the area streets were kept, m; None without an area.
    """

    ways_read: int
    left_out: Mapping[str, int]
    missing_refs: int
    missing_refs_walkable: int
    buffer_m: float | None


@dataclass(frozen=True)
class Streets:
    """
    Walkable streets, one edge between each two neighbouring nodes of a way; WGS-84.

    Attributes
    ----------
    node_id, lon, lat, in_area
        Shape (n,): OpenStreetMap id, degrees, and whether the node lies in the study area.
    u, v, length_m, steps, way, share_in_area
        Shape (m,): end nodes (positions in the node arrays), metres on the ellipsoid, whether the
        edge is a flight of steps, position of its way, and the share of its length in the study area.
    way_id, way_class, name_zh, name_en
        Shape (w,): OpenStreetMap id, highway class, and names; "" where there is none.
    report
        What was kept and left out.
    """

    node_id: Integers
    lon: Floats
    lat: Floats
    in_area: Flags
    u: Integers
    v: Integers
    length_m: Floats
    steps: Flags
    way: Integers
    share_in_area: Floats
    way_id: Integers
    way_class: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    report: StreetReport = field(compare=False)

    @cached_property
    def length_km(self) -> float:
        """Kilometres of street (each carriageway counts on its own)."""
        return float(self.length_m.sum()) / 1000

    @cached_property
    def area_km(self) -> float:
        """Kilometres of street inside the study area."""
        return float((self.length_m * self.share_in_area).sum()) / 1000

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all nodes, degrees."""
        return float(self.lon.min()), float(self.lat.min()), float(self.lon.max()), float(self.lat.max())

    def segments(self) -> dict[str, Any]:
        """Return both ends, the metres inside the study area and the class of every edge, by these names."""
        at = np.stack([self.lon, self.lat], axis=1)
        return {
            "begin": at[self.u],
            "end": at[self.v],
            "length_m": self.length_m * self.share_in_area,
            "highway": [self.way_class[way] for way in self.way.tolist()],
        }

    def only(self, edges: Flags) -> "Streets":
        """Return the streets with some edges only, without the nodes and ways that nothing uses any more."""
        touched, ends = np.unique(np.concatenate([self.u[edges], self.v[edges]]), return_inverse=True)
        ways, way = np.unique(self.way[edges], return_inverse=True)
        u, v = np.split(ends.astype(np.int64), 2)
        used = ways.tolist()
        return replace(
            self,
            node_id=self.node_id[touched],
            lon=self.lon[touched],
            lat=self.lat[touched],
            in_area=self.in_area[touched],
            u=u,
            v=v,
            length_m=self.length_m[edges],
            steps=self.steps[edges],
            way=way.astype(np.int64),
            share_in_area=self.share_in_area[edges],
            way_id=self.way_id[ways],
            way_class=tuple(self.way_class[one] for one in used),
            name_zh=tuple(self.name_zh[one] for one in used),
            name_en=tuple(self.name_en[one] for one in used),
        )

    def to_bytes(self) -> bytes:
        """Return everything as one compressed block that `from_bytes` reads back."""
        words = {name: getattr(self, name) for name in _WORDS} | {"report": asdict(self.report)}
        text = json.dumps({"layout": _LAYOUT, **words}, ensure_ascii=False).encode()
        buffer = io.BytesIO()
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        np.savez_compressed(buffer, text=np.frombuffer(text, dtype=np.uint8), **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes, *, file: str = "streets") -> "Streets":
        """Return streets stored by `to_bytes`; refuse anything else, naming `file`."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in _ARRAYS}
                text = json.loads(stored["text"].tobytes())
        except Exception as error:  # numpy and zlib raise a dozen kinds on a damaged block
            raise BadInput("streets_unreadable", _UNREADABLE, file=file) from error
        if text.pop("layout", None) != _LAYOUT:
            raise BadInput("streets_unreadable", _UNREADABLE, file=file)
        words: dict[str, Any] = {name: tuple(text[name]) for name in _WORDS}
        return cls(**arrays, **words, report=StreetReport(**text["report"]))


_WORDS = ("way_class", "name_zh", "name_en")
_ARRAYS = tuple(entry.name for entry in fields(Streets) if entry.name not in {*_WORDS, "report"})
