"""Disk → batches of paths that may have changed: the eyes of `serve` and `build --watch`.

A batch is a hint and nothing more: whoever gets it looks at those paths, and their content
decides. So a hint too many costs a look, and what matters is that none is missing: events
of the operating system are checked against a snapshot after every build and now and then.

The parts, from the bottom: `watched` (what is looked at), `snapshot` (sizes, times and
inodes), `debounce` (when a burst is over), `native` (watchdog), `watcher` (all together).
"""

from briefgen.watch.watched import Batch, Watched
from briefgen.watch.watcher import Timing, Watcher, Watches

__all__ = ["Batch", "Timing", "Watched", "Watcher", "Watches"]
