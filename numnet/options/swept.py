"""Options of ``numnet train`` with several values and ranges, for sweep and compare; their trainings."""

from collections.abc import Sequence

import click

from numnet.options.call_words import given, words_of
from numnet.options.data import READ_OPTIONS
from numnet.options.own_tables import chosen_words
from numnet.options.train import TRAIN, check_options, make_optimizer
from numnet.options.types import Activations, BatchSize, Inputs, ScheduleText, Widths
from numnet.studies.search_space import parse_range

SINGLE = (*READ_OPTIONS, "plain", "validation", "no_shuffle", "no_scale", "threads", "device",
          "specialize")  # as in train, one value
SINGLE_COMPARED = (*SINGLE, "loss", "epochs", "evaluate_every")  # curves of one kind and one length
LEFT_OUT = ("data", "seed", "out", "resume", "quiet", "as_json",  # of sweep itself, or of a run folder
            "checkpoint_every", "on_divergence", "snapshots")  # fmt: skip
LEFT_OUT_COMPARED = (*LEFT_OUT, "patience")  # a race has no early end
WITH_COMMAS = (Inputs, Widths, Activations, ScheduleText)  # in one value; the values of all others may stand in a list


class Swept(click.ParamType):
    """A value of an option of `train`, kept as it is typed; of numbers a range too."""

    def __init__(self, of_train):
        self.of_train, self.name = of_train, of_train.name
        self.whole = isinstance(of_train, (click.types.IntParamType, BatchSize, Widths))
        self.ranges = self.whole or isinstance(of_train, click.types.FloatParamType)

    def get_metavar(self, *arguments, **named):
        """The metavar of the option of `train`; RANGE where one is taken."""
        ends = hasattr(self.of_train, "min")  # Click would call it FLOAT RANGE, which is another thing here
        metavar = "NUMBER" if ends else self.of_train.get_metavar(*arguments, **named) or self.name.upper()
        return f"{metavar}|RANGE" if self.ranges else metavar

    def convert(self, value, param, context):
        """A `Range`, or the text of a value that `train` takes."""
        if not (self.ranges and isinstance(value, str) and ":" in value):
            return words_of(self.of_train.convert(value, param, context))
        try:
            values = parse_range(value, self.whole)
        except ValueError as error:
            self.fail(str(error), param, context)
        for end in (0, 1):
            self.of_train.convert(values.at(end), param, context)
        return values


def swept(option, single=SINGLE, **more):
    """The option of `train` for `sweep`: itself, or repeatable and with ranges."""
    if option.name in single:
        return option
    default = f"  [default: {words_of(option.default)}]" if option.show_default else ""
    return click.Option(option.opts, type=Swept(option.type), multiple=True, help=option.help + default, **more)


class Listed(click.ParamType):
    """Several values of a `Swept` at once: ``sgd,adam``."""

    def __init__(self, one):
        self.one, self.name = one, one.name

    def get_metavar(self, *arguments, **named):
        """The metavar of one value, with the comma."""
        return f"{self.one.get_metavar(*arguments, **named)}[,...]"

    def convert(self, value, param, context):
        """A list of what one value gives."""
        return [self.one.convert(part.strip(), param, context) for part in value.split(",")]


def compared(option):
    """The option of `train` for `compare`: itself, or repeatable, with ranges and, where it may, with commas."""
    option_of_compare = swept(option, SINGLE_COMPARED)
    if option_of_compare is not option and not isinstance(option.type, WITH_COMMAS):
        option_of_compare.type, option_of_compare.callback = Listed(option_of_compare.type), _flat
    return option_of_compare


def _flat(context, parameter, lists):
    """The values of all lists, in one tuple."""
    return tuple(value for values in lists for value in values)


def fixed_words(context, data, names=SINGLE):
    """The words that all trainings share: those of the options ``names`` that were given, and the defaults for data."""
    return [*given(context, {*names} - {"threads", "plain"}), *chosen_words(context, data)]


def recipe(fixed, configuration):
    """(optimizer, options) as `numnet train` reads them from its command line.  UserError if they don't go together."""
    return Recipes(fixed, [configuration])[0]


class Recipes(Sequence):
    """The (optimizer, options) of many configurations of one training, each made when it is asked for.

    fixed: words of a command line, the same for all; configurations: list of {option: value as typed}.  Raises as
    `numnet train` does; UserError where the options of one don't go together.
    """

    def __init__(self, fixed, configurations):
        self._context = TRAIN.make_context("train", ["-", *fixed], parent=None)
        self._configurations = configurations
        self._options = {option.name: option for option in TRAIN.params}

    def __len__(self):
        return len(self._configurations)

    def __getitem__(self, c):
        own = {name: self._options[name].type_cast_value(self._context, text)
               for name, text in self._configurations[c].items()}  # fmt: skip
        options = self._context.params | own
        check_options(options)
        return make_optimizer(options), options

    def extremes(self):
        """The places of a few configurations such that all can be trained if these can.

        Of each combination of words, the first and those with the lowest and the highest value of each number.
        """
        kinds, chosen = {}, set()
        for c, configuration in enumerate(self._configurations):
            kinds.setdefault(tuple(None if _is_number(text) else text for text in configuration.values()), []).append(c)
        for kind, members in kinds.items():
            chosen.add(members[0])
            for k, word in enumerate(kind):
                if word is None:
                    values = [float([*self._configurations[c].values()][k]) for c in members]
                    chosen |= {members[values.index(end(values))] for end in (min, max)}
        return sorted(chosen)


def _is_number(text):
    try:
        return float(text) is not None
    except ValueError:  # a word, or widths such as 8,8
        return False
