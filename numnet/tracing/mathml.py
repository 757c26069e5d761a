"""Formulas as MathML, from the notation of the registries: ``w ← w − η g / (√s + ε)``.

A formula is a list of sums, a sum of products, a product of factors; what is divided becomes a fraction.
"""

import re
from html import escape
from itertools import accumulate

from numnet.tracing.notation import GAP

_SCRIPTS = {
    "sup": dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵉᵗ", "0123456789+−net")),
    "sub": dict(zip("₀₁₂₃₄₅₆₇₈₉₊ᵢⱼₖₙₜ", "0123456789+ijknt")),
}
_CLOSING = {"(": ")", "[": "]", "|": "|", "‖": "‖"}
_NUMBER = re.compile(r"(\d[\d.]*)(?:e([−+]?)0*(\d+))?")
_TOKEN = re.compile("[A-Za-z]+[0-9]*(?:_[A-Za-z0-9_]+)?|½|[^\\W\\d_]|∂|∇|…|∞")
_BETWEEN = '<mspace width=".2em"/>'
_EDGES = "+−/·=←<>≤≥,;)]"  # where a product ends, or goes on with a sign


def mathml(formula):
    """The formula as an element <math>; every character of it comes through.

    >>> print(mathml("w²₁₁ / 2"))
    <math displaystyle="true"><mfrac><msubsup><mi>w</mi><mn>11</mn><mn>2</mn></msubsup><mn>2</mn></mfrac></math>
    """
    return f'<math displaystyle="true">{_Parser(formula).everything()}</math>'


def _row(*parts):
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def _sign(text, look=""):
    return f"<mo{look}>{escape(text)}</mo>"


