"""Which OpenStreetMap ways people may walk on, and why the others are left out."""

import enum
from collections.abc import Mapping

#: Highway classes open to walkers at any hour. Railway platforms, indoor corridors and lifts are left
#: out: they close, and one may not pass through; motorways, construction and race tracks for good reason.
WALKABLE_CLASSES = frozenset(
    {
        "trunk",
        "trunk_link",
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "service",
        "road",
        "track",
        "pedestrian",
        "footway",
        "path",
        "steps",
        "cycleway",
        "bridleway",
    }
)

_OPEN = frozenset({"yes", "designated", "permissive", "official"})
_SHUT_ON_FOOT = frozenset({"no", "private", "use_sidepath"})
_SHUT = frozenset({"no", "private"})
_TUNNEL = "隧道"


class Left(enum.StrEnum):
    """Why a way was left out of the walking network."""

    CLASS = "class"  # its class is not for walkers
    FOOT = "foot"  # foot=no, private or use_sidepath
    TUNNEL = "tunnel"  # a road tunnel under a river, or its ramp, without a word about walkers
    MOTORROAD = "motorroad"  # motor vehicles only
    ACCESS = "access"  # access=no or private, and nothing lets walkers in


def left_out(tags: Mapping[str, str]) -> Left | None:
    """
    Return why a way is not walkable, None if it is.

    Rules in order: its class; an explicit word about walkers decides either way; a road tunnel named 隧道 or
    leading to one (a link) is shut, for Chinese extracts seldom tag the river tunnels' ramps; a
    motorroad is shut; a private or closed way is shut.

    Examples
    --------
    >>> left_out({"highway": "secondary", "tunnel": "yes", "name": "新建路隧道"})
    <Left.TUNNEL: 'tunnel'>
    >>> left_out({"highway": "service", "access": "private", "foot": "yes"}) is None
    True
    """
    if tags.get("highway") not in WALKABLE_CLASSES:
        return Left.CLASS
    foot = tags.get("foot", "")
    if foot in _OPEN:
        return None
    if foot in _SHUT_ON_FOOT:
        return Left.FOOT
    if _is_river_tunnel(tags):
        return Left.TUNNEL
    if tags.get("motorroad") == "yes":
        return Left.MOTORROAD
    return Left.ACCESS if tags.get("access") in _SHUT else None


def _is_river_tunnel(tags: Mapping[str, str]) -> bool:
    return tags.get("tunnel") == "yes" and (
        _TUNNEL in tags.get("name", "") or tags.get("highway", "").endswith("_link")
    )
