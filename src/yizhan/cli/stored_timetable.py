"""`yizhan timetable`: compute a stored timetable, and set it beside what stood before."""

import json

import click

from yizhan.cli import INFEASIBLE
from yizhan.cli.columns import aligned
from yizhan.cli.database import set_up_database
from yizhan.foundation.phrases import Phrase, terminal_language

_TITLES = (Phrase("", ""), Phrase("之前", "before"), Phrase("现在", "now"))
_ROWS = {
    "unplaced": Phrase("未排的课", "lessons not placed"),
    "conflicts": Phrase("冲突", "conflicts"),
    "working_days": Phrase("愿望：分在不同的日子", "wish: on different days"),
    "room_stability": Phrase("愿望：不换教室", "wish: one room"),
    "slot_price": Phrase("愿望：时间适合人群", "wish: a time that suits"),
    "compactness": Phrase("愿望：同类连在一起", "wish: side by side"),
    "price": Phrase("合计", "sum"),
}
_PROOF = Phrase(
    "状态：{status}；已证明合计不低于 {bound}；{seconds} 秒",
    "{status}; proved: never below {bound}; {seconds} s",
)


@click.command()
@click.argument("slug")
@click.option("--subdistrict", help="Slug of the sub-district; needed where there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def timetable(context: click.Context, slug: str, *, subdistrict: str | None, as_json: bool) -> None:
    """
    Compute a stored timetable, keep the answer, and say what it cost before and now.

    SLUG is its short address. Seconds, seed and prices are those of its settings; the change can be taken
    back on its board.

    Example: yizhan timetable next-term --json
    """
    set_up_database()
    from yizhan.cli.timetable_run import run  # noqa: PLC0415 - models are ready only now

    done = run(slug, subdistrict)
    click.echo(json.dumps(done, ensure_ascii=False) if as_json else as_table(done))
    if done["status"] in {"infeasible", "unknown"}:
        context.exit(INFEASIBLE)


def as_table(done: dict[str, object]) -> str:
    """Return both recounts side by side, then the proof, then every broken wish with its price."""
    language = terminal_language()
    before, now = done["before"], done["now"]
    assert isinstance(before, dict)
    assert isinstance(now, dict)
    rows = [[title.say(language) for title in _TITLES]]
    rows += [[words.say(language), str(before[name]), str(now[name])] for name, words in _ROWS.items()]
    bound = "–" if done["bound"] is None else f"{done['bound']:.0f}"
    proof = _PROOF.say(language, status=done["status"], bound=bound, seconds=f"{done['seconds']:.2f}")
    lines = [*aligned(rows), "", proof]
    for said in ("conflicts", "wishes"):
        lines += [f"  · {one[language]}" for one in done[said]]  # type: ignore[attr-defined] # lists of both languages
    return "\n".join(lines)
