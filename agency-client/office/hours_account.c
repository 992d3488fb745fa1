/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/hours_account.h"

#include "agency-client/office/matter_progress.h"
#include "agency-client/office/thread.h"

void
hours_account_free(struct hours_account *account)
{
    if (account == NULL)
        return;
    g_free(account->id);
    g_free(account->partner);
    g_free(account->state);
    g_free(account->need);
    g_clear_pointer(&account->lines, g_ptr_array_unref);
    g_free(account);
}

/* The state as we know it, with what we have said since. */
static char *
read_state(struct office *office, const struct known_matter *known, GError **error)
{
    g_auto(matter_progress_auto) progress = {0};

    if (!matter_progress_read(office, known, &progress, error))
        return NULL;
    return g_strdup(matter_state_name(progress.matter.life, progress.matter.state));
}

static const struct document *
find_letter(const GPtrArray *letters, enum kind kind)
{
    for (unsigned i = 0; i < letters->len; i++) {
        const struct letter *letter = letters->pdata[i];

        if (letter->document->kind == kind)
            return letter->document;
    }
    return NULL;
}

static struct hours_account *
read_account(struct office *office, const struct known_matter *known, GError **error)
{
    g_autoptr(hours_account) account = g_new0(struct hours_account, 1);
    g_autoptr(GPtrArray) letters = thread_read(office, known->matter, false, error);
    const struct document *document;

    if (letters == NULL)
        return NULL;
    account->is_ours = g_str_equal(known->opener, office_agency(office));
    account->id = g_strdup(known->matter);
    account->partner = g_strdup(account->is_ours ? known->other : known->opener);
    account->lines = g_ptr_array_new_with_free_func((GDestroyNotify)burn_line_free);
    account->state = read_state(office, known, error);
    if (account->state == NULL)
        return NULL;
    document = find_letter(letters, KIND_HOURS_ORDER);
    if (document == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "the order %s is not held here: 'agency-client sync' first",
                    known->matter);
        return NULL;
    }
    hours_read_order(document, &account->order);
    account->need = g_strdup(account->order.need);
    account->order.need = account->need;
    return g_steal_pointer(&account);
}

static struct hours_account *
find_account(const GPtrArray *accounts, const struct uuid *order)
{
    char text[UUID_TEXT_BYTES];

    uuid_write(order, text);
    for (unsigned i = 0; i < accounts->len; i++) {
        struct hours_account *account = accounts->pdata[i];

        if (g_str_equal(account->id, text))
            return account;
    }
    return NULL;
}

static bool
add_statement(struct office *office, const GPtrArray *accounts,
              const struct known_matter *known, GError **error)
{
    g_autoptr(GPtrArray) letters = thread_read(office, known->matter, false, error);
    const struct document *document;
    const struct document *payment;
    struct hours_statement statement;
    struct hours_account *account;
    struct burn_line *line;

    if (letters == NULL)
        return false;
    document = find_letter(letters, KIND_HOURS_STATEMENT);
    if (document == NULL)
        return true;
    hours_read_statement(document, &statement);
    account = find_account(accounts, &statement.order);
    if (account == NULL)
        return true;
    payment = find_letter(letters, KIND_HOURS_PAYMENT);
    line = g_new0(struct burn_line, 1);
    g_ptr_array_add(account->lines, line);
    line->id = g_strdup(known->matter);
    line->number = statement.number;
    line->from_on = statement.from_on;
    line->to_on = statement.to_on;
    line->hours_hundredths = statement.hours_hundredths;
    line->stated_on = date_of(known->opened_us);
    line->paid_on = payment != NULL ? hours_read_payment(payment) : DATE_NONE;
    line->state = read_state(office, known, error);
    return line->state != NULL;
}

GPtrArray *
hours_accounts_read(struct office *office, const char *id, GError **error)
{
    g_autoptr(GPtrArray) orders =
        matters_list(office->store, id, kinds[KIND_HOURS_ORDER].name, error);
    g_autoptr(GPtrArray) statements =
        orders == NULL ? NULL
                       : matters_list(office->store, NULL,
                                      kinds[KIND_HOURS_STATEMENT].name, error);
    g_autoptr(GPtrArray) accounts =
        g_ptr_array_new_with_free_func((GDestroyNotify)hours_account_free);

    if (statements == NULL)
        return NULL;
    for (unsigned i = 0; i < orders->len; i++) {
        struct hours_account *account = read_account(office, orders->pdata[i], error);

        if (account == NULL)
            return NULL;
        g_ptr_array_add(accounts, account);
    }
    for (unsigned i = 0; i < statements->len; i++)
        if (!add_statement(office, accounts, statements->pdata[i], error))
            return NULL;
    for (unsigned i = 0; i < accounts->len; i++) {
        struct hours_account *account = accounts->pdata[i];

        account->sum = burn_down_reckon(&account->order, account->lines);
    }
    return g_steal_pointer(&accounts);
}
