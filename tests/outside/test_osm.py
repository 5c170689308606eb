"""Street extracts: the facts of the real files, small hand-made ones, and broken ones."""

import numpy as np
import pytest
import shapely

from shared import shared
from yizhan.foundation.refusals import BadInput
from yizhan.outside.areas import read_area, widened
from yizhan.outside.osm import read_streets
from yizhan.outside.streets import Streets
from yizhan.outside.walkable import Left, left_out
from yizhan.planning.walking.graph import build_graph

NODES = {1: (121.490, 31.250), 2: (121.491, 31.250), 3: (121.492, 31.250), 4: (121.493, 31.250)}


def extract(tmp_path, ways, *, nodes=NODES, nodes_last=False, name="small.osm"):
    """Write a small .osm file of (references, tags) and return its path."""
    places = "".join(f'<node id="{n}" version="1" lon="{x}" lat="{y}"/>' for n, (x, y) in nodes.items())
    lines = "".join(
        f'<way id="{10 + one}" version="1">'
        + "".join(f'<nd ref="{ref}"/>' for ref in refs)
        + "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        + "</way>"
        for one, (refs, tags) in enumerate(ways)
    )
    path = tmp_path / name
    body = lines + places if nodes_last else places + lines
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">{body}</osm>', encoding="utf-8"
    )
    return path


def graph_of(streets: Streets):
    return build_graph(streets.lon, streets.lat, u=streets.u, v=streets.v, length_m=streets.length_m)


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"highway": "residential"}, None),
        ({"highway": "motorway", "foot": "yes"}, Left.CLASS),
        ({"highway": "construction"}, Left.CLASS),
        ({"building": "yes"}, Left.CLASS),
        ({"highway": "primary", "foot": "no"}, Left.FOOT),
        ({"highway": "primary", "tunnel": "yes", "name": "大连路隧道"}, Left.TUNNEL),
        ({"highway": "secondary_link", "tunnel": "yes"}, Left.TUNNEL),
        ({"highway": "footway", "tunnel": "yes", "name": "地下通道"}, None),
        ({"highway": "footway", "tunnel": "yes", "name": "外滩观光隧道", "foot": "designated"}, None),
        ({"highway": "primary", "motorroad": "yes"}, Left.MOTORROAD),
        ({"highway": "service", "access": "private"}, Left.ACCESS),
        ({"highway": "service", "access": "no", "foot": "designated"}, None),
        ({"highway": "service", "access": "permissive"}, None),
    ],
)
def test_left_out_says_why(tags, why):
    assert left_out(tags) is why


@pytest.mark.parametrize("nodes_last", [False, True])
def test_read_streets_small_file(tmp_path, nodes_last):
    ways = [
        (
            [1, 2, 2, 3],
            {"highway": "residential", "name": "唐山路", "name:en": "Tangshan Road", "oneway": "yes"},
        ),
        ([3, 4], {"highway": "steps"}),
        ([1, 4], {"highway": "motorway"}),
        ([1, 2, 3, 4, 1], {"building": "yes"}),
    ]
    streets = read_streets(extract(tmp_path, ways, nodes_last=nodes_last))
    assert streets.node_id.tolist() == [1, 2, 3, 4]
    assert list(zip(streets.u.tolist(), streets.v.tolist(), strict=True)) == [(0, 1), (1, 2), (2, 3)]
    assert streets.length_m == pytest.approx(95.25, abs=0.05)
    assert streets.steps.tolist() == [False, False, True]
    assert streets.way.tolist() == [0, 0, 1]
    assert (streets.name_zh, streets.name_en) == (("唐山路", ""), ("Tangshan Road", ""))
    assert streets.way_class == ("residential", "steps")
    assert streets.report.ways_read == 3
    assert streets.report.left_out == {"class": 1}


def test_read_streets_missing_nodes_split_the_way_and_are_counted(tmp_path):
    ways = [([1, 2, 99, 3, 4], {"highway": "residential"}), ([98, 1], {"building": "yes"})]
    streets = read_streets(extract(tmp_path, ways))
    assert len(streets.u) == 2
    assert graph_of(streets).component.tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
    assert (streets.report.missing_refs, streets.report.missing_refs_walkable) == (2, 1)


def test_read_streets_impossible_node_counts_as_missing(tmp_path):
    streets = read_streets(
        extract(tmp_path, [([1, 2, 3], {"highway": "footway"})], nodes=NODES | {3: (121.49, 95.0)})
    )
    assert (len(streets.u), streets.report.missing_refs) == (1, 1)


@pytest.mark.parametrize(
    ("ways", "code"),
    [
        ([], "no_street"),
        ([([1, 2], {"highway": "motorway"})], "no_street"),
        ([([1, 1], {"highway": "residential"})], "no_street"),
        ([([8, 9], {"highway": "residential"})], "no_street"),
    ],
)
def test_read_streets_without_a_street_is_refused(tmp_path, ways, code):
    path = extract(tmp_path, ways)
    with pytest.raises(BadInput) as refused:
        read_streets(path)
    assert (refused.value.code, refused.value.file) == (code, str(path))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.osm.pbf", b""),
        ("empty.osm", b""),
        ("words.osm", b"hello"),
        ("noise.osm.pbf", bytes(range(256)) * 9),
        ("table.csv", b"id,lon,lat\n1,2,3\n"),
        ("other.osm", b"<gpx></gpx>"),
        ("half.osm", b"<osm version='0.6'><node id='1' lat='1' lon='1'"),
    ],
)
def test_read_streets_broken_file_names_the_file(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        read_streets(path)
    assert refused.value.code == "osm_broken"
    assert str(path) in refused.value.say("zh")
    assert str(path) in refused.value.say("en")


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.99999])
def test_read_streets_truncated_extract_is_refused(tmp_path, share):
    whole = shared("data/north_bund_streets.osm.pbf").read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadInput):
        read_streets(path)


