"""Other people's programs to measure beside ours, each in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Peer:
    """A program from the registry.

    Attributes:
        wants: what is installed. posting allows any new tree-sitter, and ends with a segmentation fault on 0.26.
        field: what the keys go to; empty where none do.
    """

    name: str
    version: str
    command: str
    wants: tuple[str, ...]
    field: str = ""


PEERS = (
    Peer("elia", "1.10.0", "elia", ("elia-chat==1.10.0",), "prompt"),
    Peer("posting", "2.11.1", "posting", ("posting==2.11.1", "tree-sitter<0.26"), "address"),
)
#: what scores transcripts with a judge, in batch (MIT, Apache-2.0)
JUDGES = (
    Peer("inspect_ai", "0.3.285", "python", ("inspect_ai==0.3.285", "openai==3.54.0")),
    Peer("deepeval", "4.3.1", "python", ("deepeval==4.3.1",)),
)


def command_of(peer: Peer, folder: Path) -> Path:
    """The program's command in its environment under a folder, made where it is not there; takes minutes."""
    home = folder / peer.name
    command = home / "bin" / peer.command
    if not command.exists():
        print(f"Installing {peer.name} {peer.version} in {home} …", file=sys.stderr)
        venv.EnvBuilder(with_pip=True).create(home)
    subprocess.run(
        [home / "bin" / "python", "-m", "pip", "install", "--quiet", *peer.wants],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return command
