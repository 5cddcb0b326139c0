"""A value that is not shown by accident."""

from __future__ import annotations


class Secret:
    """A key or a password: whoever prints it, or what holds it, sees stars. No dataclass, which could be spread out.

    Args:
        value: the secret itself; say `reveal` where it has to be used.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The secret itself."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(***)"
