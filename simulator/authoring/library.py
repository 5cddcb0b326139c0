"""The personas, scenarios and rubrics that can be used: the shipped ones, and those in a coach's own folders."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from pydantic import ValidationError

import simulator
from simulator.authoring.asked import asked_path
from simulator.authoring.cache import CACHE_FOLDER, WORTH_KEEPING_S, PersonaCache
from simulator.authoring.problems import Checked, Problem, closest, content_error
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.errors import ContentError, UnknownNameError
from simulator.readymade import ready_made, stamp, stamp_of
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.domain.rubric import Rubric

Kind = Literal["persona", "scenario", "rubric"]

# `simulator.authoring.load` brings ruamel and every rule, a quarter of a second in all. What was made ready or is in the
# cache needs none of it, so it is imported where a file is parsed.


def shipped_folder(kind: Kind) -> Path:
    """The folder with the shipped files: inside the package when installed, at the top of a checkout else."""
    package = Path(simulator.__file__).parent
    inside = package / "content" / f"{kind}s"
    return inside if inside.is_dir() else package.parent / f"{kind}s"


class ContentLibrary:
    """Personas, scenarios and rubrics by id. Files are read when they are asked for, and again when they have changed.

    Args:
        extra_persona_folders: looked through before the shipped personas.
        extra_scenario_folders: looked through before the shipped scenarios.
        extra_rubric_folders: looked through before the shipped rubrics.
        cache_folder: where parsed personas may be kept; None keeps none on disk.

    A file goes by its name without the ending, which has to be its ``id``.
    """

    def __init__(
        self,
        extra_persona_folders: Sequence[Path] = (),
        extra_scenario_folders: Sequence[Path] = (),
        *,
        extra_rubric_folders: Sequence[Path] = (),
        cache_folder: Path | None = None,
    ) -> None:
        self._folders: dict[Kind, tuple[Path, ...]] = {
            "persona": (*extra_persona_folders, shipped_folder("persona")),
            "scenario": (*extra_scenario_folders, shipped_folder("scenario")),
            "rubric": (*extra_rubric_folders, shipped_folder("rubric")),
        }
        self._cache = PersonaCache(cache_folder) if cache_folder is not None else None
        self._seen: dict[tuple[Path, tuple[tuple[int, int], ...]], tuple[Persona | None, list[Problem]]] = {}

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Shipped content with the folders that the settings add."""
        return cls(
            settings.personas,
            settings.scenarios,
            extra_rubric_folders=settings.rubrics,
            cache_folder=settings.home / CACHE_FOLDER,
        )

    def persona_ids(self) -> tuple[str, ...]:
        """Ids of all personas, a coach's own first, each folder in alphabetical order.

        Raises:
            ContentError: an extra folder is not there.
        """
        return tuple(self._files("persona"))

    def scenario_ids(self) -> tuple[str, ...]:
        """Ids of all scenarios, a coach's own first, each folder in alphabetical order.

        Raises:
            ContentError: an extra folder is not there.
        """
        return tuple(self._files("scenario"))

    def rubric_ids(self) -> tuple[str, ...]:
        """Ids of all rubrics, a coach's own first, each folder in alphabetical order.

        Raises:
            ContentError: an extra folder is not there.
        """
        return tuple(self._files("rubric"))

    def path(self, kind: Kind, name: str) -> Path:
        """The file of a persona, scenario or rubric.

        Raises:
            UnknownNameError: there is none of that id.
            ContentError: there are two of that id.
        """
        files = self._files(kind)
        if name not in files:
            near = closest(name, files)
            hint = f'Did you mean "{near}"?' if near else f"There are: {', '.join(files) or 'none'}."
            raise UnknownNameError(f'There is no {kind} "{name}".', hint=hint)
        if len(files[name]) > 1:
            raise content_error(_doubled(kind, name, files[name]))
        return files[name][0]

    def persona(self, name: str) -> Persona:
        """The persona of that id.

        Raises:
            UnknownNameError: there is none.
            ContentError: its file has errors; the message lists all.
        """
        persona, problems = self._check_persona(self.path("persona", name))
        if persona is None:
            raise content_error(problems)
        return persona

    def scenario(self, name: str) -> Scenario:
        """The scenario of that id, its leads and its research held against the personas they name.

        Raises:
            UnknownNameError: there is none.
            ContentError: its file has errors; the message lists all.
        """
        path = self.path("scenario", name)
        ready = self._ready_scenario(path)
        if ready is not None:
            return ready
        from simulator.authoring import load  # noqa: PLC0415

        scenario, problems = load.check_scenario(path, self.personas())
        if scenario is None:
            raise content_error(problems)
        return scenario

    def rubric(self, name: str) -> Rubric:
        """The rubric of that id.

        Raises:
            UnknownNameError: there is none.
            ContentError: its file has errors; the message lists all.
        """
        from simulator.authoring import rubrics  # noqa: PLC0415

        return rubrics.load_rubric(self.path("rubric", name))

    def personas(self) -> Mapping[str, Persona | None]:
        """All personas by id, read when they are looked at; None stands for one that cannot be used."""
        return _Personas(self)

    def check_rubrics(self) -> list[Checked]:
        """Every rubric of the library checked, doubled ids among the problems."""
        from simulator.authoring import rubrics  # noqa: PLC0415

        found: list[Checked] = []
        for name, paths in self._files("rubric").items():
            doubled = _doubled("rubric", name, paths) if len(paths) > 1 else []
            for path in paths:
                _, problems = rubrics.check_rubric(path)
                found.append(
                    Checked(path, "rubric", (*(one for one in doubled if one.path == path), *problems))
                )
        return found

    def check(self) -> list[Checked]:
        """Every persona and scenario of the library checked, doubled ids among the problems."""
        from simulator.authoring import load  # noqa: PLC0415

        found: list[Checked] = []
        for name, paths in self._files("persona").items():
            doubled = _doubled("persona", name, paths) if len(paths) > 1 else []
            for path in paths:
                _, problems = self._check_persona(path, fresh=True)
                found.append(
                    Checked(path, "persona", (*(one for one in doubled if one.path == path), *problems))
                )
        for name, paths in self._files("scenario").items():
            doubled = _doubled("scenario", name, paths) if len(paths) > 1 else []
            for path in paths:
                _, problems = load.check_scenario(path, self.personas())
                found.append(
                    Checked(path, "scenario", (*(one for one in doubled if one.path == path), *problems))
                )
        return found

    def _files(self, kind: Kind) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for folder in self._folders[kind]:
            if not folder.is_dir() and folder != self._folders[kind][-1]:
                raise ContentError(f"There is no folder {folder} to take {kind}s from.")
            for path in sorted(folder.glob("*.y*ml")) if folder.is_dir() else ():
                others = found.setdefault(path.stem, [])
                if path.suffix in (".yaml", ".yml") and not any(path.samefile(other) for other in others):
                    others.append(path)
        return {name: paths for name, paths in found.items() if paths}

    def _check_persona(self, path: Path, *, fresh: bool = False) -> tuple[Persona | None, list[Problem]]:
        try:
            states = tuple((state.st_mtime_ns, state.st_size) for state in map(Path.stat, _sources(path)))
        except OSError:
            return _parsed_persona(path)
        key = (path, states)
        if fresh:
            self._seen[key] = _parsed_persona(path)
        elif key not in self._seen:
            self._seen[key] = self._quickest_persona(path)
        return self._seen[key]

    def _quickest_persona(self, path: Path) -> tuple[Persona | None, list[Problem]]:
        """As it was made ready with the program, else as it was parsed here before, else parsed."""
        try:
            sources = [file.read_bytes() for file in _sources(path)]
        except OSError:
            return _parsed_persona(path)
        raw = b"\0".join(sources)
        known = _ready_persona(path.stem, sources) or (self._cache.get(raw) if self._cache else None)
        if known is not None and known.id == path.stem:
            return known, []
        began = time.perf_counter()
        persona, problems = _parsed_persona(path)
        if self._cache and persona is not None and time.perf_counter() - began > WORTH_KEEPING_S:
            self._cache.put(raw, persona)
        return persona, problems

    def _ready_scenario(self, path: Path) -> Scenario | None:
        """The scenario as it was made ready, where neither it nor a persona that it was held against has changed."""
        try:
            text = ready_made(f"{path.stem}.scenario", stamp(path.read_bytes()))
            if text is None:
                return None
            scenario = Scenario.model_validate_json(text)
            named = [*(one.persona for one in scenario.leads), *(one.persona for one in scenario.research)]
            for name in set(filter(None, named)):
                sources = map(Path.read_bytes, _sources(self.path("persona", name)))
                if stamp_of(f"{name}.persona") != stamp(*sources):
                    return None
        except (OSError, ValidationError, UnknownNameError, ContentError):
            return None  # the file itself will say what is amiss
        return scenario if scenario.id == path.stem else None


