"""YAML as a tree of text with places: nothing is typed here, so `NO` stays Norway.

Standard: YAML 1.1 as libyaml reads it, without anchors, aliases, tags and several documents.
"""

from briefgen.nodes.reading import read_yaml as read_yaml
from briefgen.nodes.tree import MAX_CHARACTERS as MAX_CHARACTERS
from briefgen.nodes.tree import Mapping as Mapping
from briefgen.nodes.tree import Node as Node
from briefgen.nodes.tree import Scalar as Scalar
from briefgen.nodes.tree import Sequence as Sequence
from briefgen.nodes.tree import as_link as as_link
from briefgen.nodes.tree import is_empty as is_empty
from briefgen.nodes.tree import plain as plain
