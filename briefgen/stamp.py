"""The stamp of this program: what a cache must have been made by to be of use.

Our own source, the interpreter, and the versions of the libraries whose output
ends up in pages or in the cache.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parent)
_LIBRARIES = (
    "markdown_it_py-",
    "mdit_py_plugins-",
    "mdurl-",
    "jinja2-",
    "markupsafe-",
    "pyyaml-",
    "msgspec-",
    "pygments-",
    "nh3-",
    "pillow-",
)


@cache
def stamp() -> str:
    """A digest that differs between any two programs that might compute differently."""
    total = blake2b("\0".join(surroundings()).encode(), digest_size=16)
    for path in program():
        total.update(f"{path.removeprefix(_ROOT).replace(os.sep, '/')}\0".encode())
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - hundreds, at every start
            total.update(file.read())
    return total.hexdigest()


def program() -> list[str]:
    """The paths of our own source files."""
    return [
        f"{folder}{os.sep}{name}"
        for folder, _, names in sorted(os.walk(_ROOT))
        for name in sorted(names)
        if name.endswith(".py")
    ]


def surroundings() -> list[str]:
    """What our source runs with: the interpreter and the libraries, with their versions."""
    return [sys.version, sys.byteorder, *sorted(_installed())]


def _installed() -> set[str]:
    """Names of the libraries' metadata folders, which carry their versions: cheaper than asking each."""
    found = set()
    for folder in dict.fromkeys(sys.path):
        if folder and Path(folder).is_dir():
            found |= {
                name
                for name in os.listdir(folder)  # noqa: PTH208 - names are all that is wanted
                if name.lower().startswith(_LIBRARIES) and name.endswith(".dist-info")
            }
    return found
