"""Formulas as text: indices above and below, numbers in the place of symbols, and LaTeX.

The formulas of the registries are written for readers, ``v ← μ v − η g``.  Here they are taken apart just far enough
that every symbol can be replaced by its number.
"""

import ast
import operator
import re

from numnet.kernels.hyper_parameters import HYPER_PARAMETERS

GAP = "______"  # in the place of a number that is to be worked out

_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SYMBOLS = [each.symbol for each in HYPER_PARAMETERS.values() if each.symbol]
_SYMBOL = re.compile(rf"[A-Za-z{''.join(symbol[0] for symbol in _SYMBOLS)}Δ][A-Za-z_₀-₉ₜ₊\u0302]*")
_PRODUCT = re.compile(r"(?<=[^\s−+·/=,(|]) (?=[\w√(])")
_TWICE = re.compile(r"(?<=\()\((−[^()]*)\)(?=\))")  # tanh((−1.5))
_REST = re.compile(rf"\(1 − ({'|'.join(_SYMBOLS)})\)")
_FUNCTIONS = {"sqrt": "sqrt", "max": "maximum", "abs": "abs", "sign": "sign"}  # of formulas: those of NumPy
_OPERATORS = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.Pow: "pow"}
_PIECES = re.compile(r"^(.*) if (.*) ([<>≤≥]) (.*) else (.*)$")
_COMPARISONS = {"<": operator.lt, ">": operator.gt, "≤": operator.le, "≥": operator.ge}


def up(l):
    """¹² for layer 12."""
    return str(l).translate(_UP)


def low(*indices):
    """₁₂ for weight (1, 2), ₁₀,₂ where an index has two digits."""
    between = "," if any(k > 9 for k in indices) else ""
    return between.join(str(k).translate(_LOW) for k in indices)


def number(value, digits):
    """So many significant digits, with a minus sign as long as a plus.

    >>> number(-0.12345678, 6)
    '−0.123457'
    """
    return f"{value + 0.0:.{digits}g}".replace("-", "−")  # and no −0


def short(value, digits):
    """The same with no more than it needs: no zeros before an exponent.

    >>> short(-2e-8, 4), short(12345.6, 4)
    ('−2e−8', '1.235e4')
    """
    return number(value, digits).replace("e−0", "e−").replace("e+0", "e")


def factor(value, digits):
    """A number as it stands in a product or a power: in brackets where it is negative."""
    return _in_brackets(number(value, digits))


def _in_brackets(text):
    return f"({text})" if text.startswith("−") else text


def filled(formula, values, digits, worked=False):
    """The formula with numbers for the symbols in ``values``, products with a point.

    ``worked``: as one writes it while working it out: with spaces about the point, 1 − β as one number, 0.9ᵗ as a
    power, and no brackets about a negative w that comes first.

    >>> filled("μ v − η g", {"μ": 0.9, "v": 0.0, "η": 0.1, "g": -0.25}, 6)
    '0.9·0 − 0.1·(−0.25)'
    >>> filled("h (1 − h)", {"h": 0.25}, 6)
    '0.25·(1 − 0.25)'
    >>> filled("tanh(net)", {"net": -1.5}, 6)
    'tanh(−1.5)'
    >>> filled("β₁ m + (1 − β₁) g", {"β₁": 0.9, "m": 0.5, "g": -2.0}, 4, worked=True)
    '0.9 · 0.5 + 0.1 · (−2)'
    """

    def put(match):
        value = values.get(match[0])
        if value is None:
            return match[0]
        return short(value, digits) if worked and match[0] == "w" and match.start() == 0 else factor_of(value, digits)

    factor_of = (lambda value, digits: _in_brackets(short(value, digits))) if worked else factor
    if worked:
        formula = _REST.sub(lambda match: factor_of(1 - values[match[1]], digits), formula)
        formula = formula.replace("ᵗ", up(values["t"]) if "t" in values else "ᵗ")
    formula = formula.replace("eⁿᵉᵗ", "e^(net)").replace("e⁻ⁿᵉᵗ", "e^(−net)").replace("ᵗ", "^t")
    return _TWICE.sub(r"\1", _SYMBOL.sub(put, _PRODUCT.sub(" · " if worked else "·", formula)))


def value_of(formula, values, rounded):
    """What a formula of a rule gives, for the numbers or vectors of its symbols.

    ``rounded``: {part of the formula: its value}, where the kernels have rounded more than a symbol.

    >>> float(value_of("g √(d + ε) / √(s + ε)", {"g": 2.0, "d": 0.0, "ε": 0.25, "s": 0.75}, {}))
    1.0
    """
    for index, (text, value) in enumerate(rounded.items()):
        values, formula = {**values, f"R{'_' * index}": value}, formula.replace(text, f"R{'_' * index}")
    names = {}  # identifiers of Python in place of the symbols, which are none

    def put(match):
        return match[0] if match[0] in _FUNCTIONS else names.setdefault(match[0], f"x{len(names)}")

    code = _SYMBOL.sub(put, _PRODUCT.sub("*", formula))
    for written, python in (("−", "-"), ("²", "**2"), (r"√(x\d+)", r"sqrt(\1)"), ("√", "sqrt"),
                            (r"\|(.*?)\|", r"abs(\1)")):  # fmt: skip
        code = re.sub(written, python, code)
    return _evaluate(ast.parse(code, mode="eval").body, {name: values[symbol] for symbol, name in names.items()})


