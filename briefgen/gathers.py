"""The gathered queries of an engine: which of them can be brought up to date, and how."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from briefgen.gather import Ask, Gather, Gathered
from briefgen.joins import Unsure
from briefgen.memo import ABSENT, Forms, Key, Memo, Query
from briefgen.mending import Mending, Moved


class Gathers:
    """What is remembered of gathered values, in order to do less when something below them moves."""

    def __init__(self, queries: Iterable[Query], forms: Forms) -> None:
        self._made_by = {q.name: q.compute for q in queries if isinstance(q.compute, Gather)}
        self._forms = forms
        self._known: dict[Key, Gathered] = {}
        self._concerned: dict[Key, tuple[object, Collection[str]]] = {}

    @property
    def names(self) -> Collection[str]:
        """The names of the gathered queries."""
        return self._made_by.keys()

    def remember(self, key: Key, value: dict[str, Any], ask: Ask) -> None:
        """Get ready for a change of this value, which holds now."""
        known = self._known.get(key)
        if known is None or known.value is not value:
            self._known[key] = Gathered(self._made_by[key[0]], ask, value)

    def again(self, key: Key, before: Memo, moved: Moved, ask: Ask) -> Memo | None:
        """The memo once more, if not everybody has to be asked for it; `moved` below it are these."""
        gather = self._made_by.get(key[0])
        if gather is None:
            return None
        known = self._known.pop(key, None)  # if anything fails from here on, nothing is known
        self._concerned.pop(key, None)
        if not all(name in (gather.members, *gather.parts) for name, _ in moved):
            return None
        members = ask(gather.members, "")
        if known is not None and known.value is before.value:
            known.change(members, {arg for _, arg in moved}, ask)
            self._known[key] = known
            after, concerned = Memo(known.value, before.reads), known.concerned
        else:
            try:
                after, concerned = self._mended(key[0], gather, before, moved, ask)
            except Unsure:
                return None
        self._concerned[key] = after.value, concerned
        if (gather.members, "") in moved:
            after.reads = tuple(gather.reads(members))
        return after

    def _mended(
        self, name: str, gather: Gather, before: Memo, moved: Moved, ask: Ask
    ) -> tuple[Memo, Collection[str]]:
        """The memo with what members add now that have moved, and the items this can have touched."""
        if before.value is ABSENT:
            raise Unsure
        items = Mending(gather, before, moved, ask, self._forms).items(name)
        if not items:
            return Memo(before.value, before.reads, mark=before.mark), ()
        return Memo(self._forms.changed(name, before, items), before.reads), items.keys()

    def concerned(self, key: Key, value: object) -> Collection[str] | None:
        """The items of this value that its last change can have touched; None: any."""
        found = self._concerned.pop(key, None)
        return found[1] if found and found[0] is value else None
