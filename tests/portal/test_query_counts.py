"""Three stations cost no more queries than one."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.places import make_rule, make_station
from factories.towns import Town
from yizhan.places.words import Amenity, ServiceKind


def queries(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        ("/", 16),
        ("/?q=station", 20),
        ("/rest/", 12),
        ("/b/greenland/", 14),
        ("/open/stations.geojson", 12),
        ("/open/rest-points.csv", 12),
    ],
)
def test_queries_do_not_grow_with_stations(client: Client, town: Town, address: str, limit: int) -> None:
    few = queries(client, address)
    for _ in range(3):
        more = make_station(
            subdistrict=town.subdistrict,
            building=town.tower,
            amenities=(Amenity.WATER,),
            services=(ServiceKind.REST_POINT,),
        )
        make_rule(more, "09:00", "17:00")
    assert queries(client, address) == few
    assert few <= limit
