"""The command ``simulator``: its subcommands, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import NoReturn

import click

from simulator.cli.diagnostics import report
from simulator.cli.entry import home
from simulator.errors import UsageError

#: each command with the module that holds it; a module is imported when its command is used
_COMMANDS = {
    "agree": "simulator.cli.agree",
    "call": "simulator.cli.call",
    "calls": "simulator.cli.calls",
    "demo": "simulator.cli.demo",
    "doctor": "simulator.cli.doctor",
    "override": "simulator.cli.agree",
    "persona": "simulator.cli.content",
    "progress": "simulator.cli.calls",
    "rubric": "simulator.cli.content",
    "scenario": "simulator.cli.content",
    "score": "simulator.cli.score",
    "serve": "simulator.cli.serve",
}
_SUMMARIES = {
    "agree": "How far scores agree with people's grades.",
    "call": "One call, in the terminal's screen or by plain lines.",
    "calls": "Calls that were made: list, show, resume, retry, export.",
    "demo": "A simulated rep calls a prospect; prints the conversation and the debrief.",
    "doctor": "What is set, what is reachable, what the endpoint can do.",
    "override": "Put your own figure beside the machine's, with why.",
    "persona": "Prospects: list, show, new, check, rehearse, schema.",
    "progress": "How you have done over your calls.",
    "rubric": "What a judge is asked about a call: list, show, new, check, schema.",
    "scenario": "Campaigns: list, show, new, check, schema.",
    "score": "Score transcripts that you have.",
    "serve": "The practice room in a browser, for whoever has the link.",
}


class _LateGroup(click.Group):
    """A group that imports a command when it is used, so that ``--help`` is at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = getattr(import_module(module), cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)  # noqa: S101 - the table names commands
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _SUMMARIES[name]) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from difflib import get_close_matches  # noqa: PLC0415 - only for a mistyped command

            close = get_close_matches(args[0], _COMMANDS, n=1)
            hint = f' Did you mean "{close[0]}"?' if close else " See simulator --help."
            raise click.UsageError(f'There is no command "{args[0]}".{hint}') from None


def _show_version(ctx: click.Context, option: click.Parameter, asked: bool) -> None:
    """The version is looked up only when it is asked for, which takes a while."""
    if asked:
        from simulator import __version__  # noqa: PLC0415

        click.echo(f"simulator, version {__version__}")
        ctx.exit()


@click.group(
    cls=_LateGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
)
@click.pass_context
def simulator(ctx: click.Context) -> None:
    """A practice room for people who sell by telephone.

    Without a command it opens on the screen: campaigns and prospects to choose from, and how you are doing.
    """
    if ctx.invoked_subcommand is not None:
        return
    ctx.exit(home())


def run() -> NoReturn:
    """Run the command that the arguments name; never returns."""
    sys.exit(report(_main))


def _main() -> int:
    """The command's exit code; what click has to say is said as every other error is."""
    try:
        result = simulator.main(standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        raise UsageError(error.format_message()) from error
    except click.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    run()
