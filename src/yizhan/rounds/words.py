"""The words for rounds: methods, states of rounds, bookings and orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    """How seats are given."""

    DRAW = "draw", _("填志愿、公开摇号")
    FIRST_COME = "first_come", _("先到先得")


class RoundState(models.TextChoices):
    """Where a sign-up round stands."""

    DRAFT = "draft", _("准备中")
    ANNOUNCED = "announced", _("已公告")  # open between opens_at and closes_at
    FROZEN = "frozen", _("名单已公布，等待摇号")  # list and hash are published
    DRAWN = "drawn", _("已摇号")
    FINISHED = "finished", _("已结束")


class Randomness(models.TextChoices):
    """Where the chance of a draw comes from; named before it exists."""

    DRAND = "drand", _("drand quicknet 公共随机数")
    TYPED = "typed", _("现场公布的数值")
    RFC3797 = "rfc3797", _("RFC 3797 公开数据")


class BookingState(models.TextChoices):
    """What becomes of a booking."""

    WAITING = "waiting", _("候补中")
    OFFERED = "offered", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    GIVEN_BACK = "given_back", _("已退还")
    LAPSED = "lapsed", _("逾期未确认")


#: States that take seats.
SEATED = (BookingState.OFFERED, BookingState.CONFIRMED)
#: States that are not over.
STANDING = (BookingState.WAITING, *SEATED)


class Attendance(models.TextChoices):
    """Whether a held seat was used; only where a seat was held, nobody is forced to check in."""

    UNKNOWN = "unknown", _("未记录")
    CAME = "came", _("到场")
    STAYED_AWAY = "stayed_away", _("未到场")


class OrderState(models.TextChoices):
    """点单—派单—接单—评单."""

    PLACED = "placed", _("已点单")
    DISPATCHED = "dispatched", _("已派单")
    ACCEPTED = "accepted", _("已接单")
    DECLINED = "declined", _("已婉拒")
    CANCELLED = "cancelled", _("已取消")
    RATED = "rated", _("已评单")


class Segment(models.TextChoices):
    """What kind of organisation orders."""

    RESIDENTS = "residents", _("居民区")
    TOWERS = "towers", _("楼宇")
    NEW_GROUPS = "new_groups", _("两新组织")
    OFFICES = "offices", _("机关")
    SCHOOLS = "schools", _("学校")
    SHOPS = "shops", _("商圈")
