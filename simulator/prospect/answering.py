"""What the prospect does with a line: the rules in the order in which a listener would apply them.

Each rule looks at the draft, and either decides the content or leaves it to the next one. What they say first answers
what was asked; what was not asked comes after it, or not at all. Here stand the order, what cuts a call short, and what
comes before any content; questions are answered in `questions_put`, statements in `statements_made`.
"""

from __future__ import annotations

from simulator.domain.direction import Understood
from simulator.domain.lines import Move
from simulator.domain.reading import Act, QuestionForm, QuestionKind, Subject
from simulator.domain.state import Bungle, BungleKind, EndReason
from simulator.prospect.arranging import arranged
from simulator.prospect.depth import SURE_P, answer_fact
from simulator.prospect.draft import Decide, Draft
from simulator.prospect.endings import (
    answer_disqualify,
    answer_next_step,
    asks_whom_it_suits,
    end_call,
    say_goodbye,
)
from simulator.prospect.interrupted import goes_on
from simulator.prospect.questions_put import content_question, courtesy_question, unplaced_question
from simulator.prospect.statements_made import (
    GIVEN_BACK_P,
    assertion,
    go_deeper,
    kindness,
    listening,
    offer_talk,
    opening_words,
    picked_up,
    reason_for_call,
    reflection,
)
from simulator.prospect.trust import BUNGLE_SENTENCES, is_pressure


def decide(draft: Draft) -> None:
    """Fill in the content of the turn."""
    for rule in _RULES:
        if rule(draft):
            return
    not_understood(draft)


def off_list(draft: Draft) -> bool:
    """They asked to be taken off the list: it is honoured now, or it is the end."""
    if Move.OFF_LIST not in draft.before.last_moves:
        return False
    line = draft.reading.line
    if (
        line.does(Act.HONOURS_REMOVAL, Act.APOLOGY, Act.GOODBYE, Act.YES)
        and line.question is QuestionKind.NONE
    ):
        draft.add(Move.OFF_LIST_HONOURED, why="the removal was honoured")
        end_call(draft, EndReason.OFF_LIST)
    else:
        kind = BungleKind.IGNORED_REMOVAL
        draft.bungle = Bungle(kind=kind, turn=draft.turn, why=BUNGLE_SENTENCES[kind])
        draft.add(Move.HANG_UP_PUSHED, why="the removal was not honoured")
        end_call(draft, EndReason.HUNG_UP_PUSHED)
    return True


def offence(draft: Draft) -> bool:
    """Rudeness is named once; the second time they are gone."""
    line = draft.reading.line
    if line.does(Act.RUDE):
        if draft.count("rude") >= 2:
            draft.add(Move.HANG_UP_RUDE, why="rude again")
            end_call(draft, EndReason.HUNG_UP_RUDE)
        else:
            draft.add(Move.RUDENESS, why="rude")
        return True
    if line.does(Act.PERSONAL_REMARK):
        if draft.count("personal_remark") >= 2:
            draft.add(Move.HANG_UP_RUDE, why="a remark about the person, again")
            end_call(draft, EndReason.HUNG_UP_RUDE)
        else:
            draft.add(Move.PERSONAL_REMARK, why="a remark about the person")
        return True
    return False


_ODD = (
    (Act.SILENCE, Move.SILENCE),
    (Act.GIBBERISH, Move.GIBBERISH),
    (Act.OTHER_LANGUAGE, Move.OTHER_LANGUAGE),
    (Act.COMMAND, Move.COMMAND),
    (Act.META, Move.META),
)


def oddity(draft: Draft) -> bool:
    """Silence, noise, another language, orders to a machine: each is answered as a person would, three times at most."""
    line = draft.reading.line
    move = next((move for act, move in _ODD if line.does(act)), None)
    if draft.reading.attack:
        move = Move.COMMAND
    if move is None:
        draft.counts["odd_in_row"] = 0
        return False
    streak = draft.bump("odd_in_row")
    if streak >= 5 and "odd" in draft.before.warned:
        draft.add(Move.HANG_UP_ODD, why="nothing sensible came any more")
        end_call(draft, EndReason.HUNG_UP_ODD)
    elif streak >= 3 and "odd" not in draft.before.warned:
        draft.warned["odd"] = draft.exchange
        draft.add(Move.WARN_ODD, why="odd for the third time in a row")
    else:
        draft.add(move, why="something odd, answered as such")
    return True


