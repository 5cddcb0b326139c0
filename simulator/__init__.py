"""A practice room for people who sell by telephone."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("practice-room")
except PackageNotFoundError:  # run from a plain checkout
    __version__ = "0.0.0"
