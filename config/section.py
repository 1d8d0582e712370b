"""What every table of the configuration has in common."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo, field_validator

OptionalFile = Annotated[Path | None, BeforeValidator(lambda value: None if value == "" else value)]


class Section(BaseModel):
    """A table of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @field_validator("*", mode="before")
    @classmethod
    def _no_lookalikes(cls, value: Any, info: ValidationInfo) -> Any:
        """TOML has types: `"9600"` is no number, and neither 1 nor `"yes"` is a truth value."""
        wanted = cls.model_fields[info.field_name or ""].annotation
        if isinstance(value, bool) != (wanted is bool) or (wanted in {int, float} and isinstance(value, str)):
            raise ValueError("a value of another type")
        return value
