"""Computes in the background, one thing after the other, and says how far each has come."""

import logging
import math
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connections
from django.db.models import Model

from yizhan.foundation.clock import Stopwatch
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

log = logging.getLogger(__name__)

_BROKEN = Phrase(
    zh="计算中断了，这是系统的问题，没有写入任何结果。请稍后再试，或告诉管理员。",
    en="The computation broke off; this is our fault and nothing was written. Try again later or tell "
    "the administrator.",
)


@dataclass(slots=True)
class Run:
    """One computation: waiting, running, or over with or without a refusal; its best so far and its bound."""

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
        """Keep the numbers a search tells."""
        self.bound, self.objective = bound, objective


# One at a time: a plan may use all of one processor, and visitors come first.
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="plan")
_runs: dict[Model, Run] = {}
_guard = threading.Lock()


def start(row: Model, deed: Callable[[Run], object], *, limit_s: float) -> Future[None] | None:
    """Put what is to be done for a row in the queue; what waits or runs already is not queued again."""
    run = Run(limit_s)
    with _guard:
        standing = _runs.get(row)
        if standing is not None and not standing.is_over:
            return None
        _runs[row] = run
    return _worker.submit(_compute, row, run, deed)


def run_of(row: Model) -> Run | None:
    """Return the newest computation for a row in this process."""
    return _runs.get(row)


def forget(row: Model) -> None:
    """Forget a computation that is over, so that its end is told once."""
    with _guard:
        run = _runs.get(row)
        if run is not None and run.is_over:
            del _runs[row]


def _compute(row: Model, run: Run, deed: Callable[[Run], object]) -> None:
    run.state, run.watch = "running", Stopwatch()
    try:
        deed(run)
        run.state = "done"
    except Refusal as refusal:
        run.refusal, run.state = refusal, "refused"
    except Exception:
        log.exception("%s %s", type(row).__name__, row.pk)
        run.refusal, run.state = Refusal("broken", _BROKEN), "refused"
    finally:
        connections.close_all()
