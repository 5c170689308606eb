"""Where a station may lie: inside its sub-district's box, else in all likelihood a mixed-up datum."""

from yizhan.foundation.datums import Box, Datum, fits_as, looks_swapped
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

_OUTSIDE = Phrase(
    "坐标（{lon},{lat}）不在“{where}”范围内。{hint}", "The point ({lon}, {lat}) lies outside {where}. {hint}"
)
_NO_HINT = Phrase("请核对经纬度（WGS-84）。", "Check longitude and latitude (WGS-84).")
_OTHER_DATUM = Phrase(
    "按 {datum} 读则在范围内：请先换算为 WGS-84。",
    "Read as {datum} it lies inside: convert it to WGS-84 first.",
)
_SWAPPED = Phrase(
    "经度和纬度可能颠倒了：经度在前。", "Longitude and latitude look swapped: longitude comes first."
)


def refuse_point_outside(lon: float, lat: float, *, box: Box, where: Phrase) -> None:
    """Raise a `Refusal` for a point outside the box, naming the likely mistake."""
    datum = fits_as(lon, lat, box=box)
    if datum is Datum.WGS84:
        return
    raise Refusal(
        "point_outside",
        _OUTSIDE,
        lon=lon,
        lat=lat,
        where=where,
        hint=_hint(lon, lat, box=box, datum=datum),
        datum=None if datum is None else datum.value,
    )


def _hint(lon: float, lat: float, *, box: Box, datum: Datum | None) -> Phrase:
    if datum is not None:
        label = datum.label
        return Phrase(_OTHER_DATUM.zh.format(datum=label.zh), _OTHER_DATUM.en.format(datum=label.en))
    return _SWAPPED if looks_swapped(lon, lat, box=box) else _NO_HINT
