-- SPDX-License-Identifier: Apache-2.0
-- Projections: what the log implies, kept to be found quickly.  Everything here can
-- be emptied and made again from the log.

CREATE TYPE agency_kind AS ENUM ('council', 'housing-association', 'charity', 'other');
COMMENT ON TYPE agency_kind IS 'What sort of organisation an agency is';
CREATE TYPE agency_status AS ENUM ('active', 'suspended');
COMMENT ON TYPE agency_status IS 'Whether an agency takes part';
CREATE TYPE certificate_usage AS ENUM ('identity', 'sealing');
COMMENT ON TYPE certificate_usage IS 'What a registered certificate is for';
CREATE TYPE referral_mode AS ENUM ('single', 'parallel', 'first-accept');
COMMENT ON TYPE referral_mode IS 'How the legs of a referral stand to each other';
CREATE TYPE urgency AS ENUM ('emergency', 'urgent', 'priority', 'routine');
COMMENT ON TYPE urgency IS 'How soon help is needed';
CREATE TYPE leg_state AS ENUM (
    'none', 'offered', 'delivered', 'acknowledged', 'info-needed', 'assessing',
    'waitlisted', 'accepted', 'in-service', 'paused',
    -- Final from here on.
    'completed', 'ended-early', 'declined', 'redirected', 'withdrawn', 'superseded',
    'error');
COMMENT ON TYPE leg_state IS 'The states of the lifecycle, in its order';
CREATE TYPE leg_fact_kind AS ENUM (
    'decline-reason', 'redirect-reason', 'withdrawal-reason', 'rejection-reason',
    'unmet-need', 'result', 'end-reason', 'destination');
COMMENT ON TYPE leg_fact_kind IS 'What a code about a leg is';

CREATE TABLE registration (
    agency              integer PRIMARY KEY REFERENCES agency,
    sequence            bigint NOT NULL,
    name                text NOT NULL CHECK (name <> ''),
    kind                agency_kind NOT NULL,
    status              agency_status NOT NULL,
    emergency_telephone text,
    areas               text[] NOT NULL
);
COMMENT ON TABLE registration IS 'Each agency as its last registration has it';
COMMENT ON COLUMN registration.agency IS 'Its number';
COMMENT ON COLUMN registration.sequence IS 'Entry of that registration';
COMMENT ON COLUMN registration.name IS 'What people call it';
COMMENT ON COLUMN registration.kind IS 'What sort of organisation it is';
COMMENT ON COLUMN registration.status IS 'A suspended agency may neither send nor be addressed';
COMMENT ON COLUMN registration.emergency_telephone IS 'Whom to call about an emergency referral';
COMMENT ON COLUMN registration.areas IS 'Codes of the local authorities it serves';

CREATE TABLE certificate (
    sha256             bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
    agency             integer NOT NULL REFERENCES registration,
    usage              certificate_usage NOT NULL,
    der                bytea NOT NULL,
    registered_from_us bigint NOT NULL,
    revoked_at_us      bigint
);
CREATE INDEX certificate_by_agency ON certificate (agency);
COMMENT ON TABLE certificate IS 'Every certificate that an agency ever registered';
COMMENT ON COLUMN certificate.sha256 IS 'SHA-256 of der';
COMMENT ON COLUMN certificate.agency IS 'Number of the agency';
COMMENT ON COLUMN certificate.usage IS 'Signs and authenticates, or is sealed to';
COMMENT ON COLUMN certificate.der IS 'The certificate';
COMMENT ON COLUMN certificate.registered_from_us IS 'From when on it is believed, microseconds since 1970';
COMMENT ON COLUMN certificate.revoked_at_us IS 'From when on it is not; null while it is';

