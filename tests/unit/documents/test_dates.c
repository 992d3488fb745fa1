/* SPDX-License-Identifier: Apache-2.0 */
/* What a calendar takes from a document: every date of its coded part, in words. */
#include "common/documents/dates.h"
#include "tests/unit/documents/support.h"

static const struct {
    const char *why;
    const char *sample;
    const char *expected; /* "name|title|value", one a line */
} cases[] = {
    {"a key date is known by its kind", "referral-commissioned",
     "keyDate court-hearing on|Date that matters: Court hearing|2026-12-03\n"
     "commissioned startOn|Support paid for: From|2026-12-01\n"
     "commissioned endOn|Support paid for: To|2027-03-01\n"
     "commissioned reviewOn|Support paid for: Review|2027-02-15\n"},
    {"what is asked for has a day", "information-request",
     "dueOn|Information request: Needed by|2026-11-25\n"},
    {"an acceptance says by when", "response-accept",
     "startBy|Response: Start by|2026-11-27\n"},
    {"a pause ends", "status-update-paused",
     "resumeBy|Status update: Resume by|2026-12-20\n"},
    {"a meeting is what it is for, from when to when", "meeting",
     "startsAt|Meeting: Hospital discharge|2026-11-26T14:00:00Z\n"
     "replyBy|Meeting: Reply by|2026-11-24\n"
     "contributionBy|Meeting: Contribution by|2026-11-25\n"},
    {"an action has a number", "meeting-record-held",
     "action 1 dueOn|Action 1: Due|2026-11-30\n"
     "action 2 dueOn|Action 2: Due|2026-11-30\n"},
    {"nothing is dated in a delivery", "delivery", ""},
};

static void
dates_are_listed_in_the_words_of_the_schemas(void)
{
    g_autoptr(labels) labels = labels_load();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(document) document = support_sample(cases[i].sample);
        g_autoptr(GPtrArray) dates = dates_list(labels, document);
        g_autoptr(GString) listed = g_string_new(NULL);

        g_test_message("%s", cases[i].why);
        for (unsigned j = 0; j < dates->len; j++) {
            const struct dated *dated = dates->pdata[j];

            g_string_append_printf(listed, "%s|%s|%s\n", dated->name, dated->title,
                                   dated->value);
        }
        g_assert_cmpstr(listed->str, ==, cases[i].expected);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dates/dates-are-listed-in-the-words-of-the-schemas",
                    dates_are_listed_in_the_words_of_the_schemas);
    return g_test_run();
}
