"""The words for roles and for the ways people reach a station."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleName(models.TextChoices):
    """What somebody may do in a sub-district."""

    PLANNER = "planner", _("规划员")
    HEAD = "head", _("中心负责人")
    CLERK = "clerk", _("站点工作人员")


class Channel(models.TextChoices):
    """How somebody reached us; all have equal odds in a draw."""

    WEB = "web", _("网页")
    PHONE = "phone", _("电话")
    COUNTER = "counter", _("柜台")
    PAPER = "paper", _("纸质表")


#: Entered by staff for somebody else.
ASSISTED = frozenset({Channel.PHONE, Channel.COUNTER, Channel.PAPER})
