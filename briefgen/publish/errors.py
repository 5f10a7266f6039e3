"""Why a site is not published: every reason with its remedy."""

from __future__ import annotations


class PublishError(Exception):
    """One reason, in one sentence; `hint` is the remedy, `detail` what git itself said."""

    def __init__(self, message: str, hint: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.detail = detail


class Refused(Exception):  # noqa: N818 - it is a decision, not a fault
    """The site is not published, for all of these reasons."""

    def __init__(self, reasons: tuple[PublishError, ...]) -> None:
        super().__init__("; ".join(reason.message for reason in reasons))
        self.reasons = reasons
