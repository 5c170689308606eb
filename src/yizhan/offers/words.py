"""The words for offers: types, audiences, functions, states."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseType(models.TextChoices):
    """What kind of course it is."""

    OATH = "oath", _("誓词教育")
    LECTURE = "lecture", _("专题党课")
    WALK = "walk", _("行走党课")
    CULTURE = "culture", _("文化")
    SKILL = "skill", _("技能")
    CLUB = "club", _("社团")
    HEALTH_TALK = "health_talk", _("健康讲座")
    JOB_TALK = "job_talk", _("就业指导")


class Audience(models.TextChoices):
    """Whom a course is made for; nobody is asked to prove anything."""

    EVERYONE = "everyone", _("所有人")
    RESIDENTS = "residents", _("居民区")
    TOWERS = "towers", _("楼宇")
    NEW_GROUPS = "new_groups", _("两新组织")
    OFFICES = "offices", _("机关")
    SCHOOLS = "schools", _("学校")
    SHOPS = "shops", _("商圈")
    CHILDREN = "children", _("少年儿童")
    ELDERLY = "elderly", _("老年人")
    OUTDOOR_WORKERS = "outdoor_workers", _("户外劳动者")


class Function(models.TextChoices):
    """The one primary function of a course (三大功能)."""

    POLITICAL = "political", _("政治功能")
    GOVERNANCE = "governance", _("治理功能")
    SERVICE = "service", _("服务功能")


class Position(models.TextChoices):
    """Any of the three positions a course stands for (三地定位)."""

    BASE = "base", _("根据地")
    SUPPLY = "supply", _("供给地")
    PRACTICE = "practice", _("实践地")


class RoomNeed(models.TextChoices):
    """What a course needs of the room."""

    PROJECTOR = "projector", _("投影")
    TABLES = "tables", _("桌子")
    COMPUTERS = "computers", _("电脑")
    OPEN_FLOOR = "open_floor", _("空旷地面")
    WATER_TAP = "water_tap", _("水池")
    STEP_FREE = "step_free", _("无台阶")
    OUTDOORS = "outdoors", _("室外集合")


class MenuState(models.TextChoices):
    """Where a quarter menu stands."""

    DRAFT = "draft", _("草稿")
    CHECKED = "checked", _("已审核")
    PUBLISHED = "published", _("已发布")


class OfferingKind(models.TextChoices):
    """What people sign up for."""

    CLASS = "class", _("班级")
    CLUB = "club", _("社团")
    ORDER = "order", _("团体点单")
    OPEN = "open", _("自由参加")


class SignUp(models.TextChoices):
    """How a seat is had."""

    DRAW = "draw", _("填志愿、摇号")
    FIRST_COME = "first_come", _("先到先得")
    WALK_IN = "walk_in", _("直接来，不用报名")
    ORDER = "order", _("单位点单")


class SessionState(models.TextChoices):
    """What becomes of one meeting."""

    PLANNED = "planned", _("将举行")
    HELD = "held", _("已举行")
    CANCELLED = "cancelled", _("已取消")


class DaysOff(models.TextChoices):
    """What a series does on days off; the State Council's calendar says which days these are."""

    MEET = "meet", _("照常举行")
    SKIP_HOLIDAYS = "holidays", _("遇放假日停一次")
    SKIP_BOTH = "both", _("遇放假日和调休上班日停一次")


class ProviderKind(models.TextChoices):
    """Who provides courses."""

    PARTY_SCHOOL = "party_school", _("社区党校")
    STUDIO = "studio", _("书记工作室")
    SCHOOL = "school", _("学校")
    CLINIC = "clinic", _("社区卫生")
    FIRM = "firm", _("企业")
    SOCIETY = "society", _("社会组织")
    STATION = "station", _("站点自办")


class Pace(models.TextChoices):
    """How fast a group walks; the speeds are those of the walking graph."""

    ADULT = "adult", _("一般")
    ELDERLY = "elderly", _("慢一些")


class RouteState(models.TextChoices):
    """Whether the public sees a route."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已公布")
