-- SPDX-License-Identifier: Apache-2.0
-- Inductions: sessions, who has a place or waits for one, feedback, and whom the
-- partners have still to meet.  Projections, like those of 0002.

CREATE TYPE induction_programme AS ENUM ('circuit', 'welcome');
COMMENT ON TYPE induction_programme IS 'What new staff go through';
CREATE TYPE induction_mode AS ENUM ('in-person', 'online', 'hybrid');
COMMENT ON TYPE induction_mode IS 'Where the people of a session meet';
CREATE TYPE place_state AS ENUM (
    'confirmed', 'waiting', 'cancelled', 'attended', 'no-show', 'excused');
COMMENT ON TYPE place_state IS 'What has become of a place that was asked for';
CREATE TYPE induction_stage AS ENUM ('0', '90', '180');
COMMENT ON TYPE induction_stage IS 'Days after a session';

CREATE TABLE induction_session (
    id               uuid PRIMARY KEY,
    sequence         bigint NOT NULL,
    changed          bigint NOT NULL,
    host             integer NOT NULL,
    programme        induction_programme NOT NULL,
    title            text NOT NULL,
    starts_us        bigint NOT NULL,
    minutes          integer NOT NULL CHECK (minutes > 0),
    capacity         integer NOT NULL CHECK (capacity > 0),
    has_waiting_list boolean NOT NULL,
    mode             induction_mode NOT NULL,
    roles            text[] NOT NULL,
    is_cancelled     boolean NOT NULL,
    is_test          boolean NOT NULL
);
CREATE INDEX induction_session_by_start ON induction_session (starts_us);
COMMENT ON TABLE induction_session IS 'Each session as its host published it last';
COMMENT ON COLUMN induction_session.id IS 'Joins what is said about it';
COMMENT ON COLUMN induction_session.sequence IS 'Entry that announced it';
COMMENT ON COLUMN induction_session.changed IS 'Last entry that concerned it';
COMMENT ON COLUMN induction_session.host IS 'Number of the agency that holds it';
COMMENT ON COLUMN induction_session.programme IS 'What it is part of';
COMMENT ON COLUMN induction_session.title IS 'As it was published';
COMMENT ON COLUMN induction_session.starts_us IS 'When it begins, microseconds since 1970';
COMMENT ON COLUMN induction_session.minutes IS 'How long it takes';
COMMENT ON COLUMN induction_session.capacity IS 'Places';
COMMENT ON COLUMN induction_session.has_waiting_list IS 'Whether those without a place wait for one';
COMMENT ON COLUMN induction_session.mode IS 'Where people meet';
COMMENT ON COLUMN induction_session.roles IS 'Codes of the roles that it is for';
COMMENT ON COLUMN induction_session.is_cancelled IS 'Whether it does not take place';
COMMENT ON COLUMN induction_session.is_test IS 'Counted nowhere';

CREATE TABLE induction_place (
    session     uuid NOT NULL,
    position    integer NOT NULL CHECK (position >= 0),
    booking     uuid NOT NULL,
    case_id     uuid NOT NULL,
    agency      integer NOT NULL,
    starter     text NOT NULL,
    role        text NOT NULL,
    started_on  integer NOT NULL,
    is_together boolean NOT NULL,
    state       place_state NOT NULL,
    sequence    bigint NOT NULL,
    changed     bigint NOT NULL,
    PRIMARY KEY (session, position),
    CONSTRAINT induction_place_once UNIQUE (booking, starter)
);
CREATE INDEX induction_place_by_agency ON induction_place (agency, starter);
COMMENT ON TABLE induction_place IS 'One for each attendee of each booking';
COMMENT ON COLUMN induction_place.session IS 'The session';
COMMENT ON COLUMN induction_place.position IS 'In the order of the log: who waits moves up in this order';
COMMENT ON COLUMN induction_place.booking IS 'The booking document''s id';
COMMENT ON COLUMN induction_place.case_id IS 'The booking''s';
COMMENT ON COLUMN induction_place.agency IS 'Number of the agency that booked';
COMMENT ON COLUMN induction_place.starter IS 'Its opaque reference of the member of staff';
COMMENT ON COLUMN induction_place.role IS 'Code';
COMMENT ON COLUMN induction_place.started_on IS 'First day in the post, days since 1970';
COMMENT ON COLUMN induction_place.is_together IS 'Moves up with the others of the booking or not at all';
COMMENT ON COLUMN induction_place.state IS 'What has become of it';
COMMENT ON COLUMN induction_place.sequence IS 'Entry of the booking';
COMMENT ON COLUMN induction_place.changed IS 'Last entry that changed the state';

CREATE TABLE induction_feedback (
    sequence          bigint PRIMARY KEY,
    session           uuid NOT NULL,
    booking           uuid NOT NULL,
    stage             induction_stage NOT NULL,
    starter           text,
    relevance         integer NOT NULL CHECK (relevance BETWEEN 1 AND 5),
    confidence        integer NOT NULL CHECK (confidence BETWEEN 1 AND 5),
    knows_who_to_call integer NOT NULL CHECK (knows_who_to_call BETWEEN 1 AND 5)
);
CREATE INDEX induction_feedback_by_booking ON induction_feedback (booking);
COMMENT ON TABLE induction_feedback IS 'What a session was worth to those who came';
COMMENT ON COLUMN induction_feedback.sequence IS 'The entry';
COMMENT ON COLUMN induction_feedback.session IS 'The session';
COMMENT ON COLUMN induction_feedback.booking IS 'The booking';
COMMENT ON COLUMN induction_feedback.stage IS 'How long after the session';
COMMENT ON COLUMN induction_feedback.starter IS 'Who says so; null when it is anonymous';
COMMENT ON COLUMN induction_feedback.relevance IS 'From 1 to 5';
COMMENT ON COLUMN induction_feedback.confidence IS 'From 1 to 5';
COMMENT ON COLUMN induction_feedback.knows_who_to_call IS 'From 1 to 5';

CREATE TABLE induction_starter (
    agency     integer NOT NULL,
    starter    text NOT NULL,
    programme  induction_programme NOT NULL,
    sequence   bigint NOT NULL,
    role       text NOT NULL,
    started_on integer NOT NULL,
    due_on     integer NOT NULL,
    ended_on   integer,
    hosts      text[] NOT NULL,
    is_test    boolean NOT NULL,
    PRIMARY KEY (agency, starter, programme),
    CONSTRAINT induction_starter_in_order CHECK (
        due_on >= started_on AND (ended_on IS NULL OR ended_on >= started_on))
);
COMMENT ON TABLE induction_starter IS 'New staff and by when they are to have met the partners';
COMMENT ON COLUMN induction_starter.agency IS 'Number of the agency they work for';
COMMENT ON COLUMN induction_starter.starter IS 'Its opaque reference of them';
COMMENT ON COLUMN induction_starter.programme IS 'What they go through';
COMMENT ON COLUMN induction_starter.sequence IS 'Entry that said so last';
COMMENT ON COLUMN induction_starter.role IS 'Code';
COMMENT ON COLUMN induction_starter.started_on IS 'First day in the post, days since 1970';
COMMENT ON COLUMN induction_starter.due_on IS 'Day by which it is due';
COMMENT ON COLUMN induction_starter.ended_on IS 'Last day; null while in post';
COMMENT ON COLUMN induction_starter.hosts IS 'Ids of those they are to meet; empty: all who hold sessions for the role';
COMMENT ON COLUMN induction_starter.is_test IS 'Counted nowhere';
