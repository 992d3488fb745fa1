-- SPDX-License-Identifier: Apache-2.0
-- Matters: whatever agencies deal with besides the legs of referrals.  First the kinds
-- of document that this release and those soon after it bring.

ALTER TYPE document_kind ADD VALUE 'commitment';
ALTER TYPE document_kind ADD VALUE 'commitment-step';
ALTER TYPE document_kind ADD VALUE 'service';
ALTER TYPE document_kind ADD VALUE 'capacity';
ALTER TYPE document_kind ADD VALUE 'availability-enquiry';
ALTER TYPE document_kind ADD VALUE 'availability-answer';
ALTER TYPE document_kind ADD VALUE 'induction-session';
ALTER TYPE document_kind ADD VALUE 'induction-starter';
ALTER TYPE document_kind ADD VALUE 'induction-booking';
ALTER TYPE document_kind ADD VALUE 'induction-cancellation';
ALTER TYPE document_kind ADD VALUE 'induction-attendance';
ALTER TYPE document_kind ADD VALUE 'induction-feedback';
ALTER TYPE document_kind ADD VALUE 'enquiry';
ALTER TYPE document_kind ADD VALUE 'enquiry-reply';
ALTER TYPE document_kind ADD VALUE 'consultation';
ALTER TYPE document_kind ADD VALUE 'consultation-comment';
ALTER TYPE document_kind ADD VALUE 'consultation-answer';
ALTER TYPE document_kind ADD VALUE 'consultation-final';
ALTER TYPE document_kind ADD VALUE 'consultation-adoption';
ALTER TYPE document_kind ADD VALUE 'feedback';
ALTER TYPE document_kind ADD VALUE 'feedback-reply';
ALTER TYPE document_kind ADD VALUE 'practice-audit';
ALTER TYPE document_kind ADD VALUE 'audit-access';
ALTER TYPE document_kind ADD VALUE 'audit-findings';
ALTER TYPE document_kind ADD VALUE 'audit-progress';
ALTER TYPE document_kind ADD VALUE 'meeting';
ALTER TYPE document_kind ADD VALUE 'meeting-reply';
ALTER TYPE document_kind ADD VALUE 'meeting-record';
ALTER TYPE document_kind ADD VALUE 'meeting-progress';
ALTER TYPE document_kind ADD VALUE 'joint-visit';
ALTER TYPE document_kind ADD VALUE 'visit-update';
ALTER TYPE document_kind ADD VALUE 'lead-worker-request';
ALTER TYPE document_kind ADD VALUE 'lead-worker-answer';
ALTER TYPE document_kind ADD VALUE 'call-back';
ALTER TYPE document_kind ADD VALUE 'call-back-result';
ALTER TYPE document_kind ADD VALUE 'support-plan';
ALTER TYPE document_kind ADD VALUE 'plan-step';
ALTER TYPE document_kind ADD VALUE 'report';
ALTER TYPE document_kind ADD VALUE 'report-step';
ALTER TYPE document_kind ADD VALUE 'change-of-address';
ALTER TYPE document_kind ADD VALUE 'housing-report';
ALTER TYPE document_kind ADD VALUE 'housing-reply';
ALTER TYPE document_kind ADD VALUE 'hours-order';
ALTER TYPE document_kind ADD VALUE 'hours-statement';
ALTER TYPE document_kind ADD VALUE 'hours-decision';
ALTER TYPE document_kind ADD VALUE 'hours-payment';

ALTER TABLE entry ADD COLUMN matter uuid;
COMMENT ON COLUMN entry.matter IS 'The matter concerned, an opener''s own id; null for what concerns none';

CREATE TABLE matter (
    id        uuid PRIMARY KEY,
    kind      document_kind NOT NULL,
    group_id  uuid,
    leg       uuid,
    case_id   uuid NOT NULL,
    sequence  bigint NOT NULL,
    opener    integer NOT NULL,
    other     integer,
    is_test   boolean NOT NULL,
    opened_us bigint NOT NULL,
    state     text NOT NULL CHECK (state ~ '^[a-z][a-z -]{1,38}$'),
    due_on    date,
    flagged   uuid,
    ended_us  bigint,
    CONSTRAINT matter_has_two_parties CHECK (other <> opener)
) WITH (fillfactor = 80);
CREATE INDEX matter_by_group ON matter (group_id) WHERE group_id IS NOT NULL;
COMMENT ON TABLE matter IS 'One document that opened something between agencies, and what has become of it';
COMMENT ON COLUMN matter.id IS 'The opening document''s id';
COMMENT ON COLUMN matter.kind IS 'Of the opening document';
COMMENT ON COLUMN matter.group_id IS 'Shared by matters that were opened together, a meeting''s invitations';
COMMENT ON COLUMN matter.leg IS 'The leg that it is about, one of both parties; null when it is about none';
COMMENT ON COLUMN matter.case_id IS 'The case it belongs to';
COMMENT ON COLUMN matter.sequence IS 'Entry of the opening document';
COMMENT ON COLUMN matter.opener IS 'Number of the agency that opened it';
COMMENT ON COLUMN matter.other IS 'Number of the agency it was sent to; null when published to all';
COMMENT ON COLUMN matter.is_test IS 'Left out of every statistic';
COMMENT ON COLUMN matter.opened_us IS 'When it was accepted into the log, microseconds since 1970';
COMMENT ON COLUMN matter.state IS 'As the life of its kind names it';
COMMENT ON COLUMN matter.due_on IS 'The day by which something is to be done, as said last';
COMMENT ON COLUMN matter.flagged IS 'A document that its recipient rejected and that was not sent again yet';
COMMENT ON COLUMN matter.ended_us IS 'When it came to a final state';

CREATE TABLE matter_step (
    matter    uuid NOT NULL,
    sequence  bigint NOT NULL,
    sender    integer NOT NULL,
    recipient integer,
    word      text,
    state     text NOT NULL,
    PRIMARY KEY (matter, sequence)
);
CREATE INDEX matter_step_by_sender ON matter_step (sender, sequence);
CREATE INDEX matter_step_by_recipient ON matter_step (recipient, sequence);
COMMENT ON TABLE matter_step IS 'The timeline of each matter; a reader sees the steps that it sent, received, or may read as published';
COMMENT ON COLUMN matter_step.matter IS 'The matter';
COMMENT ON COLUMN matter_step.sequence IS 'The entry that was the step';
COMMENT ON COLUMN matter_step.sender IS 'Of the entry, to find what changed for an agency';
COMMENT ON COLUMN matter_step.recipient IS 'The same; null when published to all';
COMMENT ON COLUMN matter_step.word IS 'Which step of its kind of document; null where the kind says it';
COMMENT ON COLUMN matter_step.state IS 'After the step';

CREATE TABLE matter_point (
    matter  uuid NOT NULL,
    number  integer NOT NULL CHECK (number > 0),
    owner   text NOT NULL,
    due_on  date,
    is_done boolean NOT NULL,
    PRIMARY KEY (matter, number)
);
COMMENT ON TABLE matter_point IS 'What is to be done within a matter: actions, preconditions, clauses';
COMMENT ON COLUMN matter_point.matter IS 'The matter';
COMMENT ON COLUMN matter_point.number IS 'As the document that added it numbers it';
COMMENT ON COLUMN matter_point.owner IS 'Id of the agency that is to do it; empty when nobody in particular';
COMMENT ON COLUMN matter_point.due_on IS 'The day by which';
COMMENT ON COLUMN matter_point.is_done IS 'Whether a step has said so';
