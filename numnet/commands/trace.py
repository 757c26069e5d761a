"""``numnet trace``: one step of back-propagation, number by number."""

import shlex
import sys

import click

from numnet.api.handouts import is_page, step_handout
from numnet.api.playground import page_with, written
from numnet.api.trace import derive, subject_of
from numnet.commands.option_groups import GroupedCommand
from numnet.commands.output.grade_report import GRADE_WRITERS
from numnet.commands.output.terminal import Terminal
from numnet.commands.output.trace_formats import WRITERS, write_tables
from numnet.commands.plot.shared import check
from numnet.files.output import is_stdout, write_output
from numnet.options.call_words import given
from numnet.options.errors import UserError
from numnet.options.trace import TRACE
from numnet.utils.wording import either

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8


@click.command(cls=GroupedCommand)
@click.pass_context
def trace(context, source, **options):
    """Print one step of back-propagation on one sample, number by number, each beside the formula that made it.

    --blank prints it as a work sheet, to be filled in; --grade marks the answers, names the first wrong line, and ends
    with exit code 1 unless all are right.

    By default a network with 2 hidden sigmoid units, plain gradient descent and weights of two decimals: a pocket
    calculator gets the same digits. A RUN is traced from its weights, with its own rule; --model names a file of
    weights. The options below are those of numnet train; only some defaults differ.

    -o step.html writes a page to hand out, for any browser: the same numbers line by line, to be read, or to be filled
    in, marked and hinted at; with --blank it begins as a sheet.

    \b
    Example:
      numnet trace xor
      numnet trace xor --sample 1 --optimizer adam --update 3 --check
      numnet trace xor --figure backward.png
      numnet trace xor --sample 1 -o step.html
      numnet trace runs/iris-1 --batch 0,50,100 --layer 2 --format csv
      numnet trace xor --sample 1 --blank --format csv -o answers.csv
      numnet trace xor --sample 1 --grade answers.csv
    """
    paged = is_page(options["output"]) and not given(context, ["style"])
    (check_paged if paged else check_sheet)(options)
    if options["figure"]:
        check(options["figure"])
    subject = subject_of(context, source, Terminal(silent=False, quiet=True))
    derivation = derive(subject, options)
    chosen = derivation.narrowed(options["layer"], options["unit"])
    if not chosen:
        raise UserError(f"there is no layer or unit of that number; {subject.name} has the layers {sizes_of(subject)}")
    described, layer, unit = about(subject, derivation), options["layer"], options["unit"]
    if paged:
        page = step_handout(derivation, command_of(context), layer=layer, unit=unit, fill=options["blank"])
        click.echo(str(written(page_with(page), options["output"])))
        return
    if options["grade"]:
        grades = derivation.grade(options["grade"], layer, unit)
        give(options, GRADE_WRITERS[options["style"]](grades, described))
        context.exit(0 if grades.all_right else 1)
    if options["blank"]:
        derivation, unit = derivation.blank(layer, unit), None
        chosen, described = derivation.narrowed(), {"blank": True, **described}
    drawn = diagram(subject, derivation) if options["figure"] else None
    if options["style"] == "text" and is_stdout(options["output"]) and sys.stdout.isatty():
        write_tables(derivation, chosen, described, unit)
    else:
        text = WRITERS[options["style"]](derivation, chosen, described, unit)
        marked = options["blank"] and options["style"] == "csv" and not is_stdout(options["output"])
        give(options, BYTE_ORDER_MARK * marked + text)
    if drawn:
        from numnet.figures import save

        save(drawn.figure, options["figure"])
        click.echo(f"figure    {options['figure']}", err=True)  # the numbers alone go where they may be redirected


def check_paged(options):
    """Raise UserError for options that don't go with a page."""
    for name, why in (("grade", "is marked on the page itself"), ("figure", "is drawn on the page itself"),
                      ("check", "has numbers that a page does not show")):  # fmt: skip
        if options[name]:
            raise UserError(f"--{name} {why}; leave it out, or name another file than {options['output']}")


def command_of(context):
    """The command that prints the same in a terminal."""
    left_out = ("source", "output", "style", "blank")
    names = [parameter.name for parameter in context.command.params if parameter.name not in left_out]
    return shlex.join(["numnet", "trace", str(context.params["source"]), *given(context, names)])


def give(options, text):
    """Write the text to what ``-o`` names, and print the path of a file."""
    write_output(options["output"], text, to_read=options["style"] not in ("csv", "json"))
    if not is_stdout(options["output"]):
        click.echo(options["output"])


def check_sheet(options):
    """Raise UserError for options that don't go with a work sheet."""
    name = "--grade" if options["grade"] else "--blank"
    if options["blank"] and options["grade"]:
        raise UserError("--blank prints a work sheet, --grade marks one; give one of them")
    if options["blank"] and not is_stdout(options["output"]) and options["output"].exists():
        raise UserError(f"{options['output']} exists, and may be a sheet that was filled in; name another file")
    if options["check"] and (options["blank"] or options["grade"]):
        raise UserError(f"{name} does not go with --check: its central differences are the gradients to be worked out")
    if options["figure"] and (options["blank"] or options["grade"]):
        raise UserError(f"{name} does not go with --figure, which has the answers")
    if options["grade"] and options["style"] not in GRADE_WRITERS:
        raise UserError(f"--grade has the formats {either(GRADE_WRITERS)}, not {options['style']}")


trace.params = TRACE.params


def diagram(subject, derivation):
    """The network that is traced, with δ and ∂E/∂w of its sample: axes.  UserError for several samples."""
    from numnet import figures

    if len(derivation.rows) > 1:
        raise UserError(f"--figure draws one sample, got {len(derivation.rows)}; name one by --sample")
    network = subject.network.copy()
    network.parameters[:] = derivation.trace.point
    return figures.network(network, subject.dataset, sample=derivation.rows[0], backward=True)


def sizes_of(subject):
    """``2-2-1``."""
    return "-".join(map(str, subject.network.sizes))


def about(subject, derivation):
    """What is traced, in a few words: also the head of the JSON object."""
    network, trace = subject.network, derivation.trace
    return {
        "data": subject.dataset.name,
        "run": subject.run and str(subject.run.path),
        "samples": derivation.rows,
        "sizes": list(network.sizes),
        "activation": [*network.activation, derivation.head],
        "loss": network.loss_name,
        "dtype": network.dtype.name,
        "optimizer": trace.optimizer.name,
        "learning_rate": trace.optimizer.learning_rate,
        "update": trace.update,
        "standardised": network.scaler is not None,
    }
