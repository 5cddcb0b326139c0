"""What can be the name of a voice, and what only looks like one.

“Note: …”, “Total: …”, “ERROR: …” and “Subject: …” stand before a colon as names do. So one line never
decides: `voices` looks at all of a file's candidates. The evidence for a conversation is two voices that
come again, or words that only speakers go by (“Agent”, “Speaker 1”, “spk_0”), in turn, with something said
behind them; against it, words that logs, letters and forms put there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from simulator.domain.transcript import Speaker

_REP_WORDS: Final = frozenset(
    "rep|sales rep|salesrep|representative|sales representative|seller|salesperson|salesman|"
    "sales person|sales|sales agent|"
    "agent|call agent|ai agent|support agent|human agent|advisor|adviser|consultant|sdr|bdr|ae|"
    "account executive|telemarketer|"
    "csr|customer service representative|customer service|customer service rep|support|support rep|"
    "representant|vendor rep|"
    "therapist|counselor|counsellor|internal|employee|colleague|teammate|admin|staff".split("|")
)
_PROSPECT_WORDS: Final = frozenset(
    "prospect|customer|client|lead|buyer|callee|external|contact|consumer|end user|enduser|end_user|shopper|"
    "potential customer|prospective customer|guest|visitor|patient".split("|")
)
#: names of voices that say nothing of who sells
_VOICE_WORDS: Final = frozenset(
    "user|assistant|caller|host|interviewer|interviewee|moderator|participant|unknown speaker|unknown|"
    "operator|bot|human|ai|"
    "me|you|them|other|everyone else|left|right|inbound|outbound|person|voice|man|woman|doctor|teacher|"
    "student|q|a".split("|")
)
_NUMBERED: Final = re.compile(
    r"(?:speaker|spk|voice|participant|person|channel|ch|agent|customer|caller|s|guest|unknown speaker|talker|user)"
    r"[ _#-]*(?:\d{1,3}|[A-Za-z])",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[A-Z]\d?")
#: stands before a colon in logs, letters, forms, recipes and notes, and is nobody
_NOBODY: Final = frozenset(
    "info|debug|warn|warning|error|err|fatal|trace|critical|notice|severe|verbose|exception|traceback|"
    "note|notes|nb|n b|ps|p s|"
    "re|fwd|fw|subject|date|to|from|cc|bcc|sent|time|day|duration|topic|title|location|place|address|"
    "phone|tel|mobile|fax|e mail|email|"
    "features|benefits|pricing|accept|user agent|content type|content length|connection|cookie|"
    "cache control|url|uri|http|https|ftp|file|path|id|key|value|name|type|status|state|result|results|"
    "total|subtotal|sum|price|cost|amount|"
    "quantity|version|author|authors|editor|source|sources|summary|abstract|introduction|conclusion|"
    "agenda|attendees|participants|"
    "speakers|present|action|actions|action items|todo|to do|fixme|tip|tips|hint|hints|example|examples|"
    "e g|i e|important|attention|"
    "caution|danger|step|chapter|section|part|page|figure|fig|table|appendix|references|see also|see|"
    "warnings|usage|options|"
    "arguments|args|returns|raises|parameters|yields|requirements|description|details|comment|comments|"
    "reason|message|"
    "keywords|tags|category|categories|created|updated|modified|language|kind|style|region|host name|"
    "hostname|server|"
    "ingredients|method|preparation|serves|pros|cons|question|questions|answer|answers|ok|fail|pass|"
    "failed|passed|test|expected|actual|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|recording|transcript|transcription|"
    "transcribed by|call|call id|meeting|meeting title|started|ended|start|end|"
    "the following|the point|the thing|one thing|for example|in short|in summary|remember|however|"
    "therefore|kernel|systemd|cron|sshd".split("|")
)
_LOG_LEVELS: Final = frozenset(
    "info debug warn warning error err fatal trace critical notice severe verbose".split()
)
#: words that people say to one another and that forms, logs and recipes hardly have; in a few languages, since a
#: file without marks may have nothing else
_TALK: Final = frozenset(
    "i i'm you you're your we we're me my us our hi hello hey yes yeah yep no nope ok okay thanks thank "
    "sorry please bye right sure fine so well mhm mm uh um "
    "ich du sie wir ja nein danke hallo guten je tu vous nous oui non merci bonjour yo usted sí gracias "
    "hola ik jij u wij nee dank "
    "io lei noi sì grazie ciao buongiorno eu você sim não obrigado olá jag ni vi nej tack hej".split()
)
_SPACES: Final = re.compile(r"[\s_.·-]+")
_NOT_IN_NAMES: Final = re.compile(r"[:;!?=<>{}\t\[\]|\\\"“”*/#@$%^~`]|\.\s*$|,\s*$|^\d+$|\d{4}")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_LONGEST_NAME, _NAME_WORDS = 48, 6


def role_of(label: str) -> Speaker | None:
    """What a label says of its voice by itself: an “Agent” is the rep, a “Customer” the prospect, a name
    neither."""
    words = _words(label)
    plain = re.sub(r" ?\d{1,2}$", "", words)
    if words in _REP_WORDS or plain in _REP_WORDS:
        return Speaker.REP
    if words in _PROSPECT_WORDS or plain in _PROSPECT_WORDS:
        return Speaker.PROSPECT
    return None


def roles_of(labels: Iterable[str | None]) -> dict[str, Speaker]:
    """The roles that labels say by themselves; left out are those that say nothing."""
    found = {label: role_of(label) for label in set(labels) if label}
    return {label: role for label, role in sorted(found.items()) if role is not None}


def known(label: str) -> bool:
    """Whether only a speaker goes by that."""
    words = _words(label)
    return (
        role_of(label) is not None
        or words in _VOICE_WORDS
        or _NUMBERED.fullmatch(label.strip(" #")) is not None
        or _LETTER.fullmatch(label.strip()) is not None
    )


def nobody(label: str) -> bool:
    """Whether that is a word of logs, letters and forms."""
    words = _words(label)
    return words in _NOBODY or words.split(" ", 1)[0] in _LOG_LEVELS


def could_be_name(label: str) -> bool:
    """Whether somebody could be called that: short, begins with a letter, no sentence; says nothing of whether
    somebody is."""
    label = label.strip()
    if not label or len(label) > _LONGEST_NAME or nobody(label):
        return False
    if known(label) or _MAIL.fullmatch(label):
        return True
    bare = re.sub(r"\s*\([^()]{1,40}\)$", "", label)  # Ann Lee (Acme Ltd)
    if not bare or not bare[0].isalpha() or _NOT_IN_NAMES.search(bare) or len(bare.split()) > _NAME_WORDS:
        return False
    words = [word for word in re.split(r"[\s,&-]+", bare) if word]
    small = sum(word[0].islower() for word in words)
    # “ann”, “Ann van der Lee”, “ANN”; not “the thing that matters”
    return len(words) == 1 or (words[0][0].isupper() and small <= len(words) / 2) or not _cased(bare)


def voices(
    said: Sequence[tuple[str, str]], *, lines: int, timed: bool = False, sparse: bool = False
) -> frozenset[str]:
    """The labels of a file that are voices; none where it is no conversation.

    Args:
        said: the candidates in order: label, and what stands behind it.
        lines: lines of the file that are not blank, labelled or not.
        timed: whether the labels come with times, which is evidence of its own.
        sparse: whether the first thing said has a label, and captions after it go on with that voice until
            the next label.
    """
    nobodies = sum(nobody(label) for label, _ in said)
    counts = Counter(label for label, _ in said if could_be_name(label))
    if not counts or nobodies > sum(counts.values()) / 2:
        return frozenset()
    sure = {label for label in counts if known(label)}
    certain = sure | {label for label, count in counts.items() if count > 1}
    labelled = sum(counts.values())
    backed = (timed and any(not label.islower() for label in counts)) or bool(sure)
    if sparse and certain and (len(counts) >= 2 or labelled >= 0.8 * lines):
        return frozenset(counts)
    if len(certain) >= 2 or (sure and len(counts) >= 2):
        held = sum(counts[label] for label in certain)
        share, density = (0.2, 0.02) if backed else (0.5, 0.25)
        fits = held >= labelled * share and labelled >= lines * density
        return frozenset(counts) if fits and (backed or _speech(said, counts)) else frozenset()
    if sure or (timed and backed and (certain or len(counts) >= 2)):
        return frozenset(counts)
    pair = len(counts) == 2 and bool(certain) and labelled >= 0.4 * lines
    alone = len(counts) >= 2 and (timed or pair or labelled == lines) and _speech(said, counts)
    return frozenset(counts) if alone else frozenset()


def _speech(said: Sequence[tuple[str, str]], counts: Mapping[str, int]) -> bool:
    """Whether what stands behind the labels reads like talk, and the same few do not come round in a fixed
    order as in a form."""
    texts = [text for label, text in said if label in counts and text.strip()]
    if not texts:
        return False
    speech = sum(spoken(text) for text in texts)
    talk = sum(
        len(text.split()) >= 4 or text.rstrip()[-1:] in ".?!…,—-”\"'" or spoken(text) for text in texts
    )
    if talk < 0.5 * len(texts) or speech < 0.2 * len(texts):
        return False
    order = [label for label, _ in said if label in counts]
    period = len(counts)
    if period >= 3 and len(order) >= 2 * period:
        fixed = sum(one == order[at % period] for at, one in enumerate(order))
        sentences = sum(text.rstrip()[-1:] in ".?!…" for text in texts)
        return fixed < 0.9 * len(order) or sentences >= 0.6 * len(texts)
    return True


def spoken(text: str) -> bool:
    """Whether somebody says that to somebody: it asks, or has a word of talk."""
    return "?" in text or not _TALK.isdisjoint(re.findall(r"[^\W\d_]+(?:['’][a-z]+)?", text[:400].lower()))


def _words(label: str) -> str:
    return _SPACES.sub(" ", label.strip().strip("[]()<>*:").lower()).strip()


def _cased(text: str) -> bool:
    return any(one.islower() or one.isupper() for one in text)
