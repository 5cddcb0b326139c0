"""Word lists of the sentence head's features, on plain text (`speech.plain`: lower case, no apostrophes)."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YOU: Final = _words("you youd youll your youre yours yourself yourselves youve")
SELF: Final = _words("i id ill im ive me mine my myself")
WE: Final = _words("our ours ourselves us we wed weve")
THEY: Final = _words("he her herself hes him himself his she shes their them they theyd theyre theyve")
IT: Final = _words("it its that thats there theres these this those")
NEGATION: Final = _words(
    """
    arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt neither never no nobody none nor not
    nothing wasnt werent without wont wouldnt
    """
)
MODAL: Final = _words(
    """
    can could ill itll may might must need needs ought shall should theyll well will would youd youll
    """
)
NUMBER: Final = _words(
    """
    eight eighty eleven fifteen fifty five forty four half hundred million nine ninety one percent
    quarter seven seventy six sixty ten third thirty thousand three twelve twenty twice two
    """
)
# Feelings, values and what hurts or holds somebody: what a reflection of meaning names.
FEELING: Final = _words(
    """
    afraid alone angry annoyed anxious ashamed awkward bitter bored bothered bothers calm care cared
    cares caught cheated comfort comfortable concern concerned concerns confidence confident confused
    courage cross curious desperate determined difficult disappointed discouraged doubt doubts drained
    dread dreading easier embarrassed enjoy enjoyed enjoys excited exciting exhausted fear fears fed
    feel feeling feelings feels felt forced free freedom frightened frightens frustrated frustrating fun
    furious glad grateful grief guilt guilty happier happy hard hate hated hates helpless hope hoped
    hopeful hopeless hoping hurt hurts important independence insecure interested isolated jealous joy
    judged liked lonely loss lost love loved loves loyal loyalty mad miserable miss missed misses mixed
    motivated nervous numb overwhelmed overwhelming pain painful panic peace pleased pressure pride
    proud ready regret relaxed relief relieved reluctant resent respect rough sad safe safer satisfied
    scared scary shame shock sick singled stress stressed stressful struggle struggled struggling stuck
    stung support supported surprised suspicious tense terrible terrified tired torn touched tough
    trapped treated trouble troubled troubles trust trusted uncomfortable uneasy unfair unhappy unsure
    upset value valued values wary weary weight wonder wondering worn worried worries worry worrying
    worth
    """
)
WANTING: Final = _words(
    """
    hope hoping like looking prefer rather ready want wanted wanting wants willing wish
    """
)
# A line of these alone says no more than that somebody is listening.
BACKCHANNEL: Final = _words(
    """
    absolutely all correct course definitely do dont exactly fine good great guess i is it know maybe
    mhm no nope not of okay really right so suppose sure thats think totally true yeah yep yes yup
    """
)
# Receipts and connectives that a sentence may begin with and that say little of its kind.
LEAD: Final = _words(
    """
    absolutely all alright and because but cool exactly good great hello hi mhm no now oh okay right see
    so sure then well yeah yep yes
    """
)
IMPERATIVE: Final = _words(
    """
    ask avoid be book bring buy call change check choose click come cut do dont draw drink eat fill find
    get give go have hold invite join keep learn leave let listen look make move offer order pay phone
    pick press print put read remember ring say send set sign sit speak start stay stop switch take talk
    tell think trust try turn underline use visit wait walk watch write
    """
)
QUESTION_START: Final = _words(
    """
    am any are arent can cant could couldnt did didnt do does doesnt dont had has have how hows is isnt
    may might shall should shouldnt was were what whats when where which who whos whose why will wont
    would wouldnt
    """
)
# Words that carry no subject: two lines that share only these share nothing.
_GRAMMAR: Final = _words(
    """
    a about after again all also always am an and another any anybody anyone anything are around as at
    back be because been before being bit both but by came come comes did do does doing done down each
    even ever every everybody everyone everything for from get getting go goes going gone got guess had
    has have having here how if in into is just kind knew know knows let lets like lot made make makes
    many maybe mean means more most much now of off often oh okay on one only or other out over own
    people perhaps quite really right said same saw say saying says see sees since so some somebody
    someone something sometimes sort still such suppose sure tell than the then thing things think
    thinks thought through time to told too uh until up usually very want wanted wants was way went were
    what when where which while who why with yeah yep yes
    """
)
FUNCTION: Final = _GRAMMAR | YOU | SELF | WE | THEY | IT | NEGATION | MODAL
