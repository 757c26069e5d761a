"""The Dask cluster that the options of a command name: connected, or begun for the command and ended with it."""

import json
import logging
import warnings
from contextlib import ExitStack, contextmanager

from numnet.files.plain_files import reason
from numnet.options.dask import LOCAL
from numnet.options.errors import UserError

SECONDS = 10  # to reach a scheduler
AWAY_SECONDS = 60  # that a scheduler may be away, to be started anew
IGNORE_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"  # the command ends its workers itself


@contextmanager
def workers(options, watcher):
    """The `Pool` of the cluster that the options name, or None.  UserError where there is none, or no Dask."""
    address, file = options["dask"], options["dask_scheduler_file"]
    if (address is None and file is None) or options.get("plan"):
        yield None
        return
    if address is not None and file is not None:
        raise UserError("--dask and --dask-scheduler-file both name a cluster; leave one out")
    if options["device"] == "cuda" and address == LOCAL:
        raise UserError(f"--dask {LOCAL} would share one GPU among processes; leave it out")
    distributed = installed()
    from numnet.training.executor_pool import pool_of

    with ExitStack() as stack:
        stack.callback(logging.disable, logging.root.manager.disable)
        logging.disable(logging.CRITICAL)  # Dask logs a lot; what matters is said in one line
        if address == LOCAL:
            with watcher.stopping():  # a cluster that is half begun can't be ended
                cluster = stack.enter_context(local_cluster(distributed, options["threads"]))
                client = stack.enter_context(distributed.Client(cluster, set_as_default=False))
            if watcher.stop.signal is not None:
                raise KeyboardInterrupt
        else:
            client = stack.enter_context(connect(distributed, address or address_in(file)))
        pool = pool_of(client)
        watcher.say(f"dask      {pool}")
        yield pool


def installed():
    """The module distributed.  UserError where it is missing."""
    try:
        import distributed
    except ImportError:
        raise UserError("--dask needs Dask: pip install 'numnet[dask]'") from None
    return distributed


def local_cluster(distributed, threads):
    """A cluster of processes on this machine, one a core or as many as ``threads``, reached from nowhere else."""
    from numnet.utils.threads import at_a_time

    return distributed.LocalCluster(
        n_workers=at_a_time(threads), threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None,
        memory_limit=0, silence_logs=logging.CRITICAL, preload=[IGNORE_CTRL_C],
    )  # fmt: skip


def connect(distributed, address):
    """The Client of the scheduler at an address.  UserError if it can't be reached."""
    try:
        with warnings.catch_warnings(action="ignore", category=distributed.versions.VersionMismatchWarning):
            client = distributed.Client(address, timeout=SECONDS, set_as_default=False)
            client._timeout = AWAY_SECONDS
            return client
    except Exception as error:  # whatever answered there may have sent anything
        text = " ".join(str(error).split()) or type(error).__name__
        raise UserError(f"--dask {address}: no scheduler of Dask answers there ({text})") from None


def address_in(file):
    """The address in a scheduler file.  UserError where it has none."""
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["address"])
    except FileNotFoundError:
        raise UserError(f"--dask-scheduler-file {file} is not there; dask scheduler writes it") from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserError(f"--dask-scheduler-file {file} holds no address of a scheduler: {reason(error)}") from None
