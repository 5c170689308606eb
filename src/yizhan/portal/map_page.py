"""What a page with a map needs besides its cards."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.people.models import Subdistrict
from yizhan.plans import queries as plans
from yizhan.portal.origins import Origin, starting_points

GROUPS = {"metro": gettext_lazy("地铁站"), "sight": gettext_lazy("地标"), "corner": gettext_lazy("路口")}


def map_context(place: Subdistrict, *, origin: Origin | None) -> dict[str, Any]:
    """Return the words, the centre, the makers of the streets and the starting points to choose from."""
    points = starting_points(place)
    return {
        "origin": origin,
        "attribution": plans.street_attribution(place),
        "centre": f"{(place.west + place.east) / 2:.4f},{(place.south + place.north) / 2:.4f}",
        "starting_groups": [
            {"label": GROUPS[kind], "points": list(group)}
            for kind, group in groupby(points, key=lambda point: point.kind)
        ],
        "map_words": _map_words(),
    }


def _map_words() -> dict[str, str]:
    """Return what the map says, ours and MapLibre's."""
    return {
        "show": _("在地图上看"),
        "start": _("从这里出发"),
        "from": _("出发点"),
        "AttributionControl.ToggleAttribution": _("显示或隐藏地图来源"),
        "Map.Title": _("地图"),
        "Marker.Title": _("站点"),
        "NavigationControl.ZoomIn": _("放大"),
        "NavigationControl.ZoomOut": _("缩小"),
        "Popup.Close": _("关闭"),
        "ScaleControl.Feet": _("英尺"),
        "ScaleControl.Meters": _("米"),
        "ScaleControl.Kilometers": _("公里"),
        "ScaleControl.Miles": _("英里"),
        "ScaleControl.NauticalMiles": _("海里"),
        "CooperativeGesturesHandler.WindowsHelpText": _("按住 Ctrl 并滚动来缩放地图"),
        "CooperativeGesturesHandler.MacHelpText": _("按住 ⌘ 并滚动来缩放地图"),
        "CooperativeGesturesHandler.MobileHelpText": _("用两根手指移动地图"),
    }
