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
    total = blake2b(digest_size=16)
    total.update(f"{sys.version}\0{sys.byteorder}\0".encode())
    for name in sorted(_installed()):
        total.update(f"{name}\0".encode())
    root = Path(__file__).resolve().parent
    for path in sorted(root.rglob("*.py")):
        total.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return total.hexdigest()


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
