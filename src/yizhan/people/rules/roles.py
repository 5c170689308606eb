"""Who may do what."""

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.words import RoleName

_NOT_YOURS = Phrase(
    zh="您的账号没有“{duty}”的权限，请联系街道中心负责人。",
    en="Your account may not {duty}; please ask the head of the sub-district's centre.",
)

_PLAN = Phrase(zh="规划", en="plan")
_RUN = Phrase(zh="管理站点", en="run stations")
_CHECK = Phrase(zh="审核课程、审核和发布菜单", en="review courses, check and publish menus")

PLANNERS = frozenset({RoleName.PLANNER, RoleName.HEAD})
RUNNERS = frozenset({RoleName.PLANNER, RoleName.HEAD, RoleName.CLERK})
CHECKERS = frozenset({RoleName.PLANNER, RoleName.HEAD})


def may_plan(roles: frozenset[str]) -> bool:
    """Whether somebody with these roles may plan and publish."""
    return bool(PLANNERS & roles)


def may_run(roles: frozenset[str]) -> bool:
    """Whether somebody with these roles may change stations."""
    return bool(RUNNERS & roles)


def may_check(roles: frozenset[str]) -> bool:
    """Whether somebody with these roles may review courses, and check and publish menus."""
    return bool(CHECKERS & roles)


def refuse_unless_planner(roles: frozenset[str]) -> None:
    """Raise a `Refusal` for anybody who may not plan."""
    if not may_plan(roles):
        raise Refusal("may_not_plan", _NOT_YOURS, duty=_PLAN)


def refuse_unless_runner(roles: frozenset[str]) -> None:
    """Raise a `Refusal` for anybody who may not change stations."""
    if not may_run(roles):
        raise Refusal("may_not_run", _NOT_YOURS, duty=_RUN)


def refuse_unless_checker(roles: frozenset[str]) -> None:
    """Raise a `Refusal` for anybody who may not review courses or check menus."""
    if not may_check(roles):
        raise Refusal("may_not_check", _NOT_YOURS, duty=_CHECK)
