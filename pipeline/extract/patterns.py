"""The cues by which prose says that a person gave a session, in one place."""

from __future__ import annotations

import re

_PRESENTS = "|".join(
    (
        r"gave|gives|give|talk(?:ed|s|ing)?|spoke|speaks|speaking|present(?:ed|s|ing)?|show(?:ed|s|n)?|demo(?:ed|s|nstrated)?|demonstrat\w+",
        r"introduc\w+|discuss\w*|explain\w*|shared?|shares|describ\w+|cover(?:ed|s)|outlined|offered|focus\w+|looked|mentioned|provid\w+|announc\w+",
        r"started?|opened|opens|kicked|kicks|walk(?:ed|s)|argu\w+|told|tells|took|takes|delivered|held|led|leads|went|closed",
        r"address\w+|highlight\w+|advocat\w+|pitched|reminded|compared",
        r"was (?:the|a|talking|speaking|presenting|up|next|first)|is (?:a |the |talking|speaking)|on (?:the )?(?=[A-Z\"“])",
    )
)
# What may stand between a speaker's name and what they did: pronouns, brackets, an apposition, a company.
_BETWEEN = (
    r"(?:[’']s?)?\s*(?:\([^)]*\)\s*)?(?:,[^,;.]{2,80}(?:,[^,;.]{2,60})?,?\s+)?"
    r"(?:then |also |first |next |who |and \w+(?: \w+)? )*(?:(?:from|of|at) [A-Z][\w&. ]{1,40}? )?"
)
# "Jane Doe (Acme) talked about ...": to be matched right behind a name.
GIVES = re.compile(rf"^{_BETWEEN}(?:{_PRESENTS})\b")

# "Jane Doe keeps ...": a verb of the third person right behind a name that opens a text.
DOES = re.compile(r"\s+(?:\w+ly\s+)?[a-z]{3,}(?:s|ed)\b")

# "Jane Doe's keynote": right behind a name.
OF_PERSON = re.compile(
    r"^[’']s?\s+(?:\w+\s+){0,3}(?:talk|keynote|session|presentation|speech|demo|workshop|slides|vortrag|tutorial)\b", re.IGNORECASE
)

_SESSION = r"talks?|keynotes?|sessions?|presentations?|panels?|workshops?|tutorials?|demos?|speech|introduction|overview|vortrag|conférence"
_INTRODUCES = "|".join(
    (
        rf"(?:{_SESSION}|presented|given|held|delivered|led|hosted|opened|moderated|[”\"»*_)])[^.]{{0,60}}\b(?:by|from|with|von|par|of)",
        rf"\b(?:{_SESSION}|next(?: up)?|first|last|stage|speakers?|up)\b[^.]{{0,40}}\b(?:was|were|is|are)",
        r"\b(?:featuring|featured|speakers?|panelists?|moderator|presenters?|hosts?|keynote|consisted of|saw|heard|watched|listened to)",
        r"^\W*(?:by|with|von|par)",
    )
)
# "a talk by Jane Doe", '"Title" - Jane Doe': right before a name.
_BEFORE_NAME = r"(?: the)?(?: always)?(?: great)?(?:\s+(?:[\w&’'\-]+\s){0,5}[\w&’'\-]+,)?(?:\s*(?:dr|prof)\.?)?[\s:,]*"
INTRODUCED = re.compile(rf"(?:(?:{_INTRODUCES}){_BEFORE_NAME}|[\"”]\s*[-–—]\s*)$", re.IGNORECASE)
# Between two people of whom what is said of one is said of the other: "Jane Doe (Acme) and her colleague John Roe".
JOINED = re.compile(
    r"^\s*(?:\([^()]{1,60}\))?(?:,(?:[^.;()]|\.(?=\w)){0,80}?)?\s*(?:,|;|/|&|\b(?:and|und|et|with)\b)\s*"
    r"(?:(?:and|his|her|their|my|co-?\w+|colleague|friend)\s+)*$"
)

# One of several people in a row: "Jane Doe (Acme), ...".
IN_BRACKETS = re.compile(r"\s*\(([^()]{2,60})\)")
# "Jane Doe, Software Engineer, Acme, talked ...": up to three attributes.
AFTER_COMMA = re.compile(r"\s*,\s*((?:[^,;.()\n]|\.(?=\w)){2,60}(?:,\s*(?!and\b|who\b)[A-Z](?:[^,;.()\n]){1,50}){0,2})(?=[,;.)\n]|$)")
FIRST_AFTER_COMMA = re.compile(r"\s*,\s*([^,;.()\n]{2,60})")
_COMPANY_WORD = r"[A-Z][\w&\-]*(?:\.\w+)*"
AFTER_PREPOSITION = re.compile(rf"\s+(?:from|of|at|@|bei|von|de|chez)\s+(?:the\s+)?({_COMPANY_WORD}(?: (?:(?:of|&) )?{_COMPANY_WORD})*)")
# "Acme's Jane Doe": right before a name.
OWNER = re.compile(r"([A-Z][\w&.\-]*(?: [A-Z][\w&.\-]*){0,2})[’']s?\s+(?:own\s+)?$")
# "CTO of Acme, Jane Doe", "Acme CTO Jane Doe": right before a name.
TITLE_BEFORE = re.compile(
    r"(?:^|[.,;:]\s+|\b(?:was|by|is|from|then|first|and|the)\s+)"
    r"((?:[A-Z][\w&\-]*(?:[’']s)?|of|at|the|and)(?:\s+(?:[A-Z][\w&\-]*(?:[’']s)?|of|at|the|and|for))*),?\s+$"
)

WORD = re.compile(r"\w+(?:[’'.\-&+#/]\w+)*[+#]*")
# Beside a name that is also a common word, what makes it a tool: "written in Go", "Draft CLI", "Flux 2.1".
TOOL_BEFORE = re.compile(
    r"\b(?:in|using|use|uses|used|with|on|via|like|called|named|from|to|and|of|for|run|running|install|deploy|than|vs\.?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
TOOL_AFTER = re.compile(
    r"^\s*(?:\d+(?:\.\d+)+|cli|api|sdk|operator|client|server|cluster|project|library|framework|language|programs?|developers?|charts?)\b",
    re.IGNORECASE,
)
# ... and a company: "engineer at Square".
AT_COMPANY = re.compile(r"\b(?:at|from|of|by)\s+$")
