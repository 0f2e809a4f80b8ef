"""Which messages modules can raise, read from their source: what stands in for a value is a mark such as ‹1›.

A message is followed from where it is raised to where it is written: through constants, f-strings, sums, conditional
expressions, variables of the function, loops over lists and generators of texts, functions that return one, and
functions that get it as an argument, such as `refuse(person, missing, name, month, cure)`.
"""

import ast
import itertools
import re
from dataclasses import dataclass

from tests.source_modules import Function, argument, assigned, bind, handed_on_whole, names_in, parameter, read_module

ERRORS = {("openfisca_kz.errors", "SituationError"): (1, "message"), ("openfisca_kz.errors", "UserError"): (0, "")}
"""Classes of errors: position and name of the argument that is the message. Those derived from them are found."""
NAMES = re.compile(r"[\w.‹›]+(, [\w.‹›]+)*")
"""What a message may be given from outside: a name, or a list of names."""


@dataclass(frozen=True)
class Said:
    """A message and its place, a path and a line; without a text where the source does not show it."""

    place: str
    text: str | None


def messages(root, paths):
    """Every message that the modules below the folder `root` can raise, in no order."""
    return Reader([read_module(root, path) for path in paths]).read()


class Reader:
    def __init__(self, modules):
        self.modules = {module.name: module for module in modules}
        self.errors = set(ERRORS)
        self.sinks = dict(ERRORS)  # by what is called: where the message stands among the arguments
        self.filled = {}  # by function: the parameters that it puts into a message
        self.marks = {}

    def read(self):
        while True:  # until no further function is found that hands a message on
            known = (dict(self.sinks), {key: set(names) for key, names in self.filled.items()})
            found = {said for module in self.modules.values() for said in self._of_module(module)}
            if known == (self.sinks, self.filled):
                return found

    def _of_module(self, module):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                for base in self.errors.intersection(self._key(module, base) for base in node.bases):
                    self.errors.add((module.name, node.name))
                    self.sinks[module.name, node.name] = self.sinks[base]
            elif isinstance(node, ast.Call):
                key = self._key(module, node.func)
                place = f"{module.path}:{node.lineno}"
                if key in self.sinks:
                    yield from (Said(place, text) for text in self._message(module, node, *self.sinks[key]))
                for position, name in list(self.filled.get(key, ())):
                    given = argument(node, position, name)
                    self._hand_on(module, given)
                    texts = self._texts(module, given, {}) or []
                    yield from (Said(place, f"… {text} …") for text in texts if not NAMES.fullmatch(text))

    def _message(self, module, call, position, name):
        node = argument(call, position, name)
        functions = [one for one in module.around(call) if isinstance(one, Function)]
        if node is None:  # then a function has a default for it, unless the arguments stand in a list
            return [None] if handed_on_whole(call) or self._key(module, call.func) in self.errors else []
        if functions and isinstance(node, ast.Name):
            place = parameter(functions[0], node.id)
            if place is not None and not assigned(functions[0], node.id):
                self.sinks[self._key_of(module, functions[0])] = (place, node.id)
                return self._default(module, functions[0], node.id)
        self._hand_on(module, node)
        found = []
        for loops in itertools.product(*self._loops(module, call)):
            texts = self._texts(module, node, {name: bound for loop in loops for name, bound in loop.items()})
            found += [None] if texts is None else [" ".join(text.split()) for text in texts]
        return found

    def _hand_on(self, module, node):
        """Notes which parameters of a function go into a message of which they are a part."""
        for function in [one for one in module.around(node) if isinstance(one, Function)][:1] if node else ():
            given = {(parameter(function, name), name) for name in names_in(function, node)}
            own = {(place, name) for place, name in given if place is not None}
            self.filled.setdefault(self._key_of(module, function), set()).update(own)

    def _default(self, module, function, name):
        arguments = function.args
        given = dict(zip(reversed(arguments.posonlyargs + arguments.args), reversed(arguments.defaults), strict=False))
        given |= dict(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
        texts = [default for one, default in given.items() if one.arg == name and default is not None]
        return [text for default in texts for text in self._texts(module, default, {}) or [None]]

    def _loops(self, module, call):
        """For each loop around a call: what its variables stand for, round by round."""
        for loop in module.around(call):
            if isinstance(loop, ast.For):
                rounds = [bind(loop.target, element, where) for where, element in self._elements(module, loop.iter)]
                yield rounds or [{}]

    def _elements(self, module, node, depth=0):
        """The elements of a list as they are written, each with its module."""
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return [(module, element) for element in node.elts]
        if isinstance(node, ast.Name) and depth < 5:
            functions = [one for one in module.around(node) if isinstance(one, Function)]
            values = assigned(functions[0], node.id) if functions else []
            added = [
                (module, one.args[0])
                for one in (ast.walk(functions[0]) if functions else ())
                if isinstance(one, ast.Call) and ast.unparse(one.func) == f"{node.id}.append"
            ]
            if values:
                return [found for value in values for found in self._elements(module, value, depth + 1)] + added
            where, value = self._definition(module, node.id)
            return self._elements(where, value, depth + 1) if value is not None else []
        if isinstance(node, ast.Call):
            where, function = self._definition(module, getattr(node.func, "id", ""))
            if isinstance(function, Function):
                yielded = [one.value for one in ast.walk(function) if isinstance(one, ast.Yield) and one.value]
                returned = [one.value for one in ast.walk(function) if isinstance(one, ast.Return) and one.value]
                lists = [found for one in returned for found in self._elements(where, one, depth + 1)]
                return [(where, one) for one in yielded] + lists
        return []

    def _texts(self, module, node, bound, depth=0):
        """What an expression may say; None if the source does not show it."""
        if node is None or depth > 10:
            return None
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else None
        if isinstance(node, ast.JoinedStr):
            parts = [self._part(module, part, bound, depth) for part in node.values]
            return ["".join(one) for one in itertools.product(*parts)]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = [(side, self._texts(module, side, bound, depth + 1)) for side in (node.left, node.right)]
            left, right = (texts or [self._mark(side)] for side, texts in sides)
            return [one + other for one in left for other in right] if any(texts for _, texts in sides) else None
        if isinstance(node, ast.IfExp):
            return self._all(module, [node.body, node.orelse], bound, depth)
        if isinstance(node, ast.Name):
            return self._named(module, node, bound, depth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            where, function = self._definition(module, node.func.id)
            if isinstance(function, Function):
                returned = [one.value for one in ast.walk(function) if isinstance(one, ast.Return)]
                return self._all(where, returned, {}, depth)
        return None

    def _part(self, module, part, bound, depth):
        if isinstance(part, ast.FormattedValue):
            return self._texts(module, part.value, bound, depth + 1) or [self._mark(part.value)]
        return [part.value]

    def _all(self, module, nodes, bound, depth):
        texts = [self._texts(module, node, bound, depth + 1) for node in nodes]
        return None if not texts or None in texts else [text for own in texts for text in own]

    def _named(self, module, node, bound, depth):
        if node.id in bound:
            where, value = bound[node.id]
            return self._texts(where, value, {}, depth + 1)
        for function in (one for one in module.around(node) if isinstance(one, Function)):
            values = assigned(function, node.id)
            if values:
                return self._all(module, values, bound, depth)
            if parameter(function, node.id) is not None:
                return None
        where, value = self._definition(module, node.id)
        return self._texts(where, value, {}, depth + 1)

    def _mark(self, node):
        return self.marks.setdefault(ast.unparse(node), f"‹{len(self.marks) + 1}›")

    def _definition(self, module, name):
        if name in module.defined:
            return module, module.defined[name]
        source, original = module.imported.get(name, ("", ""))
        found = self.modules.get(source)
        return found, found.defined.get(original) if found else None

    def _key(self, module, called):
        """The module and name of what is called; a method is called by `self`."""
        if isinstance(called, ast.Attribute):
            owner = [one.name for one in module.around(called) if isinstance(one, ast.ClassDef)]
            of = called.value.id if isinstance(called.value, ast.Name) else ""
            if of in {"self", "cls"} and owner:
                return (module.name, f"{owner[0]}.{called.attr}")
            return (".".join(module.imported[of]), called.attr) if of in module.imported else None
        name = getattr(called, "id", "")
        for function in (one for one in module.around(called) if isinstance(one, Function)):
            if any(isinstance(one, Function) and one.name == name for one in function.body):
                return (module.name, f"{function.name}.{name}")
        return module.imported.get(name, (module.name, name))

    def _key_of(self, module, function):
        outer = next((one for one in module.around(function) if isinstance(one, Function | ast.ClassDef)), None)
        return (module.name, f"{outer.name}.{function.name}" if outer else function.name)
