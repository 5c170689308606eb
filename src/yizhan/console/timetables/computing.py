"""Computes timetables in the background, in the same queue as scenarios, and says how far each has come."""

import logging
import math
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field

from django.db import connections

from yizhan.console.computing import BROKEN, queue
from yizhan.foundation.clock import Stopwatch
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Account
from yizhan.plans.actions import compute_timetable
from yizhan.plans.models import Timetable

log = logging.getLogger(__name__)


@dataclass(slots=True)
class TimetableRun:
    """One computation: waiting, running, or over with or without a refusal; its best so far and its bound."""

    timetable: int
    limit_s: float
    state: str = "waiting"
    watch: Stopwatch = field(default_factory=Stopwatch)
    bound: float = 0.0
    objective: float = math.inf
    refusal: Refusal | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {"done", "refused"}

    @property
    def seconds(self) -> float:
        """Seconds it has been running."""
        return self.watch.seconds if self.state == "running" else 0.0

    def note(self, bound: float, objective: float, seconds: float) -> None:  # noqa: ARG002 - what the search tells
        """Keep the numbers the search tells."""
        self.bound, self.objective = bound, objective


_runs: dict[int, TimetableRun] = {}
_guard = threading.Lock()


def start(timetable: Timetable, *, by: Account) -> Future[None] | None:
    """Put a timetable in the queue; one that waits or runs already is not queued again."""
    run = TimetableRun(timetable.pk, float(timetable.settings.get("limit_s", 20)))
    with _guard:
        standing = _runs.get(timetable.pk)
        if standing is not None and not standing.is_over:
            return None
        _runs[timetable.pk] = run
    return queue(_compute, run, by.pk)


def run_of(timetable: Timetable) -> TimetableRun | None:
    """Return the newest computation of a timetable in this process."""
    return _runs.get(timetable.pk)


def forget(timetable: Timetable) -> None:
    """Forget a computation that is over, so that its end is told once."""
    with _guard:
        run = _runs.get(timetable.pk)
        if run is not None and run.is_over:
            del _runs[timetable.pk]


def _compute(run: TimetableRun, account: int) -> None:
    run.state, run.watch = "running", Stopwatch()
    try:
        timetable = Timetable.objects.select_related("subdistrict").get(pk=run.timetable)
        compute_timetable(timetable=timetable, by=Account.objects.get(pk=account), progress=run.note)
        run.state = "done"
    except Refusal as refusal:
        run.refusal, run.state = refusal, "refused"
    except Exception:
        log.exception("timetable %s", run.timetable)
        run.refusal, run.state = Refusal("broken", BROKEN), "refused"
    finally:
        connections.close_all()
