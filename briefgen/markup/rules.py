"""Rules of the parser by their names."""

from __future__ import annotations

from typing import TypeVar

from markdown_it.ruler import Ruler

_Rule = TypeVar("_Rule")


def rule_named(ruler: Ruler[_Rule], name: str) -> _Rule:
    """The function of a rule. The ruler tells only of those that are enabled."""
    enabled = ruler.get_active_rules()
    ruler.enableOnly([name])
    (found,) = ruler.getRules("")
    ruler.enableOnly(enabled)
    return found
