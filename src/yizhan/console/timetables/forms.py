"""The forms in which a timetable is started and its prices, choices and slots are changed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from yizhan.console.date_fields import DayField
from yizhan.console.desk import language
from yizhan.console.templatetags.console import named
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.plans.models import Timetable
from yizhan.plans.rules.timetables import (
    MOST_WEEKLY,
    Choices,
    Draft,
    Slot,
    choices_to,
    slots_from,
    slots_read,
    weekday_words,
)

#: What a night school usually has, as weekdays (0 is Monday) with their times: noon for offices, evenings,
#: weekend mornings and afternoons.
USUAL = (
    [(day, span) for day in range(5) for span in ("12:00-13:00", "18:30-20:00")]
    + [(day, "09:30-11:00") for day in (1, 3)]
    + [(day, span) for day in (5, 6) for span in ("09:30-11:00", "14:00-15:30")]
)
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _number(label: Any, high: int, low: int = 0, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=help_text)


class SlotsField(forms.CharField):
    """Slots of a week, one a line."""

    widget = forms.Textarea(attrs={"rows": 8})

    def to_python(self, value: Any) -> tuple[Slot, ...]:  # type: ignore[override] # the field's value is slots
        """Read the slots, or complain about the line that cannot be read."""
        try:
            return slots_read(super().to_python(value) or "")
        except Refusal as refusal:
            raise ValidationError(refusal.say(language())) from refusal

    def validate(self, value: Any) -> None:
        """Nothing more: the slots were read."""


class DraftForm(forms.Form):
    """Names, term, slots, and for each class its lessons a week; 0 leaves it out."""

    name_zh = forms.CharField(label=gettext_lazy("中文名称"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=160, required=False)
    slug = forms.SlugField(
        label=gettext_lazy("网址代号"), help_text=gettext_lazy("小写字母、数字和连字符，例如 2027-spring。")
    )
    first_day = DayField(label=gettext_lazy("学期第一天"), widget=_DAY)
    last_day = DayField(label=gettext_lazy("学期最后一天"), widget=_DAY)
    slots = SlotsField(
        label=gettext_lazy("每周的时段，一行一个"),
        help_text=gettext_lazy("例如：周一 18:30-20:00。同一天的时段不能重叠。"),
    )

    def __init__(self, entered: Any, *, offerings: Sequence[Offering]) -> None:
        usual = "\n".join(f"{weekday_words(day, language())} {span}" for day, span in sorted(USUAL))
        super().__init__(entered, initial={"slots": usual})
        self.offerings = offerings
        for offering in offerings:
            field = _number(named(offering), MOST_WEEKLY)
            field.initial = 0 if getattr(offering, "is_placed", False) else 1
            self.fields[f"weekly_{offering.pk}"] = field

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each class with its field."""
        return [{"offering": one, "field": self[f"weekly_{one.pk}"]} for one in self.offerings]

    @property
    def draft(self) -> Draft:
        """What was entered."""
        names = ("slug", "name_zh", "name_en", "first_day", "last_day", "slots")
        return Draft(**{name: self.cleaned_data[name] for name in names})

    @property
    def classes(self) -> list[tuple[Offering, int]]:
        """The classes chosen with their lessons a week."""
        weekly = {one.pk: self.cleaned_data[f"weekly_{one.pk}"] for one in self.offerings}
        return [(one, weekly[one.pk]) for one in self.offerings if weekly[one.pk]]


class SettingsForm(forms.Form):
    """Prices of wishes, seconds, seed, named choices and slots."""

    audience = _number(
        gettext_lazy("时间不适合对象人群"),
        1000,
        help_text=gettext_lazy("每节课的价格；很不适合的时间算两倍。"),
    )
    working_days = _number(
        gettext_lazy("同一班级的课没有分在不同的日子"),
        1000,
        help_text=gettext_lazy("每少一天的价格。"),
    )
    stability = _number(gettext_lazy("同一班级换教室"), 1000, help_text=gettext_lazy("每多一间教室的价格。"))
    limit_s = _number(gettext_lazy("最多计算几秒"), 600, 1)
    seed = _number(gettext_lazy("种子（同样的输入和种子得到同样的答案）"), 2**31 - 1)
    skip_holidays = forms.BooleanField(label=gettext_lazy("法定节假日停课"), required=False)
    keep_stations = forms.BooleanField(label=gettext_lazy("班级留在自己的站点"), required=False)
    groups_apart = forms.BooleanField(label=gettext_lazy("同类型、同对象的班级不同时上课"), required=False)
    slot_lines = SlotsField(
        label=gettext_lazy("每周的时段，一行一个"),
        help_text=gettext_lazy("时间没变的课留在原处；时段被删的课变为未排。"),
    )

    def __init__(self, entered: Any, *, timetable: Timetable) -> None:
        lines = "\n".join(slot.label(language()).replace("–", "-") for slot in slots_from(timetable.slots))
        super().__init__(entered, initial=timetable.settings | {"slot_lines": lines})

    @property
    def prices(self) -> list[Any]:
        """The fields of prices."""
        return [self[name] for name in ("audience", "working_days", "stability")]

    @property
    def choices(self) -> list[Any]:
        """The fields of named choices."""
        return [self[name] for name in ("skip_holidays", "keep_stations", "groups_apart")]

    @property
    def settings(self) -> dict[str, Any]:
        """What was entered, as it is stored."""
        kept = {name: value for name, value in self.cleaned_data.items() if name != "slot_lines"}
        return choices_to(Choices()) | kept

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots entered."""
        slots: tuple[Slot, ...] = self.cleaned_data["slot_lines"]
        return slots
