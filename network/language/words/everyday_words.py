"""Everyday words, which most questions have and which seldom say what a question is about."""

from functools import lru_cache

_WORDS: dict[str, str] = {
    "nb": """
        få får fikk fått gi gir gav ga gitt gjøre gjør gjorde gjort ta tar tok tatt komme
        kommer kom kommet gå går gikk gått sette setter satte satt legge legger la lagt
        holde holder holdt bruke bruker brukte brukt prøve prøver prøvde prøvd finnes finne
        finner fant funnet vite vet visste se ser så sett si sier sa sagt trenge trenger
        trengte bør burde kan kunne må måtte skal skulle vil ville late lar lot skje skjer
        skjedde skjedd lykkes virke virker virket fungere fungerer fungerte klare klarer
        klarte erfaring erfaringer erfaringene råd tips eksempel eksempler andre annen annet
        sammen bedre best bra godt god gode flere flest mer mest mindre mange noen noe ulike
        forskjellige først fremst ofte sånn slik bare egentlig måte måter mye lite litt når
        hvis om hjelpe hjelper hjelp tiltak kommune kommuner kommunen kommunene kommunal
        arbeide arbeider arbeid jobbe jobber jobb håndtere håndterer sak saker ting ny nytt
        nye folk mennesker stor stort store liten lite små løse løser løsning ønske ønsker
        snakke snakker fortelle lang lange langt lenge lenger lengre lengst kort korte høy
        høye høyt høyere høyest lav lave lavt lavere lavest dårlig dårlige dårligere
        dårligst færre færrest utenfor innenfor saksnummer saksnr arkivsak dnr
        """,
    "nn": """
        få får fekk fått gje gjev gi gir gav gjeve gjere gjer gjorde gjort ta tek tok teke
        kome kjem kom kome komme gå går gjekk gått setje set sette sett leggje legg la lagt
        halde held heldt bruke brukar brukte brukt prøve prøver prøvde prøvd finst finne
        finn fann funne vite veit visste sjå ser såg sett seie seier sa sagt trenge treng
        trong bør burde kan kunne må måtte skal skulle vil ville skje skjer skjedde lukkast
        verke verkar fungere fungerer klare klarer erfaring erfaringar råd tips døme
        eksempel andre annan anna saman betre best bra godt god gode fleire flest meir mest
        mindre mange nokon noko nokre ulike først ofte slik berre måte måtar mykje lite litt
        når viss om hjelpe hjelper hjelp tiltak kommune kommunar kommunen kommunane arbeide
        arbeider arbeid jobbe jobbar jobb handtere handterer sak saker ting ny nytt nye folk
        menneske stor stort store liten små løyse løyser ønskje ønskjer lang lange langt
        lenge lenger lengre lengst kort korte høg høge høgt høgare høgast låg låge lågt
        lågare lågast dårleg dårlege dårlegare dårlegast færre færrast utanfor innanfor
        """,
    "sv": """
        få får fick fått ge ger gav gett givit göra gör gjorde gjort ta tar tog tagit komma
        kommer kom kommit gå går gick gått sätta sätter satte satt lägga lägger lade lagt
        hålla håller höll hållit använda använder använde använt prova provar provat pröva
        prövar prövat finns finnas finna fanns veta vet visste se ser såg sett säga säger sa
        sade sagt behöva behöver behövde bör borde kan kunna kunde måste ska skall skulle
        vill ville låta låter lät hända händer hände lyckas funka funkar fungera fungerar
        fungerade klara klarar erfarenhet erfarenheter råd tips exempel andra annan annat
        tillsammans ihop bättre bäst bra gott god goda fler flera flest mer mest mindre
        många några något någon olika först främst ofta sådan bara egentligen sätt mycket
        lite när om ifall hjälpa hjälper hjälp åtgärd åtgärder insats insatser kommun
        kommuner kommunen kommunerna kommunal arbeta arbetar arbete jobba jobbar jobb
        hantera hanterar sak saker grej ny nytt nya folk människor stor stort stora liten
        litet små lösa löser lösning vilja önska önskar prata pratar berätta lång långa
        långt länge längre längst kort korta hög höga högt högre högst låg låga lågt lägre
        lägst dålig dåliga dåligt sämre sämst färre utanför innanför dnr diarienummer
        diarienr
        """,
}


@lru_cache(maxsize=1)
def _all_words() -> frozenset[str]:
    return frozenset(word for words in _WORDS.values() for word in words.split())


def is_everyday(form: str) -> bool:
    """Whether a folded word, as it is written, is an everyday one in any of the languages."""
    return form in _all_words()
