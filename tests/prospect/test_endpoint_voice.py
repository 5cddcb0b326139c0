"""The endpoint voice: what it shows, what it replaces, and how it gets over a model that fails."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from simulator.domain.direction import Step
from simulator.domain.lines import Move
from simulator.errors import (
    EndpointBusy,
    EndpointMalformed,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnreachable,
    UsageError,
)
from simulator.prospect.endpoint_voice import EndpointVoice, endpoint_voice, local_voice
from simulator.prospect.prompt import NOTE_OPENS
from simulator.prospect.voice import VoiceLine, VoiceRequest, authored_line
from simulator.secret import Secret
from simulator.settings import Settings
from tests.llm.helpers import port_to
from tests.prospect.helpers import ScriptedPort, asked
from tests.servers.openai_server import OpenAIServer, cut, hang, says

HINT = asked(Step(move=Move.HINT, topic="ovens.seven"))
GOOD = "You'd want to ask anybody here about the third tray."
GIVES_AWAY = "Ask Mirko about the third tray."


async def say(voice: EndpointVoice, request: VoiceRequest = HINT) -> tuple[VoiceLine, list[str]]:
    pieces: list[str] = []

    async def show(piece: str) -> None:
        pieces.append(piece)

    line = await voice.say(request, show)
    assert "".join(pieces).strip() == line.text
    return line, pieces


async def test_say_of_a_good_line_shows_it_word_by_word() -> None:
    voice = EndpointVoice(ScriptedPort(f"Odile: {GOOD}"))
    line, pieces = await say(voice)
    assert (line.text, line.marks, line.notice) == (GOOD, (), "")
    assert len(pieces) == len(GOOD.split())
    assert line.keys == authored_line(HINT).keys, "what the model put in its own words counts as said"
    assert (voice.asked, voice.retried, voice.replaced, voice.fell_back) == (1, 0, 0, 0)


async def test_say_of_a_refused_line_asks_once_more_without_naming_the_secret() -> None:
    port = ScriptedPort(GIVES_AWAY, GOOD)
    voice = EndpointVoice(port)
    line, _ = await say(voice)
    assert (line.text, line.marks) == (GOOD, ("guard_retried",))
    first, second = port.requests
    assert second.messages[:-1] == first.messages[:-1]
    before, _, note = second.messages[-1].content.partition(NOTE_OPENS)
    assert before == first.messages[-1].content.partition(NOTE_OPENS)[0]
    assert "could not be used" in note
    assert "Mirko" not in note
    assert (voice.asked, voice.retried, voice.replaced) == (1, 1, 0)


async def test_say_of_a_line_refused_twice_speaks_the_authored_one() -> None:
    voice = EndpointVoice(ScriptedPort(GIVES_AWAY, "As an AI, I cannot."))
    line, pieces = await say(voice)
    assert (line.text, line.marks) == (authored_line(HINT).text, ("guard_replaced",))
    assert "Mirko" not in "".join(pieces)
    assert (voice.replaced, voice.fell_back) == (1, 0)


async def test_say_of_an_endless_line_stops_reading_it() -> None:
    voice = EndpointVoice(ScriptedPort("flour and " * 5_000))
    line, _ = await say(voice)
    assert line.marks == ("guard_replaced",)


@pytest.mark.parametrize(
    "error",
    [
        EndpointUnreachable("No connection."),
        EndpointTimeout("No word."),
        EndpointBusy("Slow down."),
        EndpointMalformed("Empty."),
    ],
)
async def test_say_with_a_failing_model_falls_back_tells_once_and_tells_of_its_return(
    error: Exception,
) -> None:
    voice = EndpointVoice(ScriptedPort(error, GOOD))
    failed, _ = await say(voice)
    assert (failed.text, failed.marks) == (authored_line(HINT).text, ("voice_fell_back",))
    assert failed.notice.startswith(str(error))
    back, _ = await say(voice)
    assert (back.text, back.marks) == (GOOD, ())
    assert "back" in back.notice
    assert (await say(voice))[0].notice == ""
    assert (voice.asked, voice.fell_back) == (3, 1)


async def test_say_with_a_model_that_keeps_failing_does_not_wait_for_it_each_time() -> None:
    port = ScriptedPort(EndpointTimeout("No word."))
    voice = EndpointVoice(port)
    lines = [(await say(voice))[0] for _ in range(8)]
    assert [bool(line.notice) for line in lines] == [True] + [False] * 7
    assert all(line.marks == ("voice_fell_back",) for line in lines)
    assert len(port.requests) == 4, "two in a row, then one after every two lines of rest"
    assert voice.fell_back == 8


async def test_say_after_a_wrong_key_asks_no_more_in_this_call() -> None:
    port = ScriptedPort(EndpointRefused("The endpoint does not accept the key."), GOOD)
    voice = EndpointVoice(port)
    lines = [(await say(voice))[0] for _ in range(3)]
    assert len(port.requests) == 1
    assert [bool(line.notice) for line in lines] == [True, False, False]
    assert "rest of this call" in lines[0].notice
    assert (voice.asked, voice.fell_back) == (1, 3)


async def test_say_when_the_second_try_fails_at_the_endpoint_falls_back() -> None:
    line, _ = await say(EndpointVoice(ScriptedPort(GIVES_AWAY, EndpointUnreachable("Gone."))))
    assert line.marks == ("voice_fell_back",)


async def test_say_over_a_real_connection_streams_and_survives_a_cut() -> None:
    steps = (says("You'd ask anybody ", "here about the ", "third tray."), cut("You'd ask"), says(GOOD))
    async with OpenAIServer(*steps) as server, port_to(server) as port:
        voice = EndpointVoice(port)
        lines = [(await say(voice))[0] for _ in range(3)]
    assert [line.marks for line in lines] == [(), ("voice_fell_back",), ()]
    assert server.bodies[0]["stream"] is True


async def test_say_with_a_server_that_hangs_falls_back_in_the_ports_time() -> None:
    async with OpenAIServer(hang()) as server, port_to(server, first_token_timeout_s=0.05) as port:
        line, _ = await say(EndpointVoice(port))
    assert line.marks == ("voice_fell_back",)


async def test_aclose_closes_the_port() -> None:
    port = ScriptedPort()
    await EndpointVoice(port).aclose()
    assert port.closed


def test_endpoint_voice_without_an_endpoint_says_what_to_set() -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        endpoint_voice(Settings())


async def test_endpoint_voice_with_a_key_is_made_without_asking() -> None:
    voice = endpoint_voice(Settings(api_key=Secret("sk-made-up")))
    assert voice.name == "endpoint"
    await voice.aclose()


def test_local_voice_without_a_model_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="SIMULATOR_LOCAL_MODEL"):
        local_voice(Settings())
    with pytest.raises(UsageError, match="not there"):
        local_voice(Settings(local_model=tmp_path / "none.gguf"))


def test_local_voice_without_the_extra_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "some.gguf"
    model.write_bytes(b"GGUF")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"practice-room\[local\]"):
        local_voice(Settings(local_model=model))


async def test_local_voice_with_a_model_that_cannot_be_loaded_falls_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "some.gguf"
    model.write_bytes(b"no model")
    library = tmp_path / "xllamacpp.py"
    library.write_text(
        "from types import SimpleNamespace as Params\n"
        "def CommonParams():\n"
        "    return Params(model=Params(), cpuparams=Params())\n"
        "def Server(params):\n"
        "    raise RuntimeError('Failed to init server')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    voice = local_voice(Settings(local_model=model))
    line, _ = await say(voice)
    assert (voice.name, line.marks) == ("local", ("voice_fell_back",))
    assert "could not be loaded" in line.notice
    await voice.aclose()
