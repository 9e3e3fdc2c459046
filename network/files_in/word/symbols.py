"""Signs of the symbol fonts, as the letters of Unicode that look like them.

A font such as Wingdings has pictures where others have letters; Word writes their places, from
U+0020 or from U+F020 on. The tables follow Unicode's mapping of these fonts, with the common sign
where that is a rare one which few fonts have.
"""

from __future__ import annotations

_FIRST = 0x20
_PRIVATE = 0xF000
_UNKNOWN = "□"
BOXES = frozenset("☐☒☑")

_SYMBOL = (
    " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□□"
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_WINGDINGS = (
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉"
    "♊♋♌♍♎♏♐♑♒♓❦&●○■☐☐☐☐◆⧫◆❖◆☒⮹⌘🏵🏶❞❞▯🄋➀➁➂➃➄➅➆➇➈➉🄌➊➋➌➍➎➏➐➑➒➓❦❦❦❦❦❦❦❦∙•"
    "■○○○●🞋○▪☐★★★★★★★□⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷❦❦❦❦❦❦❦❦❦❦⌫⌦←→↑↓←→↑↓←"
    "→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩↔⇳↖↗↙↘🢬🢭✗✓☒☑"
)
_WINGDINGS_2 = (
    " 🖊🖋🖌🖍✄✀🕾🕽🗅☐🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗✓☒☑☒☒☒☒🛇⦸❦&❦❦‽‽‽"
    "‽❦❦❦❦❦❦❦❦⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿□☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧❦❦⋅●⦁●○○○○⊙⦿■"
    "■◾■☐□□□□▣□□◆◆◆◆◇◆◈◆◇◆◆◆◆◊◆◖◗●●■◆⬢⬢⬢⬢⯃⯄✚✚✚✚✚✚✚✖✖✖✖✖✖✖✱✱✱✱✱✱✱✱✱✱✱✱"
    "✱✱✱✱✱★★★★★★✶★★★★✹★★✯★★⯌⯍※⁂"
)
_WINGDINGS_3 = (
    " ←→↑↓↖↗↙↘←→↑↓↖↘↑↓↔↕←→↑↓↓←→←→←→←→⮐⮑⮒⮓←←⭾⭿←→↑↓↺↺↺↺↻↺⎋⌤⌃⌥␣⍽⇪↑←→←→←→"
    "←→←→←→←→↑↓↖↗↙↘↔↕▲▼△▽◀▶◁▷◣◢◤◥◀▶▲□▼▲▼◀▶←→↑↓←→↑↓←→↑↓←→↑↓←→↑↓←→↑↓←→↑"
    "↓←→↑↓←→←→←→←🢜🢝🢞🢟→←→←→←→↑↓←→↑↓←→↑↓←→↑↓←→↑↓←→←→←→←→←→↑↓↖↗↙↘←→↑↓↖↗↙"
    "↘←→↑↓↖↗↙↘←→↑↓←→↑↓"
)
_WEBDINGS = (
    " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗✓❦🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬❦🗭🗪🗫"
    "↺✔🚲□🛡📦🛱■🚑🛈🛩🛰★🕴●🛥🚔↻🗙❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲□🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻"
    "🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫"
    "🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦🗧🛪🐿🐦🐟🐕🐈❦❦❦❦🗺🌍🌏🌎🕊"
)
_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    "zapfdingbats": _WINGDINGS,
}


def is_symbol_font(font: str) -> bool:
    """Whether a font has signs in the places of letters."""
    return font.strip().lower() in _FONTS


def read_symbols(text: str, font: str) -> str:
    """Text of a font in letters that every font has; a sign that is not known is an empty square.

    Of a font that is none of signs, only places from U+F020 on are signs; those are read as
    Wingdings, where bullets made elsewhere come from.
    """
    table = _FONTS.get(font.strip().lower())
    if table is None and not any(_PRIVATE <= ord(letter) <= _PRIVATE + 0xFF for letter in text):
        return text
    return "".join(_read_sign(letter, table) for letter in text)


def _read_sign(letter: str, table: str | None) -> str:
    place = ord(letter)
    if _PRIVATE <= place <= _PRIVATE + 0xFF:
        place -= _PRIVATE
    elif table is None:
        return letter
    if place == 0xB7 and table is None:
        return "•"
    at = place - _FIRST
    signs = table or _WINGDINGS
    if at < 0:
        return " "
    # What lies beyond the table is no place of the font: it was written in another.
    return signs[at] if at < len(signs) else letter if place > 0xFF else _UNKNOWN
