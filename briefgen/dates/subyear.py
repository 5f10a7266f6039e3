"""The sub-year groupings of ISO 8601-2:2019, codes 21 to 41: what each covers and is called.

Seasons are the meteorological ones, three whole months each. Codes 21 to 24 name no hemisphere; they are read as
northern, as most writers mean them. A season that runs over New Year belongs to the year in which it begins, so that a
northern winter follows the autumn of its year.
"""

import msgspec

from .civil import MONTHS_IN_YEAR
from .model import Precision


class Grouping(msgspec.Struct, frozen=True):
    """One code: first month (1 to 12), length in months, name, what sort it is.

    ``link`` stands between the name and the year, as in “first quarter of 2025”.
    """

    month: int
    months: int
    name: str
    short: str
    precision: Precision
    hemisphere: str = ""
    link: str = ""
    short_link: str = ""

    @property
    def crosses_new_year(self) -> bool:
        """Whether it begins in one year and ends in the next."""
        return self.month - 1 + self.months > MONTHS_IN_YEAR


_NORTH = (("spring", 3), ("summer", 6), ("autumn", 9), ("winter", 12))
_SOUTH = (("spring", 9), ("summer", 12), ("autumn", 3), ("winter", 6))
_SEASONS = ((21, _NORTH, ""), (25, _NORTH, "northern"), (29, _SOUTH, "southern"))
_MONTHS = {"quarter": 3, "quadrimester": 4, "semester": 6}
_ORDINALS = ("first", "second", "third", "fourth")


def _season(name: str, month: int, hemisphere: str) -> Grouping:
    return Grouping(month, 3, name, name, "season", hemisphere)


def _part(index: int, names: tuple[str, str], precision: Precision) -> Grouping:
    months = _MONTHS[precision]
    link = "of " if precision == "quadrimester" else ""
    return Grouping(1 + index * months, months, *names, precision, "", "of ", link)


def _table() -> dict[int, Grouping]:
    groups = {
        base + index: _season(name, month, hemisphere)
        for base, seasons, hemisphere in _SEASONS
        for index, (name, month) in enumerate(seasons)
    }
    for index in range(4):
        groups[33 + index] = _part(
            index, (f"{_ORDINALS[index]} quarter", f"Q{index + 1}"), "quarter"
        )
    for index, name in enumerate(("first", "middle", "last")):
        groups[37 + index] = _part(
            index, (f"{name} four months", f"{name} 4 months"), "quadrimester"
        )
    for index in range(2):
        groups[40 + index] = _part(index, (f"{_ORDINALS[index]} half", f"H{index + 1}"), "semester")
    return groups


GROUPINGS = _table()
"""Every code of the standard with its grouping."""
