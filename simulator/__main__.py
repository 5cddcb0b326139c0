"""``python -m simulator`` is the command ``simulator``."""

from simulator.cli.main import run

run()
