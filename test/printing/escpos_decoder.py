"""Puts on paper what an ESC/POS byte stream says, after the Epson command reference alone.

Reads the bytes on standard input and writes one JSON array: the sheets cut off, each as its rows in
hex. The argument is the width of the paper in bytes. Knows the commands a ticket may use and no
others: whatever else it meets is an error, so that nothing is passed over in silence.
"""

import json
import sys

ESC, GS, DLE = 0x1B, 0x1D, 0x10


class Paper:
    def __init__(self, width):
        self.width, self.sheets, self.rows = width, [], []

    def print_row(self, row):
        if len(row) > self.width:
            raise ValueError("a picture wider than the paper")
        self.rows.append(bytes(row))

    def feed(self, dots):
        self.rows.extend([b""] * dots)

    def cut(self):
        if self.rows:
            self.sheets.append([row.ljust(self.width, b"\0").hex() for row in self.rows])
        self.rows = []


def decode(data, width):
    paper, at = Paper(width), 0
    while at < len(data):
        head, second = data[at], data[at + 1] if at + 1 < len(data) else None
        if head == 0x00:
            at += 1
        elif (head, second) == (ESC, ord("@")):
            at += 2
        elif (head, second) == (ESC, ord("J")):
            paper.feed(data[at + 2])
            at += 3
        elif (head, second) == (GS, ord("v")):
            if data[at + 2] != ord("0") or data[at + 3] not in (0, ord("0")):
                raise ValueError(f"raster mode at {at}")
            row_bytes = data[at + 4] + 256 * data[at + 5]
            height = data[at + 6] + 256 * data[at + 7]
            at += 8
            for _ in range(height):
                row = data[at : at + row_bytes]
                if len(row) < row_bytes:
                    raise ValueError("a picture that ends too soon")
                paper.print_row(row)
                at += row_bytes
        elif (head, second) == (GS, ord("V")):
            if data[at + 2] != 66:
                raise ValueError(f"way of cutting at {at}")
            paper.feed(data[at + 3])
            paper.cut()
            at += 4
        elif (head, second) in ((GS, ord("a")), (GS, ord("r"))):
            at += 3
        elif (head, second) == (GS, ord("(")):
            at += 5 + data[at + 3] + 256 * data[at + 4]
        elif (head, second) == (DLE, 0x04):
            at += 3
        elif (head, second) == (DLE, 0x14) and data[at + 2] == 8:
            at += 10
        else:
            raise ValueError(f"not a command of a ticket at {at}: {data[at:at + 4].hex()}")
    paper.cut()
    return paper.sheets


json.dump(decode(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)
