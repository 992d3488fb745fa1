/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of hours: matters of their own, each opened on an order of hours. */
#include "common/documents/hours.h"
#include "exchange/intake/matters.h"
#include "exchange/store/matters.h"

static void
statement_ask(struct log_question *question, const struct document *document)
{
    struct hours_statement statement;

    hours_read_statement(document, &statement);
    shelf_ask(&question->shelves, SHELF_MATTERS, &statement.order);
}

/* What is ordered of one agency is stated by it, to the one that ordered it. */
static bool
check_parties(const struct matter_record *order, const struct proposal *proposal,
              GError **error)
{
    if (proposal->sender == order->opener)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: hours are stated by the agency that delivers "
                           "them; the one that ordered them approves, queries or pays");
    if (proposal->recipient != order->opener)
        return refusal_set(error, REFUSAL_WRONG_RECIPIENT,
                           "hours are stated to the agency that ordered them");
    return true;
}

static bool
statement_check(const struct ledger *ledger, const struct proposal *proposal,
                GError **error)
{
    const struct document *document = proposal->document;
    struct hours_statement statement;
    const struct matter_record *order;

    hours_read_statement(document, &statement);
    order = ledger_find(ledger, SHELF_MATTERS, &statement.order);
    if (order == NULL || order->kind != KIND_HOURS_ORDER ||
        (order->opener != proposal->sender && order->other != proposal->sender))
        return refusal_set(error, REFUSAL_UNKNOWN_MATTER,
                           "there is no such order of hours, or none of this agency's");
    if (!check_parties(order, proposal, error) ||
        !check_test(order->is_test, document, error))
        return false;
    if (!uuid_is_equal(&order->case_id, &document->case_id))
        return refusal_set(error, REFUSAL_RULE,
                           "/document/@case: a statement belongs to the case of its "
                           "order");
    if (matter_is_final(&order->life))
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: this order of hours is %s: no more hours are "
                           "stated on it; agree a new order first",
                           matter_state_name(order->life.life, order->life.state));
    return true;
}

const struct family family_hours_statements = {
    .ask = statement_ask,
    .check = statement_check,
    .fold = matters_fold_opening,
};
