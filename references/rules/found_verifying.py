"""The pages of what is found by asking a source of metadata, rather than by a rule."""

from __future__ import annotations

from backmatter.references.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "BM302",
        "doi-of-another-work",
        """# BM302: the DOI leads to another work.

**What.** The printed DOI is registered, and what it leads to is not the work that the
reference describes. Where the right DOI was found, the message gives it.

**Why.** A reader who follows the link reads another paper; a made-up reference often carries
the real DOI of something else.

**Bad** A reference to one article with the DOI of the next one in the issue.

**Good** The DOI of the article itself.
""",
    ),
    Rule(
        "BM303",
        "doi-of-nothing",
        """# BM303: the DOI leads to nothing.

**What.** doi.org says that the printed DOI is not registered. Where the right DOI was found,
the message gives it.

**Why.** The link is dead; mostly a digit is wrong.

**Bad** `doi = {10.1002/wdev.34}`

**Good** `doi = {10.1002/wdev.343}`
""",
    ),
    Rule(
        "BM501",
        "differs",
        """# BM501: fields are not as in the record.

**What.** It is this work, and a field disagrees beyond what is tolerated: abbreviated
journals, initials, *et al.*, shortened page ranges, letter case, and any of the years the
record gives (of issue, in print, online) do agree.

**Why.** One of the two is wrong. Mostly it is the reference; sometimes the record.

**Bad** `year = {2015}` for an article of 2016.

**Good** `year = {2016}`
""",
    ),
    Rule(
        "BM502",
        "not-found",
        """# BM502: the source has no such work.

**What.** The source was asked, it answered, and none of its records is this work. The message
gives the nearest one and why it was refused.

**Why.** The reference may be wrong in several fields at once, or name a work that does not
exist. It may also be real, and registered nowhere: this is a reason to look, and no proof.

**Bad** A title joined from two others.

**Good** The work as its title page has it.
""",
    ),
    Rule(
        "BM503",
        "check-failed",
        """# BM503: the check could not be made.

**What.** No answer: offline, a network or a service that fails, too many requests.

**Why.** Nothing is known about the reference. Run `backmatter verify` again: answers that
came are kept, and only the missing ones are asked for.
""",
    ),
    Rule(
        "BM504",
        "not-checkable",
        """# BM504: there is nobody to ask.

**What.** The DOI is registered with an agency that the source does not hold, the work is of a
kind or in a language that it hardly covers, several records agree equally well, or too little
of the reference could be read.

**Why.** A miss would say nothing, so none is reported.
""",
    ),
    Rule(
        "BM505",
        "doi-missing",
        """# BM505: the record has a DOI that the reference lacks.

**What.** The work was found without a DOI in the reference.

**Why.** With the DOI a reader finds the work at once, and the next check is certain.

**Bad** `@article{a, title = {…}, year = {2019}}`

**Good** `@article{a, title = {…}, year = {2019}, doi = {10.1002/wdev.343}}`
""",
    ),
    Rule(
        "BM601",
        "retracted",
        """# BM601: the work is retracted.

**What.** A notice retracts, withdraws or removes the work, or a part of it, and none has
reinstated it since.

**Why.** What it reports must not be relied on. A reference that discusses the retraction
itself is fine; say so in the text.
""",
    ),
    Rule(
        "BM602",
        "concern",
        """# BM602: an expression of concern.

**What.** The publisher has doubts about the work, and has not retracted it.

**Why.** Read the notice before relying on the work.
""",
    ),
    Rule(
        "BM603",
        "corrected",
        """# BM603: the work has been corrected or updated.

**What.** There is a correction, an erratum, an addendum or a new version.

**Why.** What is cited may be what was corrected.
""",
    ),
    Rule(
        "BM604",
        "reinstated",
        """# BM604: a retraction was undone.

**What.** The work was retracted once, and has been reinstated.

**Why.** It may be cited again; some lists still call it retracted.
""",
    ),
)
