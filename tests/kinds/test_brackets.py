"""A text may begin so many links, and no more: Markdown looks for the end of each."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from network.kinds import parse_content
from network.kinds.words import MOST_BRACKETS


@pytest.mark.parametrize("sign", ["[", "<"])
def test_a_text_of_brackets_is_refused_with_a_sentence(sign: str) -> None:
    def need(times: int) -> object:
        return parse_content(
            {"kind": "need", "language": "nb", "title": "Hjelp", "body": f"{sign}a " * times}
        )

    assert need(MOST_BRACKETS)
    with pytest.raises(ValidationError) as refused:
        need(MOST_BRACKETS + 1)
    (told,) = refused.value.errors()
    assert told["loc"] == ("body",)
    assert told["msg"] == f"has more than 1000 of the sign {sign}."
