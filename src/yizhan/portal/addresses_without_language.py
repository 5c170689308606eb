"""Addresses that answer with data, the same in every language."""

from django.urls import URLPattern, URLResolver, include, path

from yizhan.portal import for_browsers, map_data, open_data
from yizhan.portal.walks import open_data as walks_data

map_addresses = (
    [
        path("streets.geojson", map_data.streets, name="streets"),
        path("area.geojson", map_data.area, name="area"),
    ],
    "map",
)
open_addresses = (
    [
        path("stations.geojson", open_data.stations_geojson, name="stations_geojson"),
        path("rest-points.geojson", open_data.rest_points_geojson, name="rest_points_geojson"),
        path("rest-points.csv", open_data.rest_points_csv, name="rest_points_csv"),
        path("stories.geojson", walks_data.stories_geojson, name="stories_geojson"),
        path("stories.json", walks_data.stories_json, name="stories_json"),
        path("routes.geojson", walks_data.routes_geojson, name="routes_geojson"),
    ],
    "open",
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("map/", include(map_addresses)),
    path("open/", include(open_addresses)),
    path("favicon.ico", for_browsers.favicon),
    path("robots.txt", for_browsers.robots),
]
