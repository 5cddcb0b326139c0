"""What a sentence shows of its kind: names of features, found on plain text and on the line it answers.

The features are names ("first:you", "cue:sounds_like"), so that weights can be read and a change be seen in a diff. They
hold for text without punctuation and case, since everything but the question mark is found on `speech.plain`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from simulator.reading import speech

_YOU: Final = frozenset("you your youre youve youd youll yours yourself yourselves".split())
_I: Final = frozenset("i im ive id ill me my mine myself".split())
_WE: Final = frozenset("we were weve wed well us our ours ourselves".split()) - {"were", "well"}
_THEY: Final = frozenset("he she they them him her his their hes shes theyre theyve theyd himself herself".split())
_IT: Final = frozenset("it its thats that theres there this these those".split())
_NEGATION: Final = frozenset(
    "not no never nothing nobody none dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt havent "
    "hasnt hadnt without neither nor".split()
)
_MODAL: Final = frozenset(
    "can could should would will may might must shall ought need needs youll well ill theyll itll youd".split()
)
_NUMBER: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand million half third quarter percent twice".split()
)
_FEELING: Final = frozenset(
    "afraid alone angry annoyed anxious ashamed awkward bad better bitter bored bothered bothers calm care cared "
    "cares caught cheated comfort comfortable concern concerned concerns confidence confident confused content "
    "courage cross curious dealt desperate determined difficult disappointed discouraged doubt doubts drained dread "
    "dreading easier embarrassed enjoy enjoyed enjoys excited exciting exhausted fear fears fed feel feeling feelings "
    "feels felt forced free freedom frightened frightens frustrated frustrating fun furious glad good grateful grief "
    "guilt guilty happier happy hard hate hated hates helpless hope hoped hopeful hopeless hoping hurt hurts "
    "important important independence insecure interested isolated jealous joy judged let liked lonely loss lost love "
    "loved loves loyal loyalty mad miserable miss missed misses mixed motivated nervous numb overwhelmed overwhelming "
    "pain painful panic peace pleased pressure pride proud put ready regret relaxed relief relieved reluctant resent "
    "respect rough sad safe safer satisfied scared scary shame shock sick singled stress stressed stressful struggle "
    "struggled struggling stuck stung support supported surprised suspicious tense terrible terrified tired torn "
    "touched tough trapped treated trouble troubled troubles trust trusted uncomfortable uneasy unfair unhappy "
    "unsure upset value valued values wary weary weight wonder wondering worn worried worries worry worrying worth".split()
) - {"let", "put", "good", "bad", "better", "dealt", "content"}
_WANTING: Final = frozenset("want wants wanted wanting like prefer rather hope hoping wish looking ready willing".split())
_FUNCTION: Final = (
    _YOU
    | _I
    | _WE
    | _THEY
    | _IT
    | _NEGATION
    | _MODAL
    | frozenset(
        "a an the and or but so because if when while then than as of in on at to for from with by about into over "
        "up down out off is are was were be been being am do does did done doing have has had having just really "
        "very quite also too even still only more most some any all both each every much many lot bit kind sort like "
        "get got getting go going goes gone went come comes came make makes made say says said saying tell told know "
        "knows knew think thinks thought see sees saw what who how why where which okay yeah yes yep no right well now "
        "here again back one thing things something anything everything somebody anybody everybody someone anyone "
        "everyone people way time want wants wanted guess suppose maybe perhaps mean means sure around through after "
        "before until since ever always often sometimes usually other another same such own and_ lets let oh uh".split()
    )
)
_BACKCHANNEL: Final = frozenset(
    "yeah yes yep yup okay right sure mhm exactly true no nope absolutely definitely totally correct fine good great "
    "maybe really i guess suppose it is do thats so of course all not think know dont".split()
)
# Receipts and connectives that a sentence may begin with and that say little of its kind.
_LEAD: Final = frozenset(
    "okay yeah yes yep right all sure well and but oh no exactly great good hi hello now alright cool absolutely "
    "because so then see i_see mhm".split()
)
_LEAD_ALONE: Final = frozenset({"all", "see", "good", "no", "right", "well", "then", "now"})
_IMPERATIVE: Final = frozenset(
    "ask avoid be book bring buy call change check choose click come cut do dont draw drink eat fill find get give go "
    "have hold invite join keep learn leave let listen look make move offer order pay phone pick press print "
    "put read remember ring say send set sign sit speak start stay stop switch take talk tell think trust try turn "
    "underline use visit wait walk watch write".split()
)
_QUESTION_START: Final = frozenset(
    "what how why when where who which whats hows whos whose do does did are is was were have has had can could will "
    "would should shall may might any am isnt arent dont doesnt didnt wouldnt couldnt shouldnt wont cant".split()
)

# Phrases on plain text; each is one feature. What they stand for is said by the name.
_CUES: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(rf"(?:^|(?<= ))(?:{pattern})(?= |$)")
    for name, pattern in {
        "sounds_like": r"(?:it|that|this|which)? ?(?:also )?(?:sounds?|sounded|seems?|looks?|feels?)(?: to me)? (?:like|as if|as though|that)",
        "what_i_hear": r"(?:what )?im hearing|i(?: can)? hear (?:that|you saying|how)|i heard you|what i(?:ve)? hear|i get the (?:sense|feeling|impression)|im getting the",
        "you_said": r"you(?:ve)?(?: just| also| already)? (?:said|say|saying|mentioned|told|talked|described|shared|noticed)|youre saying|youre telling me",
        "in_other_words": r"in other words|if i(?:ve)? (?:understand|understood|hear|heard|got|have got|have)|in your (?:words|eyes|book|case|mind|view)|as you see it|from your (?:point|side|view|perspective)|is how you (?:see|feel)|for you",
        "two_sides": r"on the one hand|on (?:the )?one (?:hand|side)|on the other(?: hand| side)?|part of you|a bit of you|a side of you|at the same time|and yet|but also|some of you",
        "so_you": r"so,? ?,? ?(?:basically |really |then |now |,? ?right now ,? )?(?:you|youre|youve|youd|your|for you)",
        "so_its": r"so,? ?(?:its|it|thats|that|theres|there|this|the|theyre|they|he|she|hes|shes)",
        "because_you": r"because (?:you|youre|youve|youd|your|of)",
        "and_you": r"and (?:you|youre|youve|youd|your|its|that|thats|theres)",
        "you_feel": r"you(?:re| are|ve| have)?(?: really| also| kind of| sort of| just| already| still| been)* (?:feel|feeling|felt|worry|worried|afraid|scared|concerned|tired|wonder|wondering|hope|hoping|fear|dread|torn|stuck|proud|ready|frustrated|angry|upset|unsure|nervous)",
        "you_want": r"(?<!if )(?<!whatever )(?<!as much as )(?<!that )(?<!anything )you(?:d|re| would| really| do| also| just| kind of)* (?:want|wants|wanted|like|love|rather|prefer|looking|wanting|willing|trying|hoping)(?: to)?",
        "you_dont": r"you (?:dont|didnt|havent|arent|cant|couldnt|wouldnt|hadnt|never)|youre not|youve not",
        "you_past": r"you (?:were|had|did|got|went|came|lost|found|took|tried|made|used|put|felt|wanted|thought|started|stopped|kept|saw|knew|left|ended)",
        "if_you_like": r"if you(?:d|re| would)?(?: \w+)? (?:like|want|wish|can|willing|interested)|(?:whatever|anything|as (?:much|many|little) as|amount(?: that)?) you",
        "you_able": r"you(?:ll| can| could| will| would| may| might)(?: also| always| then| just)? (?:get|see|be|have|save|find|love|need|never|reach|use|do|try|want|cancel|choose|feel|also|even|help|notice|receive)",
        "you_should": r"you(?: really| just| simply| probably| do)* (?:should|must|ought|need|have to|had better|better)|youd better|youve got to|you got to|youll (?:have|need|want) to|youre (?:supposed|better off)|you might (?:want|try|like|find)|you may want|you want to (?:be|make|get|have|do|start|follow|check)|you could(?: always| maybe| also)? (?:try|ask|start|put|give|go|do|use|swap|have)",
        "suggest": r"i(?:d| would| want to| can)?(?: strongly| really| just)? (?:suggest|recommend|advise|encourage|urge)|my advice|if i were you|id like you to|i want you to|id like to see you|i think (?:that )?(?:you should|it would|youd|you need|youre going to need)|have you (?:considered|tried|thought about)|why (?:dont|not)|what if you|how about(?: you)?|what about (?:trying|asking|going)|it (?:might|would|could|may) (?:be|help)(?: (?:good|wise|helpful|better|worth|best|a good idea))?|its important (?:that|to|for)|the best thing|the (?:key|trick) is|one (?:thing|idea)|make sure|try (?:to|and)|maybe you|perhaps you|next time",
        "option": r"some people|other people|a lot of people|many people|most people|lots of people|people who|patients|customers|clients|companies|firms",
        "our_thing": r"we (?:have|offer|can|do|also|help|work|make|provide|got|are|guarantee|deliver|give|take|always|only)|weve|our (?:\w+ )?(?:app|tool|platform|system|software|product|service|plan|team|customers|clients|company|fund|price|prices|charity|organisation|organization|programme|program|donation|donations|\w+)|with us|what we do|were (?:the|a|an|one|nothing|not)",
        "gain": r"save|saves|saving|free|guarantee|guaranteed|discount|offer|deal|amazing|award|best|leading|perfect|only|exclusive|improve|percent|donate|donation|donations|donating|gift|charity|every penny|cents|help(?:s|ing)? (?:children|kids|people|families|others)|make a difference|making a difference",
        "urgent": r"today|right now|now|tomorrow|last chance|before its too late|too late|immediately|this week|runs out|only (?:\w+ )?(?:left|today)|or else|cant afford|miss out|deadline",
        "sorry": r"(?:im |i am )?(?:so |very |really |terribly )?sorry|that must|you must (?:be|feel|have)|must (?:be|have been|feel)|i can(?: only| well)? (?:imagine|see|hear|understand|tell)|no wonder|understandable|natural|poor|how (?:awful|frustrating|horrible|maddening|sad|hard|unfair)|what a|thats (?:a lot|so|really|tough|hard|awful|rough|sad|heartbreaking|horrible|difficult|frustrating)|that sounds(?: really| so| very)?|sounds(?: really| so| very| pretty)? (?:hard|tough|awful|difficult|frustrating|stressful|rough|painful|exhausting|lonely|scary|horrible)",
        "claim": r"(?:its|theyre|it is|they are|thats|this is|it really is)(?: \w+){0,3} (?:great|best|brilliant|wonderful|amazing|reputable|trusted|legit|safe|nice|lovely|popular|good|simple|easy|quick|worth|top)",
        "may": r"you(?:re)? (?:can|free|may|welcome)|any amount|as (?:much|little|many) as|whatever you|up to you",
        "picking_up": r"im picking up|i imagine|i guess|i suspect|i get the|im sensing|what youre saying|as i understand",
        "given_that": r"given (?:that|all|everything)|since you|now that you|when you say|with all",
        "praise": r"well done|good (?:job|for you|on you|work|start|idea|question|boy|girl)|great (?:job|idea|start|question|work|progress|that)|thats (?:a |an |really |very |so |pretty |just )*(?:good|great|wonderful|brilliant|fantastic|awesome|amazing|impressive|excellent|brave|terrific)|im (?:so |really |very )?(?:impressed|glad|proud|pleased|happy)|i (?:really )?(?:appreciate|admire|respect)|congratulations|congratulate|it takes|that (?:takes|took)|you(?:ve|re)? (?:done|made|came|come|been|doing|work|worked|handled|managed|did)(?: \w+)? (?:a|so|such|very|really|well|great|good|hard)|be proud|you(?:re| are)(?: a| an| so| such a| very| clearly| really)* (?:kind|generous|star|strong|brave|smart|wonderful|great|good|hard|caring|honest|lucky|natural|amazing)|thank you for (?:telling|sharing|being|what|your honesty)",
        "thanks": r"thanks|thank you|youre welcome|nice to|good to|pleasure",
        "meeting": r"monday|tuesday|wednesday|thursday|friday|next week|next time|appointment|calendar|email|e-mail|mail|call you|ring you|ring|see you|talk to you|phone|number|minutes|oclock|form|hold on|bear with|one moment|goodbye|bye|take care|good morning|good afternoon|my name|calling|speak|i am calling|lets|let me|ill|im going to|id like to|i wanted to|i want to",
        "let_me_sum": r"let me (?:see if|check|make sure|put together|play|try|sum|summarise|summarize)|to (?:sum up|recap|summarise|summarize)|so far|heres what ive|what ive heard|if ive got (?:this|it) right|ive understood|all in all",
        "i_wonder": r"i(?:m| am|ve been)? ?(?:just |kind of |also )*(?:wonder|wondering|curious)|im interested|tell me|help me understand|walk me|talk me|can you|could you|would you|do you|did you|are you|have you|is there|is it|is that|what do|how do|what would|how would|what are|what is|what made|how did",
        "tag_end": r"(?:isnt it|arent you|dont you|doesnt it|right|havent you|wasnt it|didnt you|is that right|huh)$",
        "rather_than": r"rather than|more than|not so much|as much as|its not (?:the|that|about|just|so)|it isnt|its (?:about|less|more)|instead of",
        "means_to_you": r"(?:important|matters|matter|means?|meant|worth)(?: \w+){0,3} to you|you(?: really)? (?:care|value|love|need)|to you",
        "as_if": r"as if|as though|like (?:a|an|being|you)|almost|kind of|sort of",
        "quantity_fact": r"on average|average|according|research|studies|study|usually|typically|in most cases|by law|the (?:rule|law|limit|guideline|guidelines|standard)|risk|called|means that|contains?|units|percent|because of|known as|such as|for example",
        "contrast": r"but|though|although|however|whereas|still|even though",
        "gerund_start": r"^(?:,? ?(?:so|and|but|just|like|not|about) ,? ?)?\w{2,}ing",
        "you_know_filler": r"you know|i mean|i think|i guess|i suppose|i believe|i feel|i dont think",
        "which_start": r"^(?:, )?(?:which|whose|to|than|especially|even|not|no|or|like|of|with|from|in|at|when|where|until|unless|cause|since)",
        "self_story": r"i (?:had|was|used|do|like|love|hate|know|remember|have|got|went|did|grew|work|give|gave|believe|always|also)|im (?:a|an|from|new|in|on|not|just|here)|ive (?:got|been|had|always)",
        "the_way": r"the way (?:it works|this works)|how (?:it|this) works|what (?:happens|it does|this means|it means|this does) is|so if you|if you",
        "imagine": r"imagine|think (?:of|about)|picture|just think",
    }.items()
}
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_FINAL_MARK: Final = re.compile(r"\?[\"'”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Context:
    """The line that a sentence answers, as far as features need it; worked out once a line."""

    words: tuple[str, ...]
    stems: frozenset[str]
    names: tuple[str, ...]

    @classmethod
    def of(cls, previous: str | None) -> Context:
        """The context that the prospect's last line gives; None or an empty line is no context."""
        words = tuple(w for w in speech.plain(previous or "").split() if w != ",")
        stems = content_stems(words)
        names: list[str] = []
        if not words:
            names.append("heard:none")
        elif len(words) <= 6 and _BACKCHANNEL.issuperset(words):
            names.append("heard:receipt")
        elif len(words) <= 4:
            names.append("heard:short")
        elif len(words) > 25:
            names.append("heard:long")
        if not _I.isdisjoint(words):
            names.append("heard:i")
        if _asks(previous or "", words):
            names.append("heard:asks")
        return cls(words, stems, tuple(names))


