"""A real local server with files and batches. Nothing in it passes with time: a test says when a batch goes on.

    with served(BatchServer()) as server:
        ...                          # hand something over
        server.finish()              # answers every open batch
        server.first["upload"] = [status(500)]          # the next upload fails, and has no effect
        server.instead["create"] = [hang()]             # the next batch is made, and nobody hears of it

It counts how often each request was answered: what is paid.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from tests.batch.running import ANSWER
from tests.servers.openai_server import Exchange, OpenAIServer, Step, completion, says, status

#: gives the status and the body of a request's answer; None leaves it without one
Answers = Callable[[Mapping[str, Any]], tuple[int, object] | None]


def answered(body: Mapping[str, Any]) -> tuple[int, object]:
    """A judge's whole answer."""
    return 200, completion(ANSWER)


class BatchServer(OpenAIServer):
    """The server; see the module.

    Attributes:
        files: contents by id.
        batches: as the provider tells of them, by id, oldest first.
        first: steps that are taken instead of a call (upload, create, list, retrieve, content, cancel), without effect.
        instead: steps that are taken instead of the answer to a call that had its effect.
        paid: how often each request (its question) was answered with status 200.
        calls: how often each call was made.
        reached: set when a step of `instead` is taken.
    """

    def __init__(self, *steps: Step, **options: Any) -> None:
        super().__init__(*(steps or (says(ANSWER),)), **options)
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.first: dict[str, list[Step]] = defaultdict(list)
        self.instead: dict[str, list[Step]] = defaultdict(list)
        self.paid: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.reached = threading.Event()

    def lines(self, batch: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The requests of a batch."""
        return [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]

    @property
    def open(self) -> list[dict[str, Any]]:
        """Batches that have not ended."""
        return [
            one
            for one in self.batches.values()
            if one["status"] in {"validating", "cancelling", "in_progress"}
        ]

    def finish(
        self, answers: Answers = answered, *, ended: str = "completed", most: int | None = None
    ) -> None:
        """End every open batch.

        Args:
            ended: as what.
            most: requests of each that are answered; the others are as if nobody came to them.
        """
        for batch in self.open:
            good: list[dict[str, Any]] = []
            bad: list[dict[str, Any]] = []
            for place, line in enumerate(self.lines(batch)):
                found = answers(line["body"]) if most is None or place < most else None
                head = {"id": f"batch_req_{place}", "custom_id": line["custom_id"]}
                if found is None:
                    error = {"code": f"batch_{ended}", "message": "It was not executed."}
                    bad.append({**head, "response": None, "error": error})
                    continue
                code, body = found
                response = {"status_code": code, "request_id": "r", "body": body}
                (good if code == 200 else bad).append({**head, "response": response, "error": None})
                self.paid[line["body"]["messages"][-1]["content"]] += code == 200
            batch["output_file_id"] = self._file(good) if good else None
            batch["error_file_id"] = self._file(bad) if bad else None
            batch["request_counts"] = {
                "total": len(good) + len(bad),
                "completed": len(good),
                "failed": len(bad),
            }
            batch["status"] = ended

    def refuse(self, code: str, message: str) -> None:
        """Every open batch fails as a whole."""
        for batch in self.open:
            error = {"code": code, "message": message, "line": None, "param": None}
            batch.update(status="failed", errors={"object": "list", "data": [error]})

    async def _answer(self, exchange: Exchange) -> None:
        path = exchange.request.path.partition("?")[0]
        if "/files" not in path and "/batches" not in path:
            await super()._answer(exchange)
            return
        call, name = _call(exchange.request.method, path)
        self.calls[call] += 1
        if self.first[call]:
            await self.first[call].pop(0)(exchange)
            return
        if self.key is not None and exchange.request.headers.get("authorization") != f"Bearer {self.key}":
            await status(401, "Incorrect API key provided.", error_code="invalid_api_key")(exchange)
            return
        told = self._do(call, name, exchange)
        if self.instead[call]:
            self.reached.set()
            await self.instead[call].pop(0)(exchange)
        elif isinstance(told, bytes):
            await exchange.send(200, told, kind="application/octet-stream")
        elif told is None:
            await status(404, f"No such thing: {name}.")(exchange)
        else:
            await exchange.send_json(200, told)

    def _do(self, call: str, name: str, exchange: Exchange) -> dict[str, Any] | bytes | None:
        if call == "upload":
            data = _uploaded(exchange.request.headers["content-type"], exchange.request.body)
            return {"id": self._file(data), "object": "file", "bytes": len(data), "purpose": "batch"}
        if call == "create":
            return self._batch(exchange.request.json)
        if call == "list":
            found = list(reversed(self.batches.values()))
            return {"object": "list", "data": found, "has_more": False}
        if call == "content":
            return self.files.get(name)
        if call == "cancel" and name in self.batches:
            self.batches[name]["status"] = "cancelling"
        return self.batches.get(name)

    def _batch(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        assert (wanted["completion_window"], wanted["endpoint"]) == ("24h", "/v1/chat/completions")
        made = {
            "id": f"batch_{len(self.batches) + 1}",
            "object": "batch",
            "status": "validating",
            "created_at": 4_000_000_000,
            "input_file_id": wanted["input_file_id"],
            "metadata": wanted["metadata"],
        }
        self.batches[str(made["id"])] = made
        ids = [line["custom_id"] for line in self.lines(made)]
        assert len(ids) == len(set(ids)), "an id twice in a batch: the provider refuses it"
        return made

    def _file(self, content: bytes | list[dict[str, Any]]) -> str:
        name = f"file-{len(self.files) + 1}"
        if isinstance(content, list):
            content = "".join(json.dumps(one) + "\n" for one in content).encode()
        self.files[name] = content
        return name


def cut_content(data: bytes) -> Step:
    """Half of a file, and the end of the connection."""

    async def step(exchange: Exchange) -> None:
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {len(data)}\r\n\r\n"
        exchange.writer.write(head.encode() + data[: len(data) // 2])
        await exchange.writer.drain()
        exchange.writer.close()

    return step


def _call(method: str, path: str) -> tuple[str, str]:
    parts = path.strip("/").split("/")[1:]
    if parts == ["files"]:
        return "upload", ""
    if parts == ["batches"]:
        return ("create" if method == "POST" else "list"), ""
    return (parts[2] if len(parts) > 2 else "retrieve"), parts[1]


def _uploaded(content_type: str, body: bytes) -> bytes:
    """The file in a form."""
    found = re.search(r'boundary="?([^";]+)', content_type)
    assert found is not None
    for part in body.split(b"--" + found[1].encode()):
        head, _, content = part.partition(b"\r\n\r\n")
        if b'name="file"' in head:
            return content.removesuffix(b"\r\n")
    raise AssertionError("no file in the form")
