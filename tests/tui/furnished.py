"""What stands in each room while its picture is taken: fixed words and figures, so that no author changes a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from simulator.call.events import Scored
from simulator.call.finishing import Finished
from simulator.domain.persona import Persona
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Basis, Dimension, DimensionScore, Evidence
from simulator.domain.transcript import Speaker
from simulator.reports.blocks import Behind, Pointer
from simulator.reports.past_calls import PastCall, PastCalls
from simulator.scoring.debrief import PlanKept, TurnThatMattered
from simulator.tui.desk_view import DeskView, Lookup
from simulator.tui.home_view import Chart, Group, HomeView, LeadEntry, OpenEntry, Told
from simulator.tui.library_view import LibraryView, NeedMet, PersonMet, PositionMet, library_view
from simulator.tui.mirror_view import Form, SelfGrade
from simulator.tui.past_calls_view import CallRow, PastCallsView
from simulator.tui.progress_view import ProgressView, progress_view
from tests.tui import samples
from tests.tui.past import FIRST_DAY

_LIMITS = "Standard, patience shown. 15 minutes, 2 second chances, 2 hints."
_TRAINS = "Getting behind a first no, and asking how the day is really run before anything is offered."
_WHY_NOW = "They have advertised for drivers since the spring, and again this week."


def _lead(name: str, who: str, last: tuple[str, str, str] = ("", "", ""), told: str = "") -> LeadEntry:
    score, ended, calls = last
    return LeadEntry(
        scenario_id="morning-board",
        persona_id=name.lower().replace(" ", "-"),
        name=name,
        who=who,
        score=score,
        ended=ended,
        calls=calls,
        about=(
            Told(name, who),
            Told("The call", _LIMITS),
            Told("Last time", told or "You have not called them yet."),
            Told("Trains", _TRAINS),
            Told("Why now", _WHY_NOW),
        ),
    )


def _groups(*, called: bool) -> tuple[Group, ...]:
    marion = _lead(
        "Marion Teague",
        "operations manager, Saltmarsh Linen",
        ("63", "out of time", "12 calls") if called else ("", "", ""),
        "63 of 100, yesterday. The time for this call was up. 12 calls so far." if called else "",
    )
    hollis = _lead(
        "Hollis Brandt",
        "owner, Brandt and Daughters Glazing",
        ("41", "hung up", "1 call") if called else ("", "", ""),
        "41 of 100, on Thursday. They hung up; they had been pushed. 1 call so far." if called else "",
    )
    tomasz = _lead("Tomasz Bielak", "head of dispatch, Northlight Foods")
    gwen = _lead("Gwen Ashdown", "practice manager, Millrace Vets")
    return (
        Group("The morning board", "standard", (marion, hollis, tomasz)),
        Group("The front desk", "exam", (gwen,)),
    )


_OPEN = OpenEntry(
    "c-open22",
    "Gwen Ashdown",
    "practice manager, Millrace Vets",
    "yesterday at 12:00",
    (
        Told("Gwen Ashdown", "practice manager, Millrace Vets"),
        Told("Campaign", "The front desk"),
        Told("Open", "Begun yesterday at 12:00, 14 lines said so far."),
        Told("Next", "Enter takes the call up where it was left."),
    ),
)
HOME = HomeView(
    (Group("Open calls", "", (_OPEN,)), *_groups(called=True)),
    (
        Chart("Calls a week", "▂▁·▃▄▃▆▄", ("2", "1", "0", "3", "5", "4", "8", "5")),
        Chart("Mean score", "▂▂·▃▃▃▄▄", ("22", "31", "–", "38", "47", "44", "58", "63")),
    ),
)
PAST_CALLS = PastCallsView(
    tuple(
        CallRow(f"c-{number}", when, name, campaign, ended, score, retry, is_open=ended == "open")
        for number, (when, name, campaign, ended, score, retry) in enumerate(
            (
                (" 9 Mar 2026 09:12", "Gwen Ashdown", "The front desk", "open", "", ""),
                (" 8 Mar 2026 16:40", "Marion Teague", "The morning board", "agreed", "71", "retry"),
                (" 8 Mar 2026 16:02", "Marion Teague", "The morning board", "out of time", "63", ""),
                (" 5 Mar 2026 11:30", "Hollis Brandt", "The morning board", "hung up", "41", ""),
                ("28 Feb 2026 10:05", "Tomasz Bielak", "The second try", "you hung up", "", ""),
            )
        )
    )
)
NEW_HOME = HomeView(_groups(called=False))

DESK = DeskView(
    of=("morning-board", "marion-teague"),
    who="Marion Teague",
    role="operations manager, Saltmarsh Linen",
    title="The morning board",
    parts=(
        (
            "You call",
            "Marion Teague, operations manager\nSaltmarsh Linen, laundry for hotels, Ipswich",
        ),
        ("You are", "Sam, Brackwater"),
        ("Goal", "Twenty-five minutes with their own week on the board: a day and an hour."),
        ("On the list", "Saltmarsh Linen. 20 vans. Bought list."),
        ("Why now", _WHY_NOW),
        ("Dayboard", "A live board for firms with vans."),
        ("Anybody may know", "• They wash for forty hotels.\n• They have been there since 1962."),
        ("You may say", "• It shows every van on one board.\n• It is set up in two days."),
        ("You may not say", "• It plans the rounds.\n  True: It plans nothing by itself."),
        ("Price", "£9 a van a month."),
        ("Time", "15:00 of talk on the telephone; 5:00 at the research desk before it."),
        ("The brief", "They are busy until ten. Ask before you offer, and leave when it does not fit."),
    ),
    lookups=(
        Lookup(
            "web", "Their web site", "They wash for hotels on the coast, and say so in large letters.", 40
        ),
        Lookup("paper", "The local paper", "Nothing lately.", 60),
        Lookup("advert", "The advertisement for drivers", "Early starts, “must know the coast”.", 80),
    ),
    preparation_s=300,
    clock_s=900,
)
#: what is typed into the plan, line by line
PLAN = (
    "They look for drivers, so somebody is short of hands in the morning.",
    "How do you plan the rounds?",
    "What happens when a van is late?",
    "Who else looks at the plan?",
    "Nobody but her knows the rounds.",
)

_GRADES = (70, 40, 60, 80, None, None, None, None)
#: graded half way down
MIRROR = Form(grades=_GRADES, at=3)
OWN_VIEW = SelfGrade(
    {
        Dimension.PREPARATION: 70,
        Dimension.TIME: 40,
        Dimension.HUMAN_TONE: 60,
        Dimension.PROBING: 80,
        Dimension.RESILIENCE: 50,
    },
    "That nobody else knows the rounds.",
)

_SAID = (
    "Saltmarsh Linen, Marion speaking.",
    "Hello Marion, it's Sam from Brackwater. I saw that you look for drivers.",
    "We're all set here, thank you.",
    "Good to hear. How do you plan the rounds?",
    "I move magnets about on a board, at four in the morning.",
    "Has it always been so?",
    "Roy did it before. It was all in his head. We've had one or two remarks.",
    "We have a tool for that.",
    "Everybody has a tool for that.",
    "It plans itself. May I ask what a late van does to a hotel?",
    "One of them gave notice. Three late mornings.",
    "How's the what's-it?",
    "Sorry, the what?",
    "Shall we put your own week on the board, Tuesday at eleven?",
    "Tuesday at eleven. I'll have the coffee on.",
)
#: a figure of the scorecard
BEHIND_PROBING = Behind(
    "Probing, 58 of 100",
    tuple(Pointer(turn, "asked behind the answer") for turn in (3, 5, 9)),
)
_TRUST = (0.3, 0.28, 0.36, 0.45, 0.4, 0.52, 0.5, 0.58)


def played(persona: Persona, scenario: Scenario) -> PlayedCall:
    """A call that was agreed on in its fifteenth line."""
    call = samples.played_call(persona, scenario)
    turns = tuple(
        PlayedTurn(
            index=index,
            speaker=Speaker.REP if index % 2 else Speaker.PROSPECT,
            text=text,
            start_s=index * 6,
            end_s=index * 6 + 5,
            state=call.state,
        )
        for index, text in enumerate(_SAID)
    )
    return call.model_copy(update={"turns": turns})


def _score(score: float, note: str, *turns: int, basis: Basis = Basis.MEASURED) -> DimensionScore:
    proofs = tuple(Evidence(turn=turn, quote=_SAID[turn], why="asked behind the answer") for turn in turns)
    return DimensionScore(score=score, basis=basis, note=note, evidence=proofs)


def finished(persona: Persona, scenario: Scenario) -> Finished:
    """Its debrief, with something in every section."""
    plain = samples.finished(persona, scenario)
    dimensions = {
        Dimension.PREPARATION: _score(74.0, "The reason came in the first line.", 1),
        Dimension.TIME: _score(66.0, "They talked 61 % of the time."),
        Dimension.HUMAN_TONE: _score(62.0, "Trust went up by 28.", 3, 5, basis=Basis.JUDGED),
        Dimension.PROBING: _score(58.0, "3 of 4 layers of one need.", 3, 5, 9),
        Dimension.LISTENING: _score(80.0, "2 of 3 given back.", 5, basis=Basis.BOTH),
        Dimension.RESILIENCE: DimensionScore(note="Nobody objected to anything."),
        Dimension.ACCOUNTABILITY: _score(50.0, "A forbidden claim was not put right.", 9),
        Dimension.OUTCOME: _score(95.0, "A day and an hour, agreed.", 13),
    }
    turns = (
        TurnThatMattered(
            turn=3,
            quote=_SAID[3],
            did="It asked how the day is run, and she told it.",
            trust_move=0.08,
        ),
        TurnThatMattered(
            turn=7,
            quote=_SAID[7],
            did="It came too early.",
            better="What comes of it on a bad day?",
            trust_move=-0.05,
        ),
    )
    card = plain.event.scorecard.model_copy(update={"dimensions": dimensions})
    told = plain.debrief.model_copy(
        update={
            "turns": turns,
            "trust": tuple((2 * index, value) for index, value in enumerate(_TRUST)),
            "plan": PlanKept(reason=PLAN[0], questions=((PLAN[1], 3), (PLAN[3], None)), guess=PLAN[4]),
        }
    )
    event = Scored(turn=14, scorecard=card, ledger=plain.event.ledger)
    return Finished(event, told, plain.text)


def progress() -> ProgressView:
    """Eight calls, the last one the best."""
    totals = (22.0, 31.0, 28.0, 44.0, 40.0, 57.0, 52.0, 66.0)
    return progress_view(PastCalls(tuple(_past(day, total) for day, total in enumerate(totals)), unscored=1))


def _past(day: int, total: float) -> PastCall:
    names: Sequence[Dimension] = tuple(Dimension)
    scores = {name: min(100.0, total + 6 * place - 18) for place, name in enumerate(names)}
    if day % 3 == 1:
        del scores[Dimension.RESILIENCE]
    return PastCall(
        when=FIRST_DAY + timedelta(days=3 * day),
        persona="Marion Teague",
        total=total,
        scores=scores,
        told=2 + day // 2,
        layers=12,
        taken_up=day // 3,
        dropped=3,
        self_grade={Dimension.PROBING: 60.0, Dimension.LISTENING: 50.0} if day > 3 else {},
    )


def library() -> LibraryView:
    """Three people, the first of whom told most."""
    return library_view(
        [
            PersonMet(
                persona_id="marion-teague",
                name="Marion Teague",
                role="operations manager",
                company="Saltmarsh Linen",
                calls=12,
                still_open=1,
                last=FIRST_DAY + timedelta(days=21),
                best=71.0,
                needs=(
                    NeedMet(
                        "the rounds",
                        (
                            "She redraws all twelve rounds by hand.",
                            "What the old planner knew was never written down.",
                        ),
                        4,
                    ),
                    NeedMet("the drivers", ("Two have left since the spring.",), 1),
                    NeedMet("", (), 3),
                ),
                positions=(
                    PositionMet("They are all set.", "There is a system for the invoices only."),
                    PositionMet("There is no budget."),
                ),
                cues=("“I've been up since three.”",),
            ),
            PersonMet(
                persona_id="hollis-brandt",
                name="Hollis Brandt",
                role="owner",
                company="Brandt and Daughters Glazing",
                calls=1,
                last=FIRST_DAY + timedelta(days=10),
                best=41.0,
                needs=(NeedMet("", (), 4),),
            ),
            PersonMet(
                persona_id="gwen-ashdown",
                name="Gwen Ashdown",
                role="practice manager",
                company="Millrace Vets",
                calls=0,
                still_open=1,
                last=FIRST_DAY,
                needs=(NeedMet("", (), 3),),
            ),
        ]
    )
