"""Which of Rackham's four kinds a sales question is.

Source: Neil Rackham, SPIN Selling (1988). Situation questions gather facts; problem questions ask for
difficulties and dissatisfaction; implication questions ask what a problem leads to; need-payoff questions ask
what a solution would be worth. Read from the words of the question alone: one whose problem was named a turn
earlier counts as what its own words say.
"""

from __future__ import annotations

from simulator.domain.reading import Aspect, QuestionForm, SpinKind
from simulator.reading.keyed import Keyed
from simulator.reading.questions import form_of
from simulator.reading.sentences import split
from simulator.reading.speech import plain

_NEED_PAYOFF = Keyed(
    "spin_need_payoff",
    r"\b(?:would (?:it|that|this|you)(?: \w+){0,5} (?:help|useful|valuable|benefit|handy|"
    r"worthwhile)|how (?:useful|valuable|helpful)|(?:is it|is that|how) (?:important|useful|"
    r"valuable)(?: \w+)? to you|what would (?:that|it) do for|worth to you|what would (?:it|that|"
    r"this) mean|how would (?:that|it|this) help|would it be (?:useful|worth|good|helpful)|"
    r"do with the time)\b",
)
_IMPLICATION = Keyed(
    "spin_implication",
    r"\b(?:affects?|affected|effect|impacts?|impacted|consequences?|knock on|leads? to|led to|"
    r"result in|cost(?:s|ing)? (?:you|your)|los(?:e|es|ing|t) (?:you|any|a|customers|orders|sales|"
    r"money|time|people)|do you lose|hours lost|overtime|what does (?:that|it) do to|mean for you|"
    r"how did you cope|keeps happening|if nothing changes|end up|as a result|lost)\b",
)
_PROBLEM = Keyed(
    "spin_problem",
    r"\b(?:problems?|issues?|difficult\w*|hard|harder|tough|trouble\w*|struggl\w+|frustrat\w+|"
    r"annoy\w*|worr\w+|concern\w*|headaches?|pain|painful|challeng\w+|fails?|failing|failures?|"
    r"failed|break(?:s|ing)? down|broken|broke down|breaks|late|delays?|delayed|errors?|mistakes?|"
    r"wrong|slow|slows?|bottlenecks?|downsides?|complain\w*|complaints?|unhappy|happy|satisfied|"
    r"dissatisfied|dislike|dont (?:\w+ )?like|not (?:\w+ )?like|didnt like|hate|bothers?|stress\w*|"
    r"worst|waste\w*|wasting|miss(?:ed|ing)?|short of|shortage|reliable|unreliable|stopping you|"
    r"getting in the way|in the way|let you down|lets you down|risk\w*|gaps?|weak\w*|afraid|"
    r"nightmare|mess|messy|go(?:es)? badly|went badly|suffer\w*|awake at night|up at night|"
    r"drop(?:s|ping)? off|confus\w+|complicated)\b",
)


def spin_kind(text: str, question_form: QuestionForm, aspect: Aspect) -> SpinKind:
    """The SPIN kind of a line whose question has this form and aspect; `none` where it "
    "asks nothing or only greets."""
    if question_form in (QuestionForm.NONE, QuestionForm.GREETING):
        return SpinKind.NONE
    said = plain(_asking_part(text, question_form))
    if aspect is Aspect.WANT or _NEED_PAYOFF.search(said):
        return SpinKind.NEED_PAYOFF
    if aspect is Aspect.THEN or _IMPLICATION.search(said):
        return SpinKind.IMPLICATION
    if _PROBLEM.search(said):
        return SpinKind.PROBLEM
    # What it means to the person is a consequence, unless it names the trouble itself (above).
    return SpinKind.IMPLICATION if aspect is Aspect.FEEL else SpinKind.SITUATION


def _asking_part(text: str, form: QuestionForm) -> str:
    """The last sentence with a question of this form: what is told before it must not colour the question."""
    sentences = split(text)
    for sentence in reversed(sentences[1:]):
        if form_of(sentence) is form:
            return sentence
    return sentences[0] if len(sentences) > 1 and form_of(sentences[0]) is form else text
