"""Subjects and glossary terms, with their labels in every language."""
