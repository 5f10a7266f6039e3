"""The frozen values that pass between the stages. No behaviour lives here.

    Source ─parse─▶ Document ─link─▶ Page ─render─▶ artifact

Names that authors wrote (of a source, a stakeholder, an event …) stay text
here, as written; `Reference` holds the same names with their places, once, so
that the data itself is free of positions: moving a paragraph changes no fact.
"""

from __future__ import annotations

from briefgen.data import (
    TYPES,
    Data,
    Plain,
)
from briefgen.model.document import (
    Citation,
    Document,
    Embed,
    FileLink,
    Heading,
    LinkEnd,
    LinkLabel,
    LinkStart,
    Mention,
    Picture,
    Quote,
    Reference,
    Segment,
    View,
)
from briefgen.model.files import (
    FileFacts,
    Source,
)
from briefgen.model.known import (
    Claim,
    Edge,
    Entry,
    Occurrence,
    Target,
    Tie,
)
from briefgen.model.made import (
    Job,
    Made,
    Page,
    TocItem,
)
from briefgen.model.stated import (
    Archive,
    Event,
    Evidence,
    Figure,
    Handling,
    Header,
    Horizon,
    Influence,
    Judgement,
    Link,
    Measure,
    Post,
    Relationship,
    Relative,
    Relay,
    SourceData,
    StakeholderData,
    Stance,
    TopicData,
    Update,
)

__all__ = [
    "TYPES",
    "Archive",
    "Citation",
    "Claim",
    "Data",
    "Document",
    "Edge",
    "Embed",
    "Entry",
    "Event",
    "Evidence",
    "Figure",
    "FileFacts",
    "FileLink",
    "Handling",
    "Header",
    "Heading",
    "Horizon",
    "Influence",
    "Job",
    "Judgement",
    "Link",
    "LinkEnd",
    "LinkLabel",
    "LinkStart",
    "Made",
    "Measure",
    "Mention",
    "Occurrence",
    "Page",
    "Picture",
    "Plain",
    "Post",
    "Quote",
    "Reference",
    "Relationship",
    "Relative",
    "Relay",
    "Segment",
    "Source",
    "SourceData",
    "StakeholderData",
    "Stance",
    "Target",
    "Tie",
    "TocItem",
    "TopicData",
    "Update",
    "View",
]
