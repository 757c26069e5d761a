"""Arguments of a Python function that stands for a command, read as the command reads its options."""

import inspect
import json
import re
from contextlib import contextmanager
from dataclasses import fields
from pathlib import PurePath

import click

from numnet.data.read_options import SPLITS
from numnet.model.activations import ACTIVATIONS
from numnet.optim.optimizers import Optimizer, parse_optimizer
from numnet.optim.schedules import Schedule
from numnet.options.train import record
from numnet.options.types import Activations, OnOff, Split, Weighting
from numnet.options.values import argument_of, keyed, negative, value_of
from numnet.utils.habits import remedy_for_argument
from numnet.utils.synonyms import remedy

KNOWN_WORDS = {Split: SPLITS[:3], Activations: tuple(ACTIVATIONS), Weighting: ("balanced",)}  # values of such options
QUOTE = '"'
NUMBER = re.compile(r"-?\d[\d.,]*(?:e-?\d+)?")


# --- arguments -> options ---------------------------------------------------------------------------------------------


def context_of(command, arguments, function, left_out=()):
    """The context of a call of ``command`` whose options have these values, {key: value}; None is as good as nothing.

    ``function``: what is called, for messages; ``left_out``: names of options that it does not take.  Raises TypeError
    for a key that is not known, naming the nearest; ValueError for a value that the option does not take.
    """
    options = {argument_of(key): option for key, option in keyed(command, left_out).items()}
    unknown(function, arguments, options)
    context = click.Context(command)
    named = {key: plain(value, options[key].multiple) for key, value in with_rule(arguments).items()
             if value is not None}  # fmt: skip
    values = {options[key].name: value_of(options[key], key, value, context) for key, value in named.items()}
    return made(command, values)


def unknown(function, arguments, options):
    """Raise TypeError for the first argument that is no key of the options, naming what was meant."""
    for key in arguments:
        if key not in options:
            raise TypeError(f"{function} has no argument {key!r}; {remedy_for_argument(key) or remedy(key, options)}")


def made(command, values):
    """The context of a call with {name of a parameter: value}; arguments are None."""
    words = ["-" for parameter in command.params if isinstance(parameter, click.Argument) and parameter.required]
    return command.make_context(command.name, words, default_map=values)


def with_rule(arguments):
    """The arguments with ``optimizer`` as a name and its hyper-parameters beside it, where it holds some.

    Raises ValueError for a hyper-parameter that is given twice.
    """
    rule = arguments.get("optimizer")
    if isinstance(rule, type) and issubclass(rule, Optimizer):
        raise TypeError(f"optimizer is the class {rule.__name__}; make one, numnet.{rule.__name__}(), or name it, "
                        f"{rule.__name__.lower()!r}")  # fmt: skip
    if isinstance(rule, str) and ":" in rule:
        given = {pair.partition("=")[0].strip() for pair in rule.partition(":")[2].split(",")}
        rule = parse_optimizer(rule)
    elif isinstance(rule, Optimizer):
        given = {field.name for field in fields(rule)}
    else:
        return arguments
    twice = [name for name in given if arguments.get(name) is not None]
    if twice:
        raise ValueError(f"{twice[0]} is given twice, in optimizer and beside it; leave one out")
    about = record(rule)
    return {**arguments, **{name: about[name] for name in given}, "optimizer": about["name"]}


def plain(value, several=False):
    """A value as a configuration has it: numbers, texts, true and false, lists; ``several``: a dictionary is a list."""
    if isinstance(value, (Schedule, PurePath)):
        return str(value)
    if isinstance(value, dict):  # class weights, kinds of columns
        pairs = [f"{name}={each}" for name, each in value.items()]
        return pairs if several else ",".join(pairs)
    if hasattr(value, "tolist"):  # NumPy's
        value = value.tolist()
    if isinstance(value, (tuple, list, range)):
        return [plain(item) for item in value]
    return value


# --- how the function shows itself ------------------------------------------------------------------------------------


def takes(command, left_out=()):
    """A decorator: the options of ``command`` as keyword arguments in the signature and the docstring of a function."""

    def add(function):
        own = [p for p in inspect.signature(function).parameters.values() if p.kind != p.VAR_KEYWORD]
        options = {argument_of(key): option for key, option in keyed(command, left_out).items()
                   if key not in {p.name for p in own}}  # fmt: skip
        defaults = made(command, {}).params
        added = [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY,
                              default=not defaults[option.name] if negative(option) else defaults[option.name])
            for key, option in options.items()
        ]  # fmt: skip
        function.__signature__ = inspect.Signature([*own, *added])
        lines = [f"{key} : {_in_words(option)}" for key, option in options.items()]
        function.__doc__ = f"{inspect.cleandoc(function.__doc__ or '')}\n\n" + "\n".join(lines) + "\n"
        return function

    return add


def _in_words(option):
    """The help of an option; of a flag that says what is not done, what False means."""
    text = in_python(option.help or "", {}).replace("  [default", " [default")
    return f"False: {text[:1].lower()}{text[1:]}" if negative(option) else text


# --- words ------------------------------------------------------------------------------------------------------------


@contextmanager
def python_errors(command):
    """While the body runs, errors speak of arguments instead of options of the command line."""
    options = keyed(command)
    try:
        yield
    except click.ClickException as error:
        raise ValueError(in_python(error.format_message(), options)) from None
    except (ValueError, TypeError, OSError, MemoryError) as error:
        message = in_python(str(error), options)
        if message == str(error) or len(error.args) != 1:
            raise
        raise type(error)(message) from None


def in_python(message, options):
    """A message of the command line in Python's words: ``--missing median`` → ``missing="median"``.

    options: {key: option}; what is none of them stays.  ``--exclude x1 --exclude "x 2"`` and nothing else:
    ``exclude=["x1", "x 2"]``.
    """
    key = message.partition(" ")[0].removeprefix("--")
    names = re.findall(rf'--{re.escape(key)} ("[^"]+"|\S+)', message)
    if key in options and options[key].multiple and message == " ".join(f"--{key} {name}" for name in names):
        return f"{key}={json.dumps([name.strip(QUOTE) for name in names], ensure_ascii=False)}"

    def word(match):
        key, value = match[1].removeprefix("no-").replace("-", "_"), match[2]
        option = options.get(key)
        if option is None:
            return match[0]
        if option.is_flag:
            return f"{key}={not match[1].startswith('no-')}" + (f" {value}" if value else "")
        if isinstance(option.type, OnOff) and value in option.type.choices:
            return f"{key}={value == 'on'}"
        return f"{key}={_quoted(value)}" if value and _is_value(value, option) else f"{key} {value or ''}".rstrip()

    message = re.sub(r"--as ('?)(.+?)=([a-z]+(?::[a-z]+)?)\1", r'as_={"\2": "\3"}', message)
    return re.sub(r"--([a-z][a-z0-9-]*)(?: ([\w.,+-]*\w))?", word, message)


def _is_value(word, option):
    """Whether the word after an option is a value of it, and not the next word of the sentence."""
    known = KNOWN_WORDS.get(type(option.type)) or getattr(option.type, "choices", ())
    return word in known or NUMBER.fullmatch(word) is not None


def _quoted(value):
    if NUMBER.fullmatch(value):
        return f"({value.replace(',', ', ')})" if "," in value else value
    return f'"{value}"'
