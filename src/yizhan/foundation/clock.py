"""The only place that asks what time it is."""

import datetime as dt
import time
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """Return the present moment, aware, in Shanghai time."""
    return dt.datetime.now(SHANGHAI)


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Seconds since a start, and whether a limit has passed."""

    limit_s: float = float("inf")
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started

    @property
    def left_s(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.limit_s - self.seconds)

    @property
    def over(self) -> bool:
        """Whether the limit has passed."""
        return self.seconds >= self.limit_s
