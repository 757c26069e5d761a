"""Roles of a table's columns: targets, features, groups, weights."""

from collections import Counter

from numnet.data.errors import DataError
from numnet.utils.lookup import did_you_mean, suggest
from numnet.utils.wording import listed


class Roles:
    """The columns of a header by what they are for: ``targets``, ``features``, ``group``, ``weights``.

    ``kinds``: {column: what it was said to be}; ``forced``: the user named the features.
    Raises `DataError` for a column that is not there.
    """

    def __init__(self, file, header, options):
        there = dict.fromkeys(header)

        def find(names, what):
            return _find(file, there, names, what)

        (self.group,) = find([options.group], "column") if options.group else (None,)
        (self.weights,) = find([options.weights_column], "column") if options.weights_column else (None,)
        others = [name for name in header if name not in (self.group, self.weights)]
        self.targets = find(options.targets, "target column") or tuple(others[-1:])
        name, times = Counter(self.targets).most_common(1)[0]
        if times > 1:
            raise DataError(f"{file}: target {name!r} is named {times} times; once is enough")
        self.forced = bool(options.columns)
        self.kinds = {name: kind for names, kind in options.kinds for name in find([names], "column")}
        excluded = {*find(options.exclude, "column"), *(name for name, kind in self.kinds.items() if kind == "drop")}
        apart = {*self.targets, self.group, self.weights, *excluded}
        chosen = header if options.columns in ((), ("*",)) else dict.fromkeys(find(options.columns, "column"))
        for what, names in (("excluded", excluded), ("the weights", [self.weights]), ("the groups", [self.group])):
            both = [name for name in self.targets if name in names]
            if both:
                raise DataError(f"{file}: {both[0]!r} is both the target and {what}; name another target with --target")
        self.features = tuple(name for name in chosen if name not in apart)
        if not self.features:
            raise DataError(
                f"{file}: no columns left for features beside {listed(map(repr, self.targets))}; add some, "
                "or check the separator"
            )

    @property
    def wanted(self):
        """All columns that are needed."""
        return {*self.targets, *self.features, *filter(None, (self.group, self.weights))}

    @property
    def exact(self):
        """Columns of which every distinct text matters: targets, groups, and those of a kind that was named."""
        return {*self.targets, *self.kinds, *filter(None, (self.group,))}


def _find(file, header, names, what):
    """Columns of the header, a dictionary, by name; a name with commas that is no column itself stands for several."""
    columns = []
    for name in names:
        parts = [part.strip() for part in name.split(",")]
        if name not in header and len(parts) > 1 and all(part in header for part in parts):
            columns += parts
        elif name in header:
            columns.append(name)
        else:
            raise DataError(f"{file}: no {what} {name!r}; {_suggestion(name, header)}")
    return tuple(columns)


def _suggestion(name, header):
    same = [other for other in header if other.lower() == name.lower()]
    return did_you_mean([repr(same[0])]) if same else suggest(name, header)
