"""Groups of the workers of the screens; `PracticeApp.settle` waits for the first two."""

from __future__ import annotations

#: a step of a call, or of home
STEP = "step"
#: reads what a screen shows
LOADING = "load"
#: looks at the plan beside a call, which nothing waits for
BESIDE = "beside"
