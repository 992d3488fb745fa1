/* SPDX-License-Identifier: Apache-2.0 */
/* Hours that are bought, and statements of them: matters of their own, each opened on
 * an order. */
#include "common/documents/hours.h"
#include "exchange/intake/matters.h"
#include "exchange/store/hours.h"
#include "exchange/store/matters.h"

#include <limits.h>

static void
item_add(struct ledger *ledger, const struct hours_record *item)
{
    ledger_insert(ledger, SHELF_HOURS, g_memdup2(item, sizeof *item));
}

static void
order_ask(struct log_question *question, const struct document *document)
{
    family_matters.ask(question, document);
}

static void
order_fold(struct ledger *ledger, const struct log_entry *entry,
           const struct document *document)
{
    struct hours_order order;

    matters_fold_opening(ledger, entry, document);
    hours_read_order(document, &order);
    item_add(ledger, &(struct hours_record){
                         .id = document->id,
                         .order = document->id,
                         .from_on = order.start_on,
                         .to_on = order.end_on,
                         .hours_hundredths = order.hours_hundredths,
                     });
}

const struct family family_hours_orders = {
    .ask = order_ask,
    .check = matters_check_opening,
    .fold = order_fold,
};

static void
statement_ask(struct log_question *question, const struct document *document)
{
    struct hours_statement statement;

    hours_read_statement(document, &statement);
    shelf_ask(&question->shelves, SHELF_MATTERS, &statement.order);
    shelf_ask(&question->shelves, SHELF_HOURS, &statement.order);
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

/* Days are stated once, and lie within the order. */
static bool
check_period(const struct hours_statement *statement, const struct hours_record *item,
             GError **error)
{
    bool is_order = item->number == 0;
    char from[DATE_TEXT_BYTES];
    char to[DATE_TEXT_BYTES];

    if (is_order
            ? statement->from_on >= item->from_on && statement->to_on <= item->to_on
            : statement->from_on > item->to_on || statement->to_on < item->from_on)
        return true;
    date_write(item->from_on, from);
    date_write(item->to_on, to);
    if (is_order)
        return refusal_set(error, REFUSAL_RULE,
                           "period-of-order: the order runs from %s to %s: state those "
                           "days alone, and agree a further order for others",
                           from, to);
    return refusal_set(error, REFUSAL_RULE,
                       "period-once: statement %d has the days from %s to %s already: "
                       "state other days, or take that one back first",
                       item->number, from, to);
}

static char *
hours_text(int hundredths)
{
    return g_strdup_printf("%d.%02d", hundredths / 100, hundredths % 100);
}

static bool
check_amount(int bought, int64_t stated, int now, GError **error)
{
    g_autofree char *all = hours_text(bought);
    g_autofree char *left = hours_text((int)MAX(bought - stated, 0));

    return stated + now <= bought ||
           refusal_set(error, REFUSAL_RULE,
                       "hours-of-order: %s hours were bought, and %s of them are not "
                       "stated yet: state no more, and agree a further order for the "
                       "rest",
                       all, left);
}

/* What is stated counts until it is taken back. */
static bool
is_counted(const struct ledger *ledger, const struct hours_record *item)
{
    const struct matter_record *matter = ledger_find(ledger, SHELF_MATTERS, &item->id);

    return matter != NULL && hours_statement_counts(&matter->life);
}

static bool
check_hours(const struct ledger *ledger, const struct hours_statement *statement,
            GError **error)
{
    g_autoptr(GPtrArray) items = ledger_list(ledger, SHELF_HOURS);
    int64_t stated = 0;
    int bought = INT_MAX;

    for (unsigned int i = 0; i < items->len; i++) {
        const struct hours_record *item = g_ptr_array_index(items, i);

        if (!uuid_is_equal(&item->order, &statement->order) ||
            (item->number > 0 && !is_counted(ledger, item)))
            continue;
        if (!check_period(statement, item, error))
            return false;
        if (item->number > 0)
            stated += item->hours_hundredths;
        else
            bought = item->hours_hundredths;
    }
    return check_amount(bought, stated, statement->hours_hundredths, error);
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
    return check_hours(ledger, &statement, error);
}

static void
statement_fold(struct ledger *ledger, const struct log_entry *entry,
               const struct document *document)
{
    struct hours_statement statement;

    matters_fold_opening(ledger, entry, document);
    hours_read_statement(document, &statement);
    item_add(ledger, &(struct hours_record){
                         .id = document->id,
                         .order = statement.order,
                         .number = statement.number,
                         .from_on = statement.from_on,
                         .to_on = statement.to_on,
                         .hours_hundredths = statement.hours_hundredths,
                     });
}

const struct family family_hours_statements = {
    .ask = statement_ask,
    .check = statement_check,
    .fold = statement_fold,
};