def pushed(draft: Draft) -> bool:
    """They bristle, then warn, then are gone."""
    if not is_pressure(draft):
        return False
    pushes = draft.count("pressure")
    if "pushed" in draft.before.warned:
        draft.add(Move.HANG_UP_PUSHED, why="pushed after the warning")
        end_call(draft, EndReason.HUNG_UP_PUSHED)
    elif pushes >= draft.nature.pushes_allowed:
        draft.warned["pushed"] = draft.exchange
        draft.add(Move.WARN_PUSHED, why=f"pushed {pushes} times")
    else:
        draft.add(Move.PRESSURE, why="pushed")
    return True


def farewell(draft: Draft) -> bool:
    """The rep says goodbye, or the agreed call comes to its end."""
    line = draft.reading.line
    asks = line.question is not QuestionKind.NONE and line.form is not QuestionForm.GREETING
    # "I'll let you go. Could we look at it together?" proposes before it leaves
    proposes = draft.before.agreed is None and line.does(Act.NEXT_STEP, Act.REFERRAL) and asks
    leaves = line.does(Act.GOODBYE) and not (asks and draft.reading.subjects) and not proposes
    settled = draft.before.agreed is not None
    if settled and not asks and line.does(Act.GOODBYE, Act.THANKS, Act.ACKNOWLEDGEMENT, Act.YES):
        leaves = True
    if not leaves:
        return False
    say_goodbye(draft)
    return True


def next_step(draft: Draft) -> bool:
    """The rep asks for a next step, or gives up on them."""
    line = draft.reading.line
    # "I don't know yet if it's any use to you. How does eight o'clock go?" gives up on nobody
    asks_on = (
        draft.persona.fit.suits
        and line.question is not QuestionKind.NONE
        and bool(draft.reading.subjects)
        and not asks_whom_it_suits(draft)
    )
    if line.does(Act.DISQUALIFY) and not line.does(Act.NEXT_STEP) and not asks_on:
        return answer_disqualify(draft)
    asks_about_them = _is_about_them(draft) and not asks_whom_it_suits(draft)
    if line.does(Act.NEXT_STEP) or (line.does(Act.REFERRAL) and not asks_about_them):
        answer_next_step(draft)
        return True
    return False


def _is_about_them(draft: Draft) -> bool:
    """Whether it is surely about a subject of theirs; of a need a good guess is enough: nobody is referred by that."""
    first = draft.reading.subjects[0] if draft.reading.subjects else None
    return first is not None and first.p >= (GIVEN_BACK_P if ":" not in first.topic else SURE_P)


def asked_again(draft: Draft) -> bool:
    """The same question again, where it was answered the first time."""
    back = draft.reading.same_as_turn
    if back is None or draft.before.last_moves[:1] in ((Move.NOT_HEARD,), (Move.CLARIFY,), (Move.SILENCE,)):
        return False
    subject = draft.reading.subjects[0] if draft.reading.subjects else None
    if subject is not None and draft.trust > draft.before.trust:
        return False
    draft.add(Move.SAID_ALREADY, why="asked before")
    return True


def wrong_ground(draft: Draft) -> bool:
    """A wrong name or a wrong fact is put right at once; a question behind it is still answered."""
    if draft.reading.wrong_name and draft.has_lines(Move.WRONG_NAME):
        draft.add(Move.WRONG_NAME, why=f"called {draft.reading.wrong_name}")
    elif draft.reading.wrong_fact is not None:
        draft.add(Move.WRONG_FACT, why=f"wrong on {draft.reading.wrong_fact}")
        name = draft.reading.wrong_fact
        answer_fact(draft, Subject(topic=f"fact:{name}", p=1.0))
        return True
    else:
        return False
    return draft.reading.line.question is QuestionKind.NONE or not draft.reading.subjects


def not_understood(draft: Draft) -> bool:
    """The last retreat, never twice running: the second time they take it where it was."""
    draft.understood = Understood.NO
    if Move.NOT_HEARD in draft.before.last_moves:
        if not go_deeper(draft, draft.before.focus):
            draft.add(Move.DODGE, why="not understood, again")
        return True
    draft.add(Move.NOT_HEARD, why="not understood")
    return True


_RULES: tuple[Decide, ...] = (
    off_list,
    offence,
    oddity,
    pushed,
    goes_on,
    arranged,
    farewell,
    next_step,
    asked_again,
    wrong_ground,
    content_question,
    courtesy_question,
    reflection,
    picked_up,
    reason_for_call,
    offer_talk,
    unplaced_question,
    kindness,
    opening_words,
    assertion,
    listening,
)
