"""What anybody would write in ten minutes: a loop over the openai client, and nothing of this program.

python -m benchmarks.bare_client REQUESTS.jsonl ANSWERS.jsonl ADDRESS AT_ONCE [TIMEOUT_S]

With a timeout it asks again as the client does unasked (twice), goes on after a failure, and ends with a line
`{"judged": N, "failed": N}`; without one, the first failure ends it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import openai


async def main(
    requests: Path, answers: Path, address: str, at_once: int, timeout_s: float | None = None
) -> None:
    """Send each line as a request, and write the JSON of each answer as a line."""
    client = openai.AsyncOpenAI(api_key="no-key", base_url=address, max_retries=0)
    if timeout_s is not None:
        client = openai.AsyncOpenAI(api_key="no-key", base_url=address, timeout=timeout_s)
    places = asyncio.Semaphore(at_once)
    with requests.open(encoding="utf-8") as lines, answers.open("w", encoding="utf-8") as file:

        async def ask(line: str) -> None:
            async with places:
                request = json.loads(line)
                answer = await client.chat.completions.create(model="stub-1", **request)
            body = json.loads(answer.choices[0].message.content or "")
            if set(body) != set(request["response_format"]["json_schema"]["schema"]["required"]):
                raise ValueError("not what was asked for")
            file.write(json.dumps(body) + "\n")
            file.flush()

        found = await asyncio.gather(*(ask(line) for line in lines), return_exceptions=timeout_s is not None)
    failed = [one for one in found if isinstance(one, BaseException)]
    print(json.dumps({"judged": len(found) - len(failed), "failed": len(failed)}))


if __name__ == "__main__":
    asyncio.run(
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), *map(float, sys.argv[5:]))
    )
