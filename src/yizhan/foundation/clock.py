"""The only place that asks what time it is."""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


_standing: ContextVar[dt.datetime | None] = ContextVar("standing", default=None)


def now() -> dt.datetime:
    """Return the present moment, aware, in Shanghai time."""
    return _standing.get() or dt.datetime.now(SHANGHAI)


@contextmanager
def standing_at(moment: dt.datetime) -> Iterator[None]:
    """Let the clock stand at a moment, in this thread: the demonstration has a past."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


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
