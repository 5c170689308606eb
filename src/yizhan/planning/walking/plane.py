"""A local plane in metres around a street network."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yizhan.foundation.datums import metres_per_degree

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plane:
    """
    Equirectangular plane tangent at one latitude of the WGS-84 ellipsoid.

    Distances are true to 0.1 % within 10 km north and south of `lat` and to 1 % within 100 km: enough to
    snap and to draw. Walking distances never come from it.
    """

    lon: float
    lat: float
    metres_per_lon: float
    metres_per_lat: float

    @classmethod
    def around(cls, lon: Floats, lat: Floats) -> "Plane":
        """Return the plane in the middle of some points."""
        middle_lon, middle_lat = (float((values.min() + values.max()) / 2) for values in (lon, lat))
        return cls(middle_lon, middle_lat, *metres_per_degree(middle_lat))

    def xy(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Return metres east and north, shape (n, 2)."""
        east = (np.asarray(lon, np.float64) - self.lon) * self.metres_per_lon
        north = (np.asarray(lat, np.float64) - self.lat) * self.metres_per_lat
        return np.stack([east, north], axis=-1)

    def lonlat(self, xy: Floats) -> Floats:
        """Return degrees of longitude and latitude, shape (n, 2)."""
        scale = (1 / self.metres_per_lon, 1 / self.metres_per_lat)
        degrees: Floats = xy * scale + (self.lon, self.lat)
        return degrees
