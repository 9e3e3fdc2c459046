"""The language of a text or a query, and silence where it cannot be told."""

import pytest

from network.language.words.language_guess import guess


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hva gjør kommunen når ungdommer ikke kommer på skolen?", "nb"),
        ("Kva gjer kommunen når ungdomar ikkje kjem på skulen?", "nn"),
        ("Vad gör kommunen när ungdomar inte kommer till skolan?", "sv"),
        ("väntetider i förskolan", "sv"),
        ("hjemvendte og radikalisering", "nb"),
        ("återvändare", "sv"),
        ("førebygging og tryggleik for dei unge", "nn"),
        ("radikalisering", None),
        ("Oslo", None),
        ("", None),
        ("2016/278", None),
    ],
)
def test_guess(text: str, language: str | None) -> None:
    assert guess(text) == language
