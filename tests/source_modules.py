"""Modules read from their source: what they define and import, and what stands where in a function or a call."""

import ast
from dataclasses import dataclass, field
from pathlib import Path

BY_NAME_ONLY = 1_000
"""Position of an argument that is given by its name."""

Key = tuple[str, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Module:
    name: str
    path: str
    tree: ast.Module
    defined: dict[str, ast.AST] = field(default_factory=dict)
    imported: dict[str, Key] = field(default_factory=dict)
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)

    def around(self, node):
        """What encloses a node, from the inside."""
        while node in self.parents:
            node = self.parents[node]
            yield node


def read_module(root, path):
    inside: Path = path.relative_to(root)
    name = ".".join(inside.with_suffix("").parts).removesuffix(".__init__")
    module = Module(name, inside.as_posix(), ast.parse(path.read_text(encoding="utf-8")))
    for node in ast.walk(module.tree):
        module.parents.update(dict.fromkeys(ast.iter_child_nodes(node), node))
        if isinstance(node, ast.ImportFrom):
            module.imported.update({alias.asname or alias.name: (node.module, alias.name) for alias in node.names})
        elif isinstance(node, ast.Import):
            named = {alias.asname: alias.name.rpartition(".") for alias in node.names if alias.asname}
            module.imported.update({name: (package, last) for name, (package, _, last) in named.items()})
    for node in module.tree.body:
        if isinstance(node, Function | ast.ClassDef):
            module.defined[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            module.defined.update({target.id: node.value for target in targets if isinstance(target, ast.Name)})
    return module


def argument(call, position, name):
    """An argument of a call by its position or name; of a method `self` is not among them."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    given = call.args[: position + 1]
    plain = len(given) > position and not any(isinstance(one, ast.Starred) for one in given)
    return given[position] if plain else None


def handed_on_whole(call):
    """Whether the arguments of a call stand in a list or a dictionary, `*given` or `**given`."""
    return any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords)


def parameter(function, name):
    """The position of a parameter among the arguments of a call; None if the function has no such parameter."""
    named = [one.arg for one in (*function.args.posonlyargs, *function.args.args) if one.arg not in {"self", "cls"}]
    if name in named:
        return named.index(name)
    return BY_NAME_ONLY if name in [one.arg for one in function.args.kwonlyargs] else None


def assigned(function, name):
    """The values that a variable of a function gets; a loop or the like gives it none that can be read."""
    values = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                values.append(None if isinstance(node, ast.AugAssign) else node.value)
    return values


def names_in(function, node):
    """The names of an expression, and of what its variables get in the function."""
    found, waiting = set(), [node]
    while waiting:
        own = {part.id for part in ast.walk(waiting.pop()) if isinstance(part, ast.Name)} - found
        found |= own
        waiting += [value for name in own for value in assigned(function, name) if value is not None]
    return found


def bind(target, element, module):
    """What the variables of a loop stand for in one round."""
    if isinstance(target, ast.Name):
        return {target.id: (module, element)}
    if isinstance(target, ast.Tuple) and isinstance(element, ast.Tuple) and len(target.elts) == len(element.elts):
        return {
            name: bound
            for own, value in zip(target.elts, element.elts, strict=True)
            for name, bound in bind(own, value, module).items()
        }
    return {}
