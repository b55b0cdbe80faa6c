#!/usr/bin/env python3
"""Makes a calendar with a sample day around now.

Usage: sample_day.py CALENDAR_URL USER PASSWORD_FILE
"""

import base64
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

# Start and length in minutes from now, title, organiser, further lines.
DAY = [
    (-230, 60, "Release planning", "Irina Sokolova", ["STATUS:CONFIRMED"]),
    (-140, 45, "Interview", "Mark Weber", ["STATUS:CONFIRMED", "CLASS:PRIVATE"]),
    (-60, 30, "Support rota", "Anna Kim", ["STATUS:CONFIRMED"]),
    (2, 45, "Weekly review", "Irina Sokolova", ["STATUS:TENTATIVE", "RRULE:FREQ=WEEKLY;COUNT=4"]),
    (70, 30, "Vendor call", "Pavel Orlov", ["STATUS:CONFIRMED"]),
    (100, 60, "Design critique", "Mei Tanaka", ["STATUS:TENTATIVE"]),
    (200, 240, "Workshop #quiet", "Anna Kim", ["STATUS:CONFIRMED"]),
    (240, 30, "Overlapping call", "Mark Weber", ["STATUS:CONFIRMED"]),
    (1500, 60, "Tomorrow's stand-up", "Irina Sokolova", ["STATUS:CONFIRMED"]),
]

COLLECTION = b"""<?xml version="1.0" encoding="utf-8"?>
<mkcol xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
  <set><prop>
    <resourcetype><collection/><c:calendar/></resourcetype>
    <displayname>Aurora</displayname>
  </prop></set>
</mkcol>"""


def stamp(moment):
    return moment.strftime("%Y%m%dT%H%M%SZ")


def event(number, now, entry):
    start_minutes, length, title, organiser, lines = entry
    start = now + timedelta(minutes=start_minutes)
    mail = organiser.lower().replace(" ", ".") + "@example.org"
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Domovoy//sample day//EN", "BEGIN:VEVENT",
        f"UID:sample-{number}@example.org", f"DTSTAMP:{stamp(now)}",
        f"CREATED:{stamp(now - timedelta(days=3))}", f"DTSTART:{stamp(start)}",
        f"DTEND:{stamp(start + timedelta(minutes=length))}", f"SUMMARY:{title}",
        f"ORGANIZER;CN={organiser}:mailto:{mail}", *lines, "END:VEVENT", "END:VCALENDAR", "",
    ]).encode()


def request(method, url, body, kind, secret):
    call = urllib.request.Request(url, data=body, method=method)
    call.add_header("Content-Type", kind)
    call.add_header("Authorization", "Basic " + base64.b64encode(secret.encode()).decode())
    with urllib.request.urlopen(call, timeout=10) as answer:
        return answer.status


def wait_for(url):
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"no calendar server at {url}")


def main():
    url, user, password_file = sys.argv[1:]
    with open(password_file, encoding="utf-8") as file:
        secret = f"{user}:{file.readline().strip()}"
    wait_for(url)
    request("MKCOL", url, COLLECTION, "application/xml; charset=utf-8", secret)
    now = datetime.now(timezone.utc).replace(second=0, microsecond=0)
    for number, entry in enumerate(DAY):
        body = event(number, now, entry)
        request("PUT", f"{url}sample-{number}.ics", body, "text/calendar; charset=utf-8", secret)


if __name__ == "__main__":
    main()
