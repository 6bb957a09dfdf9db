"""The page that shows the customer's phone: one phone per number, with its messages as the customer reads them."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from core.clock import local
from core.integrations.sms.phone_store import PhoneMessage
from core.rules import phone
from core.texts import Texts
from core.tokens import load_tokens

_STYLE = """
@font-face{font-family:Inter;src:url(/inter.ttf)}
:root{%(light)s}
@media(prefers-color-scheme:dark){:root{%(dark)s}}
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--text);font:15px/1.4 Inter,system-ui,sans-serif}
header{padding:28px 32px 4px}h1{margin:0;font-size:24px}p{margin:4px 0 0;color:var(--text2)}
main{display:flex;flex-wrap:wrap;gap:28px;padding:24px 32px 40px;align-items:flex-start}
section{width:340px;max-width:100%%;background:var(--surface);border:9px solid var(--rail);
border-radius:38px;overflow:hidden}
h2{margin:0;padding:20px 18px 12px;font-size:15px;text-align:center;border-bottom:1px solid var(--border)}
h2 small{display:block;color:var(--text2);font-weight:400;font-size:12px}
ol{list-style:none;margin:0;padding:10px 16px 18px;min-height:420px}
time{display:block;text-align:center;color:var(--text2);font-size:12px;margin:12px 0 6px}
q{display:block;quotes:none;background:var(--accentSoft);color:var(--accentInk);padding:10px 14px;
border-radius:18px 18px 18px 5px;white-space:pre-wrap;overflow-wrap:anywhere}
small.state{display:block;color:var(--text2);font-size:12px;padding:4px 6px}
.empty{padding:32px;color:var(--text2)}
"""
_SCRIPT = """
const main = document.querySelector("main");
setInterval(async () => {
  try {
    const answer = await fetch("/bubbles");
    const text = await answer.text();
    if (answer.ok && text !== main.dataset.shown) { main.innerHTML = main.dataset.shown = text; }
  } catch (error) { /* the office program is closed; what is shown stays */ }
}, 1000);
"""
_COLOURS = ("canvas", "surface", "text", "text2", "border", "rail", "accentSoft", "accentInk")


def phone_page(messages: Sequence[PhoneMessage], now: datetime, texts: Texts, nonce: str) -> str:
    """The whole page; it asks for new bubbles every second. `nonce` lets its own style and script run and no other."""
    style = _STYLE % {theme: _variables(theme) for theme in ("light", "dark")}
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(texts("sms.phone_title"))}</title>'
        f'<style nonce="{nonce}">{style}</style></head><body>'
        f'<header><h1>{escape(texts("sms.phone_title"))}</h1><p>{escape(texts("sms.phone_lead"))}</p></header>'
        f'<main aria-live="polite">{bubbles(messages, now, texts)}</main><script nonce="{nonce}">{_SCRIPT}</script>'
        "</body></html>"
    )


def bubbles(messages: Sequence[PhoneMessage], now: datetime, texts: Texts) -> str:
    """The phones alone; the one that got something last comes first."""
    if not messages:
        return f'<div class="empty">{escape(texts("sms.phone_empty"))}</div>'
    ordered = sorted(messages, key=lambda message: message.to)
    phones = [list(of_one) for _number, of_one in groupby(ordered, key=lambda message: message.to)]
    phones.sort(key=lambda of_one: max(message.created for message in of_one), reverse=True)
    return "".join(_phone(of_one, now, texts) for of_one in phones)


def _phone(messages: Sequence[PhoneMessage], now: datetime, texts: Texts) -> str:
    first = messages[0]
    return (
        f"<section><h2>{escape(first.sender)}<small>{escape(phone.shown(first.to))}</small></h2><ol>"
        + "".join(_bubble(message, now, texts) for message in sorted(messages, key=lambda message: message.created))
        + "</ol></section>"
    )


def _bubble(message: PhoneMessage, now: datetime, texts: Texts) -> str:
    day, today = local(message.created).date(), local(now).date()
    when = f"{texts.relative_day(day, today)} {texts.time(message.created)}"
    state = message.state(now)
    said = texts(f"sms.state_{'sending' if state == 'created' else state}")
    if message.parts > 1:
        said += " · " + texts("sms.phone_parts", parts=message.parts)
    return (
        f'<li><time datetime="{message.created.isoformat()}">{escape(when)}</time><q>{escape(message.text)}</q>'
        f'<small class="state">{escape(said)}</small></li>'
    )


def _variables(theme: str) -> str:
    colours = load_tokens().theme(theme)
    return ";".join(f"--{name}:{colours[name]}" for name in _COLOURS)
