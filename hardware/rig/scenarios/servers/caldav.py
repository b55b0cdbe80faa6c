#!/usr/bin/env python3
"""Makes, fills and shows the calendar of a scenario.

Usage: caldav.py URL USER PASSWORD_FILE make
       caldav.py URL USER PASSWORD_FILE put NAME START_IN_MINUTES LENGTH_IN_MINUTES TITLE
       caldav.py URL USER PASSWORD_FILE show
"""

import base64
import sys
import urllib.request
from datetime import datetime, timedelta, timezone

COLLECTION = """<?xml version="1.0" encoding="utf-8"?>
<mkcol xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><set><prop>
<resourcetype><collection/><c:calendar/></resourcetype>
</prop></set></mkcol>"""


def stamp(moment):
    return moment.strftime("%Y%m%dT%H%M%SZ")


def event(name, start_in, length, title):
    now = datetime.now(timezone.utc)
    start = now + timedelta(minutes=start_in)
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Domovoy//rig//EN", "BEGIN:VEVENT",
        f"UID:{name}@example.org", f"DTSTAMP:{stamp(now)}",
        f"CREATED:{stamp(now - timedelta(days=1))}", f"DTSTART:{stamp(start)}",
        f"DTEND:{stamp(start + timedelta(minutes=length))}", f"SUMMARY:{title}",
        "STATUS:TENTATIVE", "END:VEVENT", "END:VCALENDAR", "",
    ])


def main():
    url, user, password_file, action, *rest = sys.argv[1:]
    with open(password_file, encoding="utf-8") as file:
        secret = base64.b64encode(f"{user}:{file.readline().strip()}".encode()).decode()

    def ask(method, target, body=None, kind="text/calendar"):
        call = urllib.request.Request(
            target, data=body.encode() if body else None, method=method,
            headers={"Authorization": f"Basic {secret}", "Content-Type": kind})
        with urllib.request.urlopen(call, timeout=60) as answer:
            return answer.read().decode()

    if action == "make":
        ask("MKCOL", url, COLLECTION, "application/xml")
    elif action == "put":
        name, start_in, length, title = rest
        ask("PUT", f"{url}{name}.ics", event(name, int(start_in), int(length), title))
    else:
        print(ask("GET", url).replace("\r\n", "\n"))


if __name__ == "__main__":
    main()
