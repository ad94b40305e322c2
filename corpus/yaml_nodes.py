"""Reads YAML as nodes that remember their line, and collects every problem instead of stopping at one.

Tags and aliases are refused: a file of plain text needs neither, and both are ways to attack a reader.
"""

import difflib
from collections.abc import Collection, Iterator, Mapping

import yaml

from corpus.errors import StrategyProblem

_TEXT = "tag:yaml.org,2002:str"
_EMPTY = "tag:yaml.org,2002:null"
_TOO_DEEP = "the file is nested more than {} levels deep"
# The loader written in C is some ten times faster; PyYAML can be installed without it.
_LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def line_of(node: yaml.Node) -> int:
    """The line on which a node starts, from 1."""
    return int(node.start_mark.line) + 1


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "keys with values"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if node.tag == _EMPTY:
        return "nothing"
    return "text" if node.tag == _TEXT else f"the bare value {node.value}"


class NodeReader:
    """Turns nodes into texts, lists and mappings; what is wrong lands in `problems`."""

    def __init__(self) -> None:
        self.problems: list[StrategyProblem] = []

    def report(self, line: int, message: str) -> None:
        """Notes a problem and goes on."""
        self.problems.append(StrategyProblem(line, message))

    def compose(self, content: str, *, max_depth: int) -> yaml.Node | None:
        """The root node; None, with at least one problem noted, when there is nothing to read."""
        try:
            self._check_events(content, max_depth)
            root = None if self.problems else yaml.compose(content, Loader=_LOADER)
        except yaml.YAMLError as error:
            self.report(*_syntax_problem(error, content, max_depth))
            return None
        if root is None and not self.problems:
            self.report(1, "the file is empty")
        return root

    def _check_events(self, content: str, max_depth: int) -> None:
        """Looks at the stream before any tree is built, so that a bomb is never unfolded."""
        depth = 0
        for event in yaml.parse(content, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                self.report(line, f"the alias *{event.anchor} is not allowed; repeat the text")
            tag = event.tag if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) else None
            if tag not in {None, "!"}:
                self.report(line, f"the tag {tag} is not allowed; remove it")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > max_depth:
                self.report(line, _TOO_DEEP.format(max_depth))
                return

    def entries(
        self, node: yaml.Node, what: str, expected: str
    ) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Every first occurrence of a key: its text, its node and its value."""
        if not isinstance(node, yaml.MappingNode):
            self.report(line_of(node), f"{what} must be {expected}, not {_kind(node)}")
            return
        lines: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report(line_of(key), f"a key of {what} must be a word, not {_kind(key)}")
            elif key.value in lines:
                first = lines[key.value]
                self.report(line_of(key), f"the key '{key.value}' of {what} is already on line {first}")
            else:
                lines[key.value] = line_of(key)
                yield key.value, key, value

    def record(
        self, node: yaml.Node, what: str, *, required: Collection[str], optional: Collection[str] = ()
    ) -> Mapping[str, yaml.Node]:
        """The values by key; unknown and missing keys are problems."""
        known = (*required, *optional)
        values: dict[str, yaml.Node] = {}
        for name, key, value in self.entries(node, what, f"keys with values ({', '.join(required)}, ...)"):
            if name in known:
                values[name] = value
            else:
                self.report(line_of(key), f"unknown key '{name}' in {what}{suggestion(name, known)}")
        if isinstance(node, yaml.MappingNode):
            for name in (name for name in required if name not in values):
                self.report(line_of(node), f"{what} has no '{name}'")
        return values

    def text(self, node: yaml.Node, what: str) -> str:
        """A text without surrounding space; "" when it is not one."""
        if not isinstance(node, yaml.ScalarNode):
            self.report(line_of(node), f"{what} must be text, not {_kind(node)}")
            return ""
        text = str(node.value).strip()
        if node.tag == _EMPTY or not text:
            self.report(line_of(node), f"{what} is empty")
            return ""
        if node.tag != _TEXT:
            self.report(line_of(node), f'{what} must be text: put quotes around it, "{text}"')
        return text

    def texts(self, node: yaml.Node, what: str) -> Iterator[tuple[int, str]]:
        """Every text of a list that can be read, with its line."""
        if not isinstance(node, yaml.SequenceNode):
            self.report(line_of(node), f"{what} must be a list, not {_kind(node)}")
            return
        for item in node.value:
            text = self.text(item, f"an item of {what}")
            if text:
                yield line_of(item), text


def suggestion(name: str, known: Collection[str]) -> str:
    """What the writer may have meant, as the end of a sentence."""
    near = difflib.get_close_matches(name.lower(), known, n=1)
    return f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(known)}"


def _syntax_problem(error: yaml.YAMLError, content: str, max_depth: int) -> tuple[int, str]:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, problem = (mark.line + 1 if mark else 1), error.problem or error.context
        # Some versions of the reader have a limit of their own, which they may reach before we see an event.
        deep = "nesting depth" in (problem or "")
        return line, _TOO_DEEP.format(max_depth) if deep else f"this is not YAML: {problem}"
    position = getattr(error, "position", 0)
    line = content.count("\n", 0, position) + 1
    return line, "this is not YAML: the file holds a character that is not allowed"
