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

#define STATED(case_id, test, of, from, to, hours)                                     \
    DOCUMENT(OTHER_ID, case_id, test, "provider", "buyer",                             \
             BODY("hours-statement", "order='" of "' number='1' fromOn='" from         \
                                     "' toOn='" to "' hours='" hours "'"),             \
             "")
#define STATEMENT(case_id, test, of)                                                   \
    STATED(case_id, test, of, "2026-11-02", "2026-11-15", "11.5")
#define FURTHER(from, to, hours) STATED(CASE_ID, "", ORDER_ID, from, to, hours)

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

static const char withdraw[] =
    DOCUMENT(STEP_ID, CASE_ID, "", "provider", "buyer",
             BODY("hours-decision", "matter='" OTHER_ID "' decision='withdraw'"), "");

/* After 11.5 of 72 hours were stated for 2 to 15 November. */
static const struct {
    const char *why;
    const char *further;
    bool is_first_taken_back;
    int verdict;
} further_cases[] = {
    {"statements wait side by side", FURTHER("2026-11-16", "2026-11-20", "10"), false,
     ALLOWED},
    {"a day is stated once", FURTHER("2026-11-15", "2026-11-20", "10"), false,
     REFUSAL_RULE},
    {"nor around days that are stated", FURTHER("2026-11-02", "2026-11-20", "10"),
     false, REFUSAL_RULE},
    {"days that were taken back may be stated anew",
     FURTHER("2026-11-02", "2026-11-20", "10"), true, ALLOWED},
    {"to the last hour", FURTHER("2026-11-16", "2026-11-20", "60.5"), false, ALLOWED},
    {"and no quarter of an hour more", FURTHER("2026-11-16", "2026-11-20", "60.75"),
     false, REFUSAL_RULE},
    {"hours that were taken back are left again",
     FURTHER("2026-11-16", "2026-11-20", "72"), true, ALLOWED},
    {"not before the order begins", FURTHER("2026-11-01", "2026-11-01", "1"), true,
     REFUSAL_RULE},
};

static void
what_is_stated_was_bought_and_not_stated_before(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(further_cases); index++) {
        g_autoptr(document) ordered = judge(order);
        g_autoptr(document) first = judge(statement);
        g_autoptr(document) taken_back = judge(withdraw);
        g_autoptr(document) further = judge(further_cases[index].further);
        struct history history;

        g_test_message("%s", further_cases[index].why);
        history_begin(&history);
        history_take(&history, ordered, BUYER, PROVIDER);
        history_take(&history, first, PROVIDER, BUYER);
        if (further_cases[index].is_first_taken_back)
            history_take(&history, taken_back, PROVIDER, BUYER);
        further->id = id_of(7);
        g_assert_cmpint(history_judge(&history, further, PROVIDER, BUYER), ==,
                        further_cases[index].verdict);
        history_end(&history);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hours/a-statement-is-one-on-an-order",
                    a_statement_is_one_on_an_order);
    g_test_add_func("/hours/what-is-stated-was-bought-and-not-stated-before",
                    what_is_stated_was_bought_and_not_stated_before);
    return g_test_run();
}
