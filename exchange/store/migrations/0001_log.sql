-- SPDX-License-Identifier: Apache-2.0
-- The log: what was accepted, in order, and the evidence for it.  Append-only: the
-- triggers below refuse every change of what is written.

CREATE TABLE agency (
    number integer PRIMARY KEY CHECK (number >= 0),
    id     text NOT NULL UNIQUE CHECK (id ~ '^[a-z][a-z0-9-]{1,62}$')
);
COMMENT ON TABLE agency IS 'The number by which the log calls an agency; given once';
COMMENT ON COLUMN agency.number IS 'From 1; 0 is the exchange itself';
COMMENT ON COLUMN agency.id IS 'The id in documents and certificates';

INSERT INTO agency (number, id) VALUES (0, 'referral-exchange');

-- Types of their own where a CHECK would do: each statement reads every CHECK anew.
CREATE TYPE document_kind AS ENUM (
    'referral', 'delivery', 'response', 'status-update', 'outcome', 'withdrawal',
    'information-request', 'information-disclosure', 'disclosure', 'rejection',
    'registration', 'notice');
COMMENT ON TYPE document_kind IS 'The element names of bodies';

CREATE TABLE entry (
    sequence           bigint PRIMARY KEY,
    id                 uuid NOT NULL UNIQUE,
    case_id            uuid NOT NULL,
    leg                uuid,
    kind               document_kind NOT NULL,
    sender             integer NOT NULL,
    recipient          integer,
    received_us        bigint NOT NULL,
    certificate_sha256 bytea NOT NULL,
    document_sha256    bytea NOT NULL,
    chain              bytea NOT NULL
);
CREATE INDEX entry_by_sender ON entry (sender, sequence);
CREATE INDEX entry_by_recipient ON entry (recipient, sequence);
COMMENT ON TABLE entry IS 'One accepted document each; the order of commits is the order of numbers';
COMMENT ON COLUMN entry.sequence IS 'Without gaps; a mailbox cursor is one of these';
COMMENT ON COLUMN entry.id IS 'The document''s id, unique over all agencies';
COMMENT ON COLUMN entry.case_id IS 'The case the document belongs to';
COMMENT ON COLUMN entry.leg IS 'The leg concerned, a referral''s own id; null for what concerns several or none';
COMMENT ON COLUMN entry.kind IS 'The body''s element name';
COMMENT ON COLUMN entry.sender IS 'Number of the agency that signed it';
COMMENT ON COLUMN entry.recipient IS 'Number of the agency addressed; null when published to all';
COMMENT ON COLUMN entry.received_us IS 'When it was accepted, microseconds since 1970; never goes back';
COMMENT ON COLUMN entry.certificate_sha256 IS 'SHA-256 of the signer''s certificate (DER)';
COMMENT ON COLUMN entry.document_sha256 IS 'SHA-256 of the signed bytes';
COMMENT ON COLUMN entry.chain IS 'SHA-256 of the previous chain value, sequence, id, received_us, certificate_sha256 and document_sha256';

CREATE TABLE document (
    sequence     bigint PRIMARY KEY,
    signed_bytes bytea NOT NULL,
    receipt      bytea NOT NULL
) WITH (toast_tuple_target = 8160);
-- Sealed bytes do not compress, and a document of usual size stays in its row.
ALTER TABLE document
    ALTER COLUMN signed_bytes SET STORAGE EXTERNAL,
    ALTER COLUMN receipt SET STORAGE EXTERNAL;
COMMENT ON TABLE document IS 'The bytes of each entry, apart from it so that mailboxes read little';
COMMENT ON COLUMN document.sequence IS 'Of its entry';
COMMENT ON COLUMN document.signed_bytes IS 'The document as it was submitted: CMS SignedData, DER';
COMMENT ON COLUMN document.receipt IS 'The receipt as it was sent: CMS SignedData, DER';

-- No number is left out, time does not go back, the chain follows, the document is
-- there, and so are sender and recipient (agencies' numbers have no gaps): asked once
-- for all rows of a statement, because a foreign key costs a query for each row.
CREATE FUNCTION entry_check_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM inserted AS i
          LEFT JOIN entry AS p ON p.sequence = i.sequence - 1
          LEFT JOIN document AS d ON d.sequence = i.sequence
         WHERE (p.sequence IS NULL AND i.sequence <> 1)
            OR d.sequence IS NULL
            OR i.received_us < COALESCE(p.received_us, 1)
            OR i.sender = i.recipient
            OR LEAST(i.sender, i.recipient) < 0
            OR GREATEST(i.sender, i.recipient) > (SELECT max(number) FROM agency)
            OR octet_length(i.certificate_sha256) <> 32
            OR octet_length(i.document_sha256) <> 32
            OR i.chain <> sha256(
                COALESCE(p.chain, '\x0000000000000000000000000000000000000000000000000000000000000000')
                || int8send(i.sequence) || uuid_send(i.id) || int8send(i.received_us)
                || i.certificate_sha256 || i.document_sha256))
    THEN
        RAISE EXCEPTION 'an entry does not follow the log'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entry_follows AFTER INSERT ON entry
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION entry_check_follows();

CREATE FUNCTION log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER agency_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON agency
    FOR EACH STATEMENT EXECUTE FUNCTION log_refuse_change();
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION log_refuse_change();
CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON document
    FOR EACH STATEMENT EXECUTE FUNCTION log_refuse_change();
