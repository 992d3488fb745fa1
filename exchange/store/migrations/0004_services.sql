-- SPDX-License-Identifier: Apache-2.0
-- Services with what room they have, and vacancies with who holds them.

CREATE TABLE service (
    id              uuid PRIMARY KEY,
    agency          integer NOT NULL,
    slug            text NOT NULL,
    sequence        bigint NOT NULL,
    document        uuid NOT NULL,
    published_us    bigint NOT NULL,
    is_closed       boolean NOT NULL,
    is_confidential boolean NOT NULL,
    body            text NOT NULL,
    notice          uuid,
    noticed_us      bigint,
    capacity        text,
    UNIQUE (agency, slug),
    CONSTRAINT service_notice_is_whole CHECK ((notice IS NULL) = (capacity IS NULL)
                                          AND (notice IS NULL) = (noticed_us IS NULL))
);
COMMENT ON TABLE service IS 'What agencies offer: of each service the newest document and the newest notice of its capacity';
COMMENT ON COLUMN service.id IS 'Made of agency and slug (UUID version 5), so that it never changes';
COMMENT ON COLUMN service.agency IS 'Number of the agency';
COMMENT ON COLUMN service.slug IS 'What the agency calls it';
COMMENT ON COLUMN service.sequence IS 'Entry of the document that last published it';
COMMENT ON COLUMN service.document IS 'That document';
COMMENT ON COLUMN service.published_us IS 'When it was accepted into the log, microseconds since 1970';
COMMENT ON COLUMN service.is_closed IS 'Closed for good: no longer listed';
COMMENT ON COLUMN service.is_confidential IS 'Where it is stays secret';
COMMENT ON COLUMN service.body IS 'The published body as XML, an element in its own namespace';
COMMENT ON COLUMN service.notice IS 'Document of the newest notice; null when there is none';
COMMENT ON COLUMN service.noticed_us IS 'When that was accepted into the log';
COMMENT ON COLUMN service.capacity IS 'Its body as XML';

CREATE TABLE vacancy (
    id            uuid PRIMARY KEY,
    service       uuid NOT NULL,
    agency        integer NOT NULL,
    is_listed     boolean NOT NULL,
    leg           uuid,
    hold_until_us bigint,
    CONSTRAINT vacancy_hold_is_of_a_leg CHECK (hold_until_us IS NULL OR leg IS NOT NULL)
) WITH (fillfactor = 80);
CREATE INDEX vacancy_by_service ON vacancy (service);
COMMENT ON TABLE vacancy IS 'Every place that a notice ever named, and the one leg, if any, that was accepted for it';
COMMENT ON COLUMN vacancy.id IS 'The same in every notice';
COMMENT ON COLUMN vacancy.service IS 'The service that it belongs to, for ever';
COMMENT ON COLUMN vacancy.agency IS 'Number of that service''s agency';
COMMENT ON COLUMN vacancy.is_listed IS 'Whether the newest notice names it';
COMMENT ON COLUMN vacancy.leg IS 'The live leg that was accepted for it; null when it is free';
COMMENT ON COLUMN vacancy.hold_until_us IS 'Until when that leg holds it; null: as long as the leg lives';

ALTER TABLE leg ADD COLUMN vacancy uuid;
COMMENT ON COLUMN leg.vacancy IS 'The vacancy that the referral asks for, or that its acceptance gives; null when none';
