"""Which workers of a scheduler get work: those that make the same bytes as this machine, and reach the shared files.

Dask asks for a resource before it gives a worker a task; each worker that fits is told that it has it.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import uuid4

from planbook import __version__
from planbook.messages.diagnostics import Text
from planbook.outputs.cluster.fitness import unlike_parts
from planbook.outputs.cluster.parcels import INPUTS
from planbook.outputs.cluster.shared_files import SharedFiles, SharedFilesFailed

_LOG = logging.getLogger("planbook")  # commands print it in their user's language
_NEEDED = ("python", "distributed", "cloudpickle")  # to send code to a worker at all


class Admission:
    """The workers of a scheduler that fit, looked over again whenever it is asked to."""

    def __init__(self, client: Any, shared: SharedFiles, sent: str, made_by: Mapping[str, str], resource: str) -> None:
        self._client, self._shared, self._sent, self._made_by = client, shared, sent, made_by
        self.resource = resource
        self.fit: dict[str, int] = {}  # with how much they do at the same time
        self.faults: dict[str, Text] = {}

    def look(self) -> None:
        """Let new workers in, tell of those that may not and of those that went away."""
        # Not by `scheduler_info`, which shares its answer with Dask's own looks, and these leave workers out.
        present = self._client.nthreads()
        for worker in sorted(self.fit.keys() - present.keys()):
            del self.fit[worker]
            _LOG.warning(Text("the worker {worker} went away; what it was at goes to another", {"worker": worker}))
        new = sorted(present.keys() - self.fit.keys() - self.faults.keys())
        faults = dict(self._faults(new)) if new else {}
        for worker, fault in faults.items():
            self._refuse(worker, fault)
        if able := [worker for worker in new if worker not in faults]:
            self._client.run(_tell_resource(), self.resource, workers=able)
            self.fit |= {worker: present[worker] for worker in able}

    def dismiss(self, worker: str, fault: Text) -> None:
        """Keep all further work from a worker."""
        if self.fit.pop(worker, None):
            self._refuse(worker, fault)
            self._client.run(_tell_resource(), self.resource, has=False, workers=[worker], on_error="ignore")

    def _refuse(self, worker: str, fault: Text) -> None:
        self.faults[worker] = fault
        _LOG.warning(Text("the worker {worker} gets no work: {fault}", {"worker": worker, "fault": fault}))

    def _faults(self, workers: Iterable[str]) -> Iterator[tuple[str, Text]]:
        """The workers that do not fit, each with the reason."""
        versions = self._client.get_versions()
        here = versions["client"]["packages"]
        able = []
        for worker in workers:
            there = versions["workers"].get(worker, {}).get("packages", {})
            if name := next((name for name in _NEEDED if there.get(name) != here[name]), None):
                values = {"name": name, "there": there.get(name, "–"), "here": here[name]}
                yield worker, Text("{name} is {there} there and {here} here", values)
            else:
                able.append(worker)
        if not able:
            return
        answers = self._client.run(_probe(), self._shared.address, self._sent, workers=able, on_error="return")
        for worker in able:
            if fault := self._fault(answers.get(worker)):
                yield worker, fault

    def _fault(self, answer: Any) -> Text | None:
        if not isinstance(answer, tuple):  # an error, or none because it went away
            return Text("{problem}", {"problem": f"{type(answer).__name__}: {answer}"})
        version, made_by, unreached = answer
        if made_by is None:
            values = {"name": "planbook", "there": version, "here": __version__}
            return Text("{name} is {there} there and {here} here", values)
        return next(unlike_parts(self._made_by, made_by), None) or unreached


def unreached(shared: SharedFiles, sent: str) -> Text | None:
    """Why this machine cannot read what was sent, or not write beside it; None where it can do both."""
    probe = f"probes/{uuid4().hex}"
    try:
        [*shared.fetch(INPUTS, {sent: 0})]
        shared.put("probes", {probe.rpartition("/")[2]: b""})
        shared.forget([probe])
    except SharedFilesFailed as failure:
        return failure.sentences[0]
    return None


# Both are sent as code and not by name: the worker may have another planbook, or none.


def _probe() -> Callable[..., tuple[str, dict[str, str] | None, Text | None]]:
    def probe(shared: Any, sent: str) -> tuple[str, dict[str, str] | None, Text | None]:
        try:
            import planbook
        except ImportError:
            return "–", None, None
        try:
            from planbook.outputs.cluster.admission import unreached
            from planbook.outputs.cluster.shared_files import SharedFiles
            from planbook.outputs.origin import what_makes
        except ImportError:
            return planbook.__version__, None, None
        return planbook.__version__, what_makes(), unreached(SharedFiles(shared), sent)

    return probe


def _tell_resource() -> Callable[..., Any]:
    async def tell(name: str, dask_worker: Any, *, has: bool = True) -> None:
        await dask_worker.set_resources(**{name: dask_worker.state.nthreads if has else 0})

    return tell
