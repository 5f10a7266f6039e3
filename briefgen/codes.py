"""Every diagnostic code: its severity and its meaning in one sentence.

The manual's page of codes and the cases under `tests/cases/` are checked
against this table; a code that is not here cannot be reported.
"""

from __future__ import annotations

import msgspec

from briefgen.diagnostics import Diagnostic, Related, Severity, Span


class Code(msgspec.Struct, frozen=True):
    """What a code stands for."""

    severity: Severity
    meaning: str


CODES: dict[str, Code] = {}


def _add(severity: Severity, **meanings: str) -> None:
    for name, meaning in meanings.items():
        CODES[name.replace("_", "-")] = Code(severity, meaning)


_add(
    "error",
    # the file itself
    not_utf8="A text file is not valid UTF-8.",
    file_too_large="A Markdown file is larger than the limit.",
    unsafe_path="A path leads out of the site folder, or is no regular file.",
    no_content="There is no folder with content.",
    unreadable="The system does not let a file or folder be read.",
    bad_file_name="A file name cannot become an address.",
    # front matter
    front_matter_unclosed="Front matter starts with --- and never ends.",
    front_matter_unread="What looks like front matter is read as text.",
    merge_conflict="Marks of a merge stand in a text.",
    front_matter_too_large="Front matter is larger or nested deeper than the limit.",
    yaml_syntax="Front matter or configuration is not valid YAML.",
    yaml_alias="YAML anchors and aliases are not read.",
    yaml_tag="YAML tags are not read.",
    duplicate_key="A key is written twice in one mapping.",
    wrong_type="A value is not of the form its key takes.",
    missing_key="A key that is needed is missing.",
    unknown_value="A value is not one of those its key takes.",
    bad_number="A value should be a number.",
    bad_date="A date is not a valid EDTF (ISO 8601-2) date.",
    bad_id="An id is not a slug.",
    bad_url="An address is not a web address of an allowed scheme.",
    bad_time="A publication time lacks its zone or is not a time.",
    rejected_key="A key that other tools use and briefgen deliberately does not.",
    missing_rationale="An inferred stance has no rationale.",
    quote_not_found="A quotation is not in the stored text of its source.",
    relative_date_circle="Relative dates lead in a circle.",
    # the catalog
    duplicate_id="Two things have one id.",
    duplicate_address="Two pages have one address.",
    redirect_loop="A page redirects from its own address, or two pages from each other's.",
    redirect_over_page="A page redirects from an address at which another page stands.",
    duplicate_redirect="An old address redirects to two pages, or twice to one.",
    case_collision="Two names differ only in upper and lower case, or only in their Unicode form.",
    # links
    unknown_target="A link names nothing that exists.",
    ambiguous_target="A link's name has more than one answer.",
    missing_section="A link names a section that its page does not have.",
    wrong_target_type="A name stands where another type of thing is expected.",
    missing_file="A file that is linked or embedded does not exist.",
    embed_circle="Embeds lead in a circle.",
    too_much_embedded="A page embeds more than it may show, with all that this embeds in turn.",
    hidden_target="Public text links to something that is not public.",
    unknown_relation="A typed link or citation uses an unknown kind.",
    bad_link="A link is malformed or uses a scheme that is not allowed.",
    broken_output_link="A finished page links to an address the site does not have.",
    # Markdown and views
    unknown_view="A ::: block names no view.",
    view_option="An option of a view is wrong.",
    unclosed_block="A ::: block, or a block of code, is opened and never closed.",
    too_deep="Markdown, embeds or folders are nested deeper than is read.",
    # theme
    theme_missing="The theme does not exist.",
    theme_invalid="theme.yaml is wrong.",
    template_error="A template cannot be read or rendered.",
    bad_timezone="The configuration names no known time zone.",
)
_add(
    "warning",
    empty_page="A Markdown file is empty.",
    yaml_comment="A value ends at a # that looks like a part of it.",
    unknown_key="A key is not part of the content model.",
    unknown_extra="A key of the configuration is not known.",
    broken_link="A link names nothing that exists (tolerated by choice).",
    raw_html="Raw HTML is shown as text, since the site does not allow it.",
    malformed_callout="The first line of a quote looks like a callout's, and is not.",
    malformed_citation="A bracket cites a source, and not in every part.",
    malformed_link="A link is none, since its address holds a blank.",
    orphan_footnote="A footnote is defined and never used, or used and never defined.",
    figure_without_source="A figure names no source.",
    figure_without_value="A figure's page states no value.",
    undated_event="An event has no date, so no timeline shows it.",
)


def diagnose(
    code: str,
    message: str,
    path: str,
    span: Span | None = None,
    *,
    hint: str = "",
    related: tuple[Related, ...] = (),
    severity: Severity | None = None,
) -> Diagnostic:
    """A diagnostic with the severity of its code (or a milder one).

    Raises KeyError for a code that is not in the table.
    """
    return Diagnostic(code, severity or CODES[code].severity, message, path, span, hint, related)


def not_utf8(data: bytes, at: int, path: str) -> Diagnostic:
    """The problem of a text whose byte at an offset is no UTF-8."""
    line = data.count(b"\n", 0, at) + 1
    column = at - (data.rfind(b"\n", 0, at) + 1) + 1
    message = f"byte {data[at]:#04x} is not UTF-8"
    return diagnose("not-utf8", message, path, Span(line, column, 1), hint="save the file as UTF-8")
