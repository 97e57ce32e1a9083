"""Workers of a Dask cluster: they share nothing with this machine but the network, and have the same software."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.errors import EcoplanError
from helpers.files import FileHashes, digest_of
from helpers.project import Project
from helpers.reports.inputs import code_of, packages
from helpers.reports.job import Job, Rendered, Workplace
from helpers.reports.pool import cores, processes

if TYPE_CHECKING:
    from distributed import Client, Future

_SECONDS = 20
_writing = threading.Lock()

# The database (its bytes; to the client a future that stands for them), their hash, and the software to have.
Place = tuple["bytes | Future", str, dict[str, str]]


class NoCluster(EcoplanError):
    """There is no Dask here, no scheduler at the address, or no worker."""


@contextmanager
def dask_crew(project: Project, address: str) -> Iterator[DaskCrew]:
    """The workers of the scheduler at `address`. NoCluster where there are none."""
    try:
        from distributed import Client
    except ImportError:
        raise NoCluster("--dask needs the extra `cluster`: pip install 'ecoplan-notebooks[cluster]'") from None
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as fault:
        raise NoCluster(f"no Dask scheduler answers at {address}: {fault}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError:
            raise NoCluster(f"the Dask scheduler at {address} has no workers") from None
        yield DaskCrew(client, packages(project.root / "requirements.lock") | code_of(FileHashes()))


@dataclass(frozen=True)
class DaskCrew:
    """See `helpers.reports.crew.Crew`."""

    client: Client
    software: dict[str, str]

    @property
    def size(self) -> int:
        """As many reports at once as the workers have threads now."""
        return max(1, sum(self.client.nthreads().values()))

    @contextmanager
    def open(self, size: int) -> Iterator[Executor]:
        """The cluster as an executor. What is still in hand when the block ends is given up."""
        executor = self.client.get_executor(pure=False)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)

    def open_here(self, size: int) -> AbstractContextManager[Executor]:
        """Processes of this machine: only of these it is sure that they run the same software."""
        return processes(min(size, cores()))

    def place(self, database: Path) -> Place:
        """Sends the database to every worker; one that comes later gets it from another."""
        content = database.read_bytes()
        kept = self.client.scatter(content, broadcast=True)
        return kept, hashlib.sha256(content).hexdigest(), self.software

    @staticmethod
    def work(job: Job, place: Place) -> Rendered:
        """In the worker: with kernels forked from its own template, on its own copy of the database."""
        from helpers.reports.kernels import shared_kernels
        from helpers.reports.lean_worker import render_one

        content, digest, software = place
        if other := _differences(software):
            return Rendered(spec=job.spec, failure=f"{job.spec.report_id}: {other}")
        kernels = shared_kernels(digest_of(software))
        return render_one(job, Workplace(kernels, _copy(kernels.folder, content, digest), kernels.folder))


def _copy(folder: str, content: bytes, digest: str) -> str:
    """The path of the database in the worker's private folder, where it is put once."""
    path = Path(folder) / f"{digest}.duckdb"
    with _writing:
        if not path.exists():
            beside = path.with_suffix(".new")
            beside.write_bytes(content)
            beside.rename(path)
    return str(path)


@cache
def _software() -> dict[str, str]:
    """What this process has loaded: files that change later are not what it runs."""
    return packages() | code_of(FileHashes())


def _differences(software: Mapping[str, str]) -> str | None:
    """How the worker's software differs from the sender's, in words; other software makes other pages."""
    here = _software()
    differing = [name for name in software if here.get(name) != software[name]]
    if not differing:
        return None
    named = ", ".join(
        f"{name} ({here.get(name, 'none')[:12]} instead of {software[name][:12]})" for name in differing[:3]
    )
    more = f" and {len(differing) - 3} more" if len(differing) > 3 else ""
    return f"the worker on {socket.gethostname()} has other software: {named}{more}; install the same and restart it"