def _sources(path: Path) -> list[Path]:
    """The files that a persona is made of."""
    beside = asked_path(path)
    return [path, beside] if beside.is_file() else [path]


def _parsed_persona(path: Path) -> tuple[Persona | None, list[Problem]]:
    from simulator.authoring import load  # noqa: PLC0415

    return load.check_persona(path)


def _ready_persona(name: str, sources: Sequence[bytes]) -> Persona | None:
    text = ready_made(f"{name}.persona", stamp(*sources))
    try:
        return Persona.model_validate_json(text) if text is not None else None
    except ValidationError:  # the models have changed since
        return None


class _Personas(Mapping[str, Persona | None]):
    """The personas of a library, each read when it is looked at."""

    def __init__(self, library: ContentLibrary) -> None:
        self._library = library
        self._names = library.persona_ids()

    def __getitem__(self, name: str) -> Persona | None:
        if name not in self._names:
            raise KeyError(name)
        try:
            return self._library.persona(name)
        except ContentError:
            return None

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _doubled(kind: Kind, name: str, paths: Sequence[Path]) -> list[Problem]:
    """One problem for each file after the first that claims an id."""
    message = f'there is another {kind} "{name}" in {paths[0]}; give one of them another name'
    return [Problem(path, 0, 0, "", message) for path in paths[1:]]
