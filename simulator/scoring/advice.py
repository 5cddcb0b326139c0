"""The sentences that a coach would say: what to keep, what to change, what to practise, a better line."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.persona import Level
from simulator.domain.scorecard import Dimension, Flag
from simulator.domain.state import Bungle, BungleKind

#: what is said of no end: a call that was hung up on may have had any of it
KEEPS = {
    Dimension.PREPARATION: "You said who you are and why you ring before they had to ask. Keep that opening.",
    Dimension.TIME: "You let them do much of the talking, and it brought something. Keep it that way.",
    Dimension.HUMAN_TONE: "You took up what they said before you went on, and gained trust by it. Keep that voice.",
    Dimension.PROBING: (
        "You went on from what they said instead of on to the next thing. Keep going down, not along."
    ),
    Dimension.LISTENING: ("You gave back what you heard before you asked the next thing. Keep that habit."),
    Dimension.RESILIENCE: "A no did not change your tone. Keep taking it as the start of an answer.",
    Dimension.ACCOUNTABILITY: "What went wrong once did not go wrong twice. Keep that.",
}

CHANGES = {
    Dimension.PREPARATION: "Say who you are and why you ring in your first two sentences, then ask.",
    Dimension.TIME: "Say half as much. After each question of yours, wait until they have stopped twice.",
    Dimension.HUMAN_TONE: (
        "Answer the person before the business: one sentence on what they just said, then your question."
    ),
    Dimension.PROBING: "When you have an answer, ask what comes of it before you ask anything else.",
    Dimension.LISTENING: (
        "Before each new question give back the last answer in your own words, and let them correct it."
    ),
    Dimension.RESILIENCE: "After a no: acknowledge it, then ask what stands behind it. No second pitch.",
    Dimension.ACCOUNTABILITY: "When a line goes wrong, name it once and do the other thing from then on.",
}

DRILLS = {
    Dimension.PREPARATION: "Write the reason for your call in twelve words. Say it aloud five times. Ring again.",
    Dimension.TIME: "Play the call again and allow yourself two sentences a turn, one of them a question.",
    Dimension.HUMAN_TONE: (
        "For five turns, begin each line with what they just said, in other words, and nothing of your own."
    ),
    Dimension.PROBING: (
        "Ask three questions in a row on one answer: how did that come about, what comes of it, and for you?"
    ),
    Dimension.LISTENING: (
        "Play ten turns in which you may only give back and be quiet; a question costs you one."
    ),
    Dimension.RESILIENCE: (
        "Take the first no of five prospects and answer each with one question that is not about your offer."
    ),
    Dimension.ACCOUNTABILITY: (
        "Use a second chance on purpose: take one line back, say why, and hold to it until the end."
    ),
}

#: what to practise about asking, by what stood in the way of it
PROBING_DRILLS = {
    "heaped": "Play five lines with one question mark each. When the second question comes to you, write it down instead.",
    "missed_cue": (
        "For one call, begin every question with three words that they have just used, and see where it takes you."
    ),
    "closed": (
        "Before you ring, write down five questions that can be answered in a word, and turn each into a how or a what."
    ),
    "untested": "Take the first no, or the first yes, of three prospects and ask of each: what is it like when it isn't so?",
    "deeper": (
        "Ring the same prospect again and stay with one subject, as far as: how is that for you? Leave all the others alone."
    ),
}

#: what lies on each level, as a debrief names it
DEPTH_WORDS = {
    Level.SURFACE: "how things are",
    Level.CAUSE: "how it came to be so",
    Level.IMPACT: "what comes of it",
    Level.STAKE: "what it means to them, which is told to few",
}

#: questions that go one level down from what was just told, and give nothing away
DEEPER_QUESTIONS = {
    Level.SURFACE: ("How do you do it today?", "How does that go, on an ordinary day?"),
    Level.CAUSE: ("How did it come to be like that?", "Has it always been that way?"),
    Level.IMPACT: ("What comes of that on a bad day?", "When that goes wrong, what happens then?"),
    Level.STAKE: ("How is that for you, yourself?", "What has that been like for you?"),
}

#: questions that are fair at any moment of any call
ALWAYS_FAIR = (
    "How does a usual day go at your place?",
    "What takes up most of your time just now?",
    "What would make a call like this worth your while?",
)

#: a better line for each bungle; ``…`` is replaced by a question that was open at that moment
_BETTER = {
    BungleKind.PRESSURE: (
        "There's no hurry from my side. …",
        "I'd sooner know first whether it would be any use to you. …",
        "You know your week, and I don't. …",
    ),
    BungleKind.EARLY_PITCH: (
        "I could tell you what we do, but I'd be guessing whether it matters to you. …",
        "Before I say anything about us: …",
        "What we do can wait a minute. …",
    ),
    BungleKind.EARLY_CLOSE: (
        "I don't know yet whether a meeting would be worth your time. …",
        "It's too soon to ask for your diary. …",
        "Let's leave the calendar out of it for now. …",
    ),
    BungleKind.INTERROGATION: (
        "I've been firing questions at you. Tell me in your own words: …",
        "Let me ask that less like a form. …",
        "One question, and then I'll be quiet. …",
    ),
    BungleKind.IGNORED_CUE: (
        "Hang on, you said something just now. …",
        "Before I go on, what you said just now: …",
        "I'd like to stay with that for a moment. …",
    ),
    BungleKind.ARGUED: (
        "You know your place, I don't. …",
        "Fair. Then help me see it from where you sit. …",
        "I put that badly, and I'd sooner hear it from you. …",
    ),
    BungleKind.RUDE: ("Fair enough. …", "I hear you. …", "That came out wrong. …"),
    BungleKind.PERSONAL_REMARK: (
        "That was out of place, I'm sorry. …",
        "Sorry, that's none of my business. …",
        "Back to what I rang about. …",
    ),
    BungleKind.WRONG_NAME: (
        "Have I got your name right? …",
        "Just so that I call you the right thing, who am I talking to? …",
        "I ought to have had your name right. …",
    ),
    BungleKind.FORBIDDEN_CLAIM: (
        "I can't promise you that. What I can do is ask first: …",
        "What it can do for you I don't know yet. …",
        "I'd only be guessing, so let me ask. …",
    ),
    BungleKind.ASKED_AGAIN: (
        "You've told me that already. What I'd still like to know: …",
        "I have that. …",
        "You said, and I wrote it down. …",
    ),
    BungleKind.UNASKED_ADVICE: (
        "You'll have thought of the obvious things. …",
        "Instead of telling you what to do: …",
        "You know what you've tried, I don't. …",
    ),
    BungleKind.INTERRUPTED: (
        "Sorry, I cut across you. You were saying?",
        "Go on, please. I'll wait until you've finished.",
        "I'm sorry, that was me talking over you. What were you going to say?",
    ),
    BungleKind.IGNORED_REMOVAL: (
        "Of course. I'll take you off the list today, and I'm sorry for the trouble.",
        "I'll see to it that nobody rings you again. Sorry to have kept you.",
    ),
}


def better_for_bungle(kind: BungleKind, turn: int, question: str) -> str:
    """A line that could have stood there instead, ending in a question that was open at that moment."""
    variants = _BETTER[kind]
    return variants[turn // 2 % len(variants)].replace("…", question)


#: what a rep did by a bungle, said to them
_YOU_DID = {
    BungleKind.RUDE: "You were rude.",
    BungleKind.PERSONAL_REMARK: "You remarked on the person, not on the matter.",
    BungleKind.PRESSURE: "You pushed.",
    BungleKind.FORBIDDEN_CLAIM: "You claimed what may not be claimed for this offer.",
    BungleKind.ARGUED: "You argued with what they said instead of asking about it.",
    BungleKind.WRONG_NAME: "You used a name that is not theirs.",
    BungleKind.EARLY_CLOSE: "You asked for a next step before any need was on the table.",
    BungleKind.EARLY_PITCH: "You told them what you sell before it was clear what they need.",
    BungleKind.IGNORED_CUE: "You talked over something that they had just let drop.",
    BungleKind.ASKED_AGAIN: "You asked what had been asked before.",
    BungleKind.UNASKED_ADVICE: "You gave advice that nobody had asked for.",
    BungleKind.IGNORED_REMOVAL: "They asked to be taken off the list, and you went on.",
}


def you_did(bungle: Bungle) -> str:
    """What the rep did, in a sentence to them; where it was the third of something, the sentence of the call."""
    return _YOU_DID.get(bungle.kind, bungle.why)


_CLAIMED = {
    "false_urgency": "You gave them an urgency that nothing stands behind",
    "guarantee": "You gave a guarantee that nobody can give",
}


def claimed(flags: Sequence[Flag]) -> tuple[str, str]:
    """What was claimed in a line and is not so, said to the rep, in two wordings."""
    whats = dict.fromkeys(_CLAIMED.get(one.kind, "You made a claim that does not hold") for one in flags)
    facts = "".join(f" {one.fact}" for one in flags if one.kind not in _CLAIMED)
    return f"{'. '.join(whats)}.{facts}", f"{'. '.join(whats)} (turn {flags[0].turn}).{facts}"


#: what kind of line it would be where none can be put into words from what had been said
INSTEAD_OF_THE_FALL = "A better line would take up what they had just said, and ask one thing about it."
