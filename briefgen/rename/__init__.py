"""Documents that move without a link breaking.

From the bottom: `text` (edits by places), `names` (written forms), `front` (front matter),
`files` (all or nothing), `site` (looking things up), `mend` (the links of one file), `nav` (those of the configuration),
`move` (the whole, thought out and proved before anything is written).
"""

from briefgen.rename.files import Changed, apply
from briefgen.rename.front import with_redirect
from briefgen.rename.move import Plan, new_name, plan
from briefgen.rename.site import MoveError, Site, find

__all__ = [
    "Changed",
    "MoveError",
    "Plan",
    "Site",
    "apply",
    "find",
    "new_name",
    "plan",
    "with_redirect",
]
