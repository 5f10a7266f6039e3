"""The Python that a template becomes: Jinja's own, with short ways where they are provably the same.

Jinja's sandbox asks permission for every field and every call. The short ways ask
a question that costs next to nothing instead, and take the long way whenever the answer
is not yes: a field of one of the types that are known to have it as data (see `sandbox`), a call
without keywords of a macro or of one of our own functions, text of type `str`.

Parts of a page are gathered in lists and handed up whole, not line by line through
every template that extends another.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from jinja2 import meta, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.idtracking import VAR_LOAD_PARAMETER

from briefgen.data import Data

_Naming = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport


class Reading(Data, frozen=True):
    """What one file names and does.

    `names` are the templates it mentions; `computed_line` is the first line that names one
    by anything but a constant (0: none does). `only_defines` is true of a file that
    asks nothing of the site when it is imported: its macros wait.
    """

    names: tuple[str, ...] = ()
    computed_line: int = 0
    only_defines: bool = False


class Generator(CodeGenerator):
    """Writes the Python of one template, and its `Reading` into it."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """The whole module: before Jinja's part what the short ways need."""
        self.writeline(f"reading = {_reading(node)!r}")
        self.writeline("escaped, text = environment.escaped, environment.text")
        self.writeline("late, functions, ours = environment.ways_to_call")
        for name in sorted({found.attr for found in node.find_all(nodes.Getattr)}):
            if _is_plain(name):
                self.writeline(f"with_{name} = environment.types_with({name!r})")
        super().visit_Template(node, frame)

    # -- expressions ------------------------------------------------------------------------

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """A field, at once if its owner's type has it as data."""
        name = node.attr
        if not _is_plain(name):
            super().visit_Getattr(node, frame)
            return
        owner = self._sure_name(node.node, frame)
        self.write(f"({owner or 'owner'}.{name} if type(")
        if owner:
            self.write(owner)
        else:
            self.write("owner := ")
            self.visit(node.node, frame)
        owner = owner or "owner"
        self.write(f") in with_{name} else environment.getattr({owner}, {name!r}))")

    def _sure_name(self, node: nodes.Expr, frame: Frame) -> str:
        """The Python name of a variable that cannot be undefined; "" for any other expression."""
        if not isinstance(node, nodes.Name):
            return ""
        name = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(name)
        sure = load and load[0] == VAR_LOAD_PARAMETER and not self.parameter_is_undeclared(name)
        return name if sure else ""

    @optimizeconst
    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """A call, past the ceremony if it is of a macro or a function of ours."""
        if forward_caller or node.kwargs or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        names = "_loop_vars" if frame.loop_frame else "_block_vars" if frame.block_frame else "None"
        if isinstance(node.node, nodes.Name):  # functions have names, methods have owners
            self.write("(callee if type(callee := ")
            self.visit(node.node, frame)
            self.write(f") in functions and callee in ours else late(context, callee, {names}))(")
        else:
            self.write("late(context, ")
            self.visit(node.node, frame)
            self.write(f", {names})(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    # -- output -----------------------------------------------------------------------------

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(escaped(value) if type(value := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(") is str else text(value))")

    def macro_def(self, macro_ref: Any, frame: Frame) -> None:
        """A macro of our own class (Jinja writes its call after this)."""
        self.write("environment.")
        super().macro_def(macro_ref, frame)

    def enter_frame(self, frame: Frame) -> None:
        """Gather what a template or a block puts out."""
        if frame.rootlevel or frame.block_frame:
            self.buffer(frame)
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:  # noqa: FBT001, FBT002
        """Hand up what was gathered."""
        if frame.rootlevel or frame.block_frame:
            self.writeline(f"yield concat({frame.buffer})")
        super().leave_frame(frame, with_python_scope)


def _is_plain(name: str) -> bool:
    """True for a name that means the same as an attribute in Python's own text."""
    return name.isascii() and not iskeyword(name)


def _reading(tree: nodes.Template) -> tuple[tuple[str, ...], int, bool]:
    """The fields of a `Reading`, as plain data that can be written out."""
    names = tuple(meta.find_referenced_templates(tree))
    return (
        tuple(name for name in names if name),
        _computed_line(tree),
        not any(map(_works, tree.body)),
    )


def _works(node: nodes.Node) -> bool:
    """True if a part of a template asks something of the site when it is rendered (a macro waits)."""
    asks = (nodes.Call, nodes.Filter, nodes.Test, nodes.Include)
    if isinstance(node, nodes.Macro):
        return False
    return isinstance(node, asks) or any(map(_works, node.iter_child_nodes()))


def _computed_line(tree: nodes.Template) -> int:
    """The first line that names a template by anything but a constant."""
    named: list[_Naming] = [
        *tree.find_all(nodes.Extends),
        *tree.find_all(nodes.Include),
        *tree.find_all(nodes.Import),
        *tree.find_all(nodes.FromImport),
    ]
    return min((node.lineno for node in named if not _is_written_out(node.template)), default=0)


def _is_written_out(name: nodes.Expr) -> bool:
    parts = name.items if isinstance(name, nodes.Tuple | nodes.List) else [name]
    return all(isinstance(part, nodes.Const) for part in parts)
