"""
Draws the schematic street network of the demonstration: `python demo/north_bund/draw_streets.py`.

It is a sketch (示意), not a survey: streets are laid between the four sides of the sub-district as
its rough outline gives them, so that the demonstration runs on any machine. Real streets come from
an OpenStreetMap extract (`./script/demo --osm FILE`). Writes `streets.osm` beside this file.
"""

import itertools
import math
from pathlib import Path
from xml.sax.saxutils import quoteattr

# The rough outline (WGS-84 lat, lon), west to east: the river side and the northern streets.
SOUTH = [
    (31.2438, 121.4787), (31.2447, 121.4817), (31.2457, 121.4858), (31.2464, 121.4885),
    (31.2482, 121.4940), (31.2505, 121.5010), (31.2528, 121.5075), (31.2545, 121.5128),
]  # fmt: skip
NORTH = [
    (31.2508, 121.4764), (31.2522, 121.4830), (31.2548, 121.4890), (31.2600, 121.4965),
    (31.2652, 121.5052), (31.2664, 121.5078),
]  # fmt: skip

# (Chinese, English, class, how far north 0–1, from west 0–1, to east 0–1)
ALONG = [
    ("北苏州路", "North Suzhou Road", "tertiary", 0.00, 0.00, 0.22),
    ("黄浦路", "Huangpu Road", "tertiary", 0.00, 0.22, 0.52),
    ("滨江步道（示意）", "Riverside walk (schematic)", "footway", 0.00, 0.52, 1.00),
    ("天潼路", "Tiantong Road", "secondary", 0.22, 0.00, 0.24),
    ("大名路", "Daming Road", "secondary", 0.14, 0.24, 0.50),
    ("东大名路", "East Daming Road", "secondary", 0.14, 0.50, 1.00),
    ("塘沽路", "Tanggu Road", "tertiary", 0.48, 0.00, 0.48),
    ("长治路", "Changzhi Road", "secondary", 0.32, 0.24, 0.50),
    ("东长治路", "East Changzhi Road", "secondary", 0.32, 0.50, 0.86),
    ("霍山路", "Huoshan Road", "tertiary", 0.32, 0.86, 1.00),
    ("东余杭路", "East Yuhang Road", "tertiary", 0.50, 0.48, 0.80),
    ("长阳路", "Changyang Road", "secondary", 0.50, 0.80, 1.00),
    ("昆明路", "Kunming Road", "tertiary", 0.62, 0.70, 1.00),
    ("唐山路", "Tangshan Road", "tertiary", 0.74, 0.48, 1.00),
    ("海宁路", "Haining Road", "primary", 1.00, 0.00, 0.40),
    ("周家嘴路", "Zhoujiazui Road", "primary", 1.00, 0.40, 1.00),
]
# (Chinese, English, class, how far east 0–1, from south 0–1, to north 0–1)
ACROSS = [
    ("河南北路", "North Henan Road", "primary", 0.00, 0.00, 1.00),
    ("四川北路", "North Sichuan Road", "secondary", 0.09, 0.00, 1.00),
    ("吴淞路", "Wusong Road", "primary", 0.24, 0.00, 1.00),
    ("新建路", "Xinjian Road", "tertiary", 0.50, 0.00, 1.00),
    ("高阳路", "Gaoyang Road", "tertiary", 0.60, 0.00, 1.00),
    ("公平路", "Gongping Road", "secondary", 0.70, 0.00, 1.00),
    ("海门路", "Haimen Road", "secondary", 0.80, 0.00, 1.00),
    ("舟山路", "Zhoushan Road", "tertiary", 0.86, 0.14, 0.74),
    ("保定路", "Baoding Road", "tertiary", 0.93, 0.14, 1.00),
    ("大连路", "Dalian Road", "primary", 1.00, 0.00, 1.00),
]
LANE = ("里弄（示意）", "Lane (schematic)", "living_street")
LANES_ALONG = [0.07, 0.23, 0.41, 0.56, 0.68, 0.81, 0.90]
LANES_ACROSS = [0.045, 0.14, 0.19, 0.29, 0.34, 0.40, 0.45, 0.55, 0.65, 0.75, 0.83, 0.895, 0.965]


def along_side(side: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """Return the point at a share of a side's length."""
    stretch = math.cos(math.radians(31.25))
    lengths = [math.hypot(b[0] - a[0], (b[1] - a[1]) * stretch) for a, b in itertools.pairwise(side)]
    left = share * sum(lengths)
    for (a, b), length in zip(itertools.pairwise(side), lengths, strict=True):
        if left <= length:
            t = left / length
            return a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])
        left -= length
    return side[-1]


def place(east: float, north: float) -> tuple[float, float]:
    """Return (lat, lon) of a share eastwards and a share northwards."""
    low, high = along_side(SOUTH, east), along_side(NORTH, east)
    return low[0] + north * (high[0] - low[0]), low[1] + north * (high[1] - low[1])


def streets() -> list[tuple[str, str, str, list[tuple[float, float]]]]:
    """Return every street with its corners as (east, north) shares, crossings included."""
    lines = [(*s[:3], "along", *s[3:]) for s in ALONG] + [(*s[:3], "across", *s[3:]) for s in ACROSS]
    lines += [(*LANE, "along", north, 0.0, 1.0) for north in LANES_ALONG]
    lines += [(*LANE, "across", east, 0.0, 1.0) for east in LANES_ACROSS]
    drawn = []
    for zh, en, kind, way, fixed, start, end in lines:
        stops = {start, end}
        for *_, other_way, other_fixed, other_start, other_end in lines:
            if other_way != way and start <= other_fixed <= end and other_start <= fixed <= other_end:
                stops.add(other_fixed)
        corners = [(s, fixed) if way == "along" else (fixed, s) for s in sorted(stops)]
        drawn.append((zh, en, kind, corners))
    return drawn


def osm() -> str:
    """Return the network as OpenStreetMap XML; its ids are ours and mean nothing elsewhere."""
    drawn = streets()
    numbers = {corner: 1 + n for n, corner in enumerate(sorted({c for *_, cs in drawn for c in cs}))}
    lines = ["<?xml version='1.0' encoding='UTF-8'?>", '<osm version="0.6" generator="draw_streets.py">']
    for corner, number in numbers.items():
        lat, lon = place(*corner)
        lines.append(f'<node id="{number}" lat="{lat:.6f}" lon="{lon:.6f}"/>')
    for number, (zh, en, kind, corners) in enumerate(drawn, start=1):
        lines.append(f'<way id="{number}">')
        lines += [f'<nd ref="{numbers[corner]}"/>' for corner in corners]
        tags = {"highway": kind, "name": zh, "name:en": en}
        lines += [f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items()]
        lines.append("</way>")
    return "\n".join([*lines, "</osm>", ""])


if __name__ == "__main__":
    Path(__file__).with_name("streets.osm").write_text(osm(), encoding="utf-8")
