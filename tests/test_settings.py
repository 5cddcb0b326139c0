"""Settings: which source wins, and what each kind of mistake is answered with."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, fields
from pathlib import Path

import pytest

from simulator.errors import SettingsError
from simulator.settings import Settings, load_settings, shown_database_url

KEY = "sk-made-up-0123456789abcdef"


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def config_dir(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    return tmp_path / "config"


Load = Callable[..., Settings]


@pytest.fixture
def load(cwd: Path, config_dir: Path) -> Load:
    """Loads from a working folder's file, a general file and variables."""

    def run(
        env: dict[str, str] | None = None, *, here: str | None = None, general: str | None = None
    ) -> Settings:
        for folder, text in ((cwd, here), (config_dir, general)):
            if text is not None:
                (folder / "simulator.toml").write_text(text, encoding="utf-8")
        return load_settings(env or {}, cwd, config_dir)

    return run


def problem(load: Load, env: dict[str, str] | None = None, **files: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(env, **files)
    return str(caught.value)


def test_load_with_nothing_set_gives_the_defaults(load: Load) -> None:
    settings = load()
    assert (settings.timeout_s, settings.first_token_timeout_s) == (20.0, 8.0)
    assert (settings.api_key, settings.base_url, settings.file) == (None, None, None)
    assert settings.database_url == f"sqlite:///{settings.home.as_posix()}/journal.sqlite3"
    assert (settings.voice, settings.chosen_voice, settings.reader) == ("auto", "authored", "local")
    assert not settings.endpoint_configured
    assert settings.origins == {}


def test_load_prefers_the_environment_then_the_nearer_file_and_reads_one_file_only(
    load: Load, cwd: Path
) -> None:
    settings = load(
        {"SIMULATOR_MODEL": "from-env"},
        here='model = "from-here"\ntimeout_s = 5\n',
        general='model = "from-general"\nvoice = "local"\n',
    )
    assert (settings.model, settings.timeout_s, settings.voice) == ("from-env", 5.0, "auto")
    assert settings.file == cwd / "simulator.toml"
    assert settings.origins == {"model": "SIMULATOR_MODEL", "timeout_s": str(cwd / "simulator.toml")}


def test_load_without_a_file_here_reads_the_general_one(load: Load, config_dir: Path) -> None:
    settings = load(general='model = "from-general"\n')
    assert (settings.model, settings.file) == ("from-general", config_dir / "simulator.toml")


def test_load_of_every_key_from_a_file_takes_it(load: Load, cwd: Path, tmp_path: Path) -> None:
    (cwd / "ours").mkdir()
    (cwd / "small.gguf").write_bytes(b"")
    settings = load(
        here="""
        base_url = "http://localhost:8080/v1"
        model = "m"
        timeout_s = 30
        first_token_timeout_s = 2.5
        prompt_price = 0.4
        completion_price = 0
        cached_price = 0.1
        home = "data"
        database_url = "postgresql://host/name"
        personas = ["ours", "."]
        scenarios = "ours"
        rubrics = "ours"
        voice = "local"
        reader = "model"
        local_model = "small.gguf"
        pacing = "instant"
        mirror = "skip"
        theme = "contrast"
        """
    )
    elsewhere = {"api_key", "served", "file", "config_dir", "origins"}
    assert set(settings.origins) == {one.name for one in fields(Settings)} - elsewhere
    assert settings.home == cwd / "data"
    assert settings.personas == (cwd / "ours", cwd)
    assert settings.scenarios == (cwd / "ours",)
    assert settings.local_model == cwd / "small.gguf"
    assert (settings.completion_price, settings.chosen_voice) == (0.0, "local")


def test_load_of_every_variable_takes_it(load: Load, cwd: Path, tmp_path: Path) -> None:
    (cwd / "one").mkdir()
    (cwd / "two").mkdir()
    settings = load(
        {
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": "https://host/v1",
            "SIMULATOR_MODEL": "m",
            "SIMULATOR_HOME": "data",
            "SIMULATOR_TIMEOUT_S": "7.5",
            "SIMULATOR_FIRST_TOKEN_TIMEOUT_S": "3",
            "SIMULATOR_DATABASE_URL": "sqlite:///calls.sqlite3",
            "SIMULATOR_PERSONAS": os.pathsep.join(["one", str(tmp_path)]),
            "SIMULATOR_SCENARIOS": "two" + os.pathsep,
            "SIMULATOR_VOICE": "authored",
            "SIMULATOR_PACING": "instant",
            "SIMULATOR_THEME": "light",
            "SIMULATOR_SERVED": "yes",
        }
    )
    assert (settings.theme, settings.served) == ("light", True)
    assert settings.api_key is not None and settings.api_key.reveal() == KEY
    assert settings.personas == (cwd / "one", tmp_path)
    assert settings.scenarios == (cwd / "two",)
    assert (settings.timeout_s, settings.home) == (7.5, cwd / "data")
    assert settings.chosen_voice == "authored"


@pytest.mark.parametrize("env", [{"OPENAI_API_KEY": KEY}, {"OPENAI_BASE_URL": "http://localhost:1/v1"}])
def test_chosen_voice_with_an_endpoint_is_the_endpoint(load: Load, env: dict[str, str]) -> None:
    assert load(env).endpoint_configured
    assert load(env).chosen_voice == "endpoint"


def test_load_takes_empty_variables_for_unset_and_leaves_foreign_ones_alone(load: Load) -> None:
    settings = load(
        {
            "OPENAI_API_KEY": " ",
            "SIMULATOR_MODEL": "",
            "SIMULATOR_DATA": "/x",
            "OPENAI_ORG_ID": "o",
            "PATH": "/bin",
        }
    )
    assert settings.api_key is None
    assert settings.model == Settings.model


def test_load_of_a_file_with_a_byte_order_mark_reads_it(load: Load, cwd: Path) -> None:
    (cwd / "simulator.toml").write_bytes(b'\xef\xbb\xbfmodel = "m"\n')
    assert load().model == "m"


def test_key_is_in_no_repr_and_no_dump(load: Load) -> None:
    settings = load(
        {"OPENAI_API_KEY": KEY, "SIMULATOR_DATABASE_URL": "postgresql://u:hunter2@host/db?password=x1"}
    )
    for text in (repr(settings), str(settings), str(asdict(settings))):
        assert KEY not in text
    assert "hunter2" not in repr(settings) and "x1" not in str(settings)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///a/b.sqlite3", "sqlite:///a/b.sqlite3"),
        ("postgresql://u:p@ss@host:5/db?x=1", "postgresql://u:***@host:5/db"),
        ("postgresql://u@host/db", "postgresql://u@host/db"),
        ("nonsense", "***"),
    ],
)
def test_shown_database_url_hides_the_password(url: str, shown: str) -> None:
    assert shown_database_url(url) == shown


