"""`yizhan draw`: runs a published draw again, and says what does not match."""

import json
from pathlib import Path
from typing import Any

import click

from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.outside.beacons import PUBLIC_URLS, HttpBeacons, read_beacon
from yizhan.outside.drand import Beacon, time_of_round, verified
from yizhan.outside.tables import file_text
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.entry_list import list_hash, read_list
from yizhan.planning.sharing.problem import DrawProblem
from yizhan.planning.sharing.published import (
    Draw,
    PublicRandomness,
    draw,
    mismatches,
    read_randomness,
)
from yizhan.planning.sharing.rfc3797 import Choice, choices, key_of, read_names, read_seeds
from yizhan.planning.sharing.ties import SourceKind

#: The published draw is not the one its list and randomness give.
DOES_NOT_MATCH = 4

_ONE_OF = Phrase(
    "请用 --randomness、--beacon、--fetch 之一给出随机数", "give one of --randomness, --beacon and --fetch"
)
_NO_BEACON = Phrase(
    "名单预告的随机数来源是“{source}”，没有轮次可取",
    "the list announced the source '{source}', which has no rounds to read or fetch",
)
_NOT_UTF8 = Phrase("不是有效的 UTF-8", "this is not valid UTF-8")
_NOT_JSON = Phrase("不是有效的 JSON（{reason}）", "this is not valid JSON ({reason})")
_UNWRITABLE = Phrase("无法写入（{reason}）", "cannot be written ({reason})")
_DRAWN = Phrase(
    "已抽签：{entries} 份报名，{served} 份得到名额，{waiting} 个候补位置。\n名单哈希 {hash}",
    "Drawn: {entries} entries, {served} got a seat, {waiting} places on waiting lists.\nList hash {hash}",
)
_UNSIGNED = Phrase(
    "没有签名，未能证明随机数出自第 {round} 轮；请到公开网站核对。",
    "There is no signature to prove that the value is that of round {round}: compare it with a public site.",
)
_TYPED = Phrase(
    "随机数来自预告的“{detail}”；请核对其公布的值。",
    "The randomness is that of '{detail}' as announced: compare it with the value published there.",
)
_SIGNED = Phrase(
    "签名真实：随机数出自第 {round} 轮，该轮于 {time:%Y-%m-%d %H:%M:%S} UTC 产生。",
    "The signature is genuine: the value is that of round {round}, out at {time:%Y-%m-%d %H:%M:%S} UTC.",
)
_MATCHES = Phrase(
    "与重算一致：{entries} 份报名，名单哈希 {hash}。请与抽签前公布的哈希核对。",
    "It matches the recount: {entries} entries, list hash {hash}. Compare it with the hash published before.",
)
_ANOTHER_LIST = Phrase(
    "抽签前公布的名单哈希是 {published}，此文件的是 {found}",
    "the hash published before the draw is {published}, that of this list is {found}",
)
_DIFFERS = Phrase("与重算不符：", "It does not match the recount:")


@click.group("draw")
def draw_group() -> None:
    """Run a published draw, or check one."""


@draw_group.command("run")
@click.argument("file", type=click.Path())
@click.option("--randomness", help="The announced value, typed in: lowercase hexadecimal.")
@click.option("--beacon", type=click.Path(), help="JSON file of the announced round of drand.")
@click.option("--fetch", is_flag=True, help="Ask the relays for the announced round.")
@click.option("--url", "urls", multiple=True, envvar="YIZHAN_DRAND_URLS", help="A relay; may be repeated.")
@click.option("--out", type=click.Path(), required=True, help="Where the published draw is written.")
def run_command(
    file: str, *, randomness: str | None, beacon: str | None, fetch: bool, urls: tuple[str, ...], out: str
) -> None:
    """
    Draw the seats of a published entry list with the randomness it announced.

    Example: yizhan draw run list.txt --beacon round.json --out draw.json
    """
    if (randomness is not None) + (beacon is not None) + fetch != 1:
        raise Refusal("randomness_unclear", _ONE_OF)
    problem = read_list(_exact_text(file), file=file)
    if randomness is not None:
        done = _drawn(problem, randomness, signature="")
    else:
        wanted = problem.source.round_number
        if wanted is None:
            raise Refusal("no_beacon", _NO_BEACON, source=problem.source.kind.value)
        came = read_beacon(beacon) if beacon is not None else HttpBeacons(urls or PUBLIC_URLS).beacon(wanted)
        genuine = verified(came, wanted=wanted)
        done = _drawn(problem, genuine.randomness, signature=genuine.signature)
    _write(out, json.dumps(done.as_json(), ensure_ascii=False, separators=(",", ":")))
    click.echo(_summary(done))


