"""A reader's own surface, ``x**2 + 10*y**2``: read with Python's grammar, checked, and made a list of operations.

Nothing of the text is ever run.  Whatever is not on the lists below is refused, with the place where it stands.
"""

import ast
import math
import re
import warnings

from numnet.kernels.codes import Op

FUNCTIONS = {name: Op[name.upper()] for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "tanh", "abs")}
CONSTANTS = {"pi": math.pi, "e": math.e}
OPERATORS = {ast.Add: Op.ADD, ast.Sub: Op.SUBTRACT, ast.Mult: Op.MULTIPLY, ast.Div: Op.DIVIDE, ast.Pow: Op.POWER}
MOST_CHARACTERS, MOST_PARTS, DEEPEST = 200, 100, 50
LARGEST, LARGEST_EXPONENT = 1e12, 64
ALLOWED = f"numbers, x, y, {', '.join(CONSTANTS)}, + - * / **, parentheses, {', '.join(FUNCTIONS)}"
HINTS = {"^": "; a power is written **", ",": "; the decimal point is a dot"}
_FOLDED = {  # of constants, in floating-point numbers: 9**9**9 overflows, and is refused
    Op.ADD: lambda a, b: a + b,
    Op.SUBTRACT: lambda a, b: a - b,
    Op.MULTIPLY: lambda a, b: a * b,
    Op.DIVIDE: lambda a, b: a / b,
    Op.POWER: lambda a, b: a**b,
    Op.NEGATE: lambda a, b: -a,
    Op.ABS: lambda a, b: abs(a),
    **{FUNCTIONS[name]: (lambda f: lambda a, b: f(a))(getattr(math, name)) for name in FUNCTIONS if name != "abs"},
}