def test_settings_cannot_be_changed(load: Load) -> None:
    with pytest.raises(FrozenInstanceError):
        load().model = "other"  # type: ignore[misc]  # that it cannot is what is tested


@pytest.mark.parametrize("name", ["api_key", "OPENAI_API_KEY", "openai-api-key", "apikey"])
def test_key_in_a_file_is_refused_with_the_reason_and_not_shown(load: Load, cwd: Path, name: str) -> None:
    text = problem(load, here=f'{name} = "{KEY}"\n')
    assert str(cwd / "simulator.toml") in text
    assert "copied, shared and committed" in text
    assert "OPENAI_API_KEY" in text
    assert KEY not in text


@pytest.mark.parametrize(
    ("here", "words"),
    [
        ("modle = 'm'", "unknown key 'modle'; did you mean model?"),
        ("timeout = 3", "unknown key 'timeout'; did you mean timeout_s?"),
        ("SIMULATOR_MODEL = 'm'", "unknown key 'SIMULATOR_MODEL'; did you mean model?"),
        ("base-url = 'http://h'", "unknown key 'base-url'; did you mean base_url?"),
        ("zzz = 1", "unknown key 'zzz'; there are base_url, cached_price,"),
        ("[endpoint]\nmodel = 'm'", "unknown key 'endpoint'"),
        ("model = 3", "model wants one line of text."),
        ("model = ''", "model wants one line of text."),
        ('model = "a\\u001b[0m"', "model wants one line of text."),
        ("timeout_s = 'soon'", "timeout_s wants a number, not 'soon'."),
        ("timeout_s = true", "timeout_s wants a number, not true or false."),
        ("timeout_s = 0", "timeout_s wants seconds, more than 0 and at most 3600, not 0."),
        ("timeout_s = nan", "timeout_s wants a number, not nan."),
        ("prompt_price = -1", "prompt_price wants a price of 0 or more per million tokens, not -1."),
        (
            "voice = 'Authored'",
            "voice wants one of auto, authored, endpoint, local, not 'Authored'; did you mean",
        ),
        ("reader = ['local']", "reader wants one of local, model, not a list."),
        ("base_url = 'localhost:8080/v1'", "did you mean http://localhost:8080/v1?"),
        ("base_url = 'ftp://h/v1'", "base_url wants an address that begins with http:// or https://"),
        ("base_url = 'http://h:port/v1'", "base_url is not an address."),
        ("base_url = 'http://h/v1/chat/completions'", "up to its /v1; did you mean http://h/v1?"),
        ("database_url = 'postgres://h/d'", "wants postgresql:// at its front"),
        ("database_url = 'calls.sqlite3'", "database_url wants an address such as sqlite:///"),
        ("personas = 3", "personas wants a folder or a list of folders, not 3."),
        ("personas = [3]", "personas wants one line of text."),
        ("personas = 'nowhere'", "personas names a folder that is not there:"),
        ("home = 'simulator.toml'", "home names a file where a folder is wanted:"),
        ("local_model = 'none.gguf'", "local_model names a file that is not there:"),
        ("home = '~no-such-person-here/x'", "home names the home folder of a person"),
        ("model = ", "is not TOML:"),
    ],
)
def test_problem_in_a_file_is_one_sentence_with_file_key_and_suggestion(
    load: Load, cwd: Path, here: str, words: str
) -> None:
    text = problem(load, here=here)
    assert text.startswith(f"{cwd / 'simulator.toml'}: ")
    assert words in text
    assert "\n" not in text
    assert text.endswith((".", "?"))


