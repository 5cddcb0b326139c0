"""Signs of a question apart from how it begins, and signs that there is none.

Inversions in the middle of bare speech and the words that hold them back, questions whose asking word stands
where the answer would, tags, echoes, quotations, leading questions.
"""

from __future__ import annotations

import re

from simulator.reading.keyed import Keyed
from simulator.reading.question_words import A_BIT, ABOUT, AUX, CAN_YOU, TELL, WH, WONDER, word_set

# A question inside a long bare line, sure enough to need no pause before it.
_NOT_SUBJECT = r"(?!(?:i|you|we|they|it|he|she|that|what|how)\b)"
_ANY_SUBJECT = (
    r"(?:you|he|she|they|we|it|that|there|this|those|these|i|your|his|her|their|our|my|the|some|"
    r"any(?:one|body|thing)?|people|most|a|an)"
)
SUDDEN_WH = Keyed(
    "sudden_wh",
    r"\b(?:"
    # "… what kind of cover do you", "… who should we"
    rf"(?:how|what|why|where|when)(?: {_NOT_SUBJECT}\w+){{0,4}}? {AUX} {_ANY_SUBJECT}"
    rf"|(?:who|which)(?: {_NOT_SUBJECT}\w+){{0,3}}? (?:do|does|did|would|should|can|could|will) "
    r"(?:you|he|she|they|we|it|your|the)"
    # "… how does the plan", "… what does Friday", "… how many drops"
    r"|how (?:does|did|do|would|could) \w+"
    r"|what (?:does|did) \w+"
    r"|how (?:many|much|long|often) \w+"
    # "… how's that", "… what's stopping you", "… what is the"
    r"|how(?:s|d) (?:that|it|your|the|this|things|everything|he|she|you)"
    r"|(?:whats|wheres) \w+"
    r"|(?:what|why|how)d (?:you|he|she|they)"
    r"|what is (?:your|the|one|on|it|that|this|his|her|their|going|keeping|stopping|driving|making)"
    # "… what made you", "… what about"
    r"|what (?:made|makes|kept|keeps|brought|brings|got|stopped|stops|happened|happens|prompted|drives|"
    r"drove|worries|else|other|about|if|kinds?|sorts?)"
    r"|what then$|how (?:about|come|else)|anything else|any (?:other|thoughts)"
    r")\b",
)
SUDDEN_YES_NO = Keyed(
    "sudden_yes_no",
    r"\b(?:"
    r"(?:do|dont|did|didnt|have|havent|are|arent|can|could|would|wouldnt|will|were) (?:you|your|they)"
    r"|(?:can|could|may|might) i|(?:can|could|should|shall) we|do (?:i|we) (?:have|need|get|know|want|still)"
    r"|did i (?:get|hear|understand)|do i understand|am i (?:right|hearing|understanding|missing)"
    r"|does (?:it|that|the)"
    r"|(?:does|did|has) (?:he|she|they|your|(?:any|some|every)(?:one|body|thing))"
    r"|(?:would|could|will|can) (?:that|it|he|she|this|anyone|anybody|someone|somebody)"
    # a form of "be" stands in the middle of many statements: only with what shows a question
    r"|(?:is|was|are|were) there (?:a|an|any|anyone|anybody|anything|something|someone|somebody|some|other|"
    r"ever|still|more|much|many|enough)"
    r"|(?:is|was) (?:it|this) (?:the|a|an|about|like|more|mostly|usually|that)"
    r"|(?:is|was) (?:it|that|this) (?:okay|all right|correct|right|possible|fair|something|true|because|"
    r"what|how|going to)"
    r"|was that (?:a|an|the)|are they|were they"
    r")\b(?! know$)",
)
SUDDEN_REQUEST = Keyed(
    "sudden_request",
    rf"\b(?:{WONDER}{ABOUT} {WH}|{CAN_YOU}{A_BIT} {TELL}|tell me (?:a|more|about|how|what|why|"
    r"something)|say (?:a \w+ (?:bit )?)?more)\b",
)
# "you do this how often", "and the effect is what": the asking word stands where the answer would.
FACT_IN_PLACE = Keyed(
    "fact_in_place",
    r"\b(?:youve|you|have|has|got|for|this|that|it|its|is|was|were|by|spend|pay|run|use|do|"
    r"every) how (?:many|much|long|often)\b|\b(?:been|was|is|that|it|this|so|and|like that|going on) since when$",
)
# "if you went away what would stop", "say he's ill, who goes": the other half of a condition.
AFTER_CONDITION = Keyed(
    "after_condition",
    r"^(?:(?:and|so|but|okay|right|well|now|then|,) )*(?:if|when|whenever|once|suppose|supposing|unless|say|like if|like when) "
    r"(?:[^ ]+ ){2,30}?(?P<asking>what|who|whos|whod|how|where|which|whose) "
    r"(?:would|happens|does|do|is|gets|goes|stops|covers|picks|takes|tells|decides|rings|knows|answers|looks|sorts|deals"
    r"|pays|has|runs|becomes)\b",
)
OPEN_IN_PLACE = Keyed(
    "open_in_place",
    r"\b(?:(?:says?|is|are|was|be|with|for|doing|mean|means|to|like|because) what|"
    r"in (?:what|which) (?:ways?|sense))$",
)

