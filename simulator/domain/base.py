"""The base of every model: unknown keys are refused, values keep their types, instances do not change."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

#: a share of a whole: trust, or a chance
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Strict(BaseModel):
    """A frozen pydantic model that takes no unknown key and coerces no type.

    Read files through ``model_validate_json``: JSON mode turns lists into tuples and strings into enums, python
    mode in strict validation does not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
