"""A disk that forgets, read from a system call trace: what a power cut at some moment would leave unwritten."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

TRACED = (
    "openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,unlink,unlinkat,"
    "write,writev,pwrite64,fsync,fdatasync,sendto"
)
LINE = re.compile(r"(?P<process>\d+) +(?:(?P<call>\w+)\((?P<rest>.*)|<\.\.\. (?P<resumed>\w+) resumed>.*)")
HANDLE = re.compile(r"^\d+<(?P<path>/[^>]*)>")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
WRITES = {"write", "writev", "pwrite64"}
SYNCS = {"fsync", "fdatasync"}
MOVES = {"rename", "renameat", "renameat2"}
LINKS = {"link", "linkat"}


@dataclass
class Disk:
    """`unwritten` are files with bytes, `unnamed` paths with a name, that only memory knows."""

    unwritten: set[str] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)
    syncing: dict[str, str] = field(default_factory=dict)

    def feed(self, line: str) -> None:
        """One line of `strace -f -y`. A sync counts when it has ended, everything else when it begins."""
        match = LINE.match(line)
        if match is None or line.endswith(" ENOENT (No such file or directory)") or " = -1 E" in line:
            return
        if match["resumed"]:
            if path := self.syncing.pop(match["process"], ""):
                self.sync(path)
            return
        self.do(match["call"], match["rest"], match["process"])

    def do(self, call: str, rest: str, process: str) -> None:
        handle, paths = HANDLE.match(rest), QUOTED.findall(rest)
        if call in SYNCS and handle:
            if rest.endswith("<unfinished ...>"):
                self.syncing[process] = handle["path"]
            else:
                self.sync(handle["path"])
        elif call in WRITES and handle:
            self.unwritten.add(handle["path"])
        elif call.startswith("mkdir") or "O_CREAT" in rest:
            self.unnamed.add(paths[0])
        elif call in MOVES | LINKS:
            self.name(*paths[:2], moved=call in MOVES)
        elif call.startswith("unlink"):
            self.forget(paths[0])

    def sync(self, path: str) -> None:
        self.unwritten.discard(path)
        self.unnamed -= {named for named in self.unnamed if str(PurePosixPath(named).parent) == path}

    def name(self, old: str, new: str, *, moved: bool) -> None:
        if old in self.unwritten:
            self.unwritten.add(new)
        self.unnamed.add(new)
        if moved:
            self.forget(old)

    def forget(self, path: str) -> None:
        self.unwritten.discard(path)
        self.unnamed.discard(path)

    def lost(self, paths: Iterable[str]) -> set[str]:
        """Those of these paths that a power cut now would lose, or leave with too few bytes."""
        return set(paths) & (self.unwritten | self.unnamed)
