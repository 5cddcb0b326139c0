"""Names in a line: the rep's own, their company's, and what they call the prospect."""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.reading.acts_text import plain, without_title_stops
from simulator.reading.line_keys import KEPT_LINES, keys_of_line, may_hold, needs_of
from simulator.reading.stems import rarity, stem

_NAME = r"([^\W\d_][^\W\d_]+)"
_HI = r"(?:hi|hello|hey|hiya|good morning|morning|good afternoon|afternoon|good evening|evening)"
_TITLE = r"(?:mr|mrs|ms|miss|dr|prof|sir)"
_FROM = r"(?:from|at|with|of|over at|on behalf of|calling from|ringing from)"
_SAYS = r"(?:it is|this is|i am)(?: mr| mrs| ms| miss| dr)?"

#: a pair of which one is in every line that holds `_SAYS`
_SAID = "it_is this_is i_am"
_HI_WORDS = "hi hello hey hiya morning afternoon evening"
_NOT_A_FIRM = r"(?!(?:the|a|an|my|our|your|you|me|it|that|this|here|there|now|home|work|last|first|least|all|what|which)\b)"
# In order of certainty: the keys (see `line_keys`) that a line needs, and a pattern whose first group is the name.
_GIVEN = tuple(
    (needs_of(needed), re.compile(pattern))
    for needed, pattern in (
        ("name_is", rf"\b(?:my|the) (?:full |first )?name is {_NAME}"),
        ("|_name", rf"\| name is {_NAME}"),
        ("call_me", rf"\b(?:they|you can|just|please) call me {_NAME}"),
        ("are_speaking are_talking", rf"\byou are (?:speaking|talking) (?:to|with) {_NAME}"),
        (
            f"{_SAID} | from at with of",
            rf"\b{_SAYS} {_NAME}(?: [^\W\d_]+)?(?: here| calling| ringing| speaking)? {_FROM}"
            rf" {_NOT_A_FIRM}[^\W\d_]+",
        ),
        (
            f"{_SAID} | from at with",
            rf"\b{_SAYS} {_NAME}(?: [^\W\d_]+)?(?: here| calling| ringing| speaking)? (?:from|at|with)"
            rf" (?:the|a|an|our|your)\b",
        ),
        (
            _SAID,
            rf"\| (?:{_HI} )?(?:there )?(?:{_TITLE} )?(?:[^\W\d_]+ )?{_SAYS} {_NAME}(?: [^\W\d_]+)?(?:"
            rf" here| speaking| calling)? \|(?! \?)",
        ),
        (f"{_SAID} | {_HI_WORDS}", rf"\b{_HI}(?: there)?(?: {_TITLE})?(?: [^\W\d_]+)? {_SAYS} {_NAME}\b"),
        (
            "here speaking",
            rf"\| (?:(?:{_HI}|there|yes|yeah) ){{0,3}}(?:(?:{_TITLE} )?[^\W\d_]+ )?{_NAME} (?:here|speaking)"
            r" (?:\||from|at|with|and|calling|sorry|how|just|i am|is|quick|again)",
        ),
        ("from", rf"\| (?:(?:{_HI}|there) ){{0,3}}{_NAME} (?:here )?from {_NOT_A_FIRM}[^\W\d_]+"),
        (
            "from",
            rf"\| (?:(?:{_HI}|there) ){{0,3}}(?:{_TITLE} )?[^\W\d_]+ {_NAME} (?:here )?from"
            rf" {_NOT_A_FIRM}[^\W\d_]+",
        ),
        (
            f"at with | {_HI_WORDS}",
            rf"\| {_HI} (?:{_TITLE} )?[^\W\d_]+ {_NAME} (?:here )?(?:at|with|over at) {_NOT_A_FIRM}[^\W\d_]+",
        ),
        (
            f"at with | {_HI_WORDS}",
            rf"\| (?:(?:yes|yeah|oh|okay|well|right) )?{_HI} (?:there )?{_NAME} (?:here )?(?:over at|at"
            rf"|with) {_NOT_A_FIRM}[^\W\d_]+",
        ),
    )
)
#: "Good morning. Sam, Brackwater.": a name and a firm with a comma between them, and nothing else in the sentence
_SIGNED = re.compile(
    rf"^\W*(?:(?:yes|yeah|oh|well|sorry|okay|{_HI[3:-1]})(?: there)?\s*[,.!–—-]+\s*){{0,3}}(?:(?:it's|it is"
    rf"|this is|I'm|I am)\s+)?"
    r"([^\W\d_]{2,})(?:\s+[A-Z][^\W\d_]+)?(?:\s+(?:here|speaking|calling))?\s*[,–—]\s*(?:(?:from|at"
    r"|with)\s+)?([A-Z][^\W\d_]+)(?:\s+[A-Z][^\W\d_]+)?\s*(?:[.!?–—]|$)",
    re.IGNORECASE,
)
_COMMA = re.compile("[,–—]")
_LED_BY = r"(?:like )?(?:(?:a |the )(?:company |firm |business |agency ))?(?:called |named )?"
_COMPANY = tuple(
    (needs_of(needed), re.compile(pattern))
    for needed, pattern in (
        (
            "called named | company firm business agency",
            rf"\b(?:company|firm|business|agency) (?:called|named) {_NAME}",
        ),
        ("are_called is_called", rf"\b(?:we are|company is|firm is) called {_NAME}"),
        (
            "calling ringing phoning here call | from with for at",
            rf"\b(?:calling|ringing|phoning|here|call) (?:you )?(?:today )?(?:from|with|for|at) {_LED_BY}{_NAME}",
        ),
        ("on_behalf", rf"\bon behalf of {_LED_BY}{_NAME}"),
        (
            "work_for i_represent am_with am_from am_calling am_at",
            rf"\bi (?:work for|represent|am with|am from|am calling from|am at) {_LED_BY}{_NAME}",
        ),
        (
            "from_the with_the | side team department people",
            rf"\b(?:from|with) the [^\W\d_]+ (?:side|team|department|people) (?:at|of) {_NAME}",
        ),
    )
)
_AFTER_NAME = (
    r"(?: (?!from\b|at\b|with\b)[^\W\d_]+)?(?: here| calling| ringing| speaking)? (?:from|at|with|over"
    r" at|of) (?:like )?" + _LED_BY + _NAME
)

