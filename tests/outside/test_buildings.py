"""Building layers: closed ways, courtyards, levels and heights, and broken outlines."""

import json

import numpy as np
import pytest
import shapely

from shared import shared
from yizhan.foundation.refusals import BadInput
from yizhan.outside.buildings import layer_from, read_buildings
from yizhan.planning.demand.assumptions import Assumptions
from yizhan.planning.demand.from_buildings import from_buildings
from yizhan.planning.demand.points import Window

#: A square of 100 m with a courtyard of 50 m, and an open outline; 0.001 degrees are about 95 m by 111 m.
COURTYARD = """<?xml version="1.0"?><osm version="0.6">
<node id="1" version="1" lon="121.490" lat="31.250"/><node id="2" version="1" lon="121.491" lat="31.250"/>
<node id="3" version="1" lon="121.491" lat="31.251"/><node id="4" version="1" lon="121.490" lat="31.251"/>
<node id="5" version="1" lon="121.4902" lat="31.2502"/><node id="6" version="1" lon="121.4908" lat="31.2502"/>
<node id="7" version="1" lon="121.4908" lat="31.2508"/><node id="8" version="1" lon="121.4902" lat="31.2508"/>
<way id="1" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/></way>
<way id="2" version="1"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="8"/><nd ref="5"/>
<tag k="building" v="yes"/><tag k="shop" v="books"/>
<tag k="building:levels" v="3"/><tag k="height" v="12 m"/></way>
<way id="3" version="1"><nd ref="1"/><nd ref="2"/><nd ref="99"/><nd ref="1"/><tag k="building" v="yes"/></way>
<relation id="9" version="1">
<member type="way" ref="1" role="outer"/><member type="way" ref="2" role="inner"/>
<tag k="type" v="multipolygon"/><tag k="building" v="apartments"/>
<tag k="building:levels" v="many"/></relation>
</osm>"""


@pytest.fixture
def courtyard(tmp_path):
    path = tmp_path / "courtyard.osm"
    path.write_text(COURTYARD)
    return path


def test_read_buildings_courtyards_levels_and_hints(courtyard):
    found = read_buildings(courtyard)
    by_label = dict(zip(found.labels, range(len(found.labels)), strict=True))
    inner, ring = by_label["w2"], by_label["r9"]
    assert len(found.labels) == 2
    whole = 95.254 * 110.874
    assert found.footprint_m2[inner] == pytest.approx(whole * 0.36, rel=1e-3)
    assert found.footprint_m2[ring] == pytest.approx(whole * 0.64, rel=1e-3)
    assert (found.kind[inner], found.kind[ring]) == ("retail", "apartments")
    assert (found.levels[inner], found.height_m[inner]) == (3, 12)
    assert np.isnan([found.levels[ring], found.height_m[ring]]).all()
    assert found.missing == 1
    # The point of a ring lies in the ring, not in its courtyard.
    hole = shapely.box(121.4902, 31.2502, 121.4908, 31.2508)
    assert not shapely.contains_xy(hole, found.lon[ring], found.lat[ring])


def test_read_buildings_area_elsewhere_is_refused(courtyard):
    with pytest.raises(BadInput) as refused:
        read_buildings(courtyard, area=shapely.box(2, 48, 3, 49))
    assert refused.value.code == "no_building"


@pytest.mark.parametrize("content", [b"", b"noise" * 50, b"<osm version='0.6'></osm>"])
def test_read_buildings_broken_or_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "broken.osm"
    path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        read_buildings(path)
    assert refused.value.file == str(path)


def test_nanjing_buildings_are_as_described():
    found = read_buildings(shared("data/alt_nanjing_centre.osm.pbf"))
    # The 1,270 ways of the description, and 7 multipolygons; an eighth lacks members.
    assert (sum(label.startswith("w") for label in found.labels), len(found.labels)) == (1270, 1277)
    assert found.missing == 1
    assert found.footprint_m2.sum() == pytest.approx(1.168e6, rel=0.01)


def test_people_estimated_from_a_real_layer_are_plausible():
    layer = read_buildings(shared("data/alt_nanjing_centre.osm.pbf"))
    points = from_buildings(**layer.layer(), assumptions=Assumptions())
    # 6.4 km² of a dense Chinese centre: tens of thousands sleep there.
    assert 30_000 < points.total(Window.LATE_NIGHT) < 120_000


def test_layer_is_stored_and_read_back():
    layer = read_buildings(shared("data/alt_nanjing_centre.osm.pbf"))
    stored = json.loads(json.dumps(layer.to_dict()))
    for name, column in layer_from(stored).items():
        assert np.array_equal(column, getattr(layer, name), equal_nan=isinstance(column, np.ndarray))
