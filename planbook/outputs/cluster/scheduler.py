"""How a build comes to the workers of a scheduler, and lets go of them."""

import logging
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from planbook.messages.diagnostics import MachineFault, Text
from planbook.outputs.cluster.admission import Admission
from planbook.outputs.cluster.executor import ClusterExecutor
from planbook.outputs.cluster.parcels import FolderSender
from planbook.outputs.cluster.results import FINISHED
from planbook.outputs.cluster.shared_files import SharedFiles, SharedFilesFailed
from planbook.outputs.origin import what_makes

_CONNECT = 10  # seconds until a scheduler has answered
_PATIENCE = 60.0  # seconds without a worker, and the least after which work that hangs is given to another too


@contextmanager
def cluster(scheduler: str, shared: str, root: Path, patience: float = _PATIENCE) -> Iterator[ClusterExecutor]:
    """Lend an executor for shards of the office in a folder; raises `Refusal` where the cluster cannot be used.

    What the workers finished stays among the shared files until the body ends well, so that the next build goes on from there.
    """
    try:
        from distributed import Client
    except ImportError as error:
        missing = Text(
            "--scheduler needs the packages of planbook[cluster], here and on every worker: pip install 'planbook[cluster]'"
        )
        raise MachineFault(missing) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say is said here, in words
    # Offices that share a folder do not see each other's files, and a build knows its own again.
    name = sha256(f"{socket.gethostname()} {root}".encode("utf-8", "surrogateescape")).hexdigest()[:12]
    files = SharedFiles(f"{shared if '://' in shared else Path(shared).resolve()}/planbook-{name}")
    sender = FolderSender(files)
    made_by, probe = what_makes(), sender.send([])
    try:
        with warnings.catch_warnings(action="ignore"):  # versions are compared by `Admission`
            client = Client(scheduler, timeout=_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, RuntimeError) as error:  # the last where Dask is set to refuse what is not encrypted
        values = {"scheduler": scheduler, "problem": str(error)}
        raise MachineFault(Text("no scheduler answers at {scheduler}: {problem}", values)) from error
    try:
        admission = Admission(client, files, probe, made_by, f"planbook-{uuid4().hex}")
        executor = ClusterExecutor(client, admission, files, sender, made_by, patience)
        try:
            yield executor
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise
        executor.shutdown()
    finally:
        client.close(timeout=1)  # type: ignore[no-untyped-call]
    if executor.is_used:
        sender.forget_the_rest()
        with suppress(SharedFilesFailed):  # a worker that was too late may still write there; the next build forgets it
            files.forget([FINISHED])
