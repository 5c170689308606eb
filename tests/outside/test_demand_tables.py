"""Demand tables: accepted, and refused by file, row and field."""

import pytest
import shapely

from yizhan.foundation.datums import Datum, convert
from yizhan.foundation.refusals import BadInput
from yizhan.outside.demand_tables import read_demand

HEADER = "id,lon,lat,neighbourhood,workday,evening,weekend,late_night"
AREA = shapely.box(121.4768, 31.2443, 121.5138, 31.2648)


def table(tmp_path, *rows, header=HEADER):
    path = tmp_path / "demand.csv"
    path.write_text("\n".join((header, *rows)), encoding="utf-8")
    return path


def refusal(path, **options):
    with pytest.raises(BadInput) as refused:
        read_demand(path, **options)
    assert refused.value.file == str(path)
    assert refused.value.say("zh") != refused.value.say("en")
    return refused.value


def test_read_demand_rows(tmp_path):
    path = table(tmp_path, "a,121.49,31.25,唐山,10,20.5,0,1", "b,121.50,31.25,舟山,1,2,3,4")
    rows = read_demand(path, area=AREA)
    assert (rows.labels, rows.neighbourhood) == (("a", "b"), ("唐山", "舟山"))
    assert rows.people.tolist() == [[10, 20.5, 0, 1], [1, 2, 3, 4]]
    assert (rows.lon.tolist(), rows.lat.tolist()) == ([121.49, 121.50], [31.25, 31.25])


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("b,,31.25,唐山,1,2,3,4", "lon"),
        ("b,121.49,x,唐山,1,2,3,4", "lat"),
        ("b,nan,31.25,唐山,1,2,3,4", "lon"),
        ("b,1214.9,31.25,唐山,1,2,3,4", "lon"),
        ("b,12.49,91.25,唐山,1,2,3,4", "lat"),
        ("b,121.49,31.25,,1,2,3,4", "neighbourhood"),
        ("b,121.49,31.25,唐山,1,-2,3,4", "evening"),
        ("b,121.49,31.25,唐山,1,2,3,", "late_night"),
        (",121.49,31.25,唐山,1,2,3,4", "id"),
        ("a,121.49,31.25,唐山,1,2,3,4", "id"),
        ("b,31.25,121.49,唐山,1,2,3,4", "lat"),
        ("b,2.35,48.85,唐山,1,2,3,4", "lon"),
    ],
)
def test_read_demand_refuses_by_row_and_field(tmp_path, row, field):
    found = refusal(table(tmp_path, "a,121.49,31.25,唐山,1,2,3,4", row), area=AREA)
    assert (found.row, found.field) == (3, field)


def test_read_demand_swapped_is_recognised_with_and_without_an_area(tmp_path):
    path = table(tmp_path, "a,31.25,121.49,唐山,1,2,3,4")
    assert refusal(path).code == refusal(path, area=AREA).code == "swapped"


@pytest.mark.parametrize(("datum", "said"), [(Datum.GCJ02, "GCJ-02"), (Datum.BD09, "BD-09")])
def test_read_demand_point_that_fits_in_another_datum_says_so(tmp_path, datum, said):
    lon, lat = convert(121.5125, 31.2535, source=Datum.WGS84, target=datum)
    found = refusal(table(tmp_path, f"a,{lon},{lat},唐山,1,2,3,4"), area=AREA)
    assert (found.code, found.row) == ("other_datum", 2)
    assert said in found.say("zh")
    assert said in found.say("en")


def test_read_demand_datum_column_and_default(tmp_path):
    lon, lat = convert(121.5125, 31.2535, source=Datum.WGS84, target=Datum.GCJ02)
    named = table(tmp_path, f"a,{lon},{lat},唐山,1,2,3,4,gcj02", header=HEADER + ",datum")
    assert read_demand(named, area=AREA).lon == pytest.approx([121.5125], abs=1e-7)
    unnamed = table(tmp_path, f"a,{lon},{lat},唐山,1,2,3,4")
    assert read_demand(unnamed, area=AREA, datum=Datum.GCJ02).lat == pytest.approx([31.2535], abs=1e-7)
    unknown = table(tmp_path, f"a,{lon},{lat},唐山,1,2,3,4,utm", header=HEADER + ",datum")
    assert refusal(unknown).field == "datum"


def test_read_demand_just_beyond_the_outline_is_accepted(tmp_path):
    path = table(tmp_path, "a,121.5145,31.25,唐山,1,2,3,4")
    assert len(read_demand(path, area=AREA).labels) == 1
