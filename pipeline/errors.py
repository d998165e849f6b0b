"""What can go wrong, and who is told.

A problem of the *data* (one input that cannot be read) is a `model.Reject`: a row, counted and kept, and the run goes on.
A problem of the *set-up* (a wrong setting, a folder that cannot be written) is a `TalkmineError`: the run stops with one line.
"""

from __future__ import annotations


class TalkmineError(Exception):
    """Root of every exception that talkmine raises on purpose; its text is one line for the user."""

    exit_code = 2


class ConfigError(TalkmineError):
    """A setting is unknown, of the wrong type or out of range."""


class EnvironmentProblem(TalkmineError):  # noqa: N818 (EnvironmentError is a builtin, and means something else)
    """The machine does not give what the run needs: a folder, a permission, an optional package."""


class NothingToRead(TalkmineError):  # noqa: N818 (it says what is the matter)
    """No input at all, or not one that could be taken."""

    exit_code = 3


class RejectInput(TalkmineError):  # noqa: N818 (a refusal, not an error)
    """Raised inside the per-post stages; the shard turns it into a `model.Reject` and goes on.

    `reason` is a short stable code ("empty", "binary"), `detail` says more for a person.
    """

    def __init__(self, stage: str, reason: str, detail: str) -> None:
        super().__init__(f"{stage}: {reason}: {detail}")
        self.stage = stage
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[RejectInput], tuple[str, str, str]]:
        """Exceptions are unpickled from `args`, which hold the message; a process pool needs the three parts."""
        return type(self), (self.stage, self.reason, self.detail)
