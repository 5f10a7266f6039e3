"""Every diagnostic code has a case under cases/diagnostics, whose report is what people read.

`pytest tests/test_diagnostics.py --refresh` writes the reports anew; look at the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.codes import CODES
from support.cases import make_folder, read_case, report_of, written

FOLDER = Path(__file__).parent / "cases" / "diagnostics"
CASES = sorted(FOLDER.glob("*.md"))


ELSEWHERE = {"unreadable"}
"""What root, as whom these tests may run, never meets: see test_unreadable."""


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    assert [file.stem for file in CASES] == sorted(CODES.keys() - ELSEWHERE)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_people_read_this(file: Path, tmp_path: Path, refresh: bool) -> None:
    case = read_case(file)
    make_folder(case, tmp_path)
    report = report_of(tmp_path)
    assert f"[{file.stem}]" in report
    if refresh:
        file.write_text(written(case._replace(report=report)), encoding="utf-8")
    else:
        assert report == case.report
