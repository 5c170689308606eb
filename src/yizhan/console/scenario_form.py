"""The form in which a planner asks a question, and the settings it means."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.plans.bridge import SPEEDS_KMH
from yizhan.plans.models import CandidateSite
from yizhan.plans.words import Window

TODAY = {
    "keep": gettext_lazy("保留今天的站点，不降级（时间可以调整）"),
    "free": gettext_lazy("今天的站点也可以调整或停用"),
    "only": gettext_lazy("一切照旧，只作对照"),
}
# Beyond these a number is a slip, and sums of it no longer fit the solver.
MOST_BUDGET, MOST_STATIONS, MOST_SEED, MOST_WEIGHT = 1e8, 10_000, 2**31 - 1, 1e4


class ScenarioForm(forms.Form):
    """Budget, weights, minimum share, sites kept and closed, walking speed, limit, seed."""

    name_zh = forms.CharField(label=gettext_lazy("中文名称"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=120, required=False)
    budget = forms.FloatField(
        label=gettext_lazy("每年预算（万元）"),
        min_value=0,
        max_value=MOST_BUDGET,
        required=False,
        help_text=gettext_lazy("留空表示不限。"),
    )
    at_most = forms.IntegerField(
        label=gettext_lazy("最多开放站点"),
        min_value=1,
        max_value=MOST_STATIONS,
        required=False,
        help_text=gettext_lazy("留空表示不限。"),
    )
    minimum_share = forms.FloatField(
        label=gettext_lazy("各片区最低份额（百分比）"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("每个片区至少得到可能服务量的这一比例；0 表示不要求。"),
    )
    today = forms.ChoiceField(
        label=gettext_lazy("今天的站点"), choices=list(TODAY.items()), widget=forms.RadioSelect
    )
    speed = forms.ChoiceField(label=gettext_lazy("步行速度"), widget=forms.RadioSelect)
    limit_s = forms.FloatField(label=gettext_lazy("计算时限（秒）"), min_value=1, max_value=3600)
    seed = forms.IntegerField(
        label=gettext_lazy("随机种子"),
        min_value=0,
        max_value=MOST_SEED,
        help_text=gettext_lazy("同样的输入和种子，得到同样的答案。"),
    )
    kept = forms.MultipleChoiceField(label=gettext_lazy("必须开放"), required=False)
    closed = forms.MultipleChoiceField(label=gettext_lazy("不得开放"), required=False)

    def __init__(
        self, entered: QueryDict | None, *, sites: list[CandidateSite], settings: Mapping[str, Any]
    ) -> None:
        super().__init__(entered, initial=initial_of(settings))
        self.sites = sites
        for window in Window:
            self.fields[f"weight_{window.value}"] = forms.FloatField(
                label=window.label, min_value=0, max_value=MOST_WEIGHT
            )
        speed = self.fields["speed"]
        assert isinstance(speed, forms.ChoiceField)
        speed.choices = _speeds(float(settings.get("speed_kmh", SPEEDS_KMH["adult"])))
        for name in ("kept", "closed"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(site.label, site.label) for site in sites]
        for name, field in self.fields.items():
            if self.is_bound and name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"help-{name}"

    @property
    def weights(self) -> list[forms.BoundField]:
        """The four weights, in the order of the windows."""
        return [self[f"weight_{window.value}"] for window in Window]

    @property
    def site_rows(self) -> list[dict[str, Any]]:
        """Every site with whether it is kept or closed, as entered."""
        kept, closed = (set(self[name].value() or ()) for name in ("kept", "closed"))
        return [
            {"site": site, "kept": site.label in kept, "closed": site.label in closed} for site in self.sites
        ]

    def settings(self, slug: str) -> dict[str, Any]:
        """Return what was entered as a scenario's settings."""
        entered = self.cleaned_data
        return {
            "slug": slug,
            "name_zh": entered["name_zh"],
            "name_en": entered["name_en"] or entered["name_zh"],
            "budget": entered["budget"],
            "at_most": entered["at_most"],
            "minimum_share": entered["minimum_share"] / 100,
            "keep_today": entered["today"] != "free",
            "only_today": entered["today"] == "only",
            "speed_kmh": float(entered["speed"]),
            "limit_s": entered["limit_s"],
            "seed": entered["seed"],
            "kept": entered["kept"],
            "closed": entered["closed"],
            "weights": {window.value: entered[f"weight_{window.value}"] for window in Window},
        }


def initial_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows for a scenario's settings."""
    today = "only" if settings.get("only_today") else "keep" if settings.get("keep_today", True) else "free"
    weights = settings.get("weights", {})
    return {
        "name_zh": settings.get("name_zh", ""),
        "name_en": settings.get("name_en", ""),
        "budget": _plain(settings.get("budget")),
        "at_most": settings.get("at_most"),
        "minimum_share": _plain(round(100 * (settings.get("minimum_share") or 0), 6)),
        "today": today,
        "speed": f"{settings.get('speed_kmh', SPEEDS_KMH['adult']):g}",
        "limit_s": _plain(settings.get("limit_s", 30)),
        "seed": settings.get("seed", 0),
        "kept": list(settings.get("kept", ())),
        "closed": list(settings.get("closed", ())),
        **{f"weight_{window.value}": _plain(weights.get(window.value, 0)) for window in Window},
    }


def _plain(number: float | None) -> float | None:
    """Return 800 for 800.0, so that a form shows what was typed."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _speeds(current: float) -> list[tuple[str, str]]:
    choices = {
        f"{SPEEDS_KMH['adult']:g}": _("成人，%(speed)s 公里/小时") % {"speed": f"{SPEEDS_KMH['adult']:g}"},
        f"{SPEEDS_KMH['elderly']:g}": _("长者，%(speed)s 公里/小时")
        % {"speed": f"{SPEEDS_KMH['elderly']:g}"},
    }
    choices.setdefault(f"{current:g}", _("%(speed)s 公里/小时") % {"speed": f"{current:g}"})
    return list(choices.items())
