/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of hours against the order that they name. */
#include "tests/unit/exchange/history.h"

#include <string.h>

enum { ALLOWED = -1, BUYER = REFERRER, PROVIDER = RECIPIENT };

#define ORDER_ID "0a1b2c3d-0000-4000-8000-000000000001"
#define OTHER_ID "0a1b2c3d-0000-4000-8000-000000000002"
#define STEP_ID  "0a1b2c3d-0000-4000-8000-000000000003"
#define CASE_ID  "0a1b2c3d-0000-4000-8000-00000000000a"

#define DOCUMENT(id, case_id, test, from, to, body, sealed)                            \
    "<document xmlns='urn:referral-exchange:document:1' id='" id "' case='" case_id    \
    "' created='2026-11-21T09:30:00Z'" test "><from agency='" from                     \
    "'/><to agency='" to "'/>" body sealed "</document>"
#define SEALED           "<sealed media='application/pkcs7-mime'>MIIB</sealed>"
#define BODY(kind, rest) "<" kind " xmlns='urn:referral-exchange:" kind ":1' " rest "/>"

static const char order[] =
    DOCUMENT(ORDER_ID, CASE_ID, "", "buyer", "provider",
             BODY("hours-order", "need='parenting' hours='72' startOn='2026-11-02'"
                                 " endOn='2027-01-22'"),
             SEALED);

#define STATEMENT(case_id, test, of)                                                   \
    DOCUMENT(OTHER_ID, case_id, test, "provider", "buyer",                             \
             BODY("hours-statement", "order='" of "' number='1' fromOn='2026-11-02'"   \
                                     " toOn='2026-11-15' hours='11.5'"),               \
             "")

static const char statement[] = STATEMENT(CASE_ID, "", ORDER_ID);
static const char decline[] =
    DOCUMENT(STEP_ID, CASE_ID, "", "provider", "buyer",
             BODY("hours-decision", "matter='" ORDER_ID "' decision='decline'"), "");

static struct document *
judge(const char *xml)
{
    static struct validator *validator;
    g_autoptr(GBytes) bytes = g_bytes_new_static(xml, strlen(xml));
    GError *error = NULL;
    struct document *document;

    if (validator == NULL) {
        struct schema *schema = schema_load(SCHEMA_WIRE, &error);

        g_assert_no_error(error);
        validator = validator_new(schema);
    }
    document = document_judge(validator, bytes, NULL, &error);
    g_assert_no_error(error);
    return document;
}

static const struct {
    const char *why;
    const char *statement;
    int sender;
    int recipient;
    bool is_declined;
    int verdict;
} cases[] = {
    {"the provider states what it delivered", statement, PROVIDER, BUYER, false,
     ALLOWED},
    {"the buyer does not", statement, BUYER, PROVIDER, false, REFUSAL_LIFECYCLE},
    {"it is stated to the buyer alone", statement, PROVIDER, STRANGER, false,
     REFUSAL_WRONG_RECIPIENT},
    {"a stranger learns nothing of the order", statement, STRANGER, BUYER, false,
     REFUSAL_UNKNOWN_MATTER},
    {"there is such an order", STATEMENT(CASE_ID, "", STEP_ID), PROVIDER, BUYER, false,
     REFUSAL_UNKNOWN_MATTER},
    {"in its case", STATEMENT(STEP_ID, "", ORDER_ID), PROVIDER, BUYER, false,
     REFUSAL_RULE},
    {"a test states nothing on an order that is none",
     STATEMENT(CASE_ID, " test='true'", ORDER_ID), PROVIDER, BUYER, false,
     REFUSAL_RULE},
    {"nothing is stated on an order that was declined", statement, PROVIDER, BUYER,
     true, REFUSAL_LIFECYCLE},
};

static void
a_statement_is_one_on_an_order(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(cases); index++) {
        g_autoptr(document) ordered = judge(order);
        g_autoptr(document) declined = judge(decline);
        g_autoptr(document) stated = judge(cases[index].statement);
        struct history history;

        g_test_message("%s", cases[index].why);
        history_begin(&history);
        history_take(&history, ordered, BUYER, PROVIDER);
        if (cases[index].is_declined)
            history_take(&history, declined, PROVIDER, BUYER);
        g_assert_cmpint(history_judge(&history, stated, cases[index].sender,
                                      cases[index].recipient),
                        ==, cases[index].verdict);
        history_end(&history);
    }
}

static void
several_statements_wait_side_by_side(void)
{
    g_autoptr(document) ordered = judge(order);
    g_autoptr(document) first = judge(statement);
    g_autoptr(document) second = judge(statement);
    struct history history;

    history_begin(&history);
    history_take(&history, ordered, BUYER, PROVIDER);
    history_take(&history, first, PROVIDER, BUYER);
    second->id = id_of(7);
    g_assert_cmpint(history_judge(&history, second, PROVIDER, BUYER), ==, ALLOWED);
    history_end(&history);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hours/a-statement-is-one-on-an-order",
                    a_statement_is_one_on_an_order);
    g_test_add_func("/hours/several-statements-wait-side-by-side",
                    several_statements_wait_side_by_side);
    return g_test_run();
}
