"""Rep lines with the kind of question that they are in Rackham's terms; written before the rules."""

from __future__ import annotations

SITUATION_LINES = (
    "How many vans do you run?",
    "Who plans the routes?",
    "what do you use for that at the moment",
    "How long have you been with them?",
    "Do you do it by hand?",
    "Walk me through how an order gets to the van.",
    "When does the contract end?",
    "How is the team set up?",
    "and who else is involved in that",
    "Where are your depots?",
    "Why did you go with that system?",
    "Tell me about your role.",
)
PROBLEM_LINES = (
    "What goes wrong on a Friday?",
    "How happy are you with the way that runs?",
    "Is it hard to find drivers?",
    "what's the biggest headache for you",
    "Are there any problems with the returns?",
    "What do you not like about the current set-up?",
    "where does it break down",
    "What worries you about it?",
    "How often is it late?",
    "Do you ever have trouble getting the numbers?",
    "What's frustrating about that?",
    "How reliable is it?",
    "are you struggling to keep people",
)
IMPLICATION_LINES = (
    "What happens when a driver calls in sick?",
    "What does that cost you?",
    "How does that affect the customer?",
    "and what does that do to your margins",
    "What's the knock-on for the other drivers?",
    "Does that ever lead to overtime?",
    "How many hours do you lose to that in a week?",
    "if nothing changes where does that leave you next year",
    "And then what?",
    "Has that ever lost you a customer?",
    "What does that mean for you personally?",
    "how did you cope",
)
NEED_PAYOFF_LINES = (
    "What would it be worth to get that hour back?",
    "Would it help if you could see it the night before?",
    "how would that help you",
    "If you could change one thing, what would it be?",
    "What would good look like?",
    "If the plan was right by noon, what would that do for you?",
    "Is it important to you to fix that this year?",
    "What would you do with the time you'd save?",
    "Why would that be useful?",
    "how useful would it be to know that sooner",
)
NO_LINES = (
    "We cut fuel by a fifth.",
    "That sounds hard.",
    "i'll send you an email",
)