CREATE TABLE leg (
    id              uuid PRIMARY KEY,
    referral        uuid NOT NULL,
    case_id         uuid NOT NULL,
    sequence        bigint NOT NULL,
    referrer        integer NOT NULL,
    recipient       integer NOT NULL,
    mode            referral_mode NOT NULL,
    urgency         urgency NOT NULL,
    type            text NOT NULL,
    area            text NOT NULL,
    needs           text[] NOT NULL,
    is_test         boolean NOT NULL,
    offered_us      bigint NOT NULL,
    changed         bigint NOT NULL,
    state           leg_state NOT NULL,
    state_before    leg_state NOT NULL,
    is_disclosed    boolean NOT NULL,
    is_awarded      boolean NOT NULL,
    open_request    uuid,
    flagged         uuid,
    delivered_us    bigint,
    acknowledged_us bigint,
    decided_us      bigint,
    accepted_us     bigint,
    ended_us        bigint,
    CONSTRAINT leg_has_two_parties CHECK (recipient <> referrer),
    CONSTRAINT leg_award_is_of_first_accept CHECK (mode = 'first-accept' OR NOT is_awarded),
    CONSTRAINT leg_accept_is_decision CHECK (
        accepted_us IS NULL OR (decided_us IS NOT NULL AND accepted_us >= decided_us)),
    CONSTRAINT leg_end_is_final CHECK ((ended_us IS NOT NULL) = (state >= 'completed'))
) WITH (fillfactor = 80);
-- No index on what changes, so that a step rewrites one row in its page and no index.
CREATE INDEX leg_by_referral ON leg (referral);
CREATE UNIQUE INDEX leg_award ON leg (referral) WHERE is_awarded;
CREATE INDEX leg_by_offer ON leg USING brin (offered_us) WITH (pages_per_range = 16);
COMMENT ON TABLE leg IS 'One referral document to one agency, and what has become of it';
COMMENT ON COLUMN leg.id IS 'The referral document''s id';
COMMENT ON COLUMN leg.referral IS 'Shared by all legs of one referral';
COMMENT ON COLUMN leg.case_id IS 'The case it belongs to';
COMMENT ON COLUMN leg.sequence IS 'Entry of the referral document';
COMMENT ON COLUMN leg.referrer IS 'Number of the agency that refers';
COMMENT ON COLUMN leg.recipient IS 'Number of the agency that is asked';
COMMENT ON COLUMN leg.mode IS 'How the legs of the referral stand to each other';
COMMENT ON COLUMN leg.urgency IS 'As the referrer coded it';
COMMENT ON COLUMN leg.type IS 'Kind of help asked for';
COMMENT ON COLUMN leg.area IS 'Local-authority code of origin';
COMMENT ON COLUMN leg.needs IS 'Codes of the needs put to this agency';
COMMENT ON COLUMN leg.is_test IS 'Left out of every statistic';
COMMENT ON COLUMN leg.offered_us IS 'When the referral was accepted into the log, microseconds since 1970';
COMMENT ON COLUMN leg.changed IS 'Last entry that concerned the leg';
COMMENT ON COLUMN leg.state IS 'As the lifecycle names it';
COMMENT ON COLUMN leg.state_before IS 'To which an answered request or the end of a pause returns; none otherwise';
COMMENT ON COLUMN leg.is_disclosed IS 'In first-accept: the details have gone to the winner';
COMMENT ON COLUMN leg.is_awarded IS 'In first-accept: this one won; at most one of a referral';
COMMENT ON COLUMN leg.open_request IS 'The information-request not yet answered';
COMMENT ON COLUMN leg.flagged IS 'A document that its recipient rejected and that was not sent again yet';
COMMENT ON COLUMN leg.delivered_us IS 'When the recipient had stored it';
COMMENT ON COLUMN leg.acknowledged_us IS 'When the recipient said so';
COMMENT ON COLUMN leg.decided_us IS 'The first accept, decline or redirect';
COMMENT ON COLUMN leg.accepted_us IS 'The accept, even if it ended since';
COMMENT ON COLUMN leg.ended_us IS 'The final state';

CREATE TABLE leg_step (
    leg       uuid NOT NULL,
    sequence  bigint NOT NULL,
    referrer  integer NOT NULL,
    recipient integer NOT NULL,
    event     text NOT NULL,
    state     leg_state NOT NULL,
    PRIMARY KEY (leg, sequence)
);
CREATE INDEX leg_step_by_referrer ON leg_step (referrer, sequence);
CREATE INDEX leg_step_by_recipient ON leg_step (recipient, sequence);
COMMENT ON TABLE leg_step IS 'The timeline of each leg';
COMMENT ON COLUMN leg_step.leg IS 'The leg';
COMMENT ON COLUMN leg_step.sequence IS 'The entry that was the step';
COMMENT ON COLUMN leg_step.referrer IS 'Of the leg, to find what changed for an agency';
COMMENT ON COLUMN leg_step.recipient IS 'The same';
COMMENT ON COLUMN leg_step.event IS 'As the lifecycle names it';
COMMENT ON COLUMN leg_step.state IS 'After the step';

CREATE TABLE leg_fact (
    leg      uuid NOT NULL,
    sequence bigint NOT NULL,
    position integer NOT NULL,
    kind     leg_fact_kind NOT NULL,
    code     text NOT NULL,
    value    text NOT NULL CHECK ((value <> '') = (kind = 'result')),
    PRIMARY KEY (leg, sequence, position)
);
COMMENT ON TABLE leg_fact IS 'Codes that steps carried and that are counted';
COMMENT ON COLUMN leg_fact.leg IS 'The leg';
COMMENT ON COLUMN leg_fact.sequence IS 'The entry that said so';
COMMENT ON COLUMN leg_fact.position IS 'As the document has them; the first reason is the main one';
COMMENT ON COLUMN leg_fact.kind IS 'What the code is';
COMMENT ON COLUMN leg_fact.code IS 'From the list of that kind; for a result, the need';
COMMENT ON COLUMN leg_fact.value IS 'For a result: met, partly, not-met, unknown';

CREATE TABLE document_flag (
    document  uuid PRIMARY KEY,
    sequence  bigint NOT NULL,
    is_raised boolean NOT NULL
);
COMMENT ON TABLE document_flag IS 'Documents that their recipients rejected';
COMMENT ON COLUMN document_flag.document IS 'The rejected document''s id';
COMMENT ON COLUMN document_flag.sequence IS 'The entry that said so last';
COMMENT ON COLUMN document_flag.is_raised IS 'False once it was sent again';
