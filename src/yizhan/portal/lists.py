"""What the lists say above, between and instead of the cards."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yizhan.places.words import Amenity
from yizhan.portal.asking import Ask
from yizhan.portal.cards import Card, by_next_opening, numbered
from yizhan.portal.moments import Moment, presets
from yizhan.portal.reader import Reader

# What a courier looks for, in this order.
REST_CHOICES = [
    Amenity.WATER,
    Amenity.CHARGING,
    Amenity.TOILET,
    Amenity.FRIDGE,
    Amenity.MICROWAVE,
    Amenity.SEATS,
]
LATER = 5


def answer(every: list[Card], *, ask: Ask, moment: Moment, reader: Reader) -> dict[str, Any]:
    """Return the cards that fit; where none does, what opens next and the ways out."""
    cards = [card for card in every if card.state.is_open] if moment.asked else every
    return {
        "ask": ask,
        "cards": numbered(cards),
        "later": [] if cards else by_next_opening(every)[:LATER],
        "heading": _heading(cards, moment=moment),
        "nothing": _nothing(every, moment=moment),
        "ways_out": _ways_out(ask, reader=reader),
    }


def filters(*, ask: Ask, moment: Moment, now: dt.datetime, reader: Reader) -> dict[str, Any]:
    """Return what the form offers."""
    return {
        "presets": [
            {
                "key": preset.key,
                "words": preset.words,
                "address": _address(ask, reader, at=preset.key, when=""),
            }
            for preset in presets(now)
        ],
        "amenities": Amenity.choices,
        "ask": ask,
        "written": f"{moment.at:%Y-%m-%dT%H:%M}",
    }


def rest_answer(cards: list[Card], *, amenity: str, reader: Reader) -> dict[str, Any]:
    """Return the rest points, open ones first, and the amenities to filter by."""
    now_open = sum(card.state.is_open for card in cards)
    return {
        "cards": cards,
        "amenity": amenity,
        "heading": _("%(all)d 个休息点，其中 %(open)d 个现在开放。") % {"all": len(cards), "open": now_open},
        "nothing": _("没有这样的休息点。"),
        "choices": [
            {"code": code.value, "label": code.label, "address": _rest_address(code, reader)}
            for code in REST_CHOICES
        ],
    }


def _heading(cards: list[Card], *, moment: Moment) -> str:
    count = len(cards)
    if moment.asked:
        return _("%(when)s：%(count)d 个站点开放。") % {"when": moment.words, "count": count}
    now_open = sum(card.state.is_open for card in cards)
    return _("%(count)d 个站点，其中 %(open)d 个现在开放。") % {"count": count, "open": now_open}


def _nothing(every: list[Card], *, moment: Moment) -> str:
    if moment.asked and every:
        return _("%(when)s没有符合这些条件的站点开放。下面是接下来开放的。") % {"when": moment.words}
    return _("没有符合这些条件的站点。可以少选一些：")


def _ways_out(ask: Ask, *, reader: Reader) -> list[dict[str, str]]:
    ways = []
    if ask.at or ask.when:
        ways.append({"words": _("任何时间"), "address": _address(ask, reader, at="", when="")})
    if ask.amenities:
        ways.append({"words": _("不限设施"), "address": _address(ask, reader, a="")})
    if ask.text:
        ways.append({"words": _("不限名称"), "address": _address(ask, reader, q="")})
    ways.append({"words": _("看全部站点"), "address": _address(ask, reader, at="", when="", a="", q="")})
    return ways


def _address(ask: Ask, reader: Reader, **changed: str) -> str:
    return _joined(reverse("portal:stations"), ask.query(**changed), reader)


def _rest_address(amenity: Amenity, reader: Reader) -> str:
    return _joined(reverse("portal:rest"), f"a={amenity.value}", reader)


def _joined(address: str, query: str, reader: Reader) -> str:
    whole = "&".join(part for part in (query, urlencode(reader.carried)) if part)
    return f"{address}?{whole}" if whole else address
