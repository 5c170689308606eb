"""The words for places: levels, kinds, access, amenities, services, days."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """The three tiers of the network (1 centre + n stations + N points)."""

    CENTRE = "centre", _("街道中心")
    STATION = "station", _("站点")
    POINT = "point", _("服务点")


class Grade(models.TextChoices):
    """How fully a station is fitted out."""

    EXEMPLARY = "exemplary", _("示范站")
    STANDARD = "standard", _("标准站")
    MICRO = "micro", _("微站")


class Kind(models.TextChoices):
    """What kind of place houses the station."""

    OFFICE = "office", _("街道办公")
    TOWER = "tower", _("商务楼宇")
    BOOKSHOP = "bookshop", _("书店")
    HOUSING = "housing", _("居民区")
    STREET = "street", _("沿街")


class State(models.TextChoices):
    """Where a station stands in its life."""

    PROPOSED = "proposed", _("规划中")
    LIVE = "live", _("开放")
    CLOSED = "closed", _("已停用")


class Entry(models.TextChoices):
    """Who may enter the station."""

    EVERYONE = "everyone", _("任何人可直接进入")
    OUTDOOR_WORKERS = "outdoor_workers", _("所有户外劳动者可直接进入，不需证明")
    REGISTER_AT_DESK = "register_at_desk", _("在大堂前台说明来意即可进入")


class Access(models.TextChoices):
    """How one room is used."""

    WALK_IN = "walk_in", _("直接进入")
    BOOKABLE = "bookable", _("个人和团体均可预约")
    GROUP = "group", _("仅团体预约")
    ALLIANCE = "alliance", _("楼宇联盟成员可借用")


class RoomFeature(models.TextChoices):
    """What a room has that a course may need; the codes are those of a course's needs."""

    PROJECTOR = "projector", _("投影")
    TABLES = "tables", _("桌子")
    COMPUTERS = "computers", _("电脑")
    OPEN_FLOOR = "open_floor", _("空旷地面")
    WATER_TAP = "water_tap", _("水池")
    STEP_FREE = "step_free", _("无台阶")
    OUTDOORS = "outdoors", _("室外集合")


class Amenity(models.TextChoices):
    """What a visitor can use."""

    WATER = "water", _("饮水")
    FRIDGE = "fridge", _("冰箱")
    MICROWAVE = "microwave", _("微波炉")
    TOILET = "toilet", _("厕所")
    ACCESSIBLE_TOILET = "accessible_toilet", _("无障碍厕所")
    CHARGING = "charging", _("充电")
    SEATS = "seats", _("座位")
    AIR_CONDITIONING = "air_conditioning", _("空调")
    WIFI = "wifi", _("无线网络")
    AED = "aed", _("AED 除颤器")
    FIRST_AID = "first_aid", _("急救箱")
    NURSING = "nursing", _("母婴室")
    BOOKS = "books", _("图书")
    PRINTER = "printer", _("打印")
    UMBRELLA = "umbrella", _("雨伞雨衣借用")
    STEP_FREE = "step_free", _("无台阶通行")


class ServiceKind(models.TextChoices):
    """What a station does for people."""

    FRONT_DESK = "front_desk", _("服务窗口")
    LEARNING = "learning", _("理论学习")
    NIGHT_SCHOOL = "night_school", _("市民夜校")
    READING = "reading", _("阅读")
    DELIBERATION = "deliberation", _("议事协商")
    JOB_GUIDANCE = "job_guidance", _("15分钟就业服务指导")
    HEALTH_POST = "health_post", _("楼宇健康驿站")
    REST_POINT = "rest_point", _("户外劳动者休息点")
    CHILDREN = "children", _("儿童社团")
    MEETING_ROOM = "meeting_room", _("场地共享")
    MENTORING = "mentoring", _("书记工作室")


class Days(models.TextChoices):
    """On which days of the State Council's calendar an opening rule holds."""

    WORKDAY = "workday", _("工作日（含调休上班）")
    WEEKEND = "weekend", _("周末")
    HOLIDAY = "holiday", _("法定节假日")
    EVERY_DAY = "every_day", _("每天")


class Resource(models.IntegerChoices):
    """What can be held by one at a time."""

    ROOM = 1, _("房间")
    LECTURER = 2, _("教师")
    DEVICE = 3, _("设备")
    PERSON = 4, _("本人时间")


class Certainty(models.TextChoices):
    """How well a fact is known."""

    HIGH = "high", _("高")
    MEDIUM = "medium", _("中")
    LOW = "low", _("低")
    UNKNOWN = "unknown", _("未知")


class StoryState(models.TextChoices):
    """Where a story stands: nothing is public that a second person has not reviewed."""

    DRAFT = "draft", _("撰写中")
    SUBMITTED = "submitted", _("等第二人审核")
    PUBLISHED = "published", _("已公布")
    WITHDRAWN = "withdrawn", _("已撤回")


class Steps(models.TextChoices):
    """Whether a place can be seen without climbing."""

    NONE = "none", _("无台阶")
    SOME = "some", _("有台阶")
    UNKNOWN = "unknown", _("是否有台阶不清楚")
