-- SPDX-License-Identifier: Apache-2.0
-- The agency's own memory.  Nothing here holds a personal detail in clear: documents
-- stand as they were signed, with their details sealed.  Times are microseconds since
-- the epoch.  Never edited after release; what changes later comes as 0002.

-- Everything this agency wants the exchange to have, in the order it was decided.
CREATE TABLE outbox (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    position   INTEGER NOT NULL,            -- order of sending; a replacement takes its
                                            -- predecessor's
    document   TEXT NOT NULL UNIQUE,        -- the document's id: one id, one row, for ever
    case_id    TEXT NOT NULL,               -- order is kept within a case
    kind       TEXT NOT NULL,
    step       TEXT NOT NULL,               -- 'response.accept': for predicting the state
    leg        TEXT,
    recipient  TEXT,
    bytes      BLOB NOT NULL,               -- exactly what was signed
    sha256     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN
                   ('queued', 'sent', 'parked', 'dropped', 'superseded')),
    is_tried   INTEGER NOT NULL DEFAULT 0,  -- may have reached the exchange
    queued_us  INTEGER NOT NULL,
    problem    TEXT,                        -- why it is parked: the problem's name
    detail     TEXT,                        -- and its words
    replaces   TEXT REFERENCES outbox (document)
);
CREATE INDEX outbox_sending ON outbox (position, number) WHERE state = 'queued';
CREATE INDEX outbox_parked ON outbox (case_id, position) WHERE state = 'parked';
CREATE INDEX outbox_leg ON outbox (leg);

-- What a row says of itself never changes: the same bytes under one id, for ever.
CREATE TRIGGER outbox_is_signed BEFORE UPDATE OF document, bytes, sha256, case_id
    ON outbox
BEGIN
    SELECT RAISE(ABORT, 'a signed document is never changed');
END;

-- The exchange's signed proof that it has a document of ours.
CREATE TABLE receipt (
    document    TEXT PRIMARY KEY REFERENCES outbox (document),
    sequence    INTEGER NOT NULL,
    received_us INTEGER NOT NULL,
    bytes       BLOB NOT NULL
);

-- Our copy of the mailbox: entries addressed to us, or sent by us.
CREATE TABLE entry (
    sequence    INTEGER PRIMARY KEY,        -- the exchange's number
    document    TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    sender      TEXT NOT NULL,
    recipient   TEXT,
    leg         TEXT,
    received_us INTEGER NOT NULL,
    sha256      TEXT NOT NULL,
    bytes       BLOB,                       -- exactly as signed; absent when gone
    state       TEXT NOT NULL CHECK (state IN
                    ('stored', 'rejected', 'gone', 'missing')),
    reason      TEXT,                       -- why it is not stored
    is_new      INTEGER NOT NULL DEFAULT 1, -- nobody has looked at it yet
    is_due      INTEGER NOT NULL DEFAULT 0  -- stored, but not yet confirmed to the sender
);
CREATE INDEX entry_document ON entry (document);
CREATE INDEX entry_leg ON entry (leg, sequence);
CREATE INDEX entry_due ON entry (sequence) WHERE is_due;
CREATE INDEX entry_missing ON entry (sequence) WHERE state = 'missing';
CREATE INDEX entry_new ON entry (leg) WHERE is_new;

-- Referrals as far as we know them, one row a leg, as the exchange last told us.
CREATE TABLE leg (
    leg         TEXT PRIMARY KEY,
    referral    TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    referrer    TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    mode        TEXT NOT NULL,
    urgency     TEXT NOT NULL,
    state       TEXT NOT NULL,              -- '' until the exchange has it
    changed     INTEGER NOT NULL,           -- sequence of its last change
    offered_us  INTEGER NOT NULL,
    changed_us  INTEGER NOT NULL,
    view        BLOB                        -- the exchange's words: timeline and open steps
);
CREATE INDEX leg_case ON leg (case_id);
CREATE INDEX leg_referral ON leg (referral);

-- Details of a first-accept referral, sealed to ourselves until one provider has won.
CREATE TABLE withheld (
    leg       TEXT PRIMARY KEY,
    referral  TEXT NOT NULL,
    case_id   TEXT NOT NULL,
    recipient TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    released  TEXT                          -- the disclosure that released them
);

-- Single values: the cursor, the directory and CRL as last fetched.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;
