"""The process that reads one workbook (see `apart`): asked on its standard input, it answers on its standard output."""

import os
import sys

from .apart import answer_to

if __name__ == "__main__":
    output = os.dup(1)
    os.dup2(2, 1)
    answer_to(sys.stdin.buffer, output)
