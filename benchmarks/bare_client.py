"""What anybody would write in ten minutes: a loop over the openai client, and nothing of this program.

python -m benchmarks.bare_client REQUESTS.jsonl ANSWERS.jsonl ADDRESS AT_ONCE
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import openai


async def main(requests: Path, answers: Path, address: str, at_once: int) -> None:
    """Send each line as a request, and write the JSON of each answer as a line."""
    client = openai.AsyncOpenAI(api_key="no-key", base_url=address, max_retries=0)
    places = asyncio.Semaphore(at_once)
    with requests.open(encoding="utf-8") as lines, answers.open("w", encoding="utf-8") as file:

        async def ask(line: str) -> None:
            async with places:
                answer = await client.chat.completions.create(model="stub-1", **json.loads(line))
            file.write(json.dumps(json.loads(answer.choices[0].message.content or "")) + "\n")
            file.flush()

        await asyncio.gather(*(ask(line) for line in lines))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
