"""The public face: what `import briefgen` promises, whichever name is asked for first and how often."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import briefgen


def test_every_public_name_is_there_and_stays_what_it_is() -> None:
    for name in briefgen.__all__:
        first = getattr(briefgen, name)
        assert getattr(briefgen, name) is first


def test_a_site_is_built_by_the_public_face_alone(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text("# Hello\n")
    code = (
        "from pathlib import Path; import briefgen\n"
        "for _ in range(2):\n"
        "    result = briefgen.build(Path('.'), briefgen.Options(today='2025-04-22'))\n"
        "    assert isinstance(result, briefgen.BuildResult) and not result.fatal\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(briefgen.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "index.html").is_file()
