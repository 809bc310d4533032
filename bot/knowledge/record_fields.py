"""A record's fields as text by name: what a comparison of two versions goes through, field by field."""

from bot.knowledge.model import Entry, Fact, Source, Topic


def fact_fields(fact: Fact) -> dict[str, str]:
    """Return the fields of a fact, its statement by language."""
    return {
        "topic": fact.topic,
        "status": fact.status,
        "as_of": fact.as_of.isoformat(),
        "superseded_by": fact.superseded_by or "",
        "confidence": fact.confidence,
        "review_by": "" if fact.review_by is None else fact.review_by.isoformat(),
        "sources": ", ".join(fact.sources),
        **{f"statement.{language}": text for language, text in fact.statement.items()},
    }


def entry_fields(entry: Entry) -> dict[str, str]:
    """Return the fields of an entry but its answer and the phrasings after the first."""
    return {
        "topic": entry.topic,
        "known": "true" if entry.known else "false",
        "related": ", ".join(entry.related),
        **{
            f"canonical question.{language}": utterances[0].text
            for language, utterances in entry.utterances.items()
            if utterances
        },
        **{
            f"not_utterances.{language}": "; ".join(utterance.text for utterance in utterances)
            for language, utterances in entry.not_utterances.items()
        },
    }


def source_fields(source: Source) -> dict[str, str]:
    """Return the fields of a source."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": source.published.isoformat(),
        "language": source.language,
        "kind": source.kind,
    }


def topic_fields(topic: Topic) -> dict[str, str]:
    """Return the fields of a topic."""
    return {"icon": topic.icon, **{f"title.{language}": title for language, title in topic.title.items()}}