@pytest.mark.parametrize("name", ["absent.osm", "."])
def test_read_streets_absent_file_is_refused(tmp_path, name):
    with pytest.raises(BadInput) as refused:
        read_streets(tmp_path / name)
    assert refused.value.code == "file_absent"


def test_read_streets_area_elsewhere_is_refused(tmp_path):
    path = extract(tmp_path, [([1, 2], {"highway": "residential"})])
    with pytest.raises(BadInput) as refused:
        read_streets(path, area=shapely.box(2.3, 48.8, 2.4, 48.9))
    assert refused.value.code == "no_street_in_area"
    assert "121.49" in refused.value.say("en")


def test_read_streets_area_keeps_a_buffer_and_measures_the_inside(tmp_path):
    path = extract(tmp_path, [([1, 2, 3, 4], {"highway": "residential"})])
    area = shapely.box(121.4895, 31.249, 121.4915, 31.251)
    near = read_streets(path, area=area, buffer_m=10)
    assert near.node_id.tolist() == [1, 2, 3]
    assert near.in_area.tolist() == [True, True, False]
    assert near.share_in_area == pytest.approx([1.0, 0.5])
    assert near.area_km == pytest.approx(0.1429, abs=1e-3)
    assert len(read_streets(path, area=area, buffer_m=100).u) == 3


def test_streets_survive_storage(tmp_path):
    path = extract(tmp_path, [([1, 2, 99, 3], {"highway": "residential", "name": "舟山路"})])
    streets = read_streets(path)
    again = Streets.from_bytes(streets.to_bytes())
    for name in ("node_id", "lon", "lat", "u", "v", "length_m", "steps", "way", "in_area", "share_in_area"):
        assert np.array_equal(getattr(again, name), getattr(streets, name))
    assert (again.name_zh, again.way_class, again.report) == (
        streets.name_zh,
        streets.way_class,
        streets.report,
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 noise", b"words"])
def test_streets_from_damaged_storage_are_refused(content):
    with pytest.raises(BadInput):
        Streets.from_bytes(content, file="store")


def test_north_bund_is_as_its_description_says():
    streets = read_streets(shared("data/north_bund_streets.osm.pbf"))
    assert round(streets.length_km, 1) == 183.2
    assert streets.report.ways_read == 969
    assert streets.report.left_out == {"access": 1, "foot": 50, "tunnel": 2}
    assert streets.report.missing_refs == 0
    # A little less than in the description: one way tagged access=no is left out here.
    assert graph_of(streets).component_km[:2] == pytest.approx([154.3, 27.3], abs=0.1)
    assert all(graph_of(streets).component_km[2:] < 1)
    assert "东大名路" in streets.name_zh


def test_north_bund_study_area_is_as_its_description_says():
    area = read_area(shared("data/north_bund_study_area.geojson"))
    streets = read_streets(shared("data/north_bund_streets.osm.pbf"), area=area)
    # Cut exactly at the border; the description counts whole edges whose middle lies inside: 48.5 km.
    assert streets.area_km == pytest.approx(48.4, abs=0.05)
    middle = shapely.points(
        (streets.lon[streets.u] + streets.lon[streets.v]) / 2,
        (streets.lat[streets.u] + streets.lat[streets.v]) / 2,
    )
    inside = shapely.contains(area, middle)
    assert round(streets.length_m[inside].sum() / 1000, 1) == 48.5
    nodes = np.unique(np.concatenate([streets.u[inside], streets.v[inside]]))
    degree = np.bincount(np.concatenate([streets.u, streets.v]), minlength=len(streets.lon))
    assert (len(nodes), int((degree[nodes] >= 3).sum())) == (1390, 243)
    assert set(graph_of(streets).component[streets.in_area]) == {0}


def test_a_wide_enough_buffer_keeps_walks_near_the_border_as_they_are():
    path = shared("data/north_bund_streets.osm.pbf")
    area = read_area(shared("data/north_bund_study_area.geojson"))
    whole, near = read_streets(path), read_streets(path, area=area)
    assert len(near.u) < len(whole.u)
    kept = shapely.intersects_xy(widened(area, 1199), whole.lon[whole.u], whole.lat[whole.u])
    assert np.isin(whole.node_id[whole.u[kept]], near.node_id).all()


def test_helsinki_missing_references_and_steps():
    streets = read_streets(shared("data/alt_helsinki_centre.osm.pbf"))
    assert streets.report.missing_refs == 4525
    # The description counts 98.2 km and 141 step ways with private ways in; without them 97.4 and 140.
    assert streets.length_km == pytest.approx(97.4, abs=0.05)
    assert sum(one == "steps" for one in streets.way_class) == 140
    assert graph_of(streets).component_km[0] == pytest.approx(96.3, abs=0.05)


def test_nanjing_trunk_roads_with_pavements_are_kept():
    streets = read_streets(shared("data/alt_nanjing_centre.osm.pbf"))
    # 80.6 km in the description, without the trunk roads and with the two motor tunnels.
    assert graph_of(streets).component_km[0] == pytest.approx(80.2, abs=0.05)
    assert streets.report.left_out == {"motorroad": 4, "tunnel": 2}
