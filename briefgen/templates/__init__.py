"""Filling the templates of a theme: Jinja, kept on a short lead.

A theme is data, so its templates run in Jinja's sandbox: they cannot reach
Python's internals nor change what they are given. Everything is escaped unless it
is marked as markup; a name that does not exist is an error; nothing is read
from disk. What a template reads (all it extends, includes, imports) is known
before it runs, because names of templates must be written out.

In a template, `parent:base.html` is the file of that name in the layers below the
template's own: so a site's `base.html` can extend the one it overrides.
"""

from briefgen.templates.collection import Closure, Templates
from briefgen.templates.problems import TemplateFailed, TemplateProblem

__all__ = ["Closure", "TemplateFailed", "TemplateProblem", "Templates"]
