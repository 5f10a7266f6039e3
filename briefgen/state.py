"""What the last build was: enough to know that nothing has to be done."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from operator import itemgetter

from briefgen.data import Data
from briefgen.diagnostics import Diagnostic
from briefgen.memo import Key
from briefgen.options import Overrides
from briefgen.settings import Settings


class State(Data, frozen=True):
    """What the last build with a cache was.

    `inputs` digests everything it was made from but the clock; `now` is its
    instant, of which only the day matters unless it is `timed`. `config` is the
    digest of the configuration file that gave the `settings`, under `options`.
    `sight` is what all of it looked like from outside, or empty if that tells nothing;
    `texts` what each text looked like, with its digest, for `Sight.recall`.
    `stamp` names the program that made it. `token` changes with every save; `seal` is the digest of all
    checksums, so that a part or a row too few, too many or too old is noticed.
    """

    inputs: bytes
    now: str
    timed: bool
    build: str
    addresses: int
    diagnostics: tuple[Diagnostic, ...]
    config: bytes
    options: Overrides
    settings: Settings
    sight: bytes = b""
    texts: bytes = b""
    stamp: str = ""
    token: str = ""
    seal: bytes = b""


def digest_of(inputs: Mapping[Key, tuple[object, bytes]]) -> bytes:
    """One digest of many inputs (values with their marks), whatever their order."""
    total = blake2b(digest_size=16)
    for (name, arg), (_, mark) in sorted(inputs.items(), key=itemgetter(0)):
        total.update(f"{len(name)}:{name}{len(arg)}:{arg}".encode() + mark)
    return total.digest()
