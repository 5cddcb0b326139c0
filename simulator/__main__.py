"""``python -m simulator`` is the command ``simulator``."""

from simulator.cli.entry import run

run()
