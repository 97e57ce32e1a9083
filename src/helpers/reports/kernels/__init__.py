"""Kernels for batch runs: forked from a process that has everything imported (Linux), else spawned as usual.

`warm_kernels` (for a run) and `shared_kernels` (for a long-lived worker) give a `KernelSource`, plain words that travel
to any process of the same machine. `kernel_manager`, in the module `manager`, makes of it the class that papermill and
nbclient take as `kernel_manager_class`; it is not imported here, since only workers need it. `said` is what a run has
to tell its user when plain kernels had to do.

Every kernel talks over IPC sockets in one private folder, not over TCP ports that anybody could find. Never for a
researcher's interactive kernel.
"""

from helpers.reports.kernels.messages import said
from helpers.reports.kernels.warm import BadKernelKind, KernelSource, shared_kernels, warm_kernels

__all__ = ["BadKernelKind", "KernelSource", "said", "shared_kernels", "warm_kernels"]
