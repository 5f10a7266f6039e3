"""What a test needs from the machine: skipped without it here, failed without it in CI."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """End the test, since the machine lacks something; in CI that is a failure.

    A skip would let a broken install step pass for a green run.
    """
    if os.environ.get("CI"):
        pytest.fail(f"{what} (CI must have it)", pytrace=False)
    pytest.skip(what)
