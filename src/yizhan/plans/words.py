"""The words for planning."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Window(models.TextChoices):
    """The four parts of a week in which people look for a station."""

    WORKDAY = "workday", _("工作日白天")
    EVENING = "evening", _("工作日晚间")
    WEEKEND = "weekend", _("周末")
    LATE_NIGHT = "late_night", _("深夜")


class RunStatus(models.TextChoices):
    """How far the computation of a scenario has come."""

    DRAFT = "draft", _("未计算")
    OPTIMAL = "optimal", _("已证明最优")
    FEASIBLE = "feasible", _("可行，未证明最优")
    INFEASIBLE = "infeasible", _("条件相互矛盾")
    UNKNOWN = "unknown", _("时限内未得到方案")


class DemandSource(models.TextChoices):
    """Where the numbers of people come from."""

    TABLE = "table", _("人口表格")
    BUILDINGS = "buildings", _("建筑物推算")
    STREETS = "streets", _("沿街道分摊")


class ChangeKind(models.TextChoices):
    """What publishing does to a station."""

    OPEN = "open", _("新开")
    CHANGE = "change", _("调整")
    CLOSE = "close", _("停用")


class ChangeOfSession(models.TextChoices):
    """What releasing a timetable does to a session."""

    ADD = "add", _("新排")
    MOVE = "move", _("改动")
    CANCEL = "cancel", _("取消")


class TimetableWish(models.TextChoices):
    """What is wished of a timetable, by the name its price has in the settings."""

    WORKING_DAYS = "working_days", _("同一班级的课分在不同的日子")
    STABILITY = "stability", _("同一班级总在同一间教室")
    AUDIENCE = "audience", _("时间适合对象人群")
    COMPACTNESS = "compactness", _("同类课程连在一起")
