-- SPDX-License-Identifier: Apache-2.0
-- The agency's staff at the screen, what they did, and what they have begun to write.

CREATE TABLE member (
    actor            TEXT PRIMARY KEY,      -- opaque: from/@actor of what they send
    login            TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name             TEXT NOT NULL,         -- goes out in sealed parts only
    role             TEXT NOT NULL,         -- from/@role
    "right"          INTEGER NOT NULL CHECK ("right" BETWEEN 0 AND 2),
    password         TEXT,                  -- yescrypt, as crypt(5) writes it
    invitation       TEXT UNIQUE,           -- SHA-256 of a one-time link's token
    invited_until_us INTEGER NOT NULL,
    failures         INTEGER NOT NULL,
    locked_until_us  INTEGER NOT NULL,
    is_disabled      INTEGER NOT NULL
);

-- Who did what with which record.  Ids only; kept for the agency's own oversight.
CREATE TABLE activity (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at_us  INTEGER NOT NULL,
    actor  TEXT NOT NULL,
    action TEXT NOT NULL,
    record TEXT
);
CREATE INDEX activity_record ON activity (record, number);

CREATE TRIGGER activity_is_kept BEFORE UPDATE ON activity
BEGIN
    SELECT RAISE(ABORT, 'what was done is never changed');
END;

-- Referrals that somebody has begun to write, sealed to the agency's own key.
CREATE TABLE draft (
    draft      TEXT PRIMARY KEY,
    actor      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    version    INTEGER NOT NULL,            -- so that two who write notice each other
    changed_us INTEGER NOT NULL,
    sealed     BLOB NOT NULL
);
