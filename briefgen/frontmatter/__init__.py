"""Front matter: where it ends, and what it states about its page.

    front, body, body_line, problem = split(text)
    mapping, found = read_yaml(front or "", path, first_line=2)
    result = header(mapping, name, header_context(settings, path, fallback_title))
"""

from briefgen.frontmatter.address import TYPE_FOLDERS, is_index
from briefgen.frontmatter.header import HeaderContext, HeaderResult, header, header_context
from briefgen.frontmatter.split import Split, split

__all__ = [
    "TYPE_FOLDERS",
    "HeaderContext",
    "HeaderResult",
    "Split",
    "header",
    "header_context",
    "is_index",
    "split",
]
