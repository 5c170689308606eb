"""A tiny town for scenario tests: a street of 21 blocks, three sites, two neighbourhoods."""

import numpy as np

from yizhan.planning.demand.points import DemandPoints
from yizhan.planning.scenarios.assembling import Project
from yizhan.planning.scenarios.catalogue import Site
from yizhan.planning.scenarios.reading import catalogue_from

BLOCK_M = 100.0
BLOCKS = 21
SITES = {"west": 2, "middle": 10, "east": 18}

CATALOGUE = {
    "grading": {"steps": [[5, 1.0], [10, 0.5]]},
    "level": [{"name": "point", "cost": 10, "quality": 0.5}, {"name": "station", "cost": 30, "quality": 1.0}],
    "pattern": [
        {"name": "office", "cost": 0, "hours": [{"days": "workday", "opens": "09:00", "closes": "17:00"}]},
        {"name": "always", "cost": 20, "hours": [{"days": "every_day", "opens": "00:00", "closes": "00:00"}]},
    ],
}


def town(*, today: dict[str, tuple[str, str]] | None = None, people: float = 10.0) -> Project:
    standing = today if today is not None else {"middle": ("station", "office")}
    blocks = np.arange(BLOCKS)
    level_pattern = {label: standing.get(label, (None, None)) for label in SITES}
    return Project(
        demand=DemandPoints(
            labels=tuple(f"block-{block:02d}" for block in blocks),
            lon=121.0 + blocks * 0.001,
            lat=np.full(BLOCKS, 31.0),
            people=np.full((BLOCKS, 4), people),
            neighbourhood=tuple("left" if block < 11 else "right" for block in blocks),
        ),
        sites=tuple(
            Site(label, 121.0 + block * 0.001, 31.0, "left" if block < 11 else "right", *level_pattern[label])
            for label, block in SITES.items()
        ),
        metres=np.abs(blocks[None, :] - np.array(list(SITES.values()))[:, None]) * BLOCK_M,
        catalogue=catalogue_from(CATALOGUE),
    )
