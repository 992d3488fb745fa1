-- SPDX-License-Identifier: Apache-2.0
-- What later documents are judged by: hours that were bought and stated, and comments
-- on policies that have no answer yet.  Projections, like those of 0002.

CREATE TABLE hours_item (
    id               uuid PRIMARY KEY,
    order_id         uuid NOT NULL,
    number           integer NOT NULL CHECK (number >= 0),
    from_on          integer NOT NULL,
    to_on            integer NOT NULL,
    hours_hundredths integer NOT NULL
);
CREATE INDEX hours_item_by_order ON hours_item (order_id);
COMMENT ON TABLE hours_item IS 'Orders of hours, and what is stated on each';
COMMENT ON COLUMN hours_item.id IS 'The matter that the document opened';
COMMENT ON COLUMN hours_item.order_id IS 'The order; of an order its own id';
COMMENT ON COLUMN hours_item.number IS 'Of a statement, on its order; 0 of an order';
COMMENT ON COLUMN hours_item.from_on IS 'First day, days since 1970';
COMMENT ON COLUMN hours_item.to_on IS 'Last day';
COMMENT ON COLUMN hours_item.hours_hundredths IS 'Bought or stated';

CREATE TABLE policy_comment (
    id           uuid PRIMARY KEY,
    consultation uuid NOT NULL,
    open_clauses text NOT NULL
);
CREATE INDEX policy_comment_by_consultation ON policy_comment (consultation);
COMMENT ON TABLE policy_comment IS 'Comments on the draft of a policy';
COMMENT ON COLUMN policy_comment.id IS 'The comment''s document';
COMMENT ON COLUMN policy_comment.consultation IS 'The matter that the draft opened';
COMMENT ON COLUMN policy_comment.open_clauses IS 'Numbers of the clauses of which the owner has not said what became, a space before each';
