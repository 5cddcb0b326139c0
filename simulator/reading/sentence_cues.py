"""Phrases that tell what a sentence does; each is one feature of the sentence head.

All hold on plain text (`speech.plain`: lower case, no apostrophes, a lone ``,`` for a pause). Names say what a
phrase stands for, not what it proves: how much each says is learnt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from simulator.reading.line_keys import ALWAYS, Possible, keys_of_line, needs_of, read_keys

PHRASES: Final[Mapping[str, tuple[str, ...]]] = {
    "sounds_like": (
        r"(?:it|that|this|which)? ?(?:also )?(?:sounds?|sounded|seems?|looks?|"
        r"feels?)(?: to me)? (?:like|as if|as though|that)",
    ),
    "what_i_hear": (
        r"(?:what )?im hearing|i(?: can)? hear (?:that|you saying|how)|i heard you|what i(?:ve)? hear",
        r"i get the (?:sense|feeling|impression)|im getting the",
    ),
    "you_said": (
        r"you(?:ve)?(?: just| also| already)? (?:said|say|saying|mentioned|told|talked|described|"
        r"shared|noticed)",
        r"youre saying|youre telling me",
    ),
    "in_other_words": (
        r"in other words|if i(?:ve)? (?:understand|understood|hear|heard|got|have got|have)",
        r"in your (?:words|eyes|book|case|mind|view)|as you see it",
        r"from your (?:point|side|view|perspective)|is how you (?:see|feel)|for you",
    ),
    "two_sides": (
        r"on the one hand|on (?:the )?one (?:hand|side)|on the other(?: hand| side)?|part of you",
        r"a bit of you|a side of you|at the same time|and yet|but also|some of you",
    ),
    "so_you": (
        r"so(?: ,)? (?:basically |really |then |now |right now , )?(?:you|youre|youve|youd|"
        r"your|for you)",
    ),
    "so_its": (r"so (?:its|it|thats|that|theres|there|this|the|theyre|they|he|she|hes|shes)",),
    "because_you": (r"because (?:you|youre|youve|youd|your|of)",),
    "and_you": (r"and (?:you|youre|youve|youd|your|its|that|thats|theres)",),
    "you_feel": (
        r"you(?:re| are|ve| have)?(?: really| also| kind of| sort of| just| already| still|"
        r" been)* (?:feel|feeling|felt|worry|worried|afraid|scared|concerned|tired|wonder|"
        r"wondering|hope|hoping|fear|dread|torn|stuck|proud|ready|frustrated|angry|upset|unsure|"
        r"nervous)",
    ),
    "you_want": (
        r"(?<!if )(?<!whatever )(?<!as much as )(?<!that )(?<!anything )you(?:d|re| would| really|"
        r" do| also| just| kind of)* (?:want|wants|wanted|like|love|rather|prefer|looking|wanting|"
        r"willing|trying|hoping)(?: to)?",
    ),
    "you_dont": (r"you (?:dont|didnt|havent|arent|cant|couldnt|wouldnt|hadnt|never)|youre not|youve not",),
    "you_past": (
        r"you (?:were|had|did|got|went|came|lost|found|took|tried|made|used|put|felt|wanted|"
        r"thought|started|stopped|kept|saw|knew|left|ended)",
    ),
    "if_you_like": (
        r"if you(?:d|re| would)?(?: \w+)? (?:like|want|wish|can|willing|interested)",
        r"(?:whatever|anything|as (?:much|many|little) as|amount(?: that)?) you",
    ),
    "you_able": (
        r"you(?:ll| can| could| will| would| may| might)(?: also| always| then| just)? (?:get|see|"
        r"be|have|save|find|love|need|never|reach|use|do|try|want|cancel|choose|feel|also|even|"
        r"help|notice|receive)",
    ),
    "you_should": (
        r"you(?: really| just| simply| probably| do)* (?:should|must|ought|need|have to|"
        r"had better|better)",
        r"youd better|youve got to|you got to|youll (?:have|need|want) to",
        r"youre (?:supposed|better off)|you might (?:want|try|like|find)|you may want",
        r"you want to (?:be|make|get|have|do|start|follow|check)",
        r"you could(?: always| maybe| also)? (?:try|ask|start|put|give|go|do|use|swap|have)",
    ),
    "suggest": (
        r"i(?:d| would| want to| can)?(?: strongly| really| just)? (?:suggest|recommend|advise|"
        r"encourage|urge)",
        r"my advice|if i were you|id like you to|i want you to|id like to see you",
        r"i think (?:that )?(?:you should|it would|youd|you need|youre going to need)",
        r"have you (?:considered|tried|thought about)|why (?:dont|not)|what if you|how about(?: you)?",
        r"what about (?:trying|asking|going)",
        r"it (?:might|would|could|may) (?:be|help)(?: (?:good|wise|helpful|better|worth|best|"
        r"a good idea))?",
        r"its important (?:that|to|for)|the best thing|the (?:key|trick) is|one (?:thing|idea)",
        r"make sure|try (?:to|and)|maybe you|perhaps you|next time",
    ),
    "felt_found": (
        r"(?:others|many|most|people|customers|clients|they)(?: \w+){0,4} (?:felt|found|find|thought)",
        r"i (?:know|understand) how you feel",
    ),
    "option": (
        r"some people|other people|a lot of people|many people|most people|lots of people|people who",
        r"patients|customers|clients|companies|firms",
    ),
    "our_thing": (
        r"we (?:have|offer|can|do|also|help|work|make|provide|got|are|guarantee|deliver|give|take|"
        r"always|only)",
        r"weve",
        r"our (?:\w+ )?(?:app|tool|platform|system|software|product|service|plan|team|customers|"
        r"clients|company|fund|price|prices|charity|organisation|organization|programme|program|"
        r"donation|donations|\w+)",
        r"with us|what we do|were (?:the|a|an|one|nothing|not)",
    ),
    "gain": (
        r"save|saves|saving|free|guarantee|guaranteed|discount|offer|deal|amazing|award|best|leading",
        r"perfect|only|exclusive|improve|percent|donate|donation|donations|donating|gift|charity",
        r"every penny|cents|help(?:s|ing)? (?:children|kids|people|families|others)|make a difference",
        r"making a difference",
    ),
    "urgent": (
        r"today|right now|now|tomorrow|last chance|before its too late|too late|immediately|this week",
        r"runs out|only (?:\w+ )?(?:left|today)|or else|cant afford|miss out|deadline",
    ),
    "sorry": (
        r"(?:im |i am )?(?:so |very |really |terribly )?sorry|that must|you must (?:be|feel|have)",
        r"must (?:be|have been|feel)|i can(?: only| well)? (?:imagine|see|hear|understand|tell)",
        r"no wonder|understandable|natural|poor",
        r"how (?:awful|frustrating|horrible|maddening|sad|hard|unfair)|what a",
        r"thats (?:a lot|so|really|tough|hard|awful|rough|sad|heartbreaking|horrible|difficult|"
        r"frustrating)",
        r"that sounds(?: really| so| very)?",
        r"sounds(?: really| so| very| pretty)? (?:hard|tough|awful|difficult|frustrating|"
        r"stressful|rough|painful|exhausting|lonely|scary|horrible)",
    ),
    "claim": (
        r"(?:its|theyre|it is|they are|thats|this is|it really is)(?: \w+){0,3} (?:great|best|"
        r"brilliant|wonderful|amazing|reputable|trusted|legit|safe|nice|lovely|popular|good|"
        r"simple|easy|quick|worth|top)",
    ),
    "may": (
        r"you(?:re)? (?:can|free|may|welcome)|any amount|as (?:much|little|many) as|whatever you",
        r"up to you",
    ),
    "picking_up": (
        r"im picking up|i imagine|i guess|i suspect|i get the|im sensing|what youre saying",
        r"as i understand",
    ),
    "given_that": (r"given (?:that|all|everything)|since you|now that you|when you say|with all",),
    "praise": (
        r"well done|good (?:job|for you|on you|work|start|idea|question|boy|girl)",
        r"great (?:job|idea|start|question|work|progress|that)",
        r"thats (?:a |an |really |very |so |pretty |just )*(?:good|great|wonderful|brilliant|"
        r"fantastic|awesome|amazing|impressive|excellent|brave|terrific)",
        r"im (?:so |really |very )?(?:impressed|glad|proud|pleased|happy)",
        r"i (?:really )?(?:appreciate|admire|respect)|congratulations|congratulate|it takes",
        r"that (?:takes|took)",
        r"you(?:ve|re)? (?:done|made|came|come|been|doing|work|worked|handled|managed|"
        r"did)(?: \w+)? (?:a|so|such|very|really|well|great|good|hard)",
        r"be proud",
        r"you(?:re| are)(?: a| an| so| such a| very| clearly| really)* (?:kind|generous|star|"
        r"strong|brave|smart|wonderful|great|good|hard|caring|honest|lucky|natural|amazing)",
        r"thank you for (?:telling|sharing|being|what|your honesty)",
    ),
    "thanks": (r"thanks|thank you|youre welcome|nice to|good to|pleasure",),
    "meeting": (
        r"monday|tuesday|wednesday|thursday|friday|next week|next time|appointment|calendar|email",
        r"mail|call you|ring you|ring|see you|talk to you|phone|number|minutes|oclock|form",
        r"hold on|bear with|one moment|goodbye|bye|take care|good morning|good afternoon|my name",
        r"calling|speak|i am calling|lets|let me|ill|im going to|id like to|i wanted to|i want to",
    ),
    "let_me_sum": (
        r"let me (?:see if|check|make sure|put together|play|try|sum|summarise|summarize)",
        r"to (?:sum up|recap|summarise|summarize)|so far|heres what ive|what ive heard",
        r"if ive got (?:this|it) right|ive understood|all in all",
    ),
    "i_wonder": (
        r"i(?:m| am|ve been)? (?:just |kind of |also )*(?:wonder|wondering|curious)|im interested",
        r"tell me|help me understand|walk me|talk me|can you|could you|would you|do you|did you",
        r"are you|have you|what do|how do|what would|how would|what are|what is",
        r"what made|how did",
    ),
    "tag_end": (
        r"(?:isnt it|arent you|dont you|doesnt it|right|havent you|wasnt it|didnt you|"
        r"is that right|huh)",
    ),
    "rather_than": (
        r"rather than|more than|not so much|as much as|its not (?:the|that|about|just|so)|it isnt",
        r"its (?:about|less|more)|instead of",
    ),
    "means_to_you": (
        r"(?:important|matters|matter|means?|meant|worth)(?: \w+){0,3} to you",
        r"you(?: really)? (?:care|value|love|need)|to you",
    ),
    "as_if": (r"as if|as though|like (?:a|an|being|you)|almost|kind of|sort of",),
    "quantity_fact": (
        r"on average|average|according|research|studies|study|usually|typically|in most cases|by law",
        r"the (?:rule|law|limit|guideline|guidelines|standard)|risk|called|means that|contains?|units",
        r"percent|because of|known as|such as|for example",
    ),
    "contrast": (r"but|though|although|however|whereas|still|even though",),
    "gerund_start": (r"(?:,? ?(?:so|and|but|just|like|not|about) ,? ?)?\w{2,}ing",),
    "you_know_filler": (r"you know|i mean|i think|i guess|i suppose|i believe|i feel|i dont think",),
    "which_start": (
        r"(?:, )?(?:which|whose|to|than|especially|even|not|no|or|like|of|with|from|in|at|when|"
        r"where|until|unless|cause|since)",
    ),
    "self_story": (
        r"i (?:had|was|used|do|like|love|hate|know|remember|have|got|went|did|grew|work|give|gave|"
        r"believe|always|also)",
        r"im (?:a|an|from|new|in|on|not|just|here)|ive (?:got|been|had|always)",
    ),
    "the_way": (
        r"the way (?:it works|this works)|how (?:it|this) works",
        r"what (?:happens|it does|this means|it means|this does) is|so if you|if you",
    ),
    "imagine": (r"imagine|think (?:of|about)|picture|just think",),
}
AT_START: Final = frozenset({"gerund_start", "which_start"})
_AT_END: Final = frozenset({"tag_end"})

# A blank is put before the text and begins every pattern, so that a search stops at the starts of words only.
PATTERNS: Final = {
    name: re.compile(f" (?:{'|'.join(phrases)})" + ("$" if name in _AT_END else "(?= |$)"))
    for name, phrases in PHRASES.items()
}
_AT_START_PATTERNS: Final = [
    (f"cue:{name}", pattern) for name, pattern in PATTERNS.items() if name in AT_START
]
_SEARCHED: Final = [(f"cue:{name}", pattern) for name, pattern in PATTERNS.items() if name not in AT_START]
_KEYS: Final = read_keys("cue_keys.json")["sentence"]
_POSSIBLE: Final = Possible([needs_of(_KEYS.get(name, ALWAYS)) for name in PATTERNS if name not in AT_START])


def cues_of(said: str) -> list[str]:
    """Names of the phrases that a sentence shows, those at the start first, as features ("cue:sounds_like").

    Args:
        said: the sentence in plain form.
    """
    padded = f" {said}"
    names = [name for name, pattern in _AT_START_PATTERNS if pattern.match(padded)]
    for place in _POSSIBLE.at(keys_of_line(said)):
        name, pattern = _SEARCHED[place]
        if pattern.search(padded):
            names.append(name)
    return names
