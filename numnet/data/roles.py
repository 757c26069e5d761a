"""What is asked of a table: which column is what, and how its rows are used."""

from dataclasses import asdict, dataclass, fields

from numnet.data.catalogue import TASKS, DataError, suggest
from numnet.data.cells import listed

MISSING_WAYS = ("error", "drop", "mean", "median")
SPLITS = ("random", "stratified", "ordered", "group:COLUMN")


@dataclass(frozen=True)
class Reading:
    """How a data file is to be read: the options of the command line that say so.

    targets: names of the target columns, by default the last column; task: "auto" or one of `TASKS`; columns: the
    features, by default all others that are of use, ("*",) for all others; exclude: columns to leave out; missing: what
    becomes of rows with missing cells, "error", "drop", or "mean" or "median" of the training part for numbers and a
    level of their own for texts; split: how rows are held out, "random", "stratified" (by class), "ordered" (the last
    ones) or "group:COLUMN" (rows of one group stay together); validation_data: a file to validate on instead; test: the
    share of rows kept for the end; weights: a column of sample weights; class_weight: "balanced", or "label=2,other=1".
    """

    targets: tuple = ()
    task: str = "auto"
    columns: tuple = ()
    exclude: tuple = ()
    missing: str = "error"
    split: str = "random"
    validation_data: str | None = None
    test: float = 0.0
    weights: str | None = None
    class_weight: str | None = None

    def __post_init__(self):
        for name in ("targets", "columns", "exclude"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value or ()))
        if self.task not in ("auto", *TASKS):
            raise DataError(f"unknown task {self.task!r}: {suggest(self.task, ('auto', *TASKS))}")
        if self.missing not in MISSING_WAYS:
            raise DataError(f"missing must be one of {', '.join(MISSING_WAYS)}, got {self.missing!r}")
        if not (self.split in SPLITS[:3] or self.split.startswith("group:")):
            raise DataError(f"split must be one of {', '.join(SPLITS)}, got {self.split!r}")
        if not 0 <= self.test < 1:
            raise DataError(f"test must be a share >= 0 and < 1, got {self.test}")

    @classmethod
    def of(cls, options):
        """From a dictionary that may hold other options too."""
        return cls(**{field.name: options[field.name] for field in fields(cls) if field.name in options})

    @property
    def group(self):
        """The column of groups, or None."""
        return self.split.partition(":")[2] or None

    def changed(self):
        """{field: value} of those that are not the default, for JSON."""
        plain = asdict(Reading())
        return {name: value for name, value in asdict(self).items() if value != plain[name]}


class Roles:
    """The columns of a header by what they are for: ``targets``, ``features``, ``group``, ``weights``.

    ``forced``: the user named the features.  Raises `DataError` for a column that is not there.
    """

    def __init__(self, file, header, reading):
        def find(names, what):
            return _find(file, header, names, what)

        (self.group,) = find([reading.group], "column") if reading.group else (None,)
        (self.weights,) = find([reading.weights], "column") if reading.weights else (None,)
        others = [name for name in header if name not in (self.group, self.weights)]
        self.targets = find(reading.targets, "target column") or tuple(others[-1:])
        twice = [name for name in self.targets if self.targets.count(name) > 1]
        if twice:
            raise DataError(
                f"{file}: target {twice[0]!r} is named {self.targets.count(twice[0])} times; once is enough"
            )
        self.forced = bool(reading.columns)
        apart = {*self.targets, self.group, self.weights, *find(reading.exclude, "column")}
        chosen = header if reading.columns in ((), ("*",)) else dict.fromkeys(find(reading.columns, "column"))
        for what, names in (("excluded", find(reading.exclude, "column")), ("the weights", [self.weights]),
                            ("the groups", [self.group])):  # fmt: skip
            both = [name for name in self.targets if name in names]
            if both:
                raise DataError(f"{file}: {both[0]!r} is both the target and {what}; name another target with --target")
        self.features = tuple(name for name in chosen if name not in apart)
        if not self.features:
            raise DataError(
                f"{file}: no columns left for features beside {', '.join(map(repr, self.targets))}; add some, "
                "or check the separator"
            )

    @property
    def wanted(self):
        """All columns that are needed."""
        return {*self.targets, *self.features, *filter(None, (self.group, self.weights))}

    @property
    def exact(self):
        """Columns of which every text counts."""
        return {*self.targets, *filter(None, (self.group,))}


def _find(file, header, names, what):
    """The columns of these names; a name with commas that is no column stands for several."""
    found = []
    for name in names:
        parts = [part.strip() for part in name.split(",")]
        if name not in header and len(parts) > 1 and set(parts) <= set(header):
            found += parts
        elif name in header:
            found.append(name)
        else:
            raise DataError(f"{file}: no {what} {name!r}; {_suggestion(name, header)}")
    return tuple(found)


def _suggestion(name, header):
    same = [other for other in header if other.lower() == name.lower()]
    return f"did you mean {same[0]!r}?" if same else suggest(name, header)


def told(remarks, why, names):
    """Adds to the remarks that columns are left out, and why."""
    if names:
        remarks.append(f"left out, {why}: {listed(names, 8)}")
