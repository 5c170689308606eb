"""The addresses of every public page, for tests that hold for all of them."""

PAGES = [
    "/",
    "/?at=now&a=water",
    "/?from=121.4935,31.2520",
    "/stations/centre/",
    "/stations/centre/week/",
    "/stations/care-home/?from=121.4935,31.2520",
    "/clubs/",
    "/rest/",
    "/rest/?a=water",
    "/walks/",
    "/stories/?q=nothing",
    "/b/greenland/",
    "/b/greenland/poster/",
    "/rounds/",
]
IN_ENGLISH = [f"/en{page}" for page in PAGES]
DATA = [
    "/map/streets.geojson",
    "/map/area.geojson",
    "/open/stations.geojson",
    "/open/rest-points.geojson",
    "/open/rest-points.csv",
]
