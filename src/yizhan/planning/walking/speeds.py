"""How fast people walk, and from where the numbers are."""

#: An adult's usual speed, km/h (1.33 m/s): the middle of Bohannon & Andrews, "Normal walking speed: a
#: descriptive meta-analysis", Physiotherapy 97 (2011), and the usual figure of Chinese planning guides.
ADULT_KMH = 4.8

#: An elderly person's usual speed, km/h (0.92 m/s): the over-eighties of the same meta-analysis; Chinese
#: studies of 15-minute life circles use 3.0 to 3.6.
ELDERLY_KMH = 3.3


def metres_within(minutes: float, *, speed_kmh: float) -> float:
    """
    Return how far one walks in some minutes, m.

    Examples
    --------
    >>> metres_within(15, speed_kmh=ADULT_KMH)
    1200.0
    """
    return minutes * speed_kmh * 1000 / 60


def minutes_for(metres: float, *, speed_kmh: float) -> float:
    """Return how long one walks for some metres, min."""
    return metres * 60 / (speed_kmh * 1000)
