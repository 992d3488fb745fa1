-- SPDX-License-Identifier: Apache-2.0
-- Matters beside the legs.  What a document is about is its thread, a leg or a matter:
-- their ids are those of the documents that opened them, and never the same.

ALTER TABLE outbox RENAME COLUMN leg TO thread;
ALTER TABLE entry RENAME COLUMN leg TO thread;

-- Matters as far as we know them, one row a matter, as the exchange last told us.
CREATE TABLE matter (
    matter     TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,               -- of the document that opened it
    group_id   TEXT,                        -- joins what was opened together
    leg        TEXT,                        -- that it is about, if it is about one
    case_id    TEXT NOT NULL,
    opener     TEXT NOT NULL,
    other      TEXT,                        -- absent when published to all
    state      TEXT NOT NULL,               -- '' until the exchange has it
    changed    INTEGER NOT NULL,            -- sequence of the last step that we may see
    opened_us  INTEGER NOT NULL,
    changed_us INTEGER NOT NULL,
    view       BLOB                         -- the exchange's words: steps and points
);
CREATE INDEX matter_case ON matter (case_id);
CREATE INDEX matter_group ON matter (group_id);
CREATE INDEX matter_leg ON matter (leg);
CREATE INDEX matter_kind ON matter (kind);

-- What is held for a time, to be found and erased when it is over.
CREATE INDEX entry_view ON entry (sequence)
    WHERE kind = 'audit-access' AND bytes IS NOT NULL;
