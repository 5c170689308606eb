"""Computes scenarios in the background, one after the other, and says how far each has come."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connections

from yizhan.foundation.clock import Stopwatch
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Account
from yizhan.plans.actions import run_scenario
from yizhan.plans.models import Scenario

log = logging.getLogger(__name__)

BROKEN = Phrase(
    zh="计算中断了，这是系统的问题，没有写入任何结果。请稍后再试，或告诉管理员。",
    en="The computation broke off; this is our fault and nothing was written. Try again later or tell "
    "the administrator.",
)


@dataclass(slots=True)
class Run:
    """One computation: waiting, running, or over with or without a refusal."""

    scenario: int
    limit_s: float
    state: str = "waiting"
    watch: Stopwatch = field(default_factory=Stopwatch)
    refusal: Refusal | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {"done", "refused"}

    @property
    def seconds(self) -> float:
        """Seconds it has been running."""
        return self.watch.seconds if self.state == "running" else 0.0


# One at a time: a plan may use all of one processor, and visitors come first.
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="plan")
_runs: dict[int, Run] = {}
_guard = threading.Lock()


def start(scenario: Scenario, *, by: Account) -> Future[None] | None:
    """Put a scenario in the queue; one that waits or runs already is not queued again."""
    run = Run(scenario.pk, float(scenario.settings.get("limit_s", 30)))
    with _guard:
        standing = _runs.get(scenario.pk)
        if standing is not None and not standing.is_over:
            return None
        _runs[scenario.pk] = run
    return _worker.submit(_compute, run, by.pk)


def queue(deed: Callable[..., None], *arguments: object) -> Future[None]:
    """Let something else be computed, after what waits already."""
    return _worker.submit(deed, *arguments)


def run_of(scenario: Scenario) -> Run | None:
    """Return the newest computation of a scenario in this process."""
    return _runs.get(scenario.pk)


def forget(scenario: Scenario) -> None:
    """Forget a computation that is over, so that its refusal is said once."""
    with _guard:
        run = _runs.get(scenario.pk)
        if run is not None and run.is_over:
            del _runs[scenario.pk]


def _compute(run: Run, account: int) -> None:
    run.state, run.watch = "running", Stopwatch()
    try:
        scenario = Scenario.objects.select_related("study__streets", "study__subdistrict").get(
            pk=run.scenario
        )
        run_scenario(scenario=scenario, by=Account.objects.get(pk=account))
        run.state = "done"
    except Refusal as refusal:
        run.refusal, run.state = refusal, "refused"
    except Exception:
        log.exception("scenario %s", run.scenario)
        run.refusal, run.state = Refusal("broken", BROKEN), "refused"
    finally:
        connections.close_all()
