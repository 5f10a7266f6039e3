"""What the templates of the packaged themes were compiled to, kept from one process to the next.

Compiling them takes longer than building a small site. They are part of this program, so
they are treated like the rest of it: what Python compiles of our modules it keeps in `__pycache__`
beside them, and there (or wherever `PYTHONPYCACHEPREFIX` says, and not at all with
`PYTHONDONTWRITEBYTECODE`) this is kept, too. Who could plant code here could plant it there.

A theme of a site is compiled in every process: nothing that can run is ever read
from a site's folder.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from briefgen.memo import fingerprint
from briefgen.stamp import stamp

_MARK = 16
"""Bytes of a digest: each file starts with that of what was compiled, and that of the code."""


class PackagedBytecode(BytecodeCache):
    """Compiled templates by name. A file that is missing, old or damaged is as if it were not there."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code into the bucket if there is one for exactly this text and program."""
        file, data = _file(bucket.key), b""
        with suppress(OSError):  # as a rule there is none yet
            data = file.read_bytes() if file else b""
        mark, code = data[: 2 * _MARK], data[2 * _MARK :]
        if mark == bytes.fromhex(bucket.checksum) + fingerprint(code):
            bucket.code = marshal.loads(code)  # noqa: S302 - as trusted as our own .pyc files beside it

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code, unless Python keeps none either or the folder cannot be written."""
        file = _file(bucket.key)
        if file is None or sys.dont_write_bytecode:
            return
        code = marshal.dumps(bucket.code)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        with suppress(OSError):  # a program that cannot be written to compiles again
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_bytes(bytes.fromhex(bucket.checksum) + fingerprint(code) + code)
                draft.replace(file)
            finally:
                draft.unlink(missing_ok=True)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002
        """A file name for a layer path."""
        return name.replace(":", "-").replace("/", "-")

    def get_source_checksum(self, source: str) -> str:
        """A digest of a template's text and of the program that compiles it."""
        return blake2b(f"{stamp()}\0{source}".encode(), digest_size=_MARK).hexdigest()


def _file(key: str) -> Path | None:
    """Where Python would keep what it compiled of a module so called; None if it keeps nothing."""
    if sys.implementation.cache_tag is None:
        return None
    return Path(cache_from_source(str(Path(__file__).with_name(f"{key}.py"))))
