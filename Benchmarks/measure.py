"""Runs a command and prints the seconds that it took, its own seconds of CPU, and the megabytes that it held at most.

measure.py LOG COMMAND…

What the command says goes to LOG, and to standard error where the command fails.
"""

import os
import sys
import time

log, command = sys.argv[1], sys.argv[2:]
began = time.monotonic()
child = os.fork()
if child == 0:
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.execvp(command[0], command)
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - began
if status != 0:
    sys.exit(f"{' '.join(command)}\n{open(log, encoding='utf-8').read()}")
# Linux counts in KiB. A child of fork has its parent's size until exec, a few megabytes.
print(f"{seconds:.2f} {usage.ru_utime + usage.ru_stime:.2f} {usage.ru_maxrss * 1024 / 1e6:.0f}")
