"""The personas and scenarios that can be used: the shipped ones, and those in a coach's own folders."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import simulator
from simulator.authoring.asked import asked_path
from simulator.authoring.cache import WORTH_KEEPING_S, PersonaCache
from simulator.authoring.load import check_persona, check_scenario, content_error
from simulator.authoring.problems import Checked, Problem, closest
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.errors import ContentError, UnknownNameError

Kind = Literal["persona", "scenario"]


def shipped_folder(kind: Kind) -> Path:
    """The folder with the shipped files: inside the package when installed, at the top of a checkout else."""
    package = Path(simulator.__file__).parent
    inside = package / "content" / f"{kind}s"
    return inside if inside.is_dir() else package.parent / f"{kind}s"


class ContentLibrary:
    """Personas and scenarios by id. Files are read when they are asked for, and again when they have changed.

    Args:
        extra_persona_folders: looked through before the shipped personas.
        extra_scenario_folders: looked through before the shipped scenarios.
        cache_folder: where parsed personas may be kept; None keeps none on disk.

    A file goes by its name without the ending, which has to be its ``id``.
    """

    def __init__(
        self,
        extra_persona_folders: Sequence[Path] = (),
        extra_scenario_folders: Sequence[Path] = (),
        *,
        cache_folder: Path | None = None,
    ) -> None:
        self._folders: dict[Kind, tuple[Path, ...]] = {
            "persona": (*extra_persona_folders, shipped_folder("persona")),
            "scenario": (*extra_scenario_folders, shipped_folder("scenario")),
        }
        self._cache = PersonaCache(cache_folder) if cache_folder is not None else None
        self._seen: dict[tuple[Path, tuple[tuple[int, int], ...]], tuple[Persona | None, list[Problem]]] = {}

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

    def path(self, kind: Kind, name: str) -> Path:
        """The file of a persona or scenario.

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
        scenario, problems = check_scenario(self.path("scenario", name), self.personas())
        if scenario is None:
            raise content_error(problems)
        return scenario

    def personas(self) -> Mapping[str, Persona | None]:
        """All personas by id, read when they are looked at; None stands for one that cannot be used."""
        return _Personas(self)

    def check(self) -> list[Checked]:
        """Every file of the library checked, doubled ids among the problems."""
        found: list[Checked] = []
        for name, paths in self._files("persona").items():
            doubled = _doubled("persona", name, paths) if len(paths) > 1 else []
            for path in paths:
                _, problems = self._check_persona(path, cached=False)
                found.append(
                    Checked(path, "persona", (*(one for one in doubled if one.path == path), *problems))
                )
        for name, paths in self._files("scenario").items():
            doubled = _doubled("scenario", name, paths) if len(paths) > 1 else []
            for path in paths:
                _, problems = check_scenario(path, self.personas())
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

    def _check_persona(self, path: Path, *, cached: bool = True) -> tuple[Persona | None, list[Problem]]:
        beside = asked_path(path)
        try:
            files = [path, beside] if beside.is_file() else [path]
            states = [file.stat() for file in files]
            raw = b"\0".join(file.read_bytes() for file in files) if self._cache and cached else b""
        except OSError:
            return check_persona(path)
        key = (path, tuple((state.st_mtime_ns, state.st_size) for state in states))
        if key in self._seen and cached:
            return self._seen[key]
        if self._cache and cached:
            known = self._cache.get(raw)
            if known is not None and known.id == path.stem:
                self._seen[key] = known, []
                return known, []
        began = time.perf_counter()
        self._seen[key] = persona, problems = check_persona(path)
        if self._cache and cached and persona is not None and time.perf_counter() - began > WORTH_KEEPING_S:
            self._cache.put(raw, persona)
        return persona, problems


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
