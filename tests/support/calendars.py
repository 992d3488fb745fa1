# SPDX-License-Identifier: Apache-2.0
"""Calendars as other people's programs read them: python3-icalendar and calcurse."""

import os
from datetime import date, datetime, timezone

from icalendar import Calendar

from programs import run


def read(data):
    """The events of an iCalendar file {title: event}, after checking what RFC 5545 asks
    of every line and every event."""
    lines = data.split(b"\r\n")
    assert lines.pop() == b"" and b"\n" not in b"".join(lines), "a line ends with CRLF"
    assert all(len(line) <= 75 for line in lines), "a line is folded at 75 octets"
    for line in lines:
        line.decode()
    calendar = Calendar.from_ical(data)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    events = calendar.walk("VEVENT")
    assert not calendar.errors and not any(event.errors for event in events)
    assert len({event["UID"] for event in events}) == len(events), "each has its own UID"
    assert all("DTSTAMP" in event for event in events)
    return {str(event["SUMMARY"]): event for event in events}


def begins(event):
    """When it begins: a day, or a time that must be in UTC."""
    begin = event["DTSTART"].dt
    if isinstance(begin, datetime):
        assert begin.utcoffset().total_seconds() == 0
        return begin.astimezone(timezone.utc)
    assert isinstance(begin, date)
    return begin


def imported(data, directory):
    """The appointments that the calendar program calcurse has after reading a file."""
    directory.mkdir()
    file = directory / "partnership.ics"
    file.write_bytes(data)
    report = run("calcurse", "-D", directory, "-C", directory, "-i", file,
                 env={**os.environ, "TZ": "UTC"}).stdout
    assert "0 skipped" in report, report
    return (directory / "apts").read_text()
