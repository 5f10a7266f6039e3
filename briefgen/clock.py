"""The clock, read once: `--today`, else SOURCE_DATE_EPOCH, else now."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time, tzinfo

_DAY = 86_400
EPOCH = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 at which a build says it happens: https://reproducible-builds.org/specs/source-date-epoch/."""


def problem_of_epoch() -> str:
    """What is wrong with the epoch that the environment gives; "" if nothing is."""
    epoch = os.environ.get(EPOCH, "")
    try:
        for zone in (-_DAY, _DAY):  # so that it is one in every zone
            datetime.fromtimestamp(int(epoch or 0) + zone, UTC)
    except (ValueError, OverflowError, OSError):
        return f"{EPOCH} is {epoch!r}, which is no number of seconds since 1970"
    return ""


def instant(today: str | None, timezone: str) -> str:
    """The instant of the build in the site's time zone, ISO 8601 with offset, to the second.

    A given day means its first moment: what is embargoed until noon stays so.
    Raises ValueError for a day that is none or an epoch that is no number.
    """
    zone = _zone(timezone)
    if today:
        day = datetime.fromisoformat(today).date()
        return datetime.combine(day, time(), zone).isoformat()
    epoch = os.environ.get(EPOCH)
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.astimezone(zone).replace(microsecond=0).isoformat()


def _zone(name: str) -> tzinfo:
    """The time zone; an unknown one has been reported with the configuration, and UTC stands in."""
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # here: many sites do without, and start the sooner

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
