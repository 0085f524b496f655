"""A disk whose power can be cut: an ext4 file system on a loop device on the recording file of `recorder.py`.

The log of the recorder says what reached the disk, in order, and where the disk was told to flush. A power cut at a position of
the log leaves a disk that holds

- `everything`: all writes up to the position (a disk without a cache of its own);
- `flushed`: only what stood before the last flush that had been asked for by then (a cache that was lost whole);
- `scattered`: what was flushed, and of the writes after it any of them, in any order, one torn in the middle of its sectors.

What the file system has not written yet is lost in each of them. That a write or a flush was answered before somebody read
`position()` means that its record stands before that position.
"""
import contextlib
import errno
import os
import shutil
import subprocess
import sys
import time

from recorder import FLUSH, RECORD, WRITE

SECTOR = 512
MODES = ("everything", "flushed", "scattered")


class Unreadable(Exception):
    """What the cut has left is not a clean file system."""


def why_not():
    """Why this machine cannot play the power cut, or nothing."""
    if os.geteuid() != 0:
        return "mounting a loop device needs root"
    for device in ("/dev/fuse", "/dev/loop-control"):
        if not os.path.exists(device):
            return f"there is no {device}"
    for tool in ("mkfs.ext4", "e2fsck", "mount", "umount", "losetup"):
        if not shutil.which(tool, path=os.environ.get("PATH", "") + ":/sbin:/usr/sbin"):
            return f"{tool} is not installed"
    return None


def tool(*command):
    environment = dict(os.environ, PATH=os.environ.get("PATH", "") + ":/sbin:/usr/sbin")
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, env=environment).stdout.strip()


class RecordingDisk:
    """`with RecordingDisk(folder, megabytes) as disk:` — files go under `disk.root`."""

    def __init__(self, folder, megabytes):
        os.makedirs(folder)
        self.base = os.path.join(folder, "base.img")
        self.image = os.path.join(folder, "disk.img")
        self.log = os.path.join(folder, "log")
        self.pipe = os.path.join(folder, "recorder")
        self.root = os.path.join(folder, "root")
        self.folder = folder
        os.makedirs(self.pipe)
        os.makedirs(self.root)
        with open(self.base, "wb") as file:
            file.truncate(megabytes << 20)
        tool("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", self.base)
        tool("cp", "--sparse=always", self.base, self.image)
        self.recorder = None
        self.loop = None

    def __enter__(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorder.py")
        self.recorder = subprocess.Popen([sys.executable, script, self.pipe, self.image, self.log])
        try:
            self.wait_for(os.path.join(self.pipe, "disk"))
            self.loop = tool("losetup", "--find", "--show", os.path.join(self.pipe, "disk"))
            tool("mount", self.loop, self.root)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def wait_for(self, path):
        for _ in range(200):
            if os.path.exists(path):
                return
            if self.recorder.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError("the recording disk did not come up")

    def close(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            tool("umount", self.root)
        if self.loop:
            with contextlib.suppress(subprocess.CalledProcessError):
                tool("losetup", "--detach", self.loop)
        with contextlib.suppress(subprocess.CalledProcessError):
            tool("umount", self.pipe)
        try:
            self.recorder.wait(10)
        except subprocess.TimeoutExpired:
            self.recorder.kill()

    def position(self):
        """Where the log ends now."""
        return os.stat(self.log).st_size

    def cut(self, position, mode, chance):
        """The image that a power cut at `position` leaves behind."""
        path = os.path.join(self.folder, "cut.img")
        tool("cp", "--sparse=always", self.base, path)
        with open(path, "r+b") as image:
            for offset, data in self.surviving(position, mode, chance):
                image.seek(offset)
                image.write(data)
        return path

    def surviving(self, position, mode, chance):
        """The writes that are on the disk after the cut, in the order in which they reached it."""
        unflushed = []
        for what, offset, data in self.records(position):
            if what == WRITE:
                unflushed.append((offset, data))
            else:
                yield from unflushed
                unflushed = []
        if mode == "everything":
            yield from unflushed
        elif mode == "scattered":
            kept = [write for write in unflushed if chance.random() < 0.5]
            chance.shuffle(kept)
            for number, (offset, data) in enumerate(kept):
                whole = number > 0 or len(data) <= SECTOR
                yield offset, data if whole else data[:SECTOR * chance.randrange(1, len(data) // SECTOR + 1)]

    def records(self, position):
        with open(self.log, "rb") as log:
            while log.tell() < position:
                header = log.read(RECORD.size)
                if len(header) < RECORD.size:
                    return
                what, offset, length = RECORD.unpack(header)
                data = log.read(length)
                if log.tell() <= position and len(data) == length:
                    yield what, offset, data

    def counts(self):
        """How many writes and flushes the disk has seen."""
        kinds = [what for what, _, _ in self.records(self.position())]
        return kinds.count(WRITE), kinds.count(FLUSH)


@contextlib.contextmanager
def mounted(image, folder):
    """The files of an image after a power cut: the journal is replayed, and the file system must be found clean."""
    os.makedirs(folder, exist_ok=True)
    try:
        tool("mount", "-o", "loop", image, folder)
    except subprocess.CalledProcessError as error:
        raise Unreadable(f"cannot be mounted: {error.stderr}") from error
    try:
        yield folder
    finally:
        unmount(folder)
    try:
        tool("e2fsck", "-fn", image)  # after the replay, nothing may be left to repair
    except subprocess.CalledProcessError as error:
        raise Unreadable(f"needs repair: {error.stdout}") from error


def unmount(folder):
    for _ in range(50):
        try:
            return tool("umount", folder)
        except subprocess.CalledProcessError as error:
            if "busy" not in error.stderr:
                raise OSError(errno.EBUSY, error.stderr) from error
            time.sleep(0.1)
    raise OSError(errno.EBUSY, folder)