@pytest.mark.parametrize("value", ["true", "false", '"yes"'])
def test_whether_the_room_is_served_is_never_taken_from_a_file(load: Load, cwd: Path, value: str) -> None:
    refusal = "served does not belong in a file; only SIMULATOR_SERVED sets it."
    assert refusal in problem(load, here=f"served = {value}\n")
    (cwd / "simulator.toml").unlink()
    assert refusal in problem(load, general=f"served = {value}\n")
    assert "served" not in problem(load, here="zzz = 1\n")


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("SIMULATOR_MODLE", "m", "SIMULATOR_MODLE is not a setting; did you mean SIMULATOR_MODEL?"),
        ("SIMULATOR_TIMEOUT", "3", "did you mean SIMULATOR_TIMEOUT_S?"),
        ("SIMULATOR_API_KEY", KEY, "did you mean OPENAI_API_KEY?"),
        ("SIMULATOR_QQQQQQ", "1", "SIMULATOR_QQQQQQ is not a setting"),
        ("SIMULATOR_TIMEOUT_S", "soon", "SIMULATOR_TIMEOUT_S wants a number, not 'soon'."),
        ("SIMULATOR_TIMEOUT_S", "-1", "more than 0"),
        ("SIMULATOR_VOICE", "locl", "did you mean local?"),
        ("OPENAI_BASE_URL", "http://u:hunter2@h/v1", "has a name or password in it"),
        ("OPENAI_API_KEY", f"{KEY}\n{KEY}", "holds characters that no key has"),
        ("OPENAI_API_KEY", f"“{KEY}”", "holds characters that no key has"),
    ],
)
def test_problem_in_a_variable_is_one_sentence_with_its_name(
    load: Load, variable: str, value: str, words: str
) -> None:
    text = problem(load, {variable: value})
    assert variable in text
    assert words in text
    assert "\n" not in text
    assert KEY not in text
    assert "hunter2" not in text


def test_problems_are_all_told_at_once(load: Load) -> None:
    text = problem(
        load, {"SIMULATOR_VOICE": "loud", "SIMULATOR_NOPE": "1"}, here="modle = 'm'\ntimeout_s = 'x'\n"
    )
    lines = text.splitlines()
    assert len(lines) == 5
    for words in ("modle", "timeout_s", "SIMULATOR_VOICE", "SIMULATOR_NOPE"):
        assert sum(words in line for line in lines[1:]) == 1


def test_problem_with_a_name_over_several_lines_stays_on_one(load: Load) -> None:
    assert "\n" not in problem(load, here='"a\\nb" = 1\n')


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_problem_with_a_file_that_cannot_be_read_names_it(
    load: Load, cwd: Path, content: bytes | None
) -> None:
    path = cwd / "simulator.toml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    assert problem(load).startswith(f"{path}: ")


def test_address_in_a_working_folder_gets_no_key_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "simulator.toml").write_text('base_url = "https://models.example/v1"\n', encoding="utf-8")

    with pytest.raises(SettingsError, match=r"would send the key in OPENAI_API_KEY to models\.example"):
        load_settings({"OPENAI_API_KEY": "sk-test"}, tmp_path, tmp_path / "none")


@pytest.mark.parametrize(
    "address", ["http://localhost:8080/v1", "http://127.0.0.1:11434/v1", "http://[::1]:8000/v1"]
)
def test_address_of_this_machine_in_a_working_folder_is_taken(tmp_path: Path, address: str) -> None:
    (tmp_path / "simulator.toml").write_text(f'base_url = "{address}"\n', encoding="utf-8")

    assert load_settings({"OPENAI_API_KEY": "sk-test"}, tmp_path, tmp_path / "none").base_url == address


def test_own_configuration_folder_as_working_folder_is_still_ones_own(tmp_path: Path) -> None:
    (tmp_path / "simulator.toml").write_text('base_url = "https://models.example/v1"\n', encoding="utf-8")

    assert load_settings({"OPENAI_API_KEY": "sk-test"}, tmp_path, tmp_path).base_url is not None


def test_address_in_the_users_own_configuration_is_taken(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "simulator.toml").write_text(
        'base_url = "https://models.example/v1"\n', encoding="utf-8"
    )

    found = load_settings({"OPENAI_API_KEY": "sk-test"}, tmp_path, tmp_path / "own")

    assert found.base_url == "https://models.example/v1"
