"""Inputs of a network that are computed from the features, as one types them: ``x1,x2,x1^2,x1*x2,sin(x1)``.

Light to import: the options of the command line are checked with it.
"""

import re
from dataclasses import dataclass

from numnet.data.errors import DataError
from numnet.kernels.codes import InputTerm
from numnet.utils.wording import label, listed, shown

_FEATURE = r"[^\W\d]\w*"
_FUNCTIONS = {"sin": InputTerm.SINE, "cos": InputTerm.COSINE}
_TERM = re.compile(
    rf"(?P<function>{'|'.join(_FUNCTIONS)})\s*\(\s*(?P<of>{_FEATURE})\s*\)"
    rf"|(?P<a>{_FEATURE})\s*(?:(?P<square>(?:\^|\*\*)\s*2)|\*\s*(?P<b>{_FEATURE}))?"
)
_SPELT = {InputTerm.COLUMN: "{0}", InputTerm.PRODUCT: "{0}*{1}", InputTerm.SINE: "sin({0})",
          InputTerm.COSINE: "cos({0})"}  # fmt: skip
ALLOWED = "a feature (x1, x2, … by its place, or its name), x1^2, x1*x2, sin(x1) or cos(x1)"


def spelt(texts):
    """The terms as they are kept, ``x1^2`` of ``x1 ** 2``: a tuple.  Raises ValueError for what is no term."""
    return tuple(_spelt(*_parsed(text, place)) for place, text in enumerate(texts, 1))


def _spelt(kind, first, second):
    return f"{first}^2" if kind == InputTerm.PRODUCT and first == second else _SPELT[kind].format(first, second)


def _parsed(text, place):
    """(kind, feature, the same or another feature) of a term; ``place``: which of all it is, from 1."""
    match = _TERM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"term {place} is {shown(text)}; a term is {ALLOWED}")
    if match["function"]:
        return _FUNCTIONS[match["function"]], match["of"], match["of"]
    product = match["square"] or match["b"]
    return InputTerm.PRODUCT if product else InputTerm.COLUMN, match["a"], match["b"] or match["a"]


@dataclass(frozen=True)
class InputTerms:
    """The inputs of a network, each computed from the features of a row.

    ``texts``: how each is typed; ``terms``: its `InputTerm` and the places i and j of the features in it, from 0;
    ``features``: how many features a row has.

    >>> terms = InputTerms.parse(["x1", "height^2"], ["width", "height"])
    >>> terms.of([[2.0, 3.0]])
    array([[2., 9.]])
    """

    texts: tuple
    terms: tuple
    features: int

    @classmethod
    def parse(cls, texts, feature_names):
        """The terms that texts name, for data with features of these names; None for no text.

        A feature's name wins over a place.  Raises `DataError`, in one line, for what is no term, for a feature that
        the data lack, and for a term that is there twice.
        """
        texts, found, places = list(texts), {}, {name: k for k, name in enumerate(feature_names)}
        for place, text in enumerate(texts, 1):
            try:
                kind, *features = _parsed(text, place)
            except ValueError as error:
                raise DataError(f"--inputs: {error}") from None
            i, j = (_place(feature, places, f"--inputs: term {place} is {shown(text)}") for feature in features)
            term = (kind, min(i, j), max(i, j))
            if term in found:
                first = found[term]
                raise DataError(f"--inputs: term {place}, {shown(text)}, is term {first}, {shown(texts[first - 1])}, "
                                "again; leave one out")  # fmt: skip
            found[term] = place
        return cls(spelt(texts), tuple(found), len(places)) if found else None

    def __len__(self):
        return len(self.terms)

    def of(self, X):
        """The inputs (n, terms) float64 of rows X (n, d) of features.  Raises `DataError` for another d."""
        import numpy as np

        from numnet.cpu.input_terms import computed_inputs

        X = np.asarray(X, np.float64)
        if X.ndim != 2 or X.shape[1] != self.features:
            raise DataError(f"X must have shape (n, {self.features}), got {X.shape}")
        return computed_inputs(X, np.array(self.terms, np.int64))


def _place(feature, places, where):
    """The place of a feature that is named, or called x1, x2, …; the only one is x, too."""
    if feature in places:
        return places[feature]
    number = re.fullmatch(r"x([1-9][0-9]{0,8})", "x1" if feature == "x" and len(places) == 1 else feature)
    if number and int(number[1]) <= len(places):
        return int(number[1]) - 1
    known = [name for name in places if re.fullmatch(_FEATURE, name)]
    known = dict.fromkeys([*known, *(f"x{k + 1}" for k in range(len(places)))])
    raise DataError(f"{where}, and no feature is called {shown(feature)}; there are: {listed(map(label, known), 6)}")
