"""What the site says of itself."""

from __future__ import annotations

from flask import render_template

from network.entries.queries import count_by_organisation
from network.organisations.queries import find_organisations_by_slug
from network.site import get_site

# When the pages were last assessed as the accessibility statement tells. Whoever assesses them
# anew, or changes what that statement says, changes this day.
ASSESSED = "2026-11-29"


def about() -> str:
    """What Grannar is, who is behind it and writes here, and how to use it."""
    with get_site().public.reading() as session:
        counts = count_by_organisation(session)
        bodies = find_organisations_by_slug(session, counts)
    made_up = {slug for slug, body in bodies.items() if body.is_made_up}
    return render_template(
        "public/about/about.html",
        written_about=len(counts.keys() - made_up),
        texts=sum(number for slug, number in counts.items() if slug not in made_up),
        made_up_texts=sum(counts[slug] for slug in made_up),
    )


def accessibility() -> str:
    """The accessibility statement: what the laws of both countries ask for, as far as it is true.

    Sources: Commission Implementing Decision (EU) 2018/1523, the model statement; Digg's list of
    what a *tillgänglighetsredogörelse* contains (digg.se); forskrift om universell utforming av
    ikt-løsninger, chapter 2 (uutilsynet.no).
    """
    return render_template(
        "public/about/accessibility.html",
        assessed=ASSESSED,
        address=get_site().settings.public_url,
    )
