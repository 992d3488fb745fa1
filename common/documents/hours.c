/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/hours.h"
#include "common/documents/bodies.h"
#include "common/documents/step_cells.h"

#define QUERY_LIST "hoursQuery"

/* An order. */

enum { BOUGHT = MATTER_BEGIN, DECLINED, CLOSED };

static const struct matter_state order_states[] = {
    [BOUGHT] = {.name = "bought",
                .waits_on = MATTER_OPENER,
                .waits_for = "review the order"},
    [DECLINED] = {.name = "declined", .is_final = true},
    [CLOSED] = {.name = "closed", .is_final = true},
};

static const struct matter_step order_steps[] = {
    MATTER_STEP(KIND_HOURS_DECISION, "decline", MATTER_OTHER, MATTER_IN(BOUGHT),
                DECLINED, "declined"),
    MATTER_STEP(KIND_HOURS_DECISION, "close", MATTER_OPENER, MATTER_IN(BOUGHT), CLOSED,
                "closed"),
};

static const struct matter_life order_life = {.noun = "order of hours",
                                              .states = order_states,
                                              .state_count = G_N_ELEMENTS(order_states),
                                              .steps = order_steps,
                                              .step_count = G_N_ELEMENTS(order_steps)};

/* A statement, which its provider opens on an order. */

enum { STATED = MATTER_BEGIN, QUERIED, APPROVED, PAID, WITHDRAWN };

static const struct matter_state statement_states[] = {
    [STATED] = {.name = "stated",
                .waits_on = MATTER_OTHER,
                .waits_for = "approve or query it"},
    [QUERIED] = {.name = "queried",
                 .waits_on = MATTER_OPENER,
                 .waits_for = "explain it, or take it back and state the hours anew"},
    [APPROVED] = {.name = "approved", .waits_on = MATTER_OTHER, .waits_for = "pay"},
    [PAID] = {.name = "paid", .is_final = true},
    [WITHDRAWN] = {.name = "withdrawn", .is_final = true},
};

static const struct matter_step statement_steps[] = {
    MATTER_STEP(KIND_HOURS_DECISION, "approve", MATTER_OTHER,
                MATTER_IN(STATED) | MATTER_IN(QUERIED), APPROVED, "approved"),
    MATTER_STEP(KIND_HOURS_DECISION, "query", MATTER_OTHER, MATTER_IN(STATED), QUERIED,
                "queried"),
    MATTER_STEP(KIND_HOURS_DECISION, "withdraw", MATTER_OPENER,
                MATTER_IN(STATED) | MATTER_IN(QUERIED), WITHDRAWN, "taken back"),
    MATTER_STEP(KIND_HOURS_PAYMENT, NULL, MATTER_OTHER, MATTER_IN(APPROVED), PAID,
                "paid"),
};

static const struct matter_life statement_life = {
    .noun = "statement of hours",
    .states = statement_states,
    .state_count = G_N_ELEMENTS(statement_states),
    .steps = statement_steps,
    .step_count = G_N_ELEMENTS(statement_steps)};

const struct matter_form hours_order_form = {.life = &order_life, .due = "reviewOn"};
const struct matter_form hours_statement_form = {
    .life = &statement_life, .parent = "order", .due = "payBy"};
const struct matter_form hours_decision_form = {.word = "decision"};
const struct matter_form hours_payment_form = {0};

static const char *const decision_words[] = {"approve", "query", "withdraw",
                                             "decline", "close", NULL};

static const struct step_cell cells[] = {
    {"reason", "-+---", "hours-query-reason", "say what is not clear"},
};

static const struct field order_fields[] = {
    REQUIRED("need", FIELD_TEXT, hours_order, need),
    REQUIRED("hours", FIELD_HUNDREDTHS, hours_order, hours_hundredths),
    OPTIONAL("hoursPerWeek", FIELD_HUNDREDTHS, hours_order, hours_per_week_hundredths),
    REQUIRED("startOn", FIELD_DATE, hours_order, start_on),
    REQUIRED("endOn", FIELD_DATE, hours_order, end_on),
    OPTIONAL("reviewOn", FIELD_DATE, hours_order, review_on),
};

