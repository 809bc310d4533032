"""What is counted and timed, for Prometheus to fetch. Names no chat and no person.

One object a process, handed to whoever counts; there is no registry that all share.
"""

from collections.abc import Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_1_0_0
_ANSWER_BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        registry = self._registry
        ProcessCollector(registry=registry)
        self._updates = Counter("kzjp_updates", "Updates taken in, by kind.", ["kind"], registry=registry)
        self._questions = Counter(
            "kzjp_questions", "Questions, by outcome and language.", ["outcome", "language"], registry=registry
        )
        self._answer_s = Histogram(
            "kzjp_answer_seconds",
            "From taking a question up to its answer being sent.",
            buckets=_ANSWER_BUCKETS_S,
            registry=registry,
        )
        self._sends = Counter("kzjp_sends", "Calls that send or edit something.", ["result"], registry=registry)
        self._outbox = Gauge("kzjp_outbox", "Deliveries that are not settled, by state.", ["state"], registry=registry)
        self._queue_age_s = Gauge(
            "kzjp_queue_age_seconds", "How long the oldest delivery that is due has been due.", registry=registry
        )
        self._reloads = Counter("kzjp_reloads", "Readings of the knowledge anew.", ["result"], registry=registry)
        self._knowledge = Gauge("kzjp_knowledge_info", "The knowledge that is served.", ["hash"], registry=registry)
        self._incidents = Counter("kzjp_incidents", "Failures that someone was told about.", registry=registry)
        for result in ("done", "refused"):
            self._reloads.labels(result)
        for result in SEND_RESULTS:
            self._sends.labels(result)

    def took_in(self, kind: str) -> None:
        """Count an update."""
        self._updates.labels(kind).inc()

    def asked(self, outcome: str, language: str) -> None:
        """Count a question."""
        self._questions.labels(outcome, language).inc()

    def answered_within(self, seconds: float) -> None:
        """Count how long an answer took."""
        self._answer_s.observe(seconds)

    def sent(self, result: str) -> None:
        """Count a call that sends, by one of ``SEND_RESULTS``."""
        self._sends.labels(result).inc()

    def reloaded(self, result: str) -> None:
        """Count a reading of the knowledge: ``done`` or ``refused``."""
        self._reloads.labels(result).inc()

    def serving(self, digest: str) -> None:
        """Tell which knowledge is served."""
        self._knowledge.clear()
        self._knowledge.labels(digest).set(1)

    def failed(self) -> None:
        """Count an incident."""
        self._incidents.inc()

    def waiting(self, states: Mapping[str, int], oldest_due_s: float) -> None:
        """Tell how many deliveries are in each state, and for how long the oldest has been due."""
        for state, count in states.items():
            self._outbox.labels(state).set(count)
        self._queue_age_s.set(oldest_due_s)

    def exposition(self) -> bytes:
        """Return everything in Prometheus's text format."""
        return generate_latest(self._registry)


SEND_RESULTS: Final = ("ok", "flood", "refused", "error", "timeout", "unreached")
"""Sent; 429; refused for good (4xx); failed at Telegram (5xx); no answer in time; Telegram not reached."""
