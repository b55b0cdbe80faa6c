#!/usr/bin/env python3
"""Measures an idle panel: time from process start to true lamps, memory, wake-ups.

    footprint.py PATH-TO-domovoyd SECONDS

The baseline in the same run is `sleep`: what a process costs that does nothing at all.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time

CONFIGURATION = """
room: {{ id: aurora, name: Aurora, time_zone: UTC }}
gpio:
  chip: simulated
  sensors:
    - {{ name: pir, line: 4, warm_up: 0s }}
  button: {{ line: 17 }}
  lamps:
    availability: {{ red: 5, green: 6 }}
    booking: {{ green: 12, blue: 13, orange: 16 }}
web: {{ listen: "127.0.0.1:0" }}
journal: {{ path: {folder}/panel.sqlite }}
"""


def status(process, field):
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1])
    raise KeyError(field)


def wakeups(process):
    """Voluntary context switches of all threads: each is one wait that ended."""
    total = 0
    for thread in os.listdir(f"/proc/{process}/task"):
        with open(f"/proc/{process}/task/{thread}/status", encoding="ascii") as file:
            total += int(next(line for line in file if line.startswith("voluntary")).split()[1])
    return total


def start(program, folder, notify):
    """Starts a panel; returns it and the milliseconds until it says READY, after its first true display."""
    environment = dict(os.environ, NOTIFY_SOCKET=notify.getsockname())
    environment.pop("WATCHDOG_USEC", None)
    began = time.monotonic()
    panel = subprocess.Popen(
        [program, "--config", f"{folder}/panel.yaml"], env=environment,
        stderr=subprocess.DEVNULL)
    while b"READY=1" not in notify.recv(4096):
        pass
    return panel, (time.monotonic() - began) * 1000


def main():
    program, seconds = sys.argv[1], float(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/panel.yaml", "w", encoding="ascii") as file:
            file.write(CONFIGURATION.format(folder=folder))
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify.bind(f"{folder}/notify")
        notify.settimeout(60)
        times = []
        for _ in range(10):
            panel, milliseconds = start(program, folder, notify)
            times.append(milliseconds)
            panel.terminate()
            panel.wait()
            notify.setblocking(False)
            try:
                while True:
                    notify.recv(4096)
            except BlockingIOError:
                notify.settimeout(60)
        panel, _ = start(program, folder, notify)
        idle = subprocess.Popen(["sleep", "1000"])
        time.sleep(10)
        before, idle_before = wakeups(panel.pid), wakeups(idle.pid)
        time.sleep(seconds)
        woken = (wakeups(panel.pid) - before) / seconds
        result = {
            "benchmark": "footprint", "start_to_lamps_ms_median": round(sorted(times)[5], 1),
            "start_to_lamps_ms_worst": round(max(times), 1),
            "rss_mb": round(status(panel.pid, "VmRSS") / 1024, 1),
            "anonymous_mb": round(status(panel.pid, "RssAnon") / 1024, 1),
            "wakeups_per_second": round(woken, 2),
            "baseline_sleep": {
                "rss_mb": round(status(idle.pid, "VmRSS") / 1024, 1),
                "wakeups_per_second": round((wakeups(idle.pid) - idle_before) / seconds, 2),
            },
        }
        idle.kill()
        panel.terminate()
        panel.wait()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
