"""The tables of topics and terms."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from network.db import Base
from network.topics.values import Term, Topic


class TopicRow(Base):
    """One topic; ``position`` is its place in the content's own order."""

    __tablename__ = "topics"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def value(self) -> Topic:
        """The topic as a value."""
        return Topic.model_validate(self.content)


class TermRow(Base):
    """One glossary term."""

    __tablename__ = "terms"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def value(self) -> Term:
        """The term as a value."""
        return Term.model_validate(self.content)
