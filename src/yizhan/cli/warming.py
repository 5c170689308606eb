"""`yizhan warm-up`: compiles the planning kernels once, so that nobody waits for it later."""

import click
import numpy as np

from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.planning.sharing.serving import warm_up as warm_up_sharing
from yizhan.planning.siting import warm_up as warm_up_siting
from yizhan.planning.timetabling import warm_up as warm_up_timetabling
from yizhan.planning.touring import warm_up as warm_up_touring
from yizhan.planning.walking.catchment import catchment, catchment_sizes, walking_minutes
from yizhan.planning.walking.graph import build_graph
from yizhan.planning.walking.route import route
from yizhan.planning.walking.snapping import snap
from yizhan.planning.walking.speeds import ADULT_KMH

_DONE = Phrase("规划内核已编译。", "The planning kernels are compiled.")


@click.command("warm-up")
def warm_up() -> None:
    """
    Compile the planning kernels once; the first plan and the first walk are then as fast as the rest.

    Example: yizhan warm-up
    """
    warm_up_siting()
    warm_up_timetabling()
    warm_up_touring()
    warm_up_sharing()
    lon, lat = np.array([121.49, 121.491, 121.492]), np.array([31.25, 31.25, 31.251])
    graph = build_graph(lon, lat, u=[0, 1], v=[1, 2], length_m=[95.0, 146.0])
    doors = snap(graph, lon, lat)
    walking_minutes(graph, doors, doors, speed_kmh=ADULT_KMH, limit_min=15)
    catchment_sizes(graph, doors, minutes=15, speed_kmh=ADULT_KMH)
    catchment(graph, doors, minutes=15, speed_kmh=ADULT_KMH)
    route(graph, doors, speed_kmh=ADULT_KMH)
    click.echo(_DONE.say(terminal_language()))