# The word before makes it no question: it is the subject, or takes the clause as object or as quotation.
_REPORTS = word_set(
    "say says said saying ask asks asked asking think thinks thinking thought tells told like"
)
HOLDS_YES_NO = _REPORTS | word_set(
    "i you we they he she who which to not what never neither nor as than how only where when why if "
    "whatever whoever whenever however youre these those whether until before while everything people "
    "depends"
)
# A noun or "that" can be the subject of "does it", "would he", hardly of "do you".
HOLDS_THIRD_PERSON = HOLDS_YES_NO | word_set("that it there all so know knows knew")
# "What do you" can be no object ("we spoke of that what do you …"): a report alone makes it a quotation.
HOLDS_STRONG_WH = _REPORTS
# Before other asking words these too: "that's what keeps us", "it depends on how".
HOLDS_WH = HOLDS_YES_NO | word_set(
    "it that this there all im also always just really of by about matter remember sure after anything "
    "discuss figure decide learn realise realize see saw know knew knows understand understands "
    "understood telling is was thats its are be were been with on for at from into out through over "
    "show shows hear heard mean means no explain describe doing do did find found given give gives got "
    "get regarding around between wonder wondering wherever or and either same exactly identify notice "
    "noticed noticing have had need want dont add take without more has using me us them him her in count "
    "counts"
)
STRONG_WH = re.compile(
    r"(?:how|what|why|where|when|who|which)(?: \w+){0,4}? (?:do|does|did|are|would|could|can|have|"
    r"were|will) (?:you|your|he|she|they)$|(?:how|where|why)(?: \w+)? (?:is|was|does|did|"
    r"would) (?:it|that|this)$|how (?:do|does|did|would|could) \w+$|what \w+ (?:is|are|was|"
    r"were) (?:that|it|this|those|these|there)$|what (?:would|did|does|do) (?:a|the|i|we|it|that|"
    r"this|some)$|(?:what|why|how)d (?:you|he|she|they)$"
)
# "can I ask what …" is a request in spite of the verb before.
FIRST_PERSON_ASKS = re.compile(
    r"\b(?:i|id|to|me|did|never)(?: just| also| did)? (?:ask|wonder|know)(?: you)?(?: again)?$|"
    r"\bask you$|\btell me$"
)
FIRST_PERSON_ENDS = ("ask", "wonder", "know", "you", "again", "me")
REPORTED = re.compile(
    r"\b(?:say|says|said|saying|ask|asks|asked|asking|think|thinks|thinking|thought|told|tell them|"
    r"goes|went|like|going|almost|thinking about|think about)(?: to (?:you|me|yourself|myself|him|"
    r"her|them|us|himself|herself))?(?: me| you| him| her| them| us)?(?: ,)?$"
)
#: one of these is in whatever `REPORTED` matches
REPORTING = word_set(
    "say says said saying ask asks asked asking think thinks thinking thought told tell goes went like going almost"
)