# Words that stand where a name could stand, and are none.
_NO_NAMES = frozenset(
    "dr mr mrs ms miss prof a an the not very about all so just because calling here there fine good"
    " great it that this what your my our no yes in on for to"
    " from with only really up too like quite more how why when where working going right true clear"
    " fair over hard sorry afraid"
    " happy sure glad aware looking trying ringing phoning speaking talking also actually still well"
    " new back sir madam everyone"
    " everybody team guys mate folks folk again is am are was be been being me you he she we they him"
    " her them us his their its who"
    " which whom and or but if then than as at by of do does did done can could will would shall"
    " should may might must have has had"
    " one two three four five six seven eight nine ten first last next something someone anyone"
    " nobody nothing everything thanks"
    " thank please okay now today tomorrow tonight yesterday monday tuesday wednesday thursday friday"
    " saturday sunday coming hear"
    " heard different apart away far come comes came get got take taken run running work works busy"
    " interesting interested curious"
    " responsible based located located currently probably maybe perhaps already always never often"
    " usually exactly absolutely"
    " totally completely definitely certainly wrong bad nice lovely wonderful terrible awful perfect"
    " excellent amazing correct"
    " simple easy difficult important urgent quick brief short long early late free ready done"
    " finished open closed small big large"
    " someone's mine yours ours theirs home lunch holiday course time fact case way thing things"
    " people person man woman company"
    " business firm office manager owner boss director driver planner sales marketing purchasing"
    " accounts morning afternoon evening"
    " day week month year hi hello hey hiya goodbye bye love darling sweetheart dear honey wait"
    " listen look bear deal deals dealing"
    " help down out off between after before until since while during without within under above into"
    " onto upon per via let lets"
    " talk speak call ring minute second moment money price cost works great start stop keep tell ask"
    " say said see know think guess"
    " hope wish want need understand promise mean suppose feel sounds sound seems seem looks"
    " apparently honestly basically obviously"
    " clearly certainly understood agreed noted sweetie enough much many most some any few lots"
    " plenty both each either neither none"
    " number name email address phone website page link list order request question answer problem"
    " issue reason idea plan bullshit"
    " shit crap nonsense rubbish ridiculous stupid expensive cheap useful useless possible impossible"
    " normal common rare typical"
    " usual unusual certain unlikely likely part due down mostly mainly partly everything's"
    " wednesday's lunchtime noon midday scratch"
    " same these those kids children people originally anywhere somewhere everywhere nowhere"
    " international proud pretty uncomfortable stuck linked comfortable wondering noticing sending"
    " harmful problem problems kinda interested confused scary effective fun silly kind sort bit lot"
    " like pleased keen delighted grateful thankful thinking wondering hoping calling asking telling"
    " saying having being making doing"
    " getting taking using planning happening affecting impressed joking kidding serious honest new"
    " familiar unfamiliar friend"
    " colleague ours dispatch depot warehouse operations".split()
)
_SHORT_FORMS = (
    "william bill will billy liam", "robert bob rob bobby robbie", "richard rick dick ricky rich", "thomas tom tommy",
    "michael mike mick micky", "james jim jimmy jamie", "anthony tony", "elizabeth liz beth lizzie betty eliza",
    "katherine kate kathy katie catherine cathy kathryn", "margaret maggie peggy meg", "edward ed eddie ted ned",
    "andrew andy drew", "joseph joe", "charles charlie chuck", "john jack johnny", "susan sue susie",
    "patricia pat trish tricia",
    "alexander alex sandy sasha", "alexandra alex sandra sasha", "samuel sam", "samantha sam", "rebecca becky", "henry harry",
    "deborah debbie deb", "christopher chris", "christine chris tina", "nicholas nick", "victoria vicky tori", "jonathan jon",
)  # fmt: skip
_SAME_PERSON = tuple(frozenset(names.split()) for names in _SHORT_FORMS)


