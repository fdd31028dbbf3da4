-- The tables as version 0.1.0 made them on SQLite: METADATA.create_all of its onrecord/store/database.py,
-- by SQLAlchemy 2.1.9. Never to be changed.

CREATE TABLE revisions (
    rev_id INTEGER NOT NULL,
    dossier_id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (rev_id)
);

CREATE INDEX ix_revisions_dossier_id ON revisions (dossier_id);

CREATE TABLE actors (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    actor_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    principal_id TEXT NOT NULL,
    iso3 TEXT NOT NULL,
    role TEXT NOT NULL,
    active TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE aliases (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    actor_id TEXT NOT NULL,
    alias TEXT NOT NULL,
    report_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE conflict_sides (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    conflict_id TEXT NOT NULL,
    side TEXT NOT NULL,
    report_id TEXT NOT NULL,
    start TEXT NOT NULL,
    "end" TEXT NOT NULL,
    claim TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE conflicts (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    conflict_id TEXT NOT NULL,
    about TEXT NOT NULL,
    subject_table TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    assessment TEXT NOT NULL,
    status TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE dossiers (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    meta TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE event_actors (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    event_id TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    role TEXT NOT NULL,
    report_id TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE event_links (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    from_id TEXT NOT NULL,
    to_id TEXT NOT NULL,
    relation TEXT NOT NULL,
    report_id TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE event_reports (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    event_id TEXT NOT NULL,
    report_id TEXT NOT NULL,
    start TEXT NOT NULL,
    "end" TEXT NOT NULL,
    gist TEXT NOT NULL,
    reported_date TEXT NOT NULL,
    reported_status TEXT NOT NULL,
    reported_place TEXT NOT NULL,
    credibility TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE events (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    event_id TEXT NOT NULL,
    date TEXT NOT NULL,
    event_type TEXT NOT NULL,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    salience TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE issues (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    issue_id TEXT NOT NULL,
    label TEXT NOT NULL,
    proposition TEXT NOT NULL,
    topic TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE reports (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    report_id TEXT NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT NOT NULL,
    author TEXT NOT NULL,
    published TEXT NOT NULL,
    url TEXT NOT NULL,
    language TEXT NOT NULL,
    translation TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    n_chars TEXT NOT NULL,
    body_start TEXT NOT NULL,
    body_end TEXT NOT NULL,
    reliability TEXT NOT NULL,
    derived_from TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);

CREATE TABLE stances (
    dossier_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    rev_from INTEGER NOT NULL,
    rev_to INTEGER,
    stance_id TEXT NOT NULL,
    date TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    issue_id TEXT NOT NULL,
    position TEXT NOT NULL,
    kind TEXT NOT NULL,
    report_id TEXT NOT NULL,
    start TEXT NOT NULL,
    "end" TEXT NOT NULL,
    gist TEXT NOT NULL,
    confidence TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (dossier_id, row_key, rev_from),
    FOREIGN KEY(rev_from) REFERENCES revisions (rev_id),
    FOREIGN KEY(rev_to) REFERENCES revisions (rev_id)
);