TAG = Keyed(
    "tag",
    r"(?:^|.* )(?:"
    r"(?:is|isnt|are|arent|was|wasnt|do|dont|does|doesnt|did|didnt|have|havent|has|hasnt|can|cant|could|"
    r"couldnt|will|wont|would|wouldnt|should|shouldnt) (?:it|you|they|he|she|we|i|there)"
    r"|, (?:right|correct|yeah|yes|no|eh|huh|true|okay|all right|am i right|is that right|is that correct)"
    r")$",
)
BARE_TAG = Keyed(
    "bare_tag",
    r"^(?:"
    r".* (?:isnt|arent|dont|doesnt|didnt|wasnt|wont|cant|couldnt|wouldnt|shouldnt|havent|hasnt) "
    r"(?:it|you|they|he|she|we|there)"
    r"|.* (?:isnt|wasnt|doesnt|wont) (?:it|he|she) .*"
    r"|.* (?<!this )(?<!that )(?<!what )(?<!here )(?<!there )(?:is|was|has|will) (?:it|he|she)"
    r"|.* (?:huh|am i right|is that right|is that correct)"
    # "you have two right"; not "that's right", "turn to the right", "you got it right"
    r"|(?:so |and )?(?:you|youre|youve|your|its|that|thats|theres|they|this|he|she|we)(?: \w+){1,9}"
    r"(?<! the)(?<! a)(?<! that)(?<! thats)(?<! is)(?<! its)(?<! all)(?<! be)(?<! not)(?<! just)"
    r"(?<!get it)(?<!got it) (?:right|correct)"
    r")$",
)
ECHO = re.compile(
    r"^(?:"
    # "so do I", "neither had we"
    rf"(?:(?:yeah|oh|well|and|no|,) )*(?:so|neither|nor) {AUX} (?:i|we|they|he|she|you|it|most \w+|a lot)"
    # "do you really", "you do"
    rf"|{AUX} (?:you|he|she|they|we|it|that|there)(?: (?:really|now|indeed|so))?"
    r"|(?:you|he|she|they|we|it|i|that|there) (?:do|does|did|have|has|is|are|was|were|can|will|would|dont|"
    r"doesnt|didnt|havent|hasnt|isnt|arent)(?: too| really)?"
    # "isn't that funny", "can you believe it"
    r"|(?:isnt|arent|wasnt|doesnt) (?:that|it|they|this|he|she)(?: \w+)? (?:great|nice|funny|awful|terrible|"
    r"something|amazing|interesting|wonderful|good|cute|fun|true|crazy|strange|lovely|the truth)"
    r"|can you (?:believe|imagine)(?: that| it)?"
    # receipts, and what was not heard
    r"|is that (?:so|a fact|true)"
    r"|(?:oh )?(?:really|seriously|what|pardon|huh|excuse me|sorry|pardon me|what was that|say again|"
    r"come again|(?:you )?know what i mean|(?:you )?(?:know|see) what im saying|(?:you )?know what|"
    r"guess what|yeah|yes|no|right|okay|all right|you think|you know|honestly|truly|for real|no kidding|"
    r"i see)"
    r")$"
)
CHOICE = re.compile(r"\bor (?!so\b|something\b|whatever\b|anything\b|two\b|three\b)\w+")
#: "…, who actually picks up": asks, where "my wife, who picks up" tells of somebody
WHO_REALLY = re.compile(r"who (?:actually|really|usually|normally|mostly|generally|first) \w+")
PERMISSION_TAIL = Keyed(
    "permission_tail",
    r"(?<=\w )sounds? (?:good|okay|fair|all right)$|(?:if|is|would|will|does) (?:thats|that is|"
    r"that|it|its|it is)(?: be| be all)? (?:all right|okay|fine|good|suit|work|sound)(?: (?:okay|"
    r"good|all right|fine))?(?: with you| for you| by you| to you)?$",
)
SCALE = Keyed(
    "scale",
    r"\bscale\b|\b(?:one|1|zero|0) (?:to|through) (?:ten|10)\b|\bout of (?:ten|10)\b|"
    r"\bwhat number\b",
)
# A statement that gives back what was heard is no question, even with a question mark.
GIVEN_BACK = Keyed(
    "given_back",
    r"\b(?:sounds? like|im hearing|i hear|heard you|picking up|on the (?:one|other) hand|"
    r"part of you|if i understand|what youre saying)\b",
)
# Alone it is a receipt ("is that right"), after a statement of one's own it asks for a check.
CHECK = Keyed(
    "check",
    r"^(?:(?:and|so|but|,) )*(?:is that (?:right|correct|fair)|am i right|correct|"
    r"have i got that right)$",
)
# "People ask me, why should I …": another one's question, quoted.
QUOTED = Keyed(
    "quoted",
    r"\b(?:people|they|he|she|customers|clients|everyone|everybody|somebody|someone|him|her|them|"
    r"hes|shes|theyre)(?: \w+)? (?:say|says|said|saying|ask|asks|asked|asking)(?: to)?(?: me| you|"
    rf" us| him| her)? , (?:{WH}|{AUX}) ",
)
# A question that puts its answer into the other one's mouth.
LEADING = Keyed(
    "leading",
    # "don't you …", "isn't it time …"
    r"^(?:(?:and|so|but|well|now|,) )*(?:dont|wouldnt|isnt|cant|shouldnt|doesnt) "
    r"(?:you|it|that|we|they|your|everybody|everyone)\b"
    r"|\barent you (?:tired|sick|worried|concerned|curious|interested|glad|happy|afraid|bothered)\b"
    r"|\b(?:dont|wouldnt|shouldnt|cant) you (?:think|agree|want|like|rather|prefer|love|see)\b"
    r"|\bwouldnt it be\b"
    # "…, isn't it"
    r"|\b(?:isnt|arent|dont|wouldnt|cant|wont|havent|hasnt|doesnt|didnt|shouldnt|wasnt|werent) "
    r"(?:it|you|they|that|we|he|she)$"
    # asks for assent
    r"|\b(?:would|do|will|can) you (?:\w+ )?(?:agree|admit|concede|accept) (?:that|it|with|on|,|this)"
    r"|\byoud (?:have to )?(?:agree|admit)\b"
    r"|\b(?:surely|obviously|clearly) \w+|\bwho (?:wouldnt|doesnt|wants to)\b|\byou do want\b"
    r"|\b(?:im sure|i bet|i imagine|no doubt) (?:you|its|that)"
    # a promise as the condition: "if I could save you …, would you"
    r"|\bif (?:i|we) (?:could|can|were able to) (?:\w+ )?(?:show|save|get|cut|give|prove|offer|halve|double|"
    r"guarantee|help|make|bring|take)\b.*\b(?:would|will|could) (?:you|that|it)\b"
    r"|\bhow (?:great|nice|good|much better|much easier|amazing) would\b",
)
# Said after a question to hold the line open, not to ask again: "what's driving that, do you think?"
AFTERTHOUGHT = re.compile(
    r"(?:do|would|can|could|did) you (?:think|reckon|know|suppose|guess|say|imagine|feel|"
    r"believe)(?: so)?$"
)
# Bare follow-ups without a verb of their own, as a whole line: "and on the days he isn't at his desk".
FOLLOW_UP = Keyed(
    "follow_up",
    r"^(?!.* you )(?:"
    r"(?:and|but|so|what|even|or) (?:on|at|in|during|over|before|after|when|if|without|outside)"
    r"|(?:on|at|in|during|when|if)"
    r"(?= (?:\w+ ){0,4}(?:he|she|they|its|theyre|hes|shes|nobody|someone|somebody|your|theres) )"
    r") "
    r"(?!fact|general|case|least|all$|course|addition|short|other words|any case|the end|that case|"
    r"the meantime|a way|you |we |i )"
    r"(?:\w+ ){0,8}?(?:days?|weeks?|weekends?|nights?|mornings?|evenings?|mondays?|tuesdays?|wednesdays?|"
    r"thursdays?|fridays?|saturdays?|sundays?|summer|winter|spring|autumn|month|months|year|quarter|"
    r"christmas|holidays?|desk|office|off|sick|away|late|there|busy|short)$",
)
# "why there", "and who else", "since when": a question of two or three words that carries no mark
SHORT_WH = Keyed(
    "short_wh",
    r"^(?:(?:and|but|so|or) )?(?:"
    r"(?:why|where|since when|who|whose|which)(?: (?!knows?\b|cares\b|ever\b)\w+){1,2}"
    r"|(?:based on|like|for|with|by|from|on|of|in) (?:what|whom?|which \w+|how many)|which of (?:them|those|these|the two))$",
)
# "…, you know?", "… know what I mean?": a nod is looked for, no answer.
NOD = re.compile(r", (?:you know|(?:(?:do )?you )?know what i(?:.?m saying| mean))\?+\W*$", re.IGNORECASE)
