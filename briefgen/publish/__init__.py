"""From a folder to a public address: the site as a commit on a branch that a host serves.

`publish` does it all. The parts, from the bottom: `errors`, `git` (calls), `changes`,
`moves`, `limits` and `domain` (pure), `source` (the content's repository), `branch` and
`upcoming` (the published one, now and next), `report` (all wording), `publisher` (the order).
"""

from briefgen.publish.errors import PublishError, Refused
from briefgen.publish.outcome import Outcome, Publication
from briefgen.publish.publisher import Publisher, publish

__all__ = ["Outcome", "Publication", "PublishError", "Publisher", "Refused", "publish"]
