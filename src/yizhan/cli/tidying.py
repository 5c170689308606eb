"""`yizhan tidy`: what has to happen by itself, run every few minutes by the system's clock."""

import json

import click

from yizhan.cli.database import set_up_database
from yizhan.foundation.phrases import Phrase, terminal_language

_DONE = Phrase(
    "发出短信 {sent} 条；向候补发出名额 {offered} 个；删除联系人 {erased} 位；忘记缺席 {forgotten} 条。",
    "Sent {sent} messages; offered {offered} seats; erased {erased} contacts; forgot {forgotten} absences.",
)


@click.command("tidy")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
def tidy(*, as_json: bool) -> None:
    """
    Lapse offers nobody answered, offer seats on, send messages, erase contacts whose day has come.

    Run it every five minutes; running it again or twice at once does no harm.

    Example: yizhan tidy
    """
    set_up_database()
    from yizhan.foundation import clock  # noqa: PLC0415 - models can be imported only now
    from yizhan.people.actions import erase_due, send_messages  # noqa: PLC0415
    from yizhan.rounds.actions.absences import forget_absences  # noqa: PLC0415
    from yizhan.rounds.actions.waiting import run_waiting_lists  # noqa: PLC0415

    done = {
        "offered": len(run_waiting_lists(by=None)),
        "sent": send_messages(by=None),
        "erased": erase_due(today=clock.now().date(), by=None),
        "forgotten": forget_absences(by=None),
    }
    click.echo(json.dumps(done) if as_json else _DONE.say(terminal_language(), **done))
