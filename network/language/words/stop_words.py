"""Small words, which hold a sentence together and say nothing of what it is about."""

SMALL_WORDS: dict[str, frozenset[str]] = {
    "sv": frozenset(
        "och inte är jag från ett av som vad hur varför när mycket också efter mellan "
        "utan något någon några eller hon den det att vid enligt ska skall blir blev "
        "hos under över inom mot oss dem deras bland vem vilka vilken vilket skulle borde genom åt "
        "vår vårt våra mitt mina ditt dina".split()
    ),
    "nb": frozenset(
        "og ikke er jeg fra et av som hva hvordan hvorfor når mye også etter mellom "
        "uten noe noen eller hun den det å ved ifølge skal blir ble hos under over "
        "innen mot oss dem deres hvor hver være vært gjøre gjør mer de blant hvem hvilke hvilken "
        "hvilket skulle burde gjennom vår vårt våre mitt ditt dine".split()
    ),
    "nn": frozenset(
        "og ikkje er eg frå eit av som kva korleis kvifor når mykje også òg etter "
        "mellom utan noko nokon nokre eller ho den det å ved ifølgje skal blir vart "
        "blei hos hjå under over innan mot oss dei deira kvar vere vore gjere gjer "
        "meir ein heile blant kven skulle burde gjennom vert verte vår vårt våre".split()
    ),
}
# Those that all three have, and that therefore show no language.
_SHARED = frozenset(
    "i på til till for för før med om en ei er är å at kan har hadde hade var vil ville som så "
    "da då nå no men opp ut inn in alle alla vi de dei man seg sig sin sitt sine sina du han "
    "denne dette denna detta disse dessa desse ha få får gi gir ger gje gjør gjer gör".split()
)
_ALL = _SHARED.union(*SMALL_WORDS.values())


def is_small(form: str) -> bool:
    """Whether a folded word is a small one in any of the languages."""
    return form in _ALL