_ASKS: Final = re.compile(
    r"(?:^|(?<= ))(?:tell me|(?:what|how|why|where|when|who|which) (?:\w+ ){0,2}(?:do|does|did|is|are|was|would|can|will|should)|"
    r"(?:do|does|did|can|could|would|will|are|is|have) (?:you|they|it|we|i|there|that|she|he))(?= |$)"
)


def _asks(previous: str, words: tuple[str, ...]) -> bool:
    """Whether the last line asked for something: what follows is an answer then, and no reflection."""
    return "?" in previous or (bool(words) and bool(_ASKS.match(" ".join(words[:8])))) or words[:2] == ("tell", "me")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its commonest endings; rough, and the same for both sides of a comparison."""
    for ending in ("ing", "ed", "ies", "es", "s", "ly", "er"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("ey") if len(word) > 3 else word


def content_stems(words: Collection[str]) -> frozenset[str]:
    """Stems of the words that carry content."""
    return frozenset(stem(w) for w in words if w not in _FUNCTION and w != ",")


def features_of(sentence: str, context: Context) -> list[str]:
    """Names of the features that a sentence shows, each once, in no meaningful order.

    Args:
        sentence: one sentence as it was said or typed; may lack punctuation and case.
        context: the line it answers.
    """
    said = speech.plain(sentence)
    words = [w for w in said.split() if w != ","]
    names = {"bias"}
    if not words:
        return ["bias", "empty"]
    if _FINAL_MARK.search(sentence):
        names.add("mark:question")
    body = _without_lead(words)
    names.update(_openings(words, body))
    names.update(f"w:{w}" for w in words)
    names.update(f"b:{a}_{b}" for a, b in zip(words, words[1:], strict=False))
    names.update(f"cue:{name}" for name, pattern in _CUES.items() if pattern.search(said))
    names.update(_counts(words))
    names.update(_against_context(words, body, context))
    return sorted(names)


def _without_lead(words: list[str]) -> list[str]:
    """The words after receipts and connectives ("okay so …"); all of them where nothing else is left."""
    begin = 0
    while begin < len(words) - 1 and words[begin] in _LEAD:
        begin += 1
    if begin and words[begin - 1] in _LEAD_ALONE and begin == len(words) - 1:
        return words
    return words[begin:]


def _openings(words: list[str], body: list[str]) -> Iterator[str]:
    yield f"first:{body[0]}"
    yield "first2:" + "_".join(body[:2])
    if len(body) > 2:
        yield "first3:" + "_".join(body[:3])
    if len(body) < len(words):
        yield "lead"
        if "so" in words[: len(words) - len(body)]:
            yield "lead:so"
        if "because" in words[: len(words) - len(body)]:
            yield "lead:because"
    if body[0] in _YOU:
        yield "starts:you"
    if body[0] in _IT:
        yield "starts:it"
    if body[0] in _I:
        yield "starts:i"
    if body[0] in _IMPERATIVE:
        yield "starts:imperative"
    if body[0] in _QUESTION_START:
        yield "starts:question"


def _counts(words: list[str]) -> Iterator[str]:
    for name, lexicon, most in (
        ("you", _YOU, 3),
        ("i", _I, 2),
        ("we", _WE, 1),
        ("they", _THEY, 1),
        ("negation", _NEGATION, 1),
        ("modal", _MODAL, 1),
        ("number", _NUMBER, 2),
        ("feeling", _FEELING, 2),
        ("wanting", _WANTING, 1),
    ):
        count = sum(w in lexicon for w in words)
        if count:
            for n in range(1, min(count, most) + 1):
                yield f"count:{name}:{n}"
        else:
            yield f"count:{name}:0"
    length = len(words)
    for bound in (2, 4, 7, 11, 16, 24, 36):
        if length <= bound:
            yield f"length:{bound}"


def _against_context(words: list[str], body: list[str], context: Context) -> Iterator[str]:
    yield from context.names
    stems = content_stems(words)
    common = stems & context.stems
    addresses = not _YOU.isdisjoint(words)
    speaks_of_self = not _I.isdisjoint(words)
    if common:
        yield "shared"
        if len(common) > 1:
            yield "shared:2"
        if len(common) > 2:
            yield "shared:3"
        if addresses:
            yield "shared&you"
        if not addresses and not speaks_of_self:
            yield "shared&neither"
        share = len(common) / len(stems)
        if share >= 0.5:
            yield "shared:half"
        if share >= 0.99:
            yield "shared:all"
            if len(body) <= 3 and len(common) == 1:
                yield "echo"
    else:
        yield "shared:0"
    if addresses and "heard:i" in context.names:
        yield "turned"
        if body[0] in _YOU:
            yield "turned&starts"
    if addresses and not speaks_of_self:
        yield "you&not_i"
    if not addresses and not speaks_of_self and words[0] not in _QUESTION_START:
        yield "neither"
        if not common:
            yield "neither&new"
            if "heard:receipt" not in context.names:
                yield "neither&new&answers"
            if len(stems) > 2:
                yield "neither&new:3"
        if not _THEY.isdisjoint(body[:2]) and not common:
            yield "they&new"
    if speaks_of_self and not addresses:
        yield "i&not_you"
    if "heard:asks" in context.names and body[0] not in _QUESTION_START:
        yield "answers"
    if addresses and _MODAL.isdisjoint(words) and _WE.isdisjoint(words) and not speaks_of_self:
        yield "you&plain"
    if addresses and not _FEELING.isdisjoint(words):
        yield "you&feeling"
