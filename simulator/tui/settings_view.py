"""What the settings screen shows: what can be changed, where it comes from, what is elsewhere. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.text_safety import visible
from simulator.settings import CHANGEABLE, FOR_VISITORS, Settings, default_of
from simulator.settings_file import THIS_RUN, Kept
from simulator.settings_rows import setting_rows
from simulator.settings_values import API_KEY_VARIABLE, BY_NAME

HOW = "↑ ↓ another setting, ← → another value, Enter keeps what you typed."
NO_ENDPOINT = (
    f"No endpoint is set, and none is needed: prospects speak authored lines. To let a model speak, set {API_KEY_VARIABLE} "
    "in the environment, or write the address of a server of your own above."
)
TEST = "Press F5 to try it out: three short requests."
TESTING = "Trying it out…"
FOR_A_VISITOR = "This room is somebody else's: colours, pacing and the mirror are yours until you leave; the rest is theirs."
#: typed and not yet kept
TYPED = "Enter keeps it."

_AT_ONCE = frozenset({"theme", "pacing"})
_LABELS = {
    "theme": ("Colours", "Dark, light, or black and white with strong colours."),
    "pacing": ("Pacing", "Authored lines come at the pace of speech, or all at once."),
    "mirror": ("Mirror", "Before the debrief you are asked to grade your own call, or not."),
    "voice": (
        "Voice",
        "Who speaks for the prospect; auto is the endpoint where there is one, else authored lines.",
    ),
    "reader": ("Reader", "What reads your lines: the program by itself, or a model at the endpoint as well."),
    "base_url": ("Address", "The endpoint's address up to its /v1; empty is OpenAI's own."),
    "model": ("Model", "The model's name at the endpoint."),
    "timeout_s": ("Timeout", "Seconds that one whole answer of the endpoint may take."),
}
#: how else people may ask for a setting
_OTHER_WORDS = {
    "theme": "theme, colors, scheme",
    "pacing": "speed, fast, slow, typing, instant, natural",
    "mirror": "grades, ask, skip",
    "voice": "prospect, model, local",
    "reader": "understanding, local",
    "base_url": "url, server, connection",
    "model": "gpt, llm",
    "timeout_s": "wait, slow",
}
#: shown below the fields; set elsewhere
_FIXED = ("home", "database_url")


@dataclass(frozen=True)
class Field:
    """One setting on the screen; safe to show.

    Attributes:
        choices: the values that there are; empty where it is typed.
        value: as it stands; empty where a typed one is the default.
        default: what an empty one means.
        about: what it is for, and where it comes from.
        variable: where it comes from, if that is the environment.
        locked: why it cannot be changed here; empty where it can.
        caution: what will not work with it; mostly empty.
    """

    name: str
    label: str
    choices: tuple[str, ...]
    value: str
    default: str
    about: str
    variable: str = ""
    locked: str = ""
    caution: str = ""


def fields(settings: Settings) -> tuple[Field, ...]:
    """What can be changed, or could be if the environment did not say it."""
    return tuple(_field(settings, name) for name in (FOR_VISITORS if settings.served else CHANGEABLE))


def found_by(settings: Settings) -> tuple[tuple[str, str, str, str], ...]:
    """For each setting its name in the program, what the palette calls it and says of it, and more words to find it by."""
    return tuple(
        (one.name, f"{one.label} – settings", _LABELS[one.name][1], _OTHER_WORDS[one.name])
        for one in fields(settings)
    )


def fixed_rows(settings: Settings) -> tuple[tuple[str, str, str], ...]:
    """What is set elsewhere: name, value, where it comes from. Nothing for a visitor, never a key."""
    if settings.served:
        return ()
    rows = [
        (row.name, row.value, _origin(settings, row.name))
        for row in setting_rows(settings)
        if row.name in _FIXED
    ]
    key = "set" if settings.api_key is not None else "not set"
    return tuple(
        (name, visible(value), visible(where))
        for name, value, where in (
            ("file", str(settings.file or "none yet"), f"changes go to {settings.file_to_change}"),
            *rows,
            (
                "key",
                key,
                f"belongs in the environment, as {API_KEY_VARIABLE}; it is never asked for or kept here",
            ),
        )
    )


def endpoint_words(settings: Settings) -> str:
    """What stands below the fields before the endpoint was tried out."""
    if settings.served:
        return FOR_A_VISITOR
    return TEST if settings.endpoint_configured else NO_ENDPOINT


def can_test(settings: Settings) -> bool:
    """Whether there is an endpoint to try out, and it is for this person to do so."""
    return settings.endpoint_configured and not settings.served


def kept_words(name: str, kept: Kept) -> str:
    """What is said after a change."""
    if kept.not_saved:
        return visible(kept.not_saved)
    saved = "Kept" if not kept.settings.served else "Kept until you leave"
    return f"{saved}." if name in _AT_ONCE else f"{saved}; it holds from the next call on."


def step(field: Field, by: int) -> str:
    """The value beside the present one; at the end, that stays."""
    at = field.choices.index(field.value) + by
    return field.choices[max(0, min(len(field.choices) - 1, at))]


def _field(settings: Settings, name: str) -> Field:
    label, about = _LABELS[name]
    choices = BY_NAME[name].choices
    value = _written(getattr(settings, name))
    default = _written(default_of(name))
    variable = settings.variable_of(name)
    locked = f"Set by {variable} in the environment, so it cannot be changed here." if variable else ""
    return Field(
        name=name,
        label=label,
        choices=choices,
        value=visible(value) if choices or variable or name in settings.origins or value != default else "",
        default=default or "OpenAI's own",
        about=" ".join(part for part in (about, locked or _came_from(settings, name)) if part),
        variable=variable,
        locked=locked,
        caution=_caution(settings, name),
    )


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def _origin(settings: Settings, name: str) -> str:
    return settings.origins.get(name, "default")


def _came_from(settings: Settings, name: str) -> str:
    where = settings.origins.get(name)
    if where is None:
        return "This is the default."
    return f"Holds {THIS_RUN}." if where == THIS_RUN else f"From {visible(where)}."


def _caution(settings: Settings, name: str) -> str:
    """What is right by itself, and will not work with the rest."""
    if name == "voice" and settings.voice == "endpoint" and not settings.endpoint_configured:
        return f"There is no endpoint: a call needs {API_KEY_VARIABLE} in the environment, or an address."
    if name == "voice" and settings.voice == "local" and settings.local_model is None:
        return "There is no local model: a call needs local_model, a GGUF file, in the settings file."
    if name == "reader" and settings.reader == "model" and not settings.endpoint_configured:
        return "There is no endpoint, so the program still reads by itself."
    return ""