def _evaluate(node, values):
    """The value of the syntax tree of a formula: +, −, *, /, **, functions of `_FUNCTIONS`, numbers and names."""
    import numpy as np  # here: the rest of the module is light

    match node:
        case ast.Name(name):
            return values[name]
        case ast.Constant(number):
            return number
        case ast.UnaryOp(ast.USub(), operand):
            return -_evaluate(operand, values)
        case ast.BinOp(left, sign, right):
            left, right = _evaluate(left, values), _evaluate(right, values)
            return getattr(operator, _OPERATORS[type(sign)])(left, right)
        case ast.Call(ast.Name(function), arguments):
            return getattr(np, _FUNCTIONS[function])(*(_evaluate(argument, values) for argument in arguments))
    raise ValueError(f"a formula has no {ast.unparse(node)}")


def piece(formula, values):
    """The branch of "A if a > b else B" that holds for the numbers of its symbols; any other formula as it is.

    >>> piece("½ (y − t)² if |y − t| ≤ 1 else |y − t| − ½", {"y": 3.0, "t": 0.0})
    '|y − t| − ½'
    """
    pieces = _PIECES.match(formula)
    if pieces is None:
        return formula
    first, left, sign, right, second = pieces.groups()
    return first if _COMPARISONS[sign](value_of(left, values, {}), value_of(right, values, {})) else second


# --- LaTeX ---

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊ᵢⱼₖₙₜ", "0123456789+ijknt"))
_COMMANDS = {
    "−": "-", "·": r"\cdot ", "∂": r"\partial ", "Σ": r"\sum", "η": r"\eta ", "μ": r"\mu ", "β": r"\beta",
    "α": r"\alpha ", "γ": r"\gamma ", "θ": r"\theta ", "κ": r"\kappa ", "ν": r"\nu ", "τ": r"\tau ", "ω": r"\omega ",
    "ρ": r"\rho ", "ε": r"\varepsilon ", "λ": r"\lambda ", "Δ": r"\Delta ", "δ": r"\delta", "σ": r"\sigma ",
    "Φ": r"\Phi ", "φ": r"\varphi ", "′": "'", "½": r"\frac{1}{2}", "…": r"\ldots ", "‖": r"\Vert ",
}  # fmt: skip
_BRACKET = r"\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)"  # one pair, with two more levels inside
_REWRITES = (
    (r"v_max", r"v_{max}"),
    (r"e⁻ⁿᵉᵗ", r"e^(−net)"),
    (r"eⁿᵉᵗ", r"e^(net)"),
    (r"ᵗ", r"^(t)"),
    (r"(\d[\d.]*)e(−?)\+?0*(\d+)(?=[²^])", r"(\1·10^(\2\3))"),
    (r"(\d)e(−?)\+?0*(\d+)", r"\1·10^(\2\3)"),
    (r"\^(−?[\d.]+)", r"^{\1}"),
    (rf"\^{_BRACKET}", r"^{\1}"),
    (rf"√{_BRACKET}", r"\\sqrt{\1}"),
    ("√([\\w.\u0302]+)", r"\\sqrt{\1}"),
    ("(\\w)\u0302", r"\\hat{\1}"),
    (r"(?<![A-Za-z\\])(max|sinh|cosh|tanh|exp|ln)(?=[(²])", r"\\\1"),
    (r"^(new|decayed) ", r"\\mathrm{\1}\\ "),
    (r"(?<![A-Za-z\\])(?!mathrm|hat|sqrt)([A-Za-z]{2,})", r"\\mathrm{\1}"),
)


def latex(formula):
    r"""The formula for the mathematics of LaTeX, with no package.

    >>> print(latex("∂E/∂w¹₁₂ = −0.5·(−2e−05)"))
    \partial E/\partial w^{1}_{12} = -0.5\cdot (-2\cdot 10^{-5})
    """
    for pattern, replacement in _REWRITES:
        formula = re.sub(pattern, replacement, formula)
    for table, mark in ((_RAISED, "^"), (_LOWERED, "_")):
        run = f"[{''.join(table)}]+(?:,[{''.join(table)}]+)*"
        formula = re.sub(run, lambda m: f"{mark}{{{''.join(table.get(c, c) for c in m[0])}}}", formula)  # noqa: B023
    return "".join(_COMMANDS.get(c, c) for c in formula).replace(GAP, r"\underline{\hspace{2cm}}")
