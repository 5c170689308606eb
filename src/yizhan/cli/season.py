"""`yizhan season …`: what a season of clubs came to."""

import json
from dataclasses import asdict
from typing import Any

import click

from yizhan.cli.database import set_up_database
from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.foundation.refusals import Refusal

_NO_SEASON = Phrase(
    "没有名为“{slug}”的社团季；现有：{known}", "no season is called '{slug}'; there are: {known}"
)


@click.group()
def season() -> None:
    """
    Seasons of clubs.

    Example: yizhan season report summer-2024
    """


@season.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print the sentence and the rows behind it as JSON.")
def report(slug: str, *, as_json: bool) -> None:
    """
    Print what a season came to in one sentence, from the rows of its clubs.

    Example: yizhan season report summer-2024 --json
    """
    set_up_database()
    said, rows = _counted(slug)
    if as_json:
        content = {"zh": said.zh, "en": said.en, "clubs": rows}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        click.echo(said.say(terminal_language()))


def _counted(slug: str) -> tuple[Phrase, list[dict[str, Any]]]:
    from yizhan.offers.models import Season  # noqa: PLC0415 - models can be imported only now
    from yizhan.rounds.queries.seasons import clubs_of, season_count  # noqa: PLC0415 - as above
    from yizhan.rounds.rules.season_reports import sentence  # noqa: PLC0415 - as above

    row = Season.objects.filter(slug=slug).order_by("pk").first()
    if row is None:
        known = ", ".join(Season.objects.values_list("slug", flat=True)) or "–"
        raise Refusal("no_such_season", _NO_SEASON, slug=slug, known=known)
    count = season_count(row, clubs_of(row, now=clock.now()))
    return sentence(count), [asdict(club) for club in count.clubs]
