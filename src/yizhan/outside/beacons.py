"""Where a round of public randomness is got from: the network, a file, or a record."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.outside.drand import CHAIN_HASH, Beacon, verified
from yizhan.outside.tables import file_text

#: Public relays of the network; any of them may answer, none is believed without its signature.
PUBLIC_URLS = ("https://api.drand.sh", "https://api2.drand.sh", "https://drand.cloudflare.com")
TIMEOUT_S = 5.0
_MOST_BYTES = 10_000

_NOT_JSON = Phrase("不是有效的 JSON", "this is not valid JSON")
_KEY = Phrase("缺少这一项，或类型不对", "this is missing or of the wrong kind")
_UNREACHABLE = Phrase(
    "取不到第 {round} 轮公开随机数：{reasons}。可稍后再试，或用文件、手工输入的值继续。",
    "round {round} of the public randomness cannot be had: {reasons}. "
    "Try later, or go on with a file or a typed value.",
)
_NO_URL = Phrase("没有设置任何地址", "no address is set")
_NOT_RECORDED = Phrase("记录中没有第 {round} 轮", "round {round} is not in the record")


class BeaconSource(Protocol):
    """Anything that can be asked for a round."""

    def beacon(self, number: int) -> Beacon:
        """Return a round, its signature checked, or refuse."""
        ...


class HttpBeacons:
    """Asks relays over HTTP, one after another, and believes only signatures."""

    def __init__(self, urls: Sequence[str] = PUBLIC_URLS, *, timeout_s: float = TIMEOUT_S) -> None:
        self.urls = tuple(urls)
        self.timeout_s = timeout_s

    def beacon(self, number: int) -> Beacon:
        """
        Return a round from the first relay that answers with the genuine one.

        Raises
        ------
        Refusal
            No relay answered, or none with a genuine round; names what each one said.
        """
        reasons = [] if self.urls else [_NO_URL]
        for url in self.urls:
            try:
                return verified(self._asked(url, number), wanted=number)
            except Refusal as refusal:
                reasons.append(_told(url, refusal))
            except (OSError, ValueError, http.client.HTTPException) as error:
                reason = str(getattr(error, "reason", error)) or type(error).__name__
                reasons.append(_same(f"{url}: {reason}"))
        listed = Phrase("；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons))
        raise Refusal("beacon_unreachable", _UNREACHABLE, round=number, reasons=listed)

    def _asked(self, url: str, number: int) -> Beacon:
        address = f"{url.rstrip('/')}/{CHAIN_HASH}/public/{number}"
        if not address.startswith(("http://", "https://")):
            raise ValueError(address)
        with urllib.request.urlopen(address, timeout=self.timeout_s) as answer:  # noqa: S310 - checked above
            return beacon_from_json(answer.read(_MOST_BYTES).decode("utf-8", "replace"), file=address)


class RecordedBeacons:
    """Rounds known beforehand, for tests and offline work; checked like any others."""

    def __init__(self, beacons: Iterable[Beacon]) -> None:
        self._known = {beacon.round: beacon for beacon in beacons}

    def beacon(self, number: int) -> Beacon:
        """Return a recorded round, its signature checked, or refuse."""
        if number not in self._known:
            raise Refusal("beacon_unreachable", _NOT_RECORDED, round=number)
        return verified(self._known[number], wanted=number)


def read_beacon(path: Path | str) -> Beacon:
    """Return the round in a JSON file as relays answer it; nothing is checked yet but its form."""
    return beacon_from_json(file_text(str(path)), file=str(path))


def beacon_from_json(text: str, *, file: str) -> Beacon:
    """
    Return the round that a relay's answer states; nothing is checked but its form.

    Raises
    ------
    BadInput
        It is not JSON, or round, signature or randomness is missing; names the field.
    """
    try:
        stated: Any = json.loads(text)
    except ValueError:
        raise BadInput("beacon_not_json", _NOT_JSON, file=file) from None
    if not isinstance(stated, dict):
        raise BadInput("beacon_malformed", _KEY, file=file, field="round")
    for key, kind in (("round", int), ("signature", str), ("randomness", str)):
        if not isinstance(stated.get(key), kind) or isinstance(stated[key], bool):
            raise BadInput("beacon_malformed", _KEY, file=file, field=key)
    return Beacon(stated["round"], stated["signature"].lower(), stated["randomness"].lower())


def _same(text: str) -> Phrase:
    text = text.replace("{", "(").replace("}", ")")
    return Phrase(text, text)


def _told(url: str, refusal: Refusal) -> Phrase:
    said = Phrase(refusal.say("zh"), refusal.say("en"))
    return Phrase(*(f"{url}: {text}".replace("{", "(").replace("}", ")") for text in (said.zh, said.en)))
