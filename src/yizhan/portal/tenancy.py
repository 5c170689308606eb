"""Which sub-district the public pages show."""

from django.conf import settings

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Subdistrict

_NOBODY_HOME = Phrase(
    zh="这里还没有录入街道和站点。管理员可运行 ./script/demo 建立演示，或导入自己的数据。",
    en="No sub-district has been entered yet. Run ./script/demo for the demonstration, "
    "or import your own data.",
)


def subdistrict_here() -> Subdistrict:
    """Return the sub-district named in the settings, else the first; refuse where there is none."""
    everybody = Subdistrict.objects.select_related("district").order_by("pk")
    if settings.PORTAL_SUBDISTRICT:
        everybody = everybody.filter(slug=settings.PORTAL_SUBDISTRICT)
    found = everybody.first()
    if found is None:
        raise Refusal("no_subdistrict", _NOBODY_HOME)
    return found
