"""`yizhan tend`: does what is due: waiting lists, erasing, messages. Run it every few minutes."""

import json

import click

from yizhan.cli.database import set_up_database
from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase, terminal_language

_DONE = Phrase(
    "候补递补 {offered} 个，删除到期联系人 {erased} 位，忘记缺席记录 {forgotten} 条，发出短信 {sent} 条。",
    "Offered {offered} seats, erased {erased} contacts, forgot {forgotten} absences, sent {sent} messages.",
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def tend(*, as_json: bool) -> None:
    """
    Do what is due now; doing it twice changes nothing.

    Offers nobody answered in time go to the next in line; contacts whose day has come are erased; messages
    are sent. Call it every few minutes, by cron or a systemd timer.

    Example: yizhan tend --json
    """
    set_up_database()
    from yizhan.people.actions import erase_due, send_messages  # noqa: PLC0415 - models can be imported only now
    from yizhan.rounds.actions.absences import forget_absences  # noqa: PLC0415
    from yizhan.rounds.actions.waiting import run_waiting_lists  # noqa: PLC0415

    done = {
        "offered": len(run_waiting_lists(by=None)),
        "erased": erase_due(today=clock.now().date(), by=None),
        "forgotten": forget_absences(by=None),
        "sent": send_messages(by=None),
    }
    click.echo(json.dumps(done) if as_json else _DONE.say(terminal_language(), **done))
