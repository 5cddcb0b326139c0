"""Every error that the program raises on purpose, in one tree.

    SimulatorError                 one clear sentence, and what to do about it
    ├── UsageError                 wrong usage or wrong settings            (exit code 2)
    │   ├── SettingsError          a setting that is unknown or has a wrong value
    │   ├── ContentError           personas, scenarios, rubrics with problems
    │   └── UnknownNameError       no persona, scenario or call of that name
    ├── WorkError                  the work could not be done               (exit code 1)
    │   ├── JournalError           the database is locked, full, broken or newer than the program
    │   │   └── DamagedContent     what a call was played with cannot be read any more (a ValueError too)
    │   ├── TranscriptError        a transcript that cannot be read
    │   └── EndpointError          the language-model endpoint
    │       ├── EndpointUnreachable    no connection, or it was cut
    │       ├── EndpointTimeout        no first token, or no whole line, in time
    │       ├── EndpointRefused        wrong key, unknown model, a request it will not take
    │       ├── EndpointBusy           asked to slow down (429, 503); carries the wait it asked for
    │       └── EndpointMalformed      an answer that is empty, cut off or not what was asked for
    └── Interrupted                the person stopped it; the work can be resumed (exit code 130)

Command-line code turns each into its sentence on standard error and its exit code; nothing else does.
"""

from __future__ import annotations


class SimulatorError(Exception):
    """An error with one sentence for a person and, where there is one, what to do.

    Args:
        message: what is wrong, one sentence, no markup.
        hint: what the person can do about it; may be empty.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(SimulatorError):
    """Wrong usage, or a file with problems."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting that is unknown or has a value it cannot have."""


class ContentError(UsageError):
    """Content files with problems; the message lists all of them."""


class UnknownNameError(UsageError):
    """No persona, scenario or call goes by that name."""


class WorkError(SimulatorError):
    """The work could not be done."""


class JournalError(WorkError):
    """The journal's database could not be used."""


class DamagedContent(JournalError, ValueError):
    """A persona or scenario as played that cannot be read any more.

    It is a ValueError too: whoever goes through many calls leaves out one that is not what was kept, for
    whatever reason, and goes on.
    """


class TranscriptError(WorkError):
    """A transcript that cannot be read."""


class EndpointError(WorkError):
    """The language-model endpoint did not give what was asked for."""

    #: whether asking the same again may help
    retryable = False
    #: how often it was asked in all, 1 or more
    attempts = 1


class EndpointUnreachable(EndpointError):
    """No connection could be made, or it was cut."""

    retryable = True


class EndpointTimeout(EndpointError):
    """No first token, or no whole line, within the time allowed."""

    retryable = True


class EndpointRefused(EndpointError):
    """A wrong key, an unknown model, or a request that the endpoint will not take."""


class EndpointBusy(EndpointError):
    """The endpoint asked to slow down.

    Args:
        retry_after_s: the wait in seconds that it asked for; None where it named none.
    """

    retryable = True

    def __init__(self, message: str, *, hint: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s


class EndpointMalformed(EndpointError):
    """An answer that is empty, cut off, refused by the model, or not in the form asked for."""

    retryable = True
    #: what it took all the same: tokens of the prompt, of the answer, and those of the prompt that came from a cache
    tokens: tuple[int, int, int] = (0, 0, 0)


class Interrupted(SimulatorError):
    """The person stopped the work; it can be resumed."""

    exit_code = 130
