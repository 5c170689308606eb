"""The words for roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleName(models.TextChoices):
    """What somebody may do in a sub-district."""

    PLANNER = "planner", _("规划员")
    HEAD = "head", _("中心负责人")
    CLERK = "clerk", _("站点工作人员")
