"""The sentences that are computed from rows: what is on screen and is neither a value nor a text of the program.

`{name}` is a value of the dossier (a name, title, label, gist, place, the words of a report), `{names}` several,
`{day}` a date that a row carries, `{date}` another one, `{n}` a number, `{code}` a code, `{meaning}` what a code means.
`[a|b]` is one of several, `[a|]` may be missing. The s of a plural is left out. Parts between dots ( · ), sentences and
the lines of a hover text are listed one by one.
"""

PASSAGES = (
    "{name} on “{name}”[: {n}|]", "{name} ({code})", "Side {side}", "Note: {name}", "Why dated here: {name}",
    "the report says: {name}", "the report says {day}", "that is {day}", "dated here: {day}", "gives no date",
    "on record as {day}", "characters {n} to {n}", "outlet reliability: [not graded|A|B|C|D|E]",
    "claim credibility: [not graded|{n}]", "coder's confidence: {code}", "single-sourced",
    "{n} passage, {n} report, {n} independent", "{n} more passage[s|]: narrow the scope, or see the table",
    "Read {name}[, {n}–{n}|]", "characters {n}–{n}",
)  # fmt: skip
FACTS = (
    "[no day given|{day}|{day}, dated here], {code} ({names})", "put off: {name} ({names})", "Known since {day}",
    "{name}, from the context", "{names} and {name} name none", "{name}, says {names}", "{names} name none",
    "{names}[ names| name] none; {name}, from the context",
    "{name}, says {names} name none; {name}, from the context",
    "{name}, says {names}; {names} and {name} name none; {name}, from the context",
    "[{n}|{n} to {n}] since {day}: {name}[ {n}| {n} to {n}|]", "{name} [{n}|{n} to {n}]",
    "{names} [{n}|{n} to {n}] {names} [{n}|{n} to {n}]", "{n} stance, {n} event",
    "[Both cannot be so|{meaning}], {code}", "{n}: {meaning}", "{n} conflict", "{n} difference in the rows",
    "Report by report", "→ [told later, a later state|{code}|{day}]", "[{day}|{code}|{name}] ≠ {name}",
    "≠ differs from what that report says", "{part}: {names}", "{names} and {name}", "{name}, day unknown",
)  # fmt: skip
LINKS = (
    "[Ahead of|Answered by|Responds to|Before it|Includes|Part of|To include|Was to include|Would include]: {name}",
    "[Carries out|Carried out by|Is to carry out|To be carried out by|Would carry out|Would be carried out by]: {name}",
    "[Was to carry out|Was to be carried out by|Denies|Denied by|Perhaps a form of|Depends on|On it depends]: {name}",
    "[Is to be part of|Would be part of|Was to be part of|Is to include|Puts off|Put off "
    "by|Calls off|Called off by]: {name}",
    "Retract this [actor|conflict|event|issue|stance|report]", "Event: {name}", "Stance: {name} on “{name}” {n}",
    "Revision {n}: read from its folder", "{n} Nov {date}, {n}:{n} UTC", "{meaning} {n}", "{code} {n}",
    "[Computed|Recorded|Dismissed] {n}", "{code}: {meaning}", "CSV {file}",
    "{n} difference between the reports, not looked at",
)  # fmt: skip
LISTS = (
    "{code}, {code}, {code}", "{code}: {versus}", "{code}: within {name}", "{versus}", "within {name}",
    "{code}, {day}", "named in {n} event", "polarisation {n}", "{n} for, {n} against", "{names}, {n} independent",
    "{n} independent", "{name} and {name} (S {n}, {n} issue)", "counted by [principal|speaker]",
    "No fault: every row of {name} holds against the codebook",
    "Since your last visit (today, {n}:{n} UTC): nothing new", "Next, as of {date}",
    "who, what, when, according to whom", "{names} [{n}|{n} to {n}] since {day}: {name} {n} {n}",
    "[undefined|{n}] of {n} triangle balanced", "{n} balance, {n} − {n}L/m", "{n} balance, {n} − 2L/m",
    "{n} conflict, {n} open", "{n} difference not looked at", "{n} event, {n} single-sourced", "{n} issue addressed",
    "{n} of {n} tie beyond chance contradict two camps", "{n} polarisation above chance, p = {n}",
    "{n} report, {n} independent", "{n} stance of {n} actor", "{n} stance, {n} event, {n} report", "{n} to {n}",
    "{code}, [overtaken|condition gone]", "{told}", "{name}: {told}", "{told}; {told}",
    "No conflict recorded; {n} difference found in the rows", "{n} of {n} conflict in scope",
)  # fmt: skip
FINDINGS = (
    "Stances known: between {n} and {n} stance[ from|] {day} to {date}; {n} at the end", "{n} stance of {n} actor",
    "{n} actor by {n} issue: {n} in support, {n} opposed, {n} without a side and {n} silent", "{n} actor, {n} bloc",
    "{letter}: {n} actor, stability [{n}|not known]", "{n} without a bloc",
    "{n} of {n} tie beyond chance against the blocs", "{n} actor, {n} dyad: {parts}",
    "{n} actor, {n} tie, {n} agree, {n} oppose, {n} not above chance[, {n} actor without a "
    "tie|][, {n} tie resting on one report|]",
    "{n} event from {date} to {date}, by date", "{n} event, {parts}", "most under {name}", "{n} graph",
    "{date}: {n} tie[ ({parts})|]", "Apart on what little they share: {apart}", "Beyond chance: {n} of {n} tie",
    "no other makes a bloc", "The closest call: {name} and {name}, {n} beyond chance",
    "In no bloc, too little evidence: [{names}, |]{n} actor without a tie",
    "In no bloc, too little evidence: {names}",
    "From {date} to {date} ({n} stance) to {date} to {date} ({n} stance): {parts}",
    "No line is drawn: No actor has a position on {n} issue on which at least {n} actor have one and differ",
    "No line is drawn: One line explains these positions no better than it explains shuffled ones",
    "Nobody changed sides: none of {n} position of an actor on an issue has two sides on record",
    "{n} position at several strengths on one side, which is no change",
    "Silent on it, which is no position: {names}", "{n} change of side among {n} position of an actor on an issue",
    "{date} to {date} ({n} stance)", "{n} actor by {n} issue", "{n} of {n} cell hold a position, from {n} stance",
    "hatched: silent, which is no position", "{n} position on issues not shown",
    "{n} cell with a range, where reports give several strengths", "Coloured by the latest position",
    "A diamond: has been on both sides", "{n} actor in {n} bloc",
    "{n} of {n} tie beyond chance against them: friends apart or foes together", "{n} actor, {n} dyad drawn",
    "{n} with insufficient evidence and {n} without a shared issue are not", "{n} dyad rest on one report",
    "Similarity S (Signorino–Ritter, absolute, unweighted, scale {n} to {n})",
    "latest position per actor and issue, at least {n} shared issue[s|] and {n} independent report[s|]",
    "Faint: the {n} % interval includes {n}", "By chance alone two actors of this field would reach S = {n}",
    "Distance on the page has no unit", "Each row on its own scale; a gap: not defined",
    "{n} day, {date} to {date}: Changes of side on {n} Actors on record on {n} Mean similarity "
    "on {n} Opposed dyads on {n} and Dyads on {n}",
    "One phase: the windows[ from|] {date} to {date} do not fall into stretches that differ",
    "{n} event under {n} lane", "{n} mark, since an event stands under everyone who did it", "{date} to {date}",
    "{n} shown one by one", "{n} in {n} group: draw on the strip above to look closer",
    "{n} outside these days, counted at the edges", "Small figure: independent reports", "Days in UTC",
    "{n} graph, {n} actor", "{n} dyad tied in some of them, {n} in all", "Places are the same in each",
    "An actor missing from one has no position there", "The whole field", "On this issue", "{n} of {n}",
    "Polarisation: {n} on {date}, {n} on {date}, between {n} and {n} {n} to {n}",
    "Actors with a position: {n} on {date}, {n} on {date}, between {n} and {n} actor",
    "{n} day, {date} to {date}: Polarisation on {n} and Actors with a position on {n}",
    "[Changes of side|Actors on record|Mean similarity|Opposed dyads|Dyads]: {n} on {date}, "
    "{n} on {date}, between {n} and {n} {unit}",
)  # fmt: skip
HOVERS = (
    "{code} {n} report, {n} independent: {names}[ disputed|]", "Known since:", "disputed",
    "{n} report, {n} independent: {names}", "{date}: [no day given|{day}|{day}, dated here], {code} ({names})",
    "{date}: put off: {name} ({names})", "and {n} more: select to list all", "{date} to {date} {n} event",
    "{date} {n} stance", "latest report, {date}", "Polarisation {date} [not defined|{n} {n} to {n}]",
    "Actors with a position {date} {n} actor", "Polarisation ({n} to {n})", "Actors with a position (actors)",
    "[Actors on record|Dyads|Changes of side|Opposed dyads|Mean similarity] ({unit})",
    "[Actors on record|Dyads|Changes of side|Opposed dyads|Mean similarity] {date} [not defined|{n} {unit}]",
    "{names} and {name}: [agree|oppose|not above chance] similarity {n}, {n} % interval {n} to {n}", "by chance {n}",
    "alpha {n}", "on {n} shared issue[s|]", "the interval includes {n}: the sign is not sure",
    "rests on [one report|each one of {n} report]: {names}", "{name} and {name}: [same sides|new|lapsed|turned]",
    "S [before|after]: [not defined|{n}]", "{name} bloc {letter}[, with {n} other|]", "stability {n}", "{n} tie",
    "no tie in view", "in no bloc: too little evidence", "{n} stance on {n} issue", "{n} stance",
    "{code} bloc {letter}[, with {n} other|]", "{code}", "{name} {name} silent: no coded stance",
    "{name} {name} [{n}|{n} to {n}] {day}: {names}[ {n}| {n} {n}|]", "{name} {n}[ {n}|]",
    "{n} event {date}[ {n} disputed|]", "{n} event {date} to {date}[ {n} disputed|]",
    "[≈ |]not above chance, {n}[+|] report[s|]", "[{name}|{name} and {name}] {n}",
    "[×+|×−|×≈|★+|★−|★≈|+|−|≈|⇄] [new|lapsed|same sides|turned], [agree|oppose|not above chance]",
    "{n} stance in {n} report", "last confirmed {day}", "has taken both sides, from {n} to {n}",
    "[agree|oppose|not above chance], {n}[+|] report[s|], {n}[–{n}|+] issue[s|]",
    "[+|−|] [agree|oppose], {n}[+|] report[s|]",
)  # fmt: skip
PATTERNS = (*PASSAGES, *FACTS, *LINKS, *LISTS, *FINDINGS, *HOVERS)
