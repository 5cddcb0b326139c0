"""A conversation as it was: also the format that the program writes and reads."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Speaker(StrEnum):
    """Who spoke."""

    REP = "rep"
    PROSPECT = "prospect"


class Turn(BaseModel):
    """One turn; times in seconds from the start of the call. Further keys are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    speaker: Speaker
    text: str
    start: float | None = Field(default=None, ge=0.0)
    end: float | None = Field(default=None, ge=0.0)


class Transcript(BaseModel):
    """A whole conversation. Further keys are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    turns: tuple[Turn, ...]
    rep: str | None = None
    persona: str | None = None
    scenario: str | None = None
    call: str | None = None
