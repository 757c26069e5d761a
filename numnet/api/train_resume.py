"""``fit(resume=...)`` and ``numnet train --resume``: the options they take, and how a run goes on."""

import json
import shlex
from dataclasses import replace
from pathlib import Path

import click

from numnet.files.plain_files import kind
from numnet.optim.schedules import parse_schedule
from numnet.options.call_words import words_of
from numnet.options.configuration import OF_THE_CALL
from numnet.options.errors import UserError
from numnet.utils.threads import cores

FREE_OPTIONS = (*OF_THE_CALL, "epochs", "threads", "checkpoint_every")  # may differ from the run's


def resume_training(context, data, options, watcher):
    """Continue the run in the folder that --resume names; returns the `Run`.

    UserError for what can't go on, or not with these options.
    """
    from numnet.runs.config import read_run_config
    from numnet.runs.data_record import read_again
    from numnet.runs.loading import load_run

    path = Path(options["resume"])
    config = check(context, path, options)
    if ended(context, config):
        if data is not None and not (isinstance(data, str) and data == config["data"]["source"]):
            read_again(config, path, data)
        watcher.say(how_it_ended(path, config["result"]["status"]))
        return load_run(path)
    from numnet.files.lock import LOCK_FILE, Lock

    try:
        lock = Lock(path)
    except OSError as error:
        what = f"its file {LOCK_FILE}" if kind(path / LOCK_FILE) else "its folder"
        why = f"{what} can't be written ({error.strerror})"
        raise UserError(f"--resume {path}: {why}; copy it to where it can, and resume that") from None
    try:
        config = read_run_config(path)  # as the last owner left it
        return go_on(context, path, lock, config, data, watcher)
    finally:
        lock.release()


def check(context, path, options):
    """The config of the run.  UserError for a folder without a checkpoint, and for options that differ."""
    from numnet.runs.config import read_run_config

    if not path.is_dir() or kind(path / "config.json") is None:
        what = "is not a run folder: it has no config.json" if path.is_dir() else "is no folder"
        raise UserError(f"--resume {path} {what}; name a folder that numnet train made")
    config = read_run_config(path)
    if kind(path / "checkpoint.safetensors") is None:
        raise UserError(f"--resume {path}: it has no checkpoint to resume from; train again: {config['command']}")
    words = changed(context, config)
    if words:
        raise UserError(f"--resume {path}: it can only be resumed with its own options; {'; '.join(words)}")
    if options["out"] is not None and options["out"].resolve() != path.resolve():
        raise UserError(f"--out {options['out']}: a run is resumed in its own folder, {path}; leave out --out")
    before = config["options"]["epochs"]
    if options["epochs"] < before and was_given(context, "epochs"):
        raise UserError(f"--epochs must be at least {before}, what {path} was begun with; got {options['epochs']}")
    return config


def was_given(context, name):
    """Whether an option was given."""
    return context.get_parameter_source(name) != click.core.ParameterSource.DEFAULT


def changed(context, config):
    """["--seed is 1, was 0"] for the options that were given and differ from the run's."""
    words = []
    for parameter in context.command.params:
        name = parameter.name
        if name in FREE_OPTIONS or not was_given(context, name):
            continue
        now, then = json.loads(json.dumps(context.params[name])), config["options"].get(name)
        then = config["optimizer"].get(name) if then is None else then
        if now != then:
            now, then = (tuple(value) if isinstance(value, list) else value for value in (now, then))
            words.append(f"{parameter.opts[-1]} is {words_of(now)}, was {words_of(then)}")
    return words


def ended(context, config):
    """Whether the run has ended for good: early or by divergence, or without more epochs asked for."""
    status, epochs = config["result"]["status"], context.params["epochs"]
    more = was_given(context, "epochs") and epochs > config["options"]["epochs"]
    return status in ("stopped", "diverged") or (status == "finished" and not more)


def how_it_ended(path, status):
    """A notice that there is nothing to do."""
    how = {"stopped": "has stopped early", "diverged": "has diverged"}.get(status, "has finished")
    more = "; --epochs N trains for more" if status == "finished" else ""
    return f"resume    {path} {how}, nothing to do{more}"


def go_on(context, path, lock, config, data, watcher):
    """Train from the checkpoint to the end; returns the `Run`."""
    from numnet.runs.config import versions
    from numnet.runs.data_record import read_again
    from numnet.runs.metrics_file import read_metrics

    dataset = read_again(config, path, data)
    from numnet.api.training_session import compile_training, conclude
    from numnet.kernels.codes import Column
    from numnet.options.stored_run import stored_options
    from numnet.options.train import make_optimizer
    from numnet.runs.trial import SplitData, Trial
    from numnet.runs.writing import RunFolder
    from numnet.training.checkpoint import load_checkpoint
    from numnet.training.divergence_recovery import Recovery
    from numnet.training.snapshots import SnapshotRecorder, load_snapshots

    checkpoint, anchor, about = load_checkpoint(path / "checkpoint.safetensors")
    seconds = read_metrics(path, config["task"])[:, Column.SECONDS]
    checkpoint = checkpoint._replace(history=checkpoint.table(seconds))
    anchor = anchor and anchor._replace(history=anchor.table(seconds))
    free = {name: context.params[name] for name in FREE_OPTIONS if name in OF_THE_CALL or was_given(context, name)}
    now = {**context.params, **stored_options(path, config), **free}
    if "threads" not in free and (now["threads"] or 1) > cores():  # of another machine; they change no bit
        now["threads"] = None
        watcher.say(f"threads   {cores()}, as many as there are cores here; the run was begun with more")
    config = longer(config, now, checkpoint, watcher)
    data = SplitData.by(dataset, config["validation"], now)
    trial = Trial(data, make_optimizer(now), now, resume=checkpoint)
    watcher.begins(dataset, trial, now)
    watcher.say(f"resume    {path}, from epoch {checkpoint.epochs} of {now['epochs']}")
    if config["versions"] != versions():
        watcher.say("versions  differ from those it was begun with; further digits may differ too")
    snapshots = path / "snapshots.safetensors"
    earlier = load_snapshots(snapshots, trial.network) if kind(snapshots) else None
    recovery = Recovery(SnapshotRecorder(trial.training, now["snapshots"], earlier), now["on_divergence"],
                        about["recovery"], anchor)  # fmt: skip
    compile_training(trial.training, now, watcher)
    with watcher.stopping():
        return conclude(RunFolder.reopen(path, lock, trial, recovery, config), watcher, now)


def longer(config, now, checkpoint, watcher):
    """The config without its result, for ``now["epochs"]``; a schedule over the whole run keeps the length it had."""
    config = {name: value for name, value in config.items() if name != "result"}
    if now["epochs"] == config["options"]["epochs"]:
        return config
    new = {"epochs": now["epochs"]}
    schedule = parse_schedule(now["schedule"])
    if "period" in schedule.__dict__ and schedule.period == 0:
        from numnet.kernels.codes import Hyper

        new["schedule"] = str(replace(schedule, period=int(checkpoint.hyper[Hyper.PERIOD])))
        watcher.say(f"schedule  keeps the length it was begun with: {new['schedule']}")
    now.update(new)
    command = config["command"]
    for name, value in new.items():
        command = with_option(command, f"--{name}", str(value))
    return {**config, "command": command, "options": {**config["options"], **new}}


def with_option(command, option, value):
    """The command line with another value of an option."""
    words = shlex.split(command)
    if option in words:
        words[words.index(option) + 1] = value
    else:
        words += [option, value]
    return shlex.join(words)
