"""The vocabulary of English questions, as pieces of patterns for plain text (see `speech.plain`).

Plain text is in lower case, without apostrophes, with pauses as a lone ``,``.
"""

from __future__ import annotations

AUX = (
    r"(?:do|dont|does|doesnt|did|didnt|are|arent|is|isnt|was|wasnt|were|werent|have|havent|has|"
    r"hasnt|had|hadnt|can|cant|could|couldnt|would|wouldnt|will|wont|should|shouldnt|shall|might|"
    r"may|am)"
)
PRONOUN = r"(?:you|he|she|they|we|i|it|that|there|this|these|those)"
BODY = r"(?:any|some|every|no)(?:one|body|thing)"
DETERMINER = (
    r"(?:the|a|an|your|his|her|their|our|my|its|any|some|all|most|each|either|both|many|much|other|"
    r"another|more)"
)
SUBJECT = rf"(?:{PRONOUN}|{BODY}|{DETERMINER}|people|things)"

# One number, person, day or place answers these.
FACT_MEASURES = (
    r"(?:how (?:many|much|long|often|old|big|large|tall|far|soon|late|early|recently|recent|"
    r"frequently|fast|quickly|few|heavy)|what (?:time|day|days|date|month|year|years|week|number|"
    r"numbers|percentage|percent|proportion|age|size|color|colour|school|city|town|state|county|"
    r"country|company|street|channel|model|brand|name))"
)
FACT_WORDS = rf"(?:{FACT_MEASURES}|who|whos|whose|whom|when|whens|which)"
OPEN_WORDS = r"(?:how|hows|howre|howd|what|whats|whatre|whatd|whatll|why|whys|whyd)"
WH = rf"(?:{FACT_WORDS}|{OPEN_WORDS}|where|wheres|whered)"

NOT_PRONOUN = r"(?!(?:i|you|we|they|it|he|she|that|people|what|how|im|youre|theyre)\b)"
PREPOSITION = r"(?:in|on|at|for|by|to|from|with|of|about|since|until|till|under|after)"

A_BIT = (
    r"(?: (?:just|again|please|maybe|perhaps|also|more|a|little|bit|some|briefly|kind of|sort of|"
    r"then))*"
)
# Not "give us a call", "can you help me", "take me off the list": only what asks for an account.
GIVE = (
    r"give (?:me|us) (?:an (?:example|idea|overview|insight)|a (?:feel|sense|flavour|picture|rough|"
    r"bit|little|quick|hint|taste|breakdown|rundown|summary|recent|specific)|some (?:idea|"
    r"background|context|examples?|sense)|the (?:background|short|story|gist|big)|your (?:view|"
    r"views|take|thoughts|honest|opinion)|one (?:reason|example)|more)"
)
TELL = (
    r"(?:tell (?:me|us)|(?:walk|talk|run|take) (?:me|us)(?: \w+)? (?:through|back|into|over)|"
    r"talk (?:to (?:me|us)(?: \w+){0,4}? about|about|through|a \w+)|describe|explain|share|"
    rf"paint (?:me|us)|{GIVE}|help (?:me|us)(?: to)?(?: better)? (?:understand|see)|fill (?:me|"
    r"us) in|show me|remind me|elaborate|expand|say (?:a|more|some|something)|let me know|"
    r"speak (?:to|about) (?:that|it|how|what|your)|unpack|bring (?:me|us) up to|educate (?:me|us)|"
    r"clarify|think of|name|identify|list|recall|come up with)"
)
CAN_YOU = (
    r"(?:can|could|would|will|might|cant|couldnt|wont) you(?: (?:be able to|like to|want to|"
    r"care to|be willing to|mind))?"
)
WONDER = (
    r"(?:i(?:m| am| was| would be|d be)?(?: (?:just|really|also|kind of|sort of|guess|always|very|"
    r"a little|a bit|still))* (?:wonder(?:ing|ed)?|curious|interested)|wondering|curious|i(?:d|"
    r" would)(?: (?:just|really|also|actually))* (?:love|like|be interested) to (?:know|hear|"
    r"understand|learn|find out|get)|i(?: just| really| also)? want(?:ed)? to (?:know|hear|ask|"
    r"understand|find out|get a sense)|i(?:d like| would like| was going| wanted| want| have| need|"
    r" should)? ?(?:to )?(?:just )?ask you|i dont know(?= (?:what|how) you (?:think|feel))|"
    r"i guess im wondering)"
)
ABOUT = (
    r"(?: (?:to know|to hear|in|about|as to|what you think|from you|you|a bit|a little|more|to|"
    r"know|,))*"
)


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for lists that are read more easily as one."""
    return frozenset(text.split())
