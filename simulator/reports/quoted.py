"""A line of a call as it is quoted."""

from __future__ import annotations

from simulator.domain.played import PlayedCall

#: what a sentence, or a piece of one that can stand for itself, ends with
_ENDING = (".", "?", "!", "…")


def quoted(call: PlayedCall, turn: int | None, quote: str, most: int | None = None) -> str:
    """A quote in its marks, with dots where it was cut in the middle of a sentence.

    Args:
        most: characters that there is room for; it is cut at a word where there is one.
    """
    if not quote:
        return "(silence)"
    if most is not None and len(quote) > most:
        cut = quote[:most]
        return f"“{cut.rsplit(None, 1)[0] or cut} …”"
    text = next((one.text for one in call.turns if one.index == turn), "")
    rest = text.partition(quote)[2].strip()
    goes_on = bool(rest) and rest[0] not in _ENDING and quote.rstrip("\"'”’)")[-1:] not in _ENDING
    return f"“{quote} …”" if goes_on else f"“{quote}”"
