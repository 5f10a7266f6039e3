"""Front matter: where it ends, and what it states about its page.

`split` parts a text; `nodes.read_yaml` reads the front part, with `first_line=2`;
`header` makes a typed `Header` of it, in the context of the site's settings.
"""

from briefgen.frontmatter.address import TYPE_FOLDERS, type_of
from briefgen.frontmatter.header import HeaderContext, HeaderResult, header, header_context
from briefgen.frontmatter.split import Split, split
from briefgen.frontmatter.unread import unread

__all__ = [
    "TYPE_FOLDERS",
    "HeaderContext",
    "HeaderResult",
    "Split",
    "header",
    "header_context",
    "split",
    "type_of",
    "unread",
]