@draw_group.command("verify")
@click.argument("file", type=click.Path())
@click.option("--hash", "published", help="The list hash that was published before the draw.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_command(file: str, *, published: str | None, as_json: bool) -> None:
    """
    Recompute a published draw and say exactly what does not match; exit code 4 when something does not.

    Example: yizhan draw verify draw.json --hash f86c75a4…
    """
    language = terminal_language()
    stated = _json(file)
    wrong = [{"code": found.code, "says": found.say(language)} for found in mismatches(stated, file=file)]
    hashed = list_hash(stated["list"])
    if published is not None and published.strip().lower() != hashed:
        says = _ANOTHER_LIST.say(language, published=published, found=hashed)
        wrong.append({"code": "another_list", "says": says})
    used, proof = read_randomness(stated, file=file), None
    try:
        proof = _proof(used)
    except Refusal as refusal:
        wrong.append({"code": refusal.code, "says": refusal.say(language)})
    facts = {"entries": len(stated["drawn"]), "hash": hashed}
    if as_json:
        answer = {"matches": not wrong, "signed": proof is _SIGNED, **facts, "mismatches": wrong}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        lines = [] if proof is None else [_proof_said(proof, used, language=language)]
        lines += [_DIFFERS.say(language), *(f"  - {found['says']}" for found in wrong)] if wrong else []
        click.echo("\n".join(lines if wrong else [*lines, _MATCHES.say(language, **facts)]))
    if wrong:
        raise SystemExit(DOES_NOT_MATCH)


@draw_group.command("rfc3797")
@click.argument("names", type=click.Path())
@click.argument("seeds", type=click.Path())
@click.option("--select", "count", type=click.IntRange(min=1), help="How many to select; all by default.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def rfc3797_command(names: str, seeds: str, *, count: int | None, as_json: bool) -> None:
    """
    Select from a pool as RFC 3797 does: NAMES holds one name a line, SEEDS one source of numbers a line.

    Lines that begin with # are comments.

    Example: yizhan draw rfc3797 names.txt seeds.txt --select 10
    """
    pool = read_names(file_text(names), file=names)
    key = key_of(read_seeds(file_text(seeds), file=seeds))
    selected = choices(pool, key, count=len(pool) if count is None else count)
    if as_json:
        rows = [
            {"index": c.index, "md5": c.digest, "divisor": c.divisor, "position": c.position, "name": c.name}
            for c in selected
        ]
        click.echo(json.dumps({"key": key, "selected": rows}, ensure_ascii=False))
    else:
        click.echo("\n".join([f'Key is:\n "{key}"', *map(_rfc_row, selected)]))


def _rfc_row(choice: Choice) -> str:
    return (
        f"{choice.index:5d}  {choice.digest}  {choice.divisor:2d}  -> {choice.position:2d} <- {choice.name}"
    )


def _drawn(problem: DrawProblem, value: str, *, signature: str) -> Draw:
    try:
        return draw(problem, value=value, signature=signature)
    except ProblemError as error:
        raise Refusal("randomness_malformed", error.what) from None


def _summary(done: Draw) -> str:
    allocation = done.allocation
    seats, waiting = allocation.seats(), allocation.waiting()
    return _DRAWN.say(
        terminal_language(),
        entries=len(seats),
        served=sum(bool(got) for got in seats.values()),
        waiting=sum(map(len, waiting.values())),
        hash=done.list_hash,
    )


def _proof(used: PublicRandomness) -> Phrase:
    """Return how far the randomness is proved, or refuse a forged one."""
    if used.source is not SourceKind.DRAND:
        return _TYPED
    if not used.signature:
        return _UNSIGNED
    verified(Beacon(int(used.detail), used.signature, used.value))
    return _SIGNED


def _proof_said(proof: Phrase, used: PublicRandomness, *, language: str) -> str:
    if proof is _SIGNED:
        return proof.say(language, round=used.detail, time=time_of_round(int(used.detail)))
    return proof.say(language, round=used.detail, detail=used.detail)


def _exact_text(file: str) -> str:
    """Return the text of a list byte by byte: its hash must be the published one."""
    text = file_text(file)
    if Path(file).read_bytes() != text.encode("utf-8"):
        raise BadInput("list_not_utf8", _NOT_UTF8, file=file)
    return text


def _json(file: str) -> Any:
    try:
        return json.loads(file_text(file))
    except (ValueError, RecursionError) as error:
        raise BadInput("not_json", _NOT_JSON, file=file, reason=str(error)) from None


def _write(out: str, text: str) -> None:
    try:
        Path(out).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput("unwritable", _UNWRITABLE, file=out, reason=error.strerror or "") from None
