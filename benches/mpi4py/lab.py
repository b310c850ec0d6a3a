"""mpi4py as a peer: the patterns by mpi4py, and by the same C functions that stand beside oxmpi.

The driver starts this under mpiexec. It measures as src/measure.rs does and tells the driver by the same lines
(src/record.rs): blocks of mpi4py alternate with blocks of C, which is loaded as a shared library into this process, so that
both have one MPI, one communicator and the same memory. Cases without a C twin are told without a baseline.

A file in patterns/ has a function `add(lab)` that calls `lab.paired` or `lab.apart`.
"""

import argparse
import ctypes
import importlib.util
import os
import sys

import mpi4py

mpi4py.rc.thread_level = "funneled"  # as src/measure.rs
from mpi4py import MPI  # noqa: E402

SLOW = 4.0


class Block(ctypes.Structure):
    """`struct lab_block` of c/lab.h."""

    _fields_ = [
        # A handle is an int in MPICH's interface, a pointer in the others.
        ("comm", ctypes.c_int if MPI._sizeof(MPI.Comm) == ctypes.sizeof(ctypes.c_int) else ctypes.c_void_p),
        ("rank", ctypes.c_int),
        ("peer", ctypes.c_int),
        ("send", ctypes.c_void_p),
        ("receive", ctypes.c_void_p),
        ("count", ctypes.c_longlong),
        ("iterations", ctypes.c_longlong),
        ("extra", ctypes.c_void_p),
    ]


class Lab:
    def __init__(self, options):
        self.options = options
        self.world = MPI.COMM_WORLD
        self.rank = self.world.Get_rank()
        self.peer = self.rank ^ 1
        self.twins = ctypes.CDLL(options.twins)
        self.cases = []

    def paired(self, name, twin, make):
        """Adds a case, whose sizes the driver says. make(lab, size) returns (run, block): mpi4py's side, and what the C twin gets."""
        self.cases.append((name, twin, [], make))

    def apart(self, name, make, sizes):
        """Adds a case without a C twin. make(lab, size) returns mpi4py's side alone."""
        self.cases.append((name, None, sizes, make))

    def steps(self):
        """What is measured now."""
        options = self.options
        for name, twin, sizes, make in self.cases:
            if options.part == "paired" and twin is not None:
                chosen = options.case.get(name, [])
            elif options.part == "apart" and twin is None and options.only in name:
                chosen = options.sizes or sizes
            else:
                chosen = []
            for size in chosen:
                yield name, twin, size, make

    def memory(self, send, receive, count, extra=None):
        """What a C twin gets: addresses of numpy arrays, and the number of elements."""
        block = Block(
            comm=MPI._handleof(self.world),
            rank=self.rank,
            peer=self.peer,
            send=send.ctypes.data,
            receive=receive.ctypes.data,
            count=count,
            extra=extra,
        )
        block.kept = (send, receive, extra)
        return block

    def timed(self, run):
        def seconds(iterations):
            start = MPI.Wtime()
            run(iterations)
            return MPI.Wtime() - start

        return seconds

    def c(self, twin, block):
        function = getattr(self.twins, twin)
        function.restype = ctypes.c_double

        def seconds(iterations):
            block.iterations = iterations
            return function(ctypes.byref(block))

        return seconds

    def block(self, contestant, iterations):
        self.world.Barrier()
        return self.world.allreduce(contestant(iterations), MPI.MAX)

    def agree(self, number):
        return self.world.bcast(number)

    def calibrate(self, contestant):
        wanted = self.options.block_seconds
        iterations = 1
        while True:
            seconds = self.block(contestant, iterations)
            if self.agree(seconds >= wanted / 4):
                near = self.agree(max(1, int(iterations * wanted / seconds)))
                seconds = self.block(contestant, near)
                return self.agree(max(1, int(near * wanted / seconds)))
            iterations *= 2

    def measure_paired(self, twin, case, size, made):
        run, memory = made
        baseline, own = self.c(twin, memory), self.timed(run)
        iterations = self.calibrate(baseline)
        expected = self.block(baseline, iterations) / iterations
        few = max(1, iterations // 100)
        self.block(own, few)
        slower = self.block(own, few) / few / expected
        count = self.agree(max(1, int(iterations / slower)) if slower > SLOW else iterations)
        self.block(own, count)
        lines = []
        for turn in range(self.options.blocks):
            seconds = reference = 0.0
            for baseline_now in (turn % 2 == 0, turn % 2 == 1):
                if baseline_now:
                    reference = self.block(baseline, iterations)
                else:
                    seconds = self.block(own, count)
            lines.append(("block", case, size, "mpi4py", count, seconds, "C", iterations, reference))
        return lines

    def measure_apart(self, case, size, run):
        own = self.timed(run)
        count = self.calibrate(own)
        return [("block", case, size, "mpi4py", count, self.block(own, count)) for _ in range(self.options.blocks)]

    def tell(self, lines):
        if self.rank == 0:
            sys.stdout.write("".join("\t".join(["@lab", *map(str, line)]) + "\n" for line in lines))
            sys.stdout.flush()

    def run(self):
        processors = [",".join(map(str, sorted(os.sched_getaffinity(0))))]
        processors = self.world.gather(processors[0])
        if self.rank == 0:
            python = sys.version.split()[0]
            library = MPI.Get_library_version().replace("\n", ",").split(",")[0].strip()
            text = f"{library}; mpi4py {mpi4py.__version__}, Python {python}; ranks on processors {' | '.join(processors)}"
            self.tell([("note", text.replace("\t", " "))])
        steps = list(self.steps())
        self.tell([("plan", len(steps))])
        for name, twin, size, make in steps:
            if twin is None:
                lines = self.measure_apart(name, size, make(self, size))
            else:
                lines = self.measure_paired(twin, name, size, make(self, size))
            self.tell([*lines, ("done", name, size)])


def numbers(text):
    return [int(number) for number in text.split(",")]


def named(text):
    """`NAME=SIZE,SIZE...`: a case of oxmpi and its sizes, which mpi4py runs if it has one of that name."""
    name, _, sizes = text.rpartition("=")
    return name, numbers(sizes)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--twins", required=True)
    parser.add_argument("--blocks", type=int, required=True)
    parser.add_argument("--block-seconds", type=float, required=True)
    parser.add_argument("--part", choices=["paired", "apart"], required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--sizes", type=numbers)
    parser.add_argument("--case", type=named, action="append", default=[])
    options = parser.parse_args()
    options.case = dict(options.case)
    lab = Lab(options)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "patterns")
    for file in sorted(os.listdir(folder)):
        if file.endswith(".py"):
            spec = importlib.util.spec_from_file_location(file[:-3], os.path.join(folder, file))
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            module.add(lab)
    lab.run()


if __name__ == "__main__":
    main()
