"""Write the JSON Schemas of personas, scenarios and rubrics to docs/schema; run it after changing the models."""

from __future__ import annotations

from pathlib import Path

from simulator.authoring.schema import write_schemas

if __name__ == "__main__":
    for file in write_schemas(Path(__file__).parent.parent / "docs" / "schema"):
        print(file)
