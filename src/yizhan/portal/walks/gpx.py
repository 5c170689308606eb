"""A walk as GPX 1.1: stops as waypoints, in order as a route, and the way itself as a track."""

from xml.etree import ElementTree as ET

from yizhan.foundation import clock
from yizhan.offers.models import Route
from yizhan.portal.templatetags.portal import told
from yizhan.portal.walks.lines import StopLine, Variant

NAMESPACE = "http://www.topografix.com/GPX/1/1"
SCHEMA = f"{NAMESPACE} http://www.topografix.com/GPX/1/1/gpx.xsd"
SIX = 6


def gpx_of(route: Route, variant: Variant, *, address: str, attribution: str) -> bytes:
    """Return the file; elements stand in the order the schema demands."""
    root = ET.Element(
        "gpx",
        {
            "version": "1.1",
            "creator": "yizhan",
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": SCHEMA,
        },
    )
    name = told(route, "name")
    _metadata(root, name, told(route, "summary"), address=address, attribution=attribution)
    for line in variant.lines:
        _point(root, "wpt", line, described=True)
    way = ET.SubElement(root, "rte")
    ET.SubElement(way, "name").text = name
    for line in variant.lines:
        _point(way, "rtept", line, described=False)
    track = ET.SubElement(root, "trk")
    ET.SubElement(track, "name").text = name
    segment = ET.SubElement(track, "trkseg")
    for lon, lat in variant.points:
        ET.SubElement(segment, "trkpt", _at(lon, lat))
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _metadata(root: ET.Element, name: str, summary: str, *, address: str, attribution: str) -> None:
    about = ET.SubElement(root, "metadata")
    ET.SubElement(about, "name").text = name
    if summary:
        ET.SubElement(about, "desc").text = summary
    if attribution:
        ET.SubElement(about, "copyright", {"author": attribution})
    ET.SubElement(about, "link", {"href": address})
    ET.SubElement(about, "time").text = clock.now().isoformat(timespec="seconds")


def _point(parent: ET.Element, tag: str, line: StopLine, *, described: bool) -> None:
    point = ET.SubElement(parent, tag, _at(line.lon, line.lat))
    ET.SubElement(point, "name").text = f"{line.number}. {line.name}"
    if described:
        ET.SubElement(point, "desc").text = f"{line.arrives}–{line.leaves}"


def _at(lon: float, lat: float) -> dict[str, str]:
    return {"lat": f"{lat:.{SIX}f}", "lon": f"{lon:.{SIX}f}"}
