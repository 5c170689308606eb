"""Plain mappings, as TOML and JSON give them, to and from catalogue and scenarios; strictly."""

from collections.abc import Mapping, Sequence

from yizhan.foundation.phrases import Phrase
from yizhan.planning.demand.points import Window
from yizhan.planning.errors import ProblemError
from yizhan.planning.scenarios.catalogue import Catalogue, Grading, Level, Pattern, Scenario
from yizhan.planning.scenarios.week import Days, Hours, clock_text, minute_of

_MISSING = Phrase(zh="没有填写", en="is missing")
_UNKNOWN = Phrase(zh="不认识这一项；可用：{known}", en="is not known; known are: {known}")
_WRONG_KIND = Phrase(zh="“{value}”应为{kind}", en="'{value}' should be {kind}")
_NUMBER = Phrase(zh="数", en="a number")
_TEXT = Phrase(zh="文字", en="text")
_LIST = Phrase(zh="列表", en="a list")
_TABLE = Phrase(zh="一组值", en="a table")
_FLAG = Phrase(zh="true 或 false", en="true or false")

_SCENARIO = frozenset(
    {"slug", "name_zh", "name_en", "budget", "weights", "keep_today", "only_today", "kept", "closed"}
    | {"minimum_share", "at_most", "speed_kmh", "limit_s", "seed"}
)


def catalogue_from(mapping: Mapping[str, object]) -> Catalogue:
    """
    Read `grading.steps`, the list `level` and the list `pattern`.

    Raises
    ------
    ProblemError
        A part is missing, unknown or of the wrong kind; `where` names it.
    """
    grading = _table(mapping, "grading", where="grading")
    _refuse_unknown(grading, known=frozenset({"steps"}), where="grading")
    steps = _list(grading, "steps", where="grading.steps")
    return Catalogue(
        grading=Grading(tuple(_step(step) for step in steps)),
        levels=tuple(
            _level(_as_table(item, where="level")) for item in _list(mapping, "level", where="level")
        ),
        patterns=tuple(
            _pattern(_as_table(item, where="pattern")) for item in _list(mapping, "pattern", where="pattern")
        ),
    )


def catalogue_to(catalogue: Catalogue) -> dict[str, object]:
    """Return the mapping `catalogue_from` reads."""
    return {
        "grading": {"steps": [list(step) for step in catalogue.grading.steps]},
        "level": [
            {"name": level.name, "cost": level.cost, "quality": level.quality} for level in catalogue.levels
        ],
        "pattern": [
            {
                "name": pattern.name,
                "cost": pattern.cost,
                "hours": [
                    {
                        "days": part.days.value,
                        "opens": clock_text(part.opens),
                        "closes": clock_text(part.closes),
                    }
                    for part in pattern.hours
                ],
            }
            for pattern in catalogue.patterns
        ],
    }


def scenario_from(mapping: Mapping[str, object]) -> Scenario:
    """
    Read one scenario; what is not given keeps its default.

    Raises
    ------
    ProblemError
        A part is unknown or of the wrong kind; `where` names it.
    """
    slug = _text(mapping, "slug", where="scenario.slug")
    where = f"scenario.{slug}"
    _refuse_unknown(mapping, known=_SCENARIO, where=where)
    given: dict[str, object] = {}
    for name in ("budget", "minimum_share", "speed_kmh", "limit_s"):
        if mapping.get(name) is not None:
            given[name] = _number(mapping, name, where=f"{where}.{name}")
    for name in ("at_most", "seed"):
        if mapping.get(name) is not None:
            given[name] = int(_number(mapping, name, where=f"{where}.{name}"))
    for name in ("keep_today", "only_today"):
        if name in mapping:
            given[name] = _flag(mapping, name, where=f"{where}.{name}")
    for name in ("kept", "closed"):
        given[name] = tuple(str(item) for item in _list(mapping, name, where=f"{where}.{name}", default=()))
    names = {
        name: _text(mapping, name, where=f"{where}.{name}")
        for name in ("name_zh", "name_en")
        if name in mapping
    }
    weights = _by_window(_table(mapping, "weights", where=f"{where}.weights"), where=f"{where}.weights")
    return Scenario(slug=slug, weights=weights, names=names, **given)  # type: ignore[arg-type]  # read above, name by name


