"""A disk that keeps a diary: one file served through FUSE, every write and every flush appended to a log in their order.

    python3 recorder.py FOLDER IMAGE LOG

Mounts itself at FOLDER, where the single file `disk` stands for IMAGE; a loop device on top of it is the disk of a file system.
A record is in LOG before the write or flush is answered, so whoever saw an answer finds its cause in the log. Ends when FOLDER
is unmounted. It speaks the kernel's FUSE protocol (include/uapi/linux/fuse.h, version 7.31) itself: only what a loop device asks.
"""
import ctypes
import errno
import os
import struct
import sys

RECORD = struct.Struct("<BQI")  # what it is, offset, bytes that follow
WRITE, FLUSH = 1, 2

ROOT, FILE = 1, 2
NAME = b"disk"
LARGEST_WRITE = 1 << 20
FOREVER = 1 << 30
NOSUID_NODEV = 2 | 4
ASYNC_READ, BIG_WRITES, MAX_PAGES = 1, 1 << 5, 1 << 22
DIRECT_IO = 1

IN = struct.Struct("<IIQQIIIHH")
OUT = struct.Struct("<IiQ")
ATTRIBUTES = struct.Struct("<6Q10I")
INIT_IN = struct.Struct("<4I")
INIT_OUT = struct.Struct("<4I2H2I2HI7I")
READ_IN = struct.Struct("<QQIIQII")

FORGET, BATCH_FORGET, INTERRUPT = 2, 42, 36  # wait for no answer


class Recorder:
    """Answers the kernel, one request after the other."""

    def __init__(self, device, image, log):
        self.device = device
        self.image = os.open(image, os.O_RDWR)
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.size = os.fstat(self.image).st_size
        self.answers = {
            26: self.initialise, 1: self.look_up, 3: self.attributes, 4: self.attributes, 14: self.open, 27: self.open, 15: self.read,
            16: self.write, 20: self.flush, 17: self.statistics, 18: self.nothing, 29: self.nothing, 25: self.nothing,
            34: self.nothing, 38: self.nothing, 30: self.nothing, 28: self.nothing,
        }

    def serve(self):
        while True:
            try:
                request = os.read(self.device, LARGEST_WRITE + (1 << 16))
            except OSError as error:
                if error.errno in (errno.EINTR, errno.EAGAIN, errno.ENOENT):
                    continue
                return  # ENODEV: unmounted
            self.answer(request)

    def answer(self, request):
        _, operation, unique, node, *_ = IN.unpack_from(request)
        if operation in (FORGET, BATCH_FORGET, INTERRUPT):
            return
        handler = self.answers.get(operation)
        try:
            if handler is None:
                raise OSError(errno.ENOSYS, "")
            body, error = handler(node, request[IN.size:]), 0
        except OSError as problem:
            body, error = b"", -problem.errno
        try:
            os.write(self.device, OUT.pack(OUT.size + len(body), error, unique) + body)
        except OSError as problem:
            if problem.errno != errno.ENOENT:  # the request was interrupted
                raise

    def record(self, what, offset=0, data=b""):
        os.writev(self.log, [RECORD.pack(what, offset, len(data)), data])

    # The requests

    def initialise(self, _, body):
        _, minor, readahead, flags = INIT_IN.unpack_from(body)
        return INIT_OUT.pack(
            7, min(minor, 31), readahead, flags & (ASYNC_READ | BIG_WRITES | MAX_PAGES), 16, 12, LARGEST_WRITE, 1,
            LARGEST_WRITE >> 12, 0, 0, *[0] * 7)

    def look_up(self, _, body):
        if body.rstrip(b"\0") != NAME:
            raise OSError(errno.ENOENT, "")
        return struct.pack("<4Q2I", FILE, 0, FOREVER, FOREVER, 0, 0) + self.stat(FILE)

    def attributes(self, node, _):
        return struct.pack("<Q2I", FOREVER, 0, 0) + self.stat(node)

    def open(self, node, _):
        return struct.pack("<Q2I", node, DIRECT_IO if node == FILE else 0, 0)

    def read(self, node, body):
        _, offset, size, *_ = READ_IN.unpack_from(body)
        return os.pread(self.image, size, offset) if node == FILE else b""

    def write(self, _, body):
        _, offset, size, *_ = READ_IN.unpack_from(body)
        data = body[READ_IN.size:READ_IN.size + size]
        os.pwrite(self.image, data, offset)
        self.record(WRITE, offset, data)
        return struct.pack("<2I", len(data), 0)

    def flush(self, _, body):
        self.record(FLUSH)
        return b""

    def statistics(self, _, body):
        return struct.pack("<5Q10I", 0, 0, 0, 2, 0, 4096, 255, 4096, *[0] * 7)

    def nothing(self, _, body):
        return b""

    def stat(self, node):
        size, mode = (self.size, 0o100600) if node == FILE else (0, 0o040700)
        return ATTRIBUTES.pack(node, size, size >> 9, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)


def main():
    folder, image, log = sys.argv[1:4]
    device = os.open("/dev/fuse", os.O_RDWR)
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,max_read={LARGEST_WRITE}"
    if libc.mount(b"recorder", folder.encode(), b"fuse", NOSUID_NODEV, options.encode()) != 0:
        sys.exit(f"cannot mount a FUSE file system: {os.strerror(ctypes.get_errno())}")
    Recorder(device, image, log).serve()


if __name__ == "__main__":
    main()
