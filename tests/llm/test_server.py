"""The test server's other door: from a thread, for tests that are not coroutines."""

from __future__ import annotations

import json
import urllib.request

from tests.servers.openai_server import in_thread, says


def test_server_in_a_thread_answers_and_records() -> None:
    with in_thread(says("Hello.")) as server:
        # The address is the server's own; nothing but http can be in it.
        request = urllib.request.Request(server.base_url + "/chat/completions", b'{"model": "m"}')  # noqa: S310
        with urllib.request.urlopen(request, timeout=5) as reply:  # noqa: S310
            answer = json.load(reply)
    assert answer["choices"][0]["message"]["content"] == "Hello."
    assert server.bodies == [{"model": "m"}]
