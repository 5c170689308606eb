"""The command line: `yizhan …`."""

import importlib

import click

from yizhan.foundation.phrases import terminal_language
from yizhan.foundation.refusals import Refusal

#: Exit codes every command keeps.
ANSWER, ENGINE_FAILURE, BAD_INPUT, INFEASIBLE = 0, 1, 2, 3


class Commands(click.Group):
    """
    A group whose subcommands are loaded when they are called, and whose refusals become exit codes.

    `places` names, for each subcommand, the module and the click command in it; so `yizhan --help` does not
    wait for solvers to load.
    """

    places: dict[str, tuple[str, str, str]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        return sorted({*self.places, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load and return one subcommand."""
        if cmd_name not in self.places:
            return super().get_command(ctx, cmd_name)
        module, name, _ = self.places[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List subcommands with their one-line help, without loading those named in `places`."""
        rows = []
        for name in self.list_commands(ctx):
            if name in self.places:
                rows.append((name, self.places[name][2]))
            elif (command := super().get_command(ctx, name)) is not None and not command.hidden:
                rows.append((name, command.get_short_help_str()))
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> object:
        """Run the subcommand; a refusal is said on standard error, with exit code 2."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(refusal.say(terminal_language()), err=True)
            ctx.exit(BAD_INPUT)


class _Main(Commands):
    places = {
        "walk": ("yizhan.cli.walk", "walk", "How far one gets on foot from a place."),
        "season": ("yizhan.cli.season", "season", "What a season of clubs came to."),
        "draw": ("yizhan.cli.draw", "draw_group", "Run a published draw again, or check one."),
        "demo": ("yizhan.cli.demo", "demo", "Build the demonstration and serve it."),
        "import": ("yizhan.cli.importing", "import_", "Store streets or a calendar in the database."),
        "tend": ("yizhan.cli.tend", "tend", "Do what is due: waiting lists, erasing, messages."),
        "warm-up": ("yizhan.cli.warming", "warm_up", "Compile the planning kernels once."),
        "plan": ("yizhan.cli.plan", "plan", "Scenarios of a study side by side."),
        "timetable": ("yizhan.cli.stored_timetable", "timetable", "Compute a stored timetable."),
        "solve": ("yizhan.cli.solve", "solve", "Where to open, when to teach: models on files."),
    }


@click.group(cls=_Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yizhan")
def main() -> None:
    """驿站 yizhan: plan, run and open up a sub-district's network of neighbourhood service stations."""
