"""Addresses of the staff's pages."""

from django.urls import path

from yizhan.console import (
    alliances,
    assumptions,
    cloning,
    computing_pages,
    home,
    map_data,
    membership,
    notices,
    publishing,
    rooms,
    scenarios,
    sites,
    stations,
    studies,
    uncovered,
)
from yizhan.console.clubs.urls import urlpatterns as clubs
from yizhan.console.orders.urls import urlpatterns as orders
from yizhan.console.programme.urls import urlpatterns as programme
from yizhan.console.rounds.urls import urlpatterns as rounds
from yizhan.console.timetables.urls import urlpatterns as timetables
from yizhan.console.walks.urls import urlpatterns as walks

app_name = "console"
_STATION = "stations/<slug:slug>/"
_STUDY = "studies/<slug:slug>/"
_SCENARIO = f"{_STUDY}scenarios/<slug:scenario>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", home.SignIn.as_view(), name="login"),
    path("sign-out/", home.SignOut.as_view(), name="logout"),
    path("alliances/", alliances.alliances, name="alliances"),
    path("alliances/loans/<int:loan>/return/", alliances.give_back, name="return_room"),
    path("membership/", membership.membership, name="membership"),
    path("membership/loans/<int:loan>/return/", membership.give_back, name="membership_return"),
    path("stations/", stations.stations, name="stations"),
    path(_STATION, stations.station, name="station"),
    path(f"{_STATION}rooms/<int:room>/features/", rooms.features, name="room_features"),
    path(f"{_STATION}move/", stations.move, name="move_station"),
    path(f"{_STATION}upgrades/<int:item>/", stations.complete, name="complete_upgrade"),
    path(f"{_STATION}notices/", notices.publish, name="publish_notice"),
    path(f"{_STATION}notices/<int:notice>/withdraw/", notices.withdraw, name="withdraw_notice"),
    path(f"{_STATION}copy/", cloning.copy, name="copy_setup"),
    path(f"{_STATION}clone/", cloning.clone, name="clone_station"),
    path("studies/", studies.studies, name="studies"),
    path(_STUDY, studies.study, name="study"),
    path(f"{_STUDY}streets.json", map_data.streets, name="study_streets"),
    path(f"{_STUDY}map.json", map_data.content, name="study_map"),
    path(f"{_STUDY}catchments.json", map_data.catchments, name="study_catchments"),
    path(f"{_STUDY}uncovered/", uncovered.uncovered, name="uncovered"),
    path(f"{_STUDY}uncovered.csv", uncovered.uncovered_csv, name="uncovered_csv"),
    path(f"{_STUDY}assumptions/", assumptions.assumptions, name="assumptions"),
    path(f"{_STUDY}sites/", sites.sites, name="sites"),
    path(f"{_STUDY}sites/<slug:site>/", sites.site, name="site"),
    path(f"{_STUDY}compute/", computing_pages.compute, name="compute"),
    path(f"{_STUDY}computing/", computing_pages.watch, name="computing"),
    path(f"{_STUDY}computing.json", computing_pages.progress, name="progress"),
    path(f"{_STUDY}publications/", studies.history, name="history"),
    path(f"{_STUDY}publications/<int:publication>/undo/", publishing.undo, name="undo"),
    path(f"{_STUDY}new-scenario/", scenarios.new, name="new_scenario"),
    path(_SCENARIO, scenarios.scenario, name="scenario"),
    path(f"{_SCENARIO}edit/", scenarios.edit, name="edit_scenario"),
    path(f"{_SCENARIO}restore/", scenarios.restore, name="restore_scenario"),
    path(f"{_SCENARIO}publish/", publishing.publish, name="publish"),
    *programme,
    *rounds,
    *clubs,
    *orders,
    *timetables,
    *walks,
]
