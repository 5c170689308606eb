"""The command line: `yizhan …`."""

import sys
from typing import Any

import click

from yizhan.cli.walk import walk
from yizhan.foundation.phrases import terminal_language
from yizhan.foundation.refusals import Refusal


class _Refusing(click.Group):
    """A group of commands whose refusals are one sentence and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say a refusal instead of showing a traceback."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(refusal.say(terminal_language()), err=True)
            sys.exit(2)


@click.group(cls=_Refusing)
def main() -> None:
    """Plan, run and open up a sub-district's network of neighbourhood service stations (驿站)."""


main.add_command(walk)
