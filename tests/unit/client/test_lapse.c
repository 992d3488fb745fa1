/* SPDX-License-Identifier: Apache-2.0 */
/* A view of cases is shown until its last day and then erased, without the exchange. */
#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/draft.h"
#include "agency-client/office/lapse.h"
#include "tests/unit/client/offices.h"

#define MATTER "4b1a0c7e-0d5e-4c68-9a57-0d8f0e6a1c11"

static int64_t
on_a_day(void *data)
{
    return *(const int64_t *)data;
}

/* Granted by the housing association until the tenth day from today. */
static struct outbox_item *
grant(struct offices *offices, int32_t until)
{
    static const char said[] =
        "<details xmlns=\"" DETAILS_NAMESPACE "\"><audit-access><case number=\"1\">"
        "<situation>Mother A and child B.</situation></case></audit-access></details>";
    char day[DATE_TEXT_BYTES];
    g_autofree char *body = NULL;
    g_autoptr(GBytes) details = g_bytes_new_static(said, sizeof said - 1);
    g_autoptr(GError) error = NULL;
    struct outbox_item *item;
    struct draft draft = {.to = COUNCIL, .details = details};

    date_write(until, day);
    body =
        g_strdup_printf("<audit-access xmlns=\"%s\" matter=\"" MATTER "\" "
                        "access=\"granted\" until=\"%s\"><leftOut code=\"names\"/>"
                        "<case number=\"1\" conversation=\"agreed\"/></audit-access>",
                        kinds[KIND_AUDIT_ACCESS].xml_namespace, day);
    draft.body = body;
    uuid_new(&draft.id);
    uuid_new(&draft.case_id);
    item = draft_sign(offices->office[MEMBER_HOUSING], &draft, NULL, &error);
    g_assert_no_error(error);
    return item;
}

static void
receive(struct office *office, const struct outbox_item *item)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *sha256 =
        g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, item->bytes);
    const struct stored_entry entry = {
        .sequence = 7,
        .document = item->document,
        .case_id = item->case_id,
        .kind = item->kind,
        .sender = (char *)HOUSING,
        .recipient = (char *)COUNCIL,
        .received_us = TODAY,
        .sha256 = sha256,
        .bytes = item->bytes,
        .state = ENTRY_STORED,
    };

    g_assert_true(mailbox_insert(office->store, &entry, &error));
}

static bool
is_held(struct office *office, const char *document)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(stored_entry) entry = mailbox_find(office->store, document, &error);

    g_assert_no_error(error);
    g_assert_cmpint(entry->bytes != NULL, ==, entry->state == ENTRY_STORED);
    return entry->bytes != NULL;
}

static void
a_view_ends_with_its_last_day(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *council = offices->office[MEMBER_COUNCIL];
    g_autoptr(outbox_item) item = grant(offices, date_of(TODAY) + 10);
    g_autoptr(GError) error = NULL;
    g_autoptr(letter) letter = NULL;
    int64_t now_us = TODAY + 10 * DAY;
    const struct clock clock = {on_a_day, &now_us};

    receive(council, item);
    council->clock = &clock;
    letter = letter_read(council, item->bytes, TODAY, &error);
    g_assert_no_error(error);
    g_assert_false(lapse_is_over(council, letter));
    g_assert_true(lapse_run(council, &error));
    g_assert_true(is_held(council, item->document));
    now_us += DAY;
    g_assert_true(lapse_is_over(council, letter));
    g_assert_true(lapse_run(council, &error));
    g_assert_false(is_held(council, item->document));
    g_assert_false(
        lapse_is_over(offices->office[MEMBER_HOUSING], letter)); /* its own */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lapse/a-view-ends-with-its-last-day",
                    a_view_ends_with_its_last_day);
    return g_test_run();
}