static const struct field statement_fields[] = {
    REQUIRED("order", FIELD_UUID, hours_statement, order),
    REQUIRED("number", FIELD_COUNT, hours_statement, number),
    REQUIRED("fromOn", FIELD_DATE, hours_statement, from_on),
    REQUIRED("toOn", FIELD_DATE, hours_statement, to_on),
    REQUIRED("hours", FIELD_HUNDREDTHS, hours_statement, hours_hundredths),
    OPTIONAL("payBy", FIELD_DATE, hours_statement, pay_by),
};

/* A line of the time sheet, in the sealed part. */
struct session {
    int32_t on;
    int hours_hundredths;
};

static const struct field session_fields[] = {
    REQUIRED("on", FIELD_DATE, session, on),
    REQUIRED("hours", FIELD_HUNDREDTHS, session, hours_hundredths),
};

static void
read_order(struct reader *reader, const xmlNode *node, struct hours_order *order)
{
    reader_fields(reader, node, order_fields, G_N_ELEMENTS(order_fields), order);
}

static void
read_statement(struct reader *reader, const xmlNode *node,
               struct hours_statement *statement)
{
    reader_fields(reader, node, statement_fields, G_N_ELEMENTS(statement_fields),
                  statement);
}

void
hours_read_order(const struct document *document, struct hours_order *order)
{
    struct reader reader = {.tree = document->tree};

    read_order(&reader, document->matter.node, order);
}

void
hours_read_statement(const struct document *document, struct hours_statement *statement)
{
    struct reader reader = {.tree = document->tree};

    read_statement(&reader, document->matter.node, statement);
}

bool
hours_statement_counts(const struct matter *statement)
{
    return statement->state != MATTER_ERROR && statement->state != WITHDRAWN;
}

int32_t
hours_read_payment(const struct document *document)
{
    struct reader reader = {.tree = document->tree};

    return reader_date(&reader, document->matter.node, "paidOn");
}

void
hours_order_check(struct reader *reader, const struct document *document)
{
    const xmlNode *body = reader->body;
    struct hours_order order;

    read_order(reader, body, &order);
    check_order(reader, body, "endOn", order.start_on, order.end_on);
    check_not_past(reader, document, body, "endOn", order.end_on);
    check_order(reader, body, "reviewOn", order.start_on, order.review_on);
    if (order.hours_per_week_hundredths > order.hours_hundredths)
        reader_refuse(reader, body, "hoursPerWeek", "hours-of-a-week",
                      "more hours a week than are bought in all");
}

void
hours_statement_check(struct reader *reader, const struct document *document)
{
    const xmlNode *body = reader->body;
    struct hours_statement statement;

    read_statement(reader, body, &statement);
    check_order(reader, body, "toOn", statement.from_on, statement.to_on);
    check_not_ahead(reader, document, body, "toOn", statement.to_on);
    check_not_past(reader, document, body, "payBy", statement.pay_by);
}

/* A time sheet is not asked for, but one that is there must bear the statement out. */
void
hours_statement_check_details(struct reader *reader, const struct document *document)
{
    struct hours_statement statement;
    size_t count;
    const struct session *sessions =
        reader_children(reader, reader->body, "session", session_fields,
                        G_N_ELEMENTS(session_fields), sizeof *sessions, &count);
    int64_t sum = 0;

    hours_read_statement(document, &statement);
    for (size_t index = 0; index < count; index++) {
        sum += sessions[index].hours_hundredths;
        if (sessions[index].on < statement.from_on ||
            sessions[index].on > statement.to_on)
            reader_refuse(reader, reader->body, NULL, "session-in-period",
                          "a session is not in the period of the statement");
    }
    if (count > 0 && sum != statement.hours_hundredths)
        reader_refuse(reader, reader->body, NULL, "sessions-add-up",
                      "the hours of the sessions do not add up to those stated");
}

void
hours_decision_check(struct reader *reader, const struct document *document)
{
    check_step_cells(reader, cells, G_N_ELEMENTS(cells), decision_words,
                     document->matter.word);
    check_words_are_sealed(reader, document, reader->body, QUERY_LIST,
                           reader_attribute(reader, reader->body, "reason"));
}

void
hours_decision_check_details(struct reader *reader, const struct document *document)
{
    check_code_is_worded(reader, "words", QUERY_LIST,
                         reader_attribute(reader, document->matter.node, "reason"));
}

void
hours_payment_check(struct reader *reader, const struct document *document)
{
    check_not_ahead(reader, document, reader->body, "paidOn",
                    reader_date(reader, reader->body, "paidOn"));
}
