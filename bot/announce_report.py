"""How announcements, reports and the audit log are shown on the command line: as JSON, as text, as a progress bar."""

import json
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Final

import rich.progress
from rich.console import Console

from bot.storage.announcement_records import Announcement, AnnouncementState, AuditEntry, DeliveryState, Report

_ENDED: Final = (AnnouncementState.DONE, AnnouncementState.CANCELLED)
_MOMENTS: Final = ("created_at", "approved_at", "scheduled_at", "expires_at", "started_at", "finished_at")


def report_json(report: Report) -> str:
    """Return the public form of a report."""
    counts = {state.value: report.count(state) for state in DeliveryState}
    return json.dumps({"id": report.id, "state": report.state.value, "audience": report.audience, **counts})


def report_text(report: Report) -> str:
    """Return a report in words, with the reasons of what was not sent, the most frequent first."""
    lines = [f"{report.id}: {report.state}, {report.audience} recipients"]
    lines += [f"  {state.value:<12}{report.count(state):>9}" for state in DeliveryState if report.count(state)]
    often = sorted(report.reasons.items(), key=lambda item: -item[1])
    lines += [f"    {state.value}: {reason} – {count}" for (state, reason), count in often]
    return "\n".join(lines)


def list_json(announcements: Sequence[Announcement]) -> str:
    """Return a JSON array of announcements, without their texts."""
    return json.dumps([_object(announcement) for announcement in announcements], ensure_ascii=False)


def list_text(announcements: Sequence[Announcement]) -> str:
    """Return a line for each announcement."""
    lines = [f"{one.id}  {one.state}  {one.topic}  {one.audience or '–'}  {_title(one)}" for one in announcements]
    return "\n".join(lines) or "there are no announcements"


def show_json(announcement: Announcement, audience: int) -> str:
    """Return an announcement as one JSON object, ``audience`` being those it goes or would go to."""
    content = announcement.content
    texts = {"title": dict(content.title), "text": dict(content.text), "sources": sorted(content.sources)}
    return json.dumps(_object(announcement) | {"audience": audience} | texts, ensure_ascii=False)


def show_text(announcement: Announcement, audience: int) -> str:
    """Return an announcement in words."""
    lines = [f"{announcement.id}: {announcement.state}, topic {announcement.topic}, {audience} recipients"]
    lines += [f"  {name}: {value}" for name, value in _object(announcement).items() if name in _MOMENTS and value]
    lines += [f"  {announcement.pause_reason}"] if announcement.pause_reason else []
    content = announcement.content
    lines += [f"\n[{language}] {content.title[language]}\n{text}" for language, text in content.text.items()]
    return "\n".join(lines)


def audit_json(entry: AuditEntry) -> str:
    """Return an entry as one JSON object."""
    shown = {"at": entry.at.isoformat(), "admin": entry.admin_id, "action": entry.action}
    return json.dumps(shown | {"announcement": entry.announcement_id, "detail": entry.detail}, ensure_ascii=False)


def audit_text(entry: AuditEntry) -> str:
    """Return an entry in one line."""
    who = f"administrator {entry.admin_id}" if entry.admin_id else "command line"
    parts = (f"{entry.at:%Y-%m-%d %H:%M:%S}Z", who, entry.action, entry.announcement_id or "", entry.detail)
    return "  ".join(part for part in parts if part)


def duration(seconds: float) -> str:
    """Return a duration in words, roughly."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class Progress:
    """A progress bar with rate and time left; a context manager."""

    def __init__(self) -> None:
        columns = ("{task.description}", rich.progress.BarColumn(), rich.progress.MofNCompleteColumn())
        rate = rich.progress.TextColumn("{task.fields[rate]}")
        self._bar = rich.progress.Progress(
            *columns, rate, rich.progress.TimeRemainingColumn(), console=Console(stderr=True)
        )
        self._task: rich.progress.TaskID | None = None
        self._began: tuple[float, int] | None = None

    def __enter__(self) -> "Progress":
        """Draw it."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave it as it is."""
        self._bar.stop()

    def show(self, report: Report) -> bool:
        """Show how far it is; say whether the announcement has ended."""
        done, now = report.audience - report.left, time.monotonic()
        began_at, began_with = self._began = self._began or (now, done)
        rate = f"{(done - began_with) / (now - began_at):.1f}/s" if now > began_at else ""
        if self._task is None:
            self._task = self._bar.add_task(report.id, total=None, rate="")
        self._bar.update(
            self._task,
            total=max(report.audience, done),
            completed=done,
            rate=rate,
            description=f"{report.id} {report.state}",
        )
        return report.state in _ENDED


def _object(announcement: Announcement) -> dict[str, str | int | bool | dict[str, str] | None]:
    moments = {name: getattr(announcement, name) for name in _MOMENTS}
    return {
        "id": announcement.id,
        "state": announcement.state.value,
        "topic": announcement.topic,
        "origin": announcement.origin.value,
        "audience": announcement.audience,
        "title": dict(announcement.content.title),
        "created_by": announcement.created_by,
        "approved_by": announcement.approved_by,
        "second_approval_by": announcement.second_approval_by,
        **{name: None if moment is None else moment.isoformat() for name, moment in moments.items()},
        "pause_reason": announcement.pause_reason,
        "corrects": announcement.corrects,
        "is_edit": announcement.is_edit,
    }


def _title(announcement: Announcement) -> str:
    return next(iter(announcement.content.title.values()), "")
