"""Text that a person, a file or a model wrote, made fit to be shown: nothing in it steers the terminal."""

from __future__ import annotations

#: marks that turn the direction of writing around, and line separators that some terminals obey
_STEERING = frozenset("\u061c\u200e\u200f\u2028\u2029") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def visible(text: str) -> str:
    """The text with control characters written out instead of obeyed; line breaks and tabs stay."""
    return "".join(char if _is_plain(char) else _written_out(char) for char in text)


def _is_plain(char: str) -> bool:
    code = ord(char)
    if char in "\n\t":
        return True
    return not (code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF or char in _STEERING)


def _written_out(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
