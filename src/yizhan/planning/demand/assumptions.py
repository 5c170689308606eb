"""Every assumption that turns streets and buildings into people: named, with unit, default and source."""

import math
from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, field, fields
from typing import Any

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError

#: What a default nobody measured is called; it says "example" to every reader of a plan.
EXAMPLE = "示例"

_UNKNOWN = Phrase("没有这个假设：{names}", "no such assumption: {names}")
_NOT_NUMBER = Phrase("应为数字，实为“{value}”", "a number is wanted, not {value!r}")
_OUT_OF_RANGE = Phrase("{value} 不在 {least} 到 {most} 之间", "{value} is not between {least} and {most}")

_CENSUS = "上海市虹口区第五次全国经济普查公报，2023 年末，北外滩街道"


def _assumption(
    default: float,
    unit: str,
    *,
    zh: str,
    en: str,
    source: str = EXAMPLE,
    least: float = 0.0,
    most: float = math.inf,
) -> Any:
    metadata = {"unit": unit, "meaning": Phrase(zh, en), "source": source, "least": least, "most": most}
    return field(default=default, metadata=metadata)


def _share(default: float, *, zh: str, en: str) -> Any:
    return _assumption(default, "share", zh=zh, en=en, most=1.0)


def _area(default: float, *, zh: str, en: str) -> Any:
    return _assumption(default, "m²/person", zh=zh, en=en, least=1.0)


def _weight(default: float, *, zh: str, en: str) -> Any:
    return _assumption(default, "weight", zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """
    What is assumed about people; shown, edited and recorded with every plan.

    Each field carries its unit, meaning, source and limits; see `describe`. Defaults marked 示例 are
    examples that nobody measured: a sub-district replaces them by its own numbers.
    """

    residents: float = _assumption(80_000, "people", zh="常住人口", en="residents")
    workers: float = _assumption(133_468, "people", zh="从业人员", en="people who work here", source=_CENSUS)

    residents_workday: float = _share(0.40, zh="工作日白天在家一带的居民", en="residents present on workdays")
    residents_evening: float = _share(0.80, zh="工作日晚间在家一带的居民", en="residents present in evenings")
    residents_weekend: float = _share(0.75, zh="休息日在家一带的居民", en="residents present at weekends")
    residents_late_night: float = _share(0.97, zh="深夜在家一带的居民", en="residents present late at night")
    workers_workday: float = _share(0.85, zh="工作日白天在岗的从业人员", en="workers present on workdays")
    workers_evening: float = _share(0.20, zh="工作日晚间在岗的从业人员", en="workers present in evenings")
    workers_weekend: float = _share(0.15, zh="休息日在岗的从业人员", en="workers present at weekends")
    workers_late_night: float = _share(0.03, zh="深夜在岗的从业人员", en="workers present late at night")

    cell_m: float = _assumption(
        120, "m", zh="沿街分布时每格的边长", en="side of a cell when people are spread along streets",
        least=20.0, most=1000.0,
    )  # fmt: skip
    residents_main: float = _weight(0.5, zh="干路每米居民权重", en="residents per metre of main road")
    residents_side: float = _weight(1.0, zh="支路每米居民权重", en="residents per metre of side street")
    residents_lane: float = _weight(
        0.7, zh="里弄、步道每米居民权重", en="residents per metre of lane or path"
    )
    workers_main: float = _weight(1.0, zh="干路每米从业人员权重", en="workers per metre of main road")
    workers_side: float = _weight(0.6, zh="支路每米从业人员权重", en="workers per metre of side street")
    workers_lane: float = _weight(
        0.3, zh="里弄、步道每米从业人员权重", en="workers per metre of lane or path"
    )

    m2_per_resident: float = _area(38.0, zh="人均住宅建筑面积", en="floor area of a home per resident")
    m2_per_office_worker: float = _area(15.0, zh="办公人均建筑面积", en="office floor area per worker")
    m2_per_shop_worker: float = _area(35.0, zh="商业人均建筑面积", en="shop floor area per worker")
    m2_per_civic_worker: float = _area(45.0, zh="公共建筑人均建筑面积", en="civic floor area per worker")
    unknown_home_share: float = _share(
        0.60, zh="用途不明建筑中住宅占比", en="homes in buildings of unknown use"
    )
    unknown_office_share: float = _share(
        0.50, zh="用途不明建筑非住宅部分中办公占比", en="offices in the rest of buildings of unknown use"
    )
    level_m: float = _assumption(
        3.3, "m", zh="由高度推算层数时的层高", en="height of a storey where only the height is known",
        least=2.0, most=10.0,
    )  # fmt: skip
    home_levels: float = _assumption(6, "levels", zh="住宅缺省层数", en="storeys of homes", least=1.0)
    office_levels: float = _assumption(8, "levels", zh="办公楼缺省层数", en="storeys of offices", least=1.0)
    shop_levels: float = _assumption(2, "levels", zh="商业建筑缺省层数", en="storeys of shops", least=1.0)
    civic_levels: float = _assumption(
        3, "levels", zh="公共建筑缺省层数", en="storeys of civic buildings", least=1.0
    )
    unknown_levels: float = _assumption(
        4, "levels", zh="用途不明建筑缺省层数", en="storeys of others", least=1.0
    )

    def __post_init__(self) -> None:
        """Refuse anything that is no number within its limits."""
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise ProblemError(where=one.name, what=_NOT_NUMBER, value=value)
            least, most = one.metadata["least"], one.metadata["most"]
            if not least <= value <= most:
                raise ProblemError(where=one.name, what=_OUT_OF_RANGE, value=value, least=least, most=most)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Assumptions":
        """Return assumptions from a mapping; absent ones take their default, unknown ones are refused."""
        unknown = sorted(set(values) - {one.name for one in fields(cls)})
        if unknown:
            raise ProblemError(where="assumptions", what=_UNKNOWN, names=", ".join(map(str, unknown)))
        return cls(**values)

    def to_dict(self) -> dict[str, float]:
        """Return every assumption by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Described:
    """One assumption as a screen shows it."""

    name: str
    value: float
    default: float
    unit: str
    meaning: Phrase
    source: str
    least: float
    most: float

    @property
    def is_example(self) -> bool:
        """Whether the value is a default that nobody measured."""
        return self.source == EXAMPLE and self.value == self.default


def describe(assumptions: Assumptions) -> tuple[Described, ...]:
    """Return every assumption with unit, meaning and source, in the order of the table."""
    return tuple(_described(one, getattr(assumptions, one.name)) for one in fields(assumptions))


def _described(one: "Field[Any]", value: float) -> Described:
    return Described(one.name, value, one.default, **one.metadata)  # type: ignore[arg-type]  # defaults are numbers