# From here on a word without a capital may be a name; what is commoner is an ordinary word.
RAREST_COMMON_NAME = 0.55


#: "it's forty quid" names a price and nobody
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen half".split()
)


def _is_name(word: str, original: str) -> bool:
    """Whether a lower-case word can be a name: written with a capital inside a sentence, or no everyday word."""
    if word in _NO_NAMES or word in _NUMBERS or len(word) < 2:
        return False
    if _stands_inside(f" {word.capitalize()}", original):
        return True
    return rarity(stem(word)) >= RAREST_COMMON_NAME and not word.endswith(
        ("ing", "ly", "ed", "able", "ible", "ive", "ful", "ous")
    )


def _stands_inside(word: str, text: str) -> bool:
    """Whether a word with a blank before it stands in a text as a whole, and not behind the end of a sentence."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        behind_stop = at > 0 and text[at - 1] in ".!?"
        if not behind_stop and (end == len(text) or not (text[end].isalnum() or text[end] == "_")):
            return True
        at = text.find(word, at + 1)
    return False


@lru_cache(maxsize=KEPT_LINES)
def extract_given_name(text: str, line: str | None = None) -> str | None:
    """The first name that the speaker gives as their own, or None: "it's Sam from Turnout", "Joe here".

    The result is capitalised, whatever the writing of the line. `line` is the plain form where the caller has it.
    """
    line = plain(text) if line is None else line
    keys = keys_of_line(line)
    for needs, pattern in _GIVEN:
        if not may_hold(keys, needs):
            continue
        for found in pattern.finditer(line):
            name = found.group(1)
            if _is_name(name, text) and not _in_question(line, found.end()):
                return name.capitalize()
    signed = _signed(text)
    return signed[0] if signed is not None else None


def name_before_firm(text: str, firm: str) -> str | None:
    """The first name that stands before the name of a known firm: "morning sam brackwater", or None.

    Args:
        text: the line.
        firm: the firm that the speaker calls for.
    """
    line, known = plain(text), plain(firm).strip("| ").split(" ")[0]
    lead = rf"(?:(?:{_HI}|there|it is|this is|i am|my name is|sorry|yes|yeah|well|only|just) ){{0,4}}"
    between = r"(?: [^\W\d_]+)?(?: (?:here|calling|ringing|speaking))?(?: \|)?(?: (?:from|at|with|of|for))?"
    for pattern in (
        rf"\| {lead}{_NAME}{between} {re.escape(known)}\b",
        rf"\b{_SAYS} {_NAME}{between} {re.escape(known)}\b",
    ):
        for found in re.finditer(pattern, line):
            if found[1] != known and _is_name(found[1], text):
                return found[1].capitalize()
    return None


def _signed(text: str) -> tuple[str, str] | None:
    """Name and firm where a line begins with no more than these: "Sam, Brackwater."."""
    found = _SIGNED.match(text) if _COMMA.search(text) else None
    if found is None or not (found[1][0].isupper() and found[2][0].isupper()):
        return None
    if found[2].lower() in _NO_NAMES or not _is_name(found[1].lower(), f" {text}"):
        return None
    return found[1].capitalize(), found[2].capitalize()


_PLACED = frozenset(("from", "at", "with"))
_COMPANY_WORDS = frozenset(
    "company firm business agency called behalf calling ringing phoning here call speaking work"
    " represent i".split()
)


def extract_company(text: str, line: str | None = None) -> str | None:
    """The first word of the company that the speaker says to call from, capitalised, or None."""
    line = plain(text) if line is None else line
    keys = keys_of_line(line)
    if _PLACED.isdisjoint(keys) and _COMPANY_WORDS.isdisjoint(keys):
        signed = _signed(text)
        return signed[1] if signed is not None else None
    for needs, pattern in _COMPANY:
        if not may_hold(keys, needs):
            continue
        for found in pattern.finditer(line):
            if _is_name(found.group(1), text) and not _in_question(line, found.end()):
                return found.group(1).capitalize()
    given = extract_given_name(text, line)
    if given is not None:
        found_after = re.search(rf"\b{re.escape(given.lower())}{_AFTER_NAME}", line)
        if found_after is not None and found_after.group(1) not in _NO_NAMES:
            return found_after.group(1).capitalize()
    signed = _signed(text)
    return signed[1] if signed is not None else None


def _in_question(line: str, end: int) -> bool:
    """Whether the name is asked for, not given: a question mark ends the sentence within two words."""
    return re.match(r"(?: [^\W\d_]+){0,1} \?", line[end:]) is not None


_ADDRESSED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\| (?:(?:yes|yeah|oh|okay|well|right) )?{_HI}(?: there)?(?: {_TITLE})? {_NAME}",
        rf"\b(?:thanks|thank you|cheers|sorry|bye|goodbye|okay|right|listen|look|care|well|all right|hi"
        rf"|hello|please|understood|course|sure)"
        rf" (?:{_TITLE} )?{_NAME}(?= \||$| \?)",
        rf"\| (?:so |okay |right |now |well |and |but )?(?:is|was) (?:that|this) (?:{_TITLE}"
        rf" )?{_NAME}(?: [^\W\d_]+)? \?",
        rf"\b(?:am i|i am) (?:speaking|talking|through) (?:to|with) (?:{_TITLE} )?{_NAME}",
        rf"\b{_TITLE} {_NAME}",
    )
)
_ABOUT_SOMEONE = re.compile(
    r"(?:(?:speak|talk|spoke|talked|put me through|through|met|from|with|by|to|know|asked|told|about"
    r"|and|for|of|that)(?: me)?(?: to| with)?)$"
)
_VOCATIVE = re.compile(
    r"(?:^|[,.!?;:–—]\s*)([A-Z][^\W\d_]+)(?=\s*[,.!?;–—]|$)|,\s*([A-Z][^\W\d_]+)(?=\s*[,.!?;–—]|$)"
)


def names_addressed(text: str) -> list[str]:
    """What the speaker calls the person they talk to, in order, each once, capitalised: "Hi Dana", "Mr. Mercer".

    A person who is only asked for or talked about ("could I speak to Mr. Baker?") is not addressed.
    """
    line = plain(text)
    own = {name.lower() for name in (extract_given_name(text), extract_company(text)) if name}
    found: dict[str, int] = {}
    for pattern in _ADDRESSED:
        for match in pattern.finditer(line):
            name = match.group(1)
            talked_about = match.group().startswith(tuple(_TITLE[3:-1].split("|"))) and _ABOUT_SOMEONE.search(
                line[: match.start()].rstrip()
            )
            if name not in own and not talked_about and _is_name(name, text):
                found.setdefault(name, match.start(1))
    for vocative in _VOCATIVE.finditer(without_title_stops(text)):
        name = (vocative.group(1) or vocative.group(2)).lower()
        if name not in own and name not in _NO_NAMES and rarity(stem(name)) >= 0.7:
            found.setdefault(name, line.find(name))
    return [name.capitalize() for name in sorted(found, key=lambda name: found[name])]


def wrong_name(text: str, prospect_full_name: str) -> str | None:
    """The name by which the prospect is addressed though it is not theirs, or None.

    A usual short form, a first name's beginning and a slip of one letter are no wrong name.
    """
    theirs = [
        part
        for part in re.findall(r"[^\W\d_]+", prospect_full_name.lower())
        if part not in ("mr", "mrs", "ms", "dr")
    ]
    own = (extract_given_name(text) or "").lower()
    for name in names_addressed(text):
        if name.lower() == own:
            continue
        if not any(_same(name.lower(), part) for part in theirs):
            return name
    return None


def _same(name: str, other: str) -> bool:
    if name == other or (
        min(len(name), len(other)) >= 3 and (name.startswith(other) or other.startswith(name))
    ):
        return True
    if any(name in names and other in names for names in _SAME_PERSON):
        return True
    return len(name) >= 4 and _one_slip(name, other)


def _one_slip(name: str, other: str) -> bool:
    """Whether one letter is changed, missing or too many."""
    if abs(len(name) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(name), len(other)) and name[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(name), len(other)) - start and name[-1 - end] == other[-1 - end]:
        end += 1
    return max(len(name), len(other)) - start - end <= 1