def scenario_to(scenario: Scenario) -> dict[str, object]:
    """Return the mapping `scenario_from` reads."""
    return {
        "slug": scenario.slug,
        **scenario.names,
        "weights": {window.value: weight for window, weight in scenario.weights.items()},
        "budget": scenario.budget,
        "keep_today": scenario.keep_today,
        "only_today": scenario.only_today,
        "kept": list(scenario.kept),
        "closed": list(scenario.closed),
        "minimum_share": scenario.minimum_share,
        "at_most": scenario.at_most,
        "speed_kmh": scenario.speed_kmh,
        "limit_s": scenario.limit_s,
        "seed": scenario.seed,
    }


def _step(step: object) -> tuple[float, float]:
    if not isinstance(step, list | tuple) or len(step) != 2:
        raise ProblemError(where="grading.steps", what=_WRONG_KIND, value=step, kind="[minutes, value]")
    minutes, value = (_as_number(part, where="grading.steps") for part in step)
    return minutes, value


def _level(item: Mapping[str, object]) -> Level:
    name = _text(item, "name", where="level.name")
    where = f"level.{name}"
    _refuse_unknown(item, known=frozenset({"name", "cost", "quality"}), where=where)
    return Level(
        name=name,
        cost=_number(item, "cost", where=f"{where}.cost"),
        quality=_number(item, "quality", where=f"{where}.quality"),
    )


def _pattern(item: Mapping[str, object]) -> Pattern:
    name = _text(item, "name", where="pattern.name")
    where = f"pattern.{name}"
    _refuse_unknown(item, known=frozenset({"name", "cost", "hours"}), where=where)
    return Pattern(
        name=name,
        cost=_number(item, "cost", where=f"{where}.cost"),
        hours=tuple(
            _hours(part, where=f"{where}.hours") for part in _list(item, "hours", where=f"{where}.hours")
        ),
    )


def _hours(part: object, *, where: str) -> Hours:
    table = _as_table(part, where=where)
    _refuse_unknown(table, known=frozenset({"days", "opens", "closes"}), where=where)
    days = _text(table, "days", where=f"{where}.days")
    if days not in {known.value for known in Days}:
        raise ProblemError(where=f"{where}.days", what=_UNKNOWN, known=", ".join(Days))
    opens, closes = (minute_of(_text(table, name, where=where), where=where) for name in ("opens", "closes"))
    return Hours(Days(days), opens, closes)


def _by_window(table: Mapping[str, object], *, where: str) -> dict[Window, float]:
    _refuse_unknown(table, known=frozenset(window.value for window in Window), where=where)
    return {Window(name): _number(table, name, where=f"{where}.{name}") for name in table}


def _refuse_unknown(mapping: Mapping[str, object], *, known: frozenset[str], where: str) -> None:
    for name in mapping:
        if name not in known:
            raise ProblemError(where=f"{where}.{name}", what=_UNKNOWN, known=", ".join(sorted(known)))


def _given(mapping: Mapping[str, object], name: str, *, where: str) -> object:
    if mapping.get(name) is None:
        raise ProblemError(where=where, what=_MISSING)
    return mapping[name]


def _expect(value: object, *, kind: type | tuple[type, ...], called: Phrase, where: str) -> None:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ProblemError(where=where, what=_WRONG_KIND, value=value, kind=called)


def _as_number(value: object, *, where: str) -> float:
    _expect(value, kind=(int, float), called=_NUMBER, where=where)
    return float(value)  # type: ignore[arg-type]  # expected above


def _number(mapping: Mapping[str, object], name: str, *, where: str) -> float:
    return _as_number(_given(mapping, name, where=where), where=where)


def _text(mapping: Mapping[str, object], name: str, *, where: str) -> str:
    value = _given(mapping, name, where=where)
    _expect(value, kind=str, called=_TEXT, where=where)
    return str(value)


def _flag(mapping: Mapping[str, object], name: str, *, where: str) -> bool:
    value = _given(mapping, name, where=where)
    _expect(value, kind=bool, called=_FLAG, where=where)
    return bool(value)


def _as_table(value: object, *, where: str) -> Mapping[str, object]:
    _expect(value, kind=dict, called=_TABLE, where=where)
    return value  # type: ignore[return-value]  # expected above


def _table(mapping: Mapping[str, object], name: str, *, where: str) -> Mapping[str, object]:
    return _as_table(_given(mapping, name, where=where), where=where)


def _list(
    mapping: Mapping[str, object], name: str, *, where: str, default: Sequence[object] | None = None
) -> Sequence[object]:
    if default is not None and mapping.get(name) is None:
        return default
    value = _given(mapping, name, where=where)
    _expect(value, kind=(list, tuple), called=_LIST, where=where)
    return value  # type: ignore[return-value]  # expected above
