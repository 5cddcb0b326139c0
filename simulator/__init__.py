"""A practice room for people who sell by telephone."""

from __future__ import annotations


def __getattr__(name: str) -> str:
    """The version, looked up when it is asked for: what finds it takes a tenth of the time to the first picture."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("practice-room")
    except PackageNotFoundError:  # run from a plain checkout
        return "0.0.0"
