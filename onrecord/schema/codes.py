"""The code lists: every code with the one line that defines it. The manual (data/MANUAL.md) says more on each."""

from collections.abc import Mapping
from types import MappingProxyType


def grade(code: str) -> str:
    """A reliability or credibility as it is read: what cannot be judged has no grade.

    >>> grade("B"), grade("F"), grade("6")
    ('B', 'not graded', 'not graded')
    """
    return "not graded" if code in UNGRADED else code


def _codes(**meaning: str) -> Mapping[str, str]:
    return MappingProxyType(meaning)


TRANSLATIONS = _codes(
    native="Published in the language of this text.",
    human="Translated by a person.",
    machine="Translated by a program; its quotation marks are no evidence of wording.",
    unknown="The text does not say and does not show it.",
)
RELIABILITIES = _codes(
    A="Completely reliable outlet.",
    B="Usually reliable.",
    C="Fairly reliable.",
    D="Not usually reliable.",
    E="Unreliable.",
    F="Not graded: it cannot be judged. Not the worst grade.",
)
CREDIBILITIES = MappingProxyType(
    {
        "1": "Confirmed by other, independent reports.",
        "2": "Probably true.",
        "3": "Possibly true.",
        "4": "Doubtful.",
        "5": "Improbable.",
        "6": "Not graded: it cannot be judged. Not the worst grade.",
    }
)
UNGRADED = frozenset({"F", "6"})
ACTOR_KINDS = _codes(
    state="A state or a government that acts as one, recognised by all or not.",
    administration="One government of a state, kept apart where governments hold opposite positions.",
    person="A named or precisely described individual.",
    organization="A body with members, officers or staff of its own.",
    group="People or states named together, without a body of their own.",
    forum="A format in which others meet: a quartet, a council session, a conference series.",
)
ALIAS_KINDS = _codes(
    variant="A correct other spelling, title or transliteration.",
    misspelling="A wrong spelling of the right name.",
    mistranslation="Another name altogether, put there by translation.",
)
EVENT_TYPES = _codes(
    AGREE="Offers, pledges, agreements, announced readiness.",
    CONSULT="Meetings, visits, calls, talks and debates.",
    SUPPORT="Diplomatic backing, recognition, declared policy in favour.",
    CONCEDE="Yielding, relaxing a measure, resuming relations.",
    COOPERATE="Joint material action, shared goods, trade.",
    AID="Material help given.",
    RETREAT="Withdrawal of forces or release of people and property.",
    REQUEST="Proposals, appeals, demands and invitations.",
    ACCUSE="Verbal criticism, blame, condemnation, voiced concern.",
    REJECT="Refusal, veto, withdrawal from a format, postponing what was promised.",
    THREATEN="Announced harm or sanction.",
    PROTEST="Public protest by people or by a government.",
    SANCTION="Cutting funds or ties, closing a mission.",
    MOBILIZE="Raising forces or readiness.",
    COERCE="Repression, restriction, seizure.",
    ASSAULT="Physical violence.",
    background="An act outside these types: an election, a founding, a document, a state of affairs.",
)
EVENT_STATUSES = _codes(
    occurred="It happened.",
    planned="Its date is set by those who hold it.",
    proposed="Somebody put it forward; nobody has fixed it.",
    expected="A report anticipates it; no plan is named.",
    postponed="It was fixed and then put off.",
    cancelled="It was called off.",
)
SALIENCES = _codes(
    core="Part of the process the dossier follows.",
    secondary="Bears on the process.",
    background="History or context.",
)
EVENT_ROLES = _codes(
    actor="Does it, says it.",
    recipient="At whom it is directed.",
    participant="Takes or took part.",
    invited="Named as one who should take part.",
    mediator="Goes between the sides, or brings them together, and is none of them.",
    host="Gives the place, or receives the others there.",
    chair="Leads the meeting or the session.",
    signatory="Signs, or is to sign, what is agreed.",
)
# who is there, or is meant to be; whoever acts, or at whom it is directed, need not be
ATTENDING_ROLES = ("participant", "invited", "mediator", "host", "chair", "signatory")
RELATIONS = _codes(
    realizes="Carries out what the other only proposed or planned.",
    reschedules="Gives the other a new date.",
    cancels="Calls the other off.",
    responds_to="Answers the other.",
    part_of="Happens within the other.",
    conditional_on="Depends on the other.",
    denies="Denies what the other tells.",
    form_of="Is perhaps another form of the same plan; no report says that they are one.",
)
STANCE_KINDS = _codes(
    direct="The actor's own words, quoted.",
    indirect="The actor's words, paraphrased by the report.",
    attributed="Somebody else says that the actor holds it.",
    inferred="An act that implies it.",
)
POSITIONS = MappingProxyType(
    {
        "-2": "Refuses, acts against it, or rejects it in strong words.",
        "-1": "Has reservations.",
        "0": "Declares no position, or is of two minds. Never silence.",
        "1": "Endorses it, plainly or on a condition.",
        "2": "Initiates it, commits to it, acts for it, or backs it in strong words.",
    }
)
POSITION_LOW, POSITION_HIGH = -2, 2
CONFIDENCES = _codes(
    high="Any coder would code it so.",
    medium="Another coder might choose the neighbouring code.",
    low="Rests on a reading that can be disputed; the note says which.",
)
CONFLICT_KINDS = _codes(
    contradiction="Two reports say things that cannot both be true.",
    imprecision="One report is vaguer, or rounder, than another.",
    omission="One report leaves out what changes the picture.",
    translation="A slip of translation changed a name, a number or a sense.",
    internal="A report is at odds with itself or with the calendar.",
)
SEVERITIES = _codes(
    high="Changes who stands where or what happens when.",
    medium="Changes a detail an analyst would cite.",
    low="A matter of spelling or rounding.",
)
CONFLICT_STATUSES = MappingProxyType(
    {
        "open": "Not settled.",
        "both stand": "The two are about different things, or both hold.",
        "resolved": "Settled; the assessment says how.",
    }
)
DIFFERENCE_RULES = MappingProxyType(
    {
        "day": "Reports give days that cannot be the same.",
        "status": "Told as done or off, and later as still to come; or as done and as off.",
        "place": "Reports name places of which none lies in the other, or one says that it is open.",
        "role": "One actor has another part in each report.",
        "replaced": "Two lists of who came have another person for one principal.",
        "opposite": "One speaker is for and against one issue at one time, by different reports.",
        "within": "One report is at odds with itself about a day, a status, a place or a side.",
        "denied": "An act that another denies.",
        "list": "Reports list other actors for one event.",
        "who": "Who did it, or at whom it was directed, has another name in each report.",
        "cause": "Reports give one event other causes.",
        "overtaken": "The last day of a plan has passed, and no later report says what became of it.",
        "lapsed": "A condition has gone: what it hung on was put off or called off.",
        "only-here": "A part of an event that another report tells without it.",
        "slip": "A name was misspelt or mistranslated.",
        "spelling": "A person's name is spelt in another way by each report.",
        "undated": "A report without a certain day.",
        "moved": "A later report gives a plan another day.",
        "went-on": "A later report tells a later state.",
        "turned": "A speaker changed side from one time to another.",
    }
)
VERDICTS = _codes(
    recorded="It is a conflict, and recorded as one.",
    dismissed="It is no conflict; the reason says why.",
)
