"""Positions as they stand in an address: longitude and latitude, rounded."""

# Half a thousandth of a degree, about 50 m: enough to find the way, too coarse to find a person.
STEP = 0.0005


def rounded(degrees: float) -> float:
    """
    Return degrees rounded to about 50 m.

    Examples
    --------
    >>> rounded(121.49333)
    121.4935
    """
    return round(round(degrees / STEP) * STEP, 4)


def written(lon: float, lat: float) -> str:
    """Return how a rounded point is written in an address."""
    return f"{lon:.4f},{lat:.4f}"


def read(given: str) -> tuple[float, float] | None:
    """
    Return the rounded point written in an address, or None where it is not one.

    Examples
    --------
    >>> read("121.49333,31.25199")
    (121.4935, 31.252)
    >>> read("here") is None
    True
    """
    try:
        lon, lat = (float(part) for part in given.split(","))
    except ValueError:
        return None
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # also where it is not a number
        return None
    return rounded(lon), rounded(lat)
