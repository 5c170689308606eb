"""When a plan may be published and undone."""

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.plans.words import RunStatus

WITH_PLAN = frozenset({RunStatus.OPTIMAL, RunStatus.FEASIBLE})

_NO_PLAN = Phrase(
    zh="这个情景还没有可发布的方案，请先计算。", en="This scenario has no plan yet; compute it first."
)
_STALE = Phrase(
    zh="计算之后，数据或今天的站点已有变化；请重新计算，再发布。",
    en="Data or today's stations have changed since it was computed; compute it again before publishing.",
)
_NOTHING = Phrase(
    zh="方案与现状相同，没有可发布的变化。", en="The plan equals what stands today; nothing would change."
)
_UNDONE = Phrase(zh="这次发布已经撤销过。", en="This publication was undone before.")
_NOT_NEWEST = Phrase(
    zh="之后还有别的发布仍然有效，请先撤销那一次。",
    en="A later publication still stands; undo that one first.",
)


def has_plan(status: str) -> bool:
    """Whether a scenario in this state has a plan."""
    return status in WITH_PLAN


def refuse_publication(*, status: str, is_current: bool, changes: int) -> None:
    """Raise a `Refusal` where a scenario cannot be published."""
    if not has_plan(status):
        raise Refusal("no_plan", _NO_PLAN)
    if not is_current:
        raise Refusal("plan_stale", _STALE)
    if not changes:
        raise Refusal("nothing_changes", _NOTHING)


def refuse_undo(*, was_undone: bool, is_newest: bool) -> None:
    """Raise a `Refusal` where a publication cannot be undone."""
    if was_undone:
        raise Refusal("already_undone", _UNDONE)
    if not is_newest:
        raise Refusal("not_newest", _NOT_NEWEST)
