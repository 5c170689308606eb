"""Which sub-district the public pages show."""

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Subdistrict
from yizhan.people.queries import public_subdistrict

_NOBODY_HOME = Phrase(
    zh="这里还没有录入街道和站点。管理员可运行 ./script/demo 建立演示，或导入自己的数据。",
    en="No sub-district has been entered yet. Run ./script/demo for the demonstration, "
    "or import your own data.",
)


def subdistrict_here() -> Subdistrict:
    """Return the sub-district named in the settings, else the first; refuse where there is none."""
    found = public_subdistrict()
    if found is None:
        raise Refusal("no_subdistrict", _NOBODY_HOME)
    return found
