"""Which way a language is written: from its tag of BCP 47."""

from __future__ import annotations

_LANGUAGES = frozenset(
    "ar arc ckb dv fa glk he iw ji khw ks lrc mzn nqo pnb ps sd syr ug ur yi".split()
)
"""Languages that are mostly written from right to left."""

_SCRIPTS = frozenset("adlm arab aran hebr mand mend nkoo rohg samr syrc thaa".split())
"""Scripts (ISO 15924) that are."""

_SCRIPT = 4
"""Letters of a subtag that names a script."""


def direction(language: str) -> str:
    """`rtl` for a language tag whose script, stated or usual, runs from right to left; else `ltr`."""
    first, *others = language.casefold().split("-")
    script = next((part for part in others if len(part) == _SCRIPT and part.isalpha()), "")
    return "rtl" if (script in _SCRIPTS if script else first in _LANGUAGES) else "ltr"
