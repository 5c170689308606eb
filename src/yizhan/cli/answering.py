"""What every `yizhan solve` command asks and says: options, status words, conflicts, files."""

from pathlib import Path

import click

from yizhan.cli.numbers import MOST_SEED, Finite
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.planning.outcome import Conflict, Status

_UNWRITABLE = Phrase("无法写入（{reason}）", "cannot be written ({reason})")
BROKEN_ENGINE = Phrase("求解器出错：{reason}", "the solver failed: {reason}")
CONFLICT = Phrase("无解。以下要求不能同时满足：", "No plan exists. These cannot hold together:")
STATUS = {
    Status.OPTIMAL: Phrase("最优（已证明）", "optimal (proved)"),
    Status.FEASIBLE: Phrase("可行（未证明最优）", "feasible (not proved optimal)"),
    Status.INFEASIBLE: Phrase("无解", "infeasible"),
    Status.UNKNOWN: Phrase("时间用完，尚无方案", "no plan found in time"),
}

limit_option = click.option("--limit", type=Finite(min=0.0), default=60.0, help="Seconds allowed.")
seed_option = click.option(
    "--seed", type=click.IntRange(min=0, max=MOST_SEED), default=0, help="Same seed, same plan."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def said(conflicts: tuple[Conflict, ...], language: str) -> list[dict[str, str]]:
    """Return conflicts for a JSON object."""
    return [{"constraint": each.constraint, "says": each.say(language)} for each in conflicts]


def write_text(path: Path, text: str) -> None:
    """Write a file, or refuse naming it."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput("unwritable", _UNWRITABLE, file=str(path), reason=error.strerror or "") from None