class _Parser:
    """Reads a formula from left to right; ``at`` is the place of the next character."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def next(self):
        """The next character that is no blank, or ""."""
        while self.text[self.at : self.at + 1] == " ":
            self.at += 1
        return self.text[self.at : self.at + 1]

    def everything(self):
        """All of it; brackets that close nothing stand for themselves."""
        parts = [self.sums("")]
        while self.next():
            self.at += 1
            parts += [_sign(self.text[self.at - 1]), self.sums("")]
        return "".join(parts)

    def sums(self, end):
        """Sums with relations and commas between them, up to a closing bracket."""
        parts = []
        while (c := self.next()) and c not in ")]" and c != end:
            if c in "=←<>≤≥,;+−·/":
                self.at += 1
                lone = c in "+−" and parts and parts[-1].startswith("<mo")  # the sign of what follows
                parts.append(_sign(c, ' form="prefix"' if lone else ""))
            else:
                parts.append(self.product(end))
        return _row(*parts) if parts else ""

    def product(self, end):
        """Factors side by side or with a point; those before a / are the numerator of a fraction."""
        parts = [self.factor()]
        while (c := self.next()) and c != end and (c in "·/" or c not in _EDGES):
            if c == "/":
                self.at += 1
                self.next()
                below = self.factor()
                parts = [f"<mfrac>{_open(_row(*parts))}{_open(below)}</mfrac>"]
            elif c == "·":
                self.at += 1
                self.next()
                parts += [_sign("·"), self.factor()]
            else:
                parts += [_BETWEEN, self.factor()]
        return _row(*parts)

    def factor(self):
        """An atom with its indices, and what it is applied to."""
        base, scripts = self.atom(), {"sup": [], "sub": []}
        while found := self.script():
            scripts[found[0]].append(found[1])
        if "⋅" in base and scripts["sup"] and not base.endswith(f"{_sign(')')}</mrow>"):
            base = _row(_sign("("), base, _sign(")"))  # a power of ten
        base = _scripted(base, *scripts.values())
        applied = self.text[self.at : self.at + 1] == "("  # f(x): no blank between
        return _row(base, self.atom()) if applied else base

    def script(self):
        """(kind, MathML) of an index that stands here, or None."""
        c = self.text[self.at : self.at + 1]
        if c in ("′", "^"):
            self.at += 1
            return "sup", _sign("′") if c == "′" else _open(self.atom())
        for kind, letters in _SCRIPTS.items():
            run = re.compile(f"[{''.join(letters)}]+(?:,[{''.join(letters)}]+)*").match(self.text, self.at)
            if run:
                self.at = run.end()
                parts = re.findall(r"\d+|[a-z]+|.", "".join(letters.get(c, c) for c in run[0]))
                return kind, _row(*(_number(p) if p.isdigit() else f"<mi>{p}</mi>" if p.isalpha() else _sign(p)
                                    for p in parts))  # fmt: skip
        return None

    def atom(self):
        """A number, a name, a root, or something in brackets."""
        c = self.text[self.at : self.at + 1]
        if c in _CLOSING:
            return self.bracket(c)
        if c == "√":
            self.at += 1
            return f"<msqrt>{_open(self.factor())}</msqrt>"
        if c == "−":  # as in e^−2
            self.at += 1
            return _row(_sign("−"), self.atom())
        if c == "Σ":
            return self.sum_of()
        if self.text.startswith(GAP, self.at):
            self.at += len(GAP)
            return f"<mi>{GAP}</mi>"
        if number := _NUMBER.match(self.text, self.at):
            self.at = number.end()
            return _number(*number.groups())
        return self.name()

    def bracket(self, c):
        """What stands between two brackets, with them."""
        self.at += 1
        inner = self.sums(_CLOSING[c])
        closed = self.text[self.at : self.at + 1] == _CLOSING[c]
        self.at += closed
        inner = _open(inner) if c == "(" else inner  # one pair is enough
        return _row(_sign(c), inner, _sign(_CLOSING[c]) if closed else "")

    def sum_of(self):
        """Σ with its index, and the product behind it."""
        self.at += 1
        index = self.script()
        sign = '<mo largeop="true">∑</mo>'
        sign = f"<munder>{sign}{index[1]}</munder>" if index else sign
        return _row(sign, self.product("")) if self.next() not in _EDGES else sign

    def name(self):
        """A word, a letter with or without a hat, ½; whatever else there is as a sign."""
        token = _TOKEN.match(self.text, self.at)
        text = token[0] if token else self.text[self.at : self.at + 1]
        self.at += len(text)
        if text == "½":
            return "<mfrac><mn>1</mn><mn>2</mn></mfrac>"
        if text in ("∂", "∇") and self.text[self.at : self.at + 1].isalpha():
            return _row(_sign(text), self.factor())
        stem, _, low = text.partition("_")
        atom = f"<mi>{escape(stem)}</mi>" if token and stem.isalnum() else _sign(text)
        if self.text[self.at : self.at + 1] == "\u0302":
            self.at += 1
            atom = f'<mover accent="true">{atom}<mo stretchy="false">^</mo></mover>'
        return f"<msub>{atom}<mi>{low}</mi></msub>" if low else atom


def _number(digits, sign="", power=None):
    if power is None:
        return f"<mn>{digits}</mn>"
    exponent = _row(_sign("−"), f"<mn>{power}</mn>") if sign == "−" else f"<mn>{power}</mn>"
    return f"<mrow><mn>{digits}</mn><mo>⋅</mo><msup><mn>10</mn>{exponent}</msup></mrow>"


def _open(element):
    """What is in round brackets without them: a root, a power and a fraction need none."""
    bracketed = re.fullmatch(r"<mrow><mo>\(</mo>(.+)<mo>\)</mo></mrow>", element)
    return bracketed[1] if bracketed and _one_pair(element) else element


def _one_pair(element):
    """Whether the first bracket of an element closes at its end."""
    signs = re.findall(r"<mo>([()])</mo>", element)
    depths = list(accumulate(1 if sign == "(" else -1 for sign in signs))
    return 0 not in depths[:-1]


def _scripted(base, sup, sub):
    if sup and sub:
        return f"<msubsup>{base}{_row(*sub)}{_row(*sup)}</msubsup>"
    return f"<msup>{base}{_row(*sup)}</msup>" if sup else f"<msub>{base}{_row(*sub)}</msub>" if sub else base
