"""The words of the pages on a batch: what speaks against a rep, what a flag or a failure means, and what to do."""

from __future__ import annotations

from simulator.domain.scorecard import Dimension

#: beginnings of what evidence says that speaks against the rep, in the scorer's own words
AGAINST = (
    "closes before asking anything",
    "a long turn of the rep",
    "unasked advice",
    "pushes or argues",
    "stacks or leads",
    "does not take the objection",
    "the same mistake again",
    "the lesson was not kept",
    "excuses or blames",
)
#: beginnings of what is neither good nor bad by itself
NEUTRAL = (
    "the longest stretch begins here",
    "asks for a next step",
    "the answer to it",
    "how it ended",
    "says who is calling",
)
#: what each dimension asks, in a few words
ASKS = {
    Dimension.PREPARATION: "Is the reason for the call said early, by someone who says who they are?",
    Dimension.TIME: "Is there room for the other, and no close before anything was asked?",
    Dimension.HUMAN_TONE: "Are they met as a person, without pressure and unasked advice?",
    Dimension.PROBING: "Do the questions go on from what was said, down to what follows from it?",
    Dimension.LISTENING: "Is what was said given back?",
    Dimension.RESILIENCE: "Is an objection taken and explored?",
    Dimension.ACCOUNTABILITY: "Is an error owned?",
    Dimension.OUTCOME: "Is there a next step with a day, or an honest end?",
}
#: the measures that say most about a dimension
TELLING = {
    Dimension.PREPARATION: ("reason_stated_s",),
    Dimension.TIME: ("talk_share", "longest_monologue_s"),
    Dimension.HUMAN_TONE: ("unasked_advice", "acknowledgements", "pressure"),
    Dimension.PROBING: ("questions", "implication_questions", "uptake"),
    Dimension.LISTENING: ("reflections", "reflection_to_question"),
    Dimension.OUTCOME: (),
}
MEASURES = {
    "talk_share": "Rep's share of the words",
    "rep_turns": "Lines of the rep",
    "questions": "Lines that ask",
    "open_questions": "Open questions",
    "stacked_questions": "Stacked questions",
    "leading_questions": "Leading questions",
    "implication_questions": "Implication questions",
    "reflections": "Reflections",
    "complex_reflections": "Complex reflections",
    "reflection_to_question": "Reflections a question",
    "longest_monologue_s": "Longest stretch of the rep, s",
    "uptake": "Uptake of what was said, 0–1",
    "pressure": "Pressure, 0–1",
    "politeness": "Politeness, −1–1",
    "acknowledgements": "Acknowledgements",
    "unasked_advice": "Lines of unasked advice",
    "pitches": "Lines that pitch",
    "speaker_switches": "Changes of speaker",
    "words_a_minute": "Rep's words a minute",
    "reason_stated_s": "Seconds to the reason for the call",
    "interruptions": "Interruptions",
}
#: as they stand in a sentence after their figure
MEASURES_SHORT = {
    "talk_share": "of the words",
    "longest_monologue_s": "s longest stretch",
    "unasked_advice": "unasked advice",
    "acknowledgements": "acknowledged",
    "pressure": "pressure",
    "questions": "lines ask",
    "implication_questions": "for what follows",
    "uptake": "uptake",
    "reflections": "reflections",
    "reflection_to_question": "a question",
    "reason_stated_s": "s to the reason",
}
FLAGS = {
    "identity": "Not said who is calling",
    "forbidden_claim": "A claim that is not allowed",
    "removal_ignored": "A request to be taken off the list, not honoured",
    "second_no_ignored": "Went on after a second no",
    "false_urgency": "False urgency",
    "guarantee": "A guarantee",
    "personal_remark": "A personal remark",
}
#: kind of failure: what it is, and what to do about it
FAILURES = {
    "unreadable": ("Could not be opened", "See whether the files are there and may be read, then run again."),
    "empty": ("Nothing in them", "The export stopped before it began; export them again."),
    "too_large": ("Too large", "Split them, or unpack the archive and score its folder."),
    "unsafe_path": (
        "Members of an archive that point outside it",
        "Find out where the archive is from before you use anything in it.",
    ),
    "not_text": ("Not text", "Save them as UTF-8, or leave recordings out of the folder."),
    "not_json": ("Broken JSON", "Export them again; the place is in the message."),
    "unknown_format": ("A format that is not known", "Export as VTT, SRT, JSON or “Name: text”."),
    "not_a_transcript": ("Something in them is wrong", "Mend what the message names."),
    "cut_off": ("Half a file", "Fetch them again."),
    "no_turns": ("Nobody says anything", "Leave them out, or look at the recording."),
    "no_speakers": (
        "No speakers",
        "Export with speaker labels; without them nobody can tell who the rep is.",
    ),
    "one_speaker": ("One voice only", "Export both sides of the call."),
    "rep_unclear": ("Not clear who is the rep", "Say so with --rep NAME, or give a map file."),
    "endpoint_unreachable": (
        "The judge was not reached",
        "Run the same command again: only these are asked.",
    ),
    "endpoint_timeout": ("The judge took too long", "Run again; allow more with SIMULATOR_TIMEOUT_S."),
    "endpoint_refused": ("The judge refused the request", "Check key and model with `simulator doctor`."),
    "endpoint_busy": ("The judge was busy", "Run again later, or with a lower --concurrency."),
    "endpoint_malformed": ("The judge gave no answer that could be read", "Run again, or raise --repairs."),
    "limit": (
        "The limit of the run came first",
        "Nothing is wrong with them: run again with a higher limit.",
    ),
    "unforeseen": ("A mistake of this program", "Please report it with the message."),
}


def speaks_against(why: str) -> bool | None:
    """Whether what evidence shows speaks against the rep; None where it says neither."""
    if why.startswith(AGAINST):
        return True
    return None if why.startswith(NEUTRAL) else False


def plural(many: int, one: str, more: str = "") -> str:
    """A number with its noun: "1 call", "1,204 calls"."""
    return f"{many:,} {one if many == 1 else more or one + 's'}"


def listed(words: list[str]) -> str:
    """Words in a row as in a sentence: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