def compile_expression(text):
    """(program, constants): a line (Op, line, line) for each operation, on results of earlier lines, and its number.

    Raises ValueError naming the part that is not allowed and its position, from 1.

    >>> compile_expression("x*y + 2")
    (((1, 0, 0), (2, 0, 0), (5, 0, 1), (0, 0, 0), (3, 2, 3)), (0.0, 0.0, 0.0, 2.0, 0.0))
    """
    text = text.strip()
    if not 1 <= len(text) <= MOST_CHARACTERS:
        raise ValueError(f"expression must have 1 to {MOST_CHARACTERS} characters, got {len(text)}")
    wrong = re.search(r"[^0-9A-Za-z_.+\-*/() ]", text)
    if wrong:
        hint = HINTS.get(wrong[0], "")
        raise ValueError(f"expression: {wrong[0]!r} at position {wrong.start() + 1} is not allowed{hint}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python finds odd, such as 2x, is refused anyway
            tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        at = min(error.offset or 1, len(text))
        raise ValueError(
            f"expression: can't be read at position {at}, {text[at - 1 : at + 9]!r} ({error.msg})"
        ) from None
    except (MemoryError, RecursionError):
        raise ValueError("expression: too many parentheses within each other") from None
    compiler = _Compiler(text)
    last = compiler.visit(tree.body, 1)
    if compiler.values[last] is not None:
        raise ValueError(f"expression: must contain x or y, got {text!r}")
    return _tidy(compiler.lines, last)


def _tidy(lines, last):
    """(program, constants) of the lines that the last one needs: constants that were put together are left out."""
    needed = {last}
    for i in range(last, -1, -1):
        op, a, b, _ = lines[i]
        if i in needed and op > Op.Y:
            needed |= {a, b} if op in OPERATORS.values() and op != Op.POWER else {a}
    place = {old: new for new, old in enumerate(sorted(needed))}
    kept = [lines[i] for i in sorted(needed)]
    return tuple((int(op), place.get(a, 0), place.get(b, 0)) for op, a, b, _ in kept), tuple(line[3] for line in kept)


class _Compiler:
    """Walks the tree once; equal parts get one line."""

    def __init__(self, text):
        self.text, self.parts = text, 0
        self.lines, self.values, self.places = [], [], {}  # values: of constant lines; None elsewhere

    def refuse(self, node, why):
        part = ast.get_source_segment(self.text, node) or self.text
        part = part if len(part) <= 30 else part[:29] + "…"
        raise ValueError(f"expression: {part!r} at position {node.col_offset + 1} {why}")

    def emit(self, op, a=0, b=0, constant=0.0, value=None):
        line = (op, a, b, constant)
        if line not in self.places:
            self.places[line] = len(self.lines)
            self.lines.append(line)
            self.values.append(value)
        return self.places[line]

    def number(self, node, value):
        if isinstance(value, complex) or not math.isfinite(value) or abs(value) > LARGEST:
            self.refuse(node, f"is no number up to {LARGEST:g}")
        return self.emit(Op.CONSTANT, constant=float(value), value=float(value))

    def apply(self, node, op, a, b=0):
        """A line for op; of constants, its result; of a power, the products."""
        left, right = self.values[a], self.values[b]
        unary = op not in OPERATORS.values()
        if left is not None and (unary or right is not None):
            try:
                return self.number(node, _FOLDED[op](left, right))
            except (ArithmeticError, ValueError) as error:
                if "expression" in str(error):
                    raise
                self.refuse(node, f"can't be computed ({error})")
        return self.power(node, a, right) if op == Op.POWER else self.emit(op, a, b)

    def power(self, node, a, exponent):
        if exponent is None:
            self.refuse(node, "has an exponent that is not constant; write exp(b*log(a)) for a**b")
        if exponent != round(exponent):
            return self.emit(Op.POWER, a, constant=exponent)
        if exponent <= 0:
            one = self.number(node, 1.0)
            return one if exponent == 0 else self.emit(Op.DIVIDE, one, self.power(node, a, -exponent))
        if exponent == 1:
            return a
        half = self.power(node, a, exponent // 2)
        square = self.emit(Op.MULTIPLY, half, half)
        return self.emit(Op.MULTIPLY, square, a) if exponent % 2 else square

    def visit(self, node, depth):
        self.parts += 1
        if self.parts > MOST_PARTS or depth > DEEPEST:
            raise ValueError(
                f"expression: more than {MOST_PARTS} parts, or {DEEPEST} within each other; make it simpler"
            )
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            return self.constant(node)
        if isinstance(node, ast.Name):
            return self.name(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
            a = self.visit(node.operand, depth + 1)
            return self.apply(node, Op.NEGATE, a) if isinstance(node.op, ast.USub) else a
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            return self.binary(node, depth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self.call(node, depth)
        self.refuse(node, f"is not allowed; allowed: {ALLOWED}")

    def constant(self, node):
        if abs(node.value) > LARGEST:  # before it becomes a float: an int may be too long for one
            self.refuse(node, f"is no number up to {LARGEST:g}")
        return self.number(node, float(node.value))

    def name(self, node):
        if node.id in ("x", "y"):
            return self.emit(Op.X if node.id == "x" else Op.Y)
        if node.id in FUNCTIONS:
            self.refuse(node, f"is a function: write {node.id}(...)")
        if node.id not in CONSTANTS:
            self.refuse(node, f"is unknown; allowed: {ALLOWED}")
        return self.number(node, CONSTANTS[node.id])

    def binary(self, node, depth):
        a, b = self.visit(node.left, depth + 1), self.visit(node.right, depth + 1)
        op = OPERATORS[type(node.op)]
        if op == Op.POWER and self.values[b] is not None and abs(self.values[b]) > LARGEST_EXPONENT:
            self.refuse(node.right, f"is too large an exponent: at most {LARGEST_EXPONENT}")
        return self.apply(node, op, a, b)

    def call(self, node, depth):
        if node.func.id not in FUNCTIONS:
            self.refuse(node.func, f"is no function here; there are {', '.join(FUNCTIONS)}")
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
            self.refuse(node, "must have one argument")
        return self.apply(node, FUNCTIONS[node.func.id], self.visit(node.args[0], depth + 1))
