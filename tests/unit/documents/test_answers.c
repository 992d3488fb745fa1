/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the exchange writes for agencies: each view is valid by the published schema and
 * comes back as it was.
 */
#include "common/documents/directory_view.h"
#include "common/documents/mailbox_view.h"
#include "common/documents/matter_view.h"
#include "common/documents/receipt.h"
#include "common/documents/referral_view.h"
#include "common/documents/statistics_view.h"
#include "tests/unit/documents/support.h"
#include <string.h>

static struct uuid
id(const char *text)
{
    struct uuid uuid;

    g_assert_true(uuid_read(text, &uuid));
    return uuid;
}

static void
assert_valid(GBytes *bytes)
{
    g_autoptr(GPtrArray) violations = violations_new();
    bool is_valid =
        validator_check(support_validator(SCHEMA_VIEWS), bytes, violations, NULL);
    g_autofree char *description = support_describe(violations);

    g_assert_cmpstr(description, ==, "");
    g_assert_true(is_valid);
}

static void
a_receipt_comes_back(void)
{
    struct receipt receipt = {.document = id(DOCUMENT_ID),
                              .sender = "eastborough",
                              .sequence = 4711,
                              .received_us = INT64_C(1795253400000001)};
    struct receipt read;
    g_autoptr(GBytes) bytes = NULL;
    GError *error = NULL;

    memset(receipt.sha256, 0xab, sizeof receipt.sha256);
    memset(receipt.chain, 0x01, sizeof receipt.chain);
    bytes = receipt_write(&receipt);
    g_assert_true(receipt_read(bytes, &read, &error));
    g_assert_no_error(error);
    g_assert_true(uuid_is_equal(&read.document, &receipt.document));
    g_assert_cmpstr(read.sender, ==, receipt.sender);
    g_assert_true(memcmp(read.sha256, receipt.sha256, sizeof receipt.sha256) == 0);
    g_assert_true(memcmp(read.chain, receipt.chain, sizeof receipt.chain) == 0);
    g_assert_cmpuint(read.sequence, ==, 4711);
    g_assert_cmpint(read.received_us, ==, receipt.received_us);
}

#define HEX64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define RECEIPT(sha, sequence)                                                         \
    "<receipt xmlns='urn:referral-exchange:receipt:1' document='" DOCUMENT_ID          \
    "' sender='a-b' sha256='" sha "' sequence='" sequence "' chain='" HEX64            \
    "' received='2026-11-21T09:30:00Z'/>"

static const struct {
    const char *why;
    const char *xml;
    bool is_receipt;
} receipts[] = {
    {"as the exchange writes it", RECEIPT(HEX64, "1"), true},
    {"a short hash", RECEIPT("0123", "1"), false},
    {"a sequence beyond the log", RECEIPT(HEX64, "99999999999999999999"), false},
    {"a negative sequence", RECEIPT(HEX64, "-1"), false},
    {"no attributes", "<receipt xmlns='urn:referral-exchange:receipt:1'/>", false},
    {"no namespace", "<receipt/>", false},
    {"a document type", "<!DOCTYPE receipt>" RECEIPT(HEX64, "1"), false},
    {"another thing", "<mailbox xmlns='urn:referral-exchange:view:1'/>", false},
};

static void
what_is_no_receipt_is_refused(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(receipts); index++) {
        g_autoptr(GBytes) bytes =
            g_bytes_new_static(receipts[index].xml, strlen(receipts[index].xml));
        struct receipt receipt;
        g_autoptr(GError) error = NULL;

        g_test_message("%s", receipts[index].why);
        g_assert_cmpint(receipt_read(bytes, &receipt, &error), ==,
                        receipts[index].is_receipt);
        g_assert_cmpint(error == NULL, ==, receipts[index].is_receipt);
    }
}

static void
a_mailbox_comes_back(void)
{
    struct mailbox_entry entries[] = {
        {.sequence = 8,
         .document = id(LEG_ID),
         .case_id = id(CASE_ID),
         .kind = KIND_REFERRAL,
         .from = "eastborough",
         .to = "northgate-homes",
         .received_us = INT64_C(1795253400000001),
         .has_leg = true,
         .leg = id(LEG_ID),
         .gone = GONE_WITHDRAWN,
         .is_flagged = true},
        {.sequence = 9,
         .document = id(OTHER_ID),
         .case_id = id(CASE_ID),
         .kind = KIND_REGISTRATION,
         .from = EXCHANGE_AGENCY,
         .received_us = INT64_C(1795253400000002)},
    };
    struct mailbox_view view = {
        .after = 7, .next = 9, .head = 12, .entries = entries, .entry_count = 2};
    g_autoptr(GBytes) bytes = mailbox_view_write(&view);
    g_autoptr(mailbox_view) read = mailbox_view_read(bytes, NULL);

    assert_valid(bytes);
    g_assert_nonnull(read);
    g_assert_cmpuint(read->after, ==, 7);
    g_assert_cmpuint(read->head, ==, 12);
    g_assert_cmpuint(read->entry_count, ==, 2);
    g_assert_cmpint(read->entries[0].gone, ==, GONE_WITHDRAWN);
    g_assert_true(read->entries[0].is_flagged);
    g_assert_true(read->entries[0].has_leg);
    g_assert_cmpstr(read->entries[0].to, ==, "northgate-homes");
    g_assert_cmpint(read->entries[1].kind, ==, KIND_REGISTRATION);
    g_assert_cmpint(read->entries[1].gone, ==, GONE_NO);
    g_assert_false(read->entries[1].is_flagged);
    g_assert_false(read->entries[1].has_leg);
    g_assert_null(read->entries[1].to);
    g_assert_cmpint(read->entries[1].received_us, ==, entries[1].received_us);
}

static void
an_empty_mailbox_comes_back(void)
{
    struct mailbox_view view = {.after = 7, .next = 7, .head = 7};
    g_autoptr(GBytes) bytes = mailbox_view_write(&view);
    g_autoptr(mailbox_view) read = mailbox_view_read(bytes, NULL);

    assert_valid(bytes);
    g_assert_cmpuint(read->entry_count, ==, 0);
}

/* What a newer exchange lists, an older program notes and passes over. */
static void
kinds_of_a_newer_release_are_named_not_refused(void)
{
    static const char entry[] =
        "<mailbox xmlns='" VIEW_NAMESPACE "' after='7' next='8' head='8'>"
        "<entry sequence='8' document='" LEG_ID "' case='" CASE_ID "' kind='%s'"
        " from='a' received='2026-11-21T09:30:00Z' sha256="
        "'00000000000000000000000000000000000000000000000000000000000000ff'/></"
        "mailbox>";
    static const char matters[] =
        "<matters xmlns='" VIEW_NAMESPACE "' next='9'>"
        "<matter matter='" LEG_ID "' kind='%s' case='" CASE_ID "' opener='a' other='b'"
        " state='%s' changed='9' opened='2026-11-21T09:30:00Z'/></matters>";
    static const struct {
        const char *kind;
        const char *state;
        size_t known, skipped;
    } cases[] = {{"commitment", "open", 1, 0},
                 {"promise", "open", 0, 1},
                 {"commitment", "sworn", 0, 1}};
    g_autofree char *newer = g_strdup_printf(entry, "promise");
    g_autofree char *nonsense = g_strdup_printf(entry, "no kind");
    g_autoptr(GBytes) bytes = g_bytes_new_static(newer, strlen(newer));
    g_autoptr(GBytes) wrong = g_bytes_new_static(nonsense, strlen(nonsense));
    g_autoptr(mailbox_view) mailbox = mailbox_view_read(bytes, NULL);

    g_assert_nonnull(mailbox);
    g_assert_cmpint(mailbox->entries[0].kind, ==, KIND_COUNT);
    g_assert_cmpstr(mailbox->entries[0].kind_name, ==, "promise");
    g_assert_null(mailbox_view_read(wrong, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf(matters, cases[i].kind, cases[i].state);
        g_autoptr(GBytes) list = g_bytes_new_static(text, strlen(text));
        g_autoptr(matters_view) view = matters_view_read(list, NULL);

        g_assert_nonnull(view);
        g_assert_cmpuint(view->matter_count, ==, cases[i].known);
        g_assert_cmpuint(view->skipped_count, ==, cases[i].skipped);
    }
}

static struct leg_view
some_leg(void)
{
    return (struct leg_view){.leg = id(LEG_ID),
                             .referral = id(OTHER_ID),
                             .case_id = id(CASE_ID),
                             .referrer = "eastborough",
                             .recipient = "northgate-homes",
                             .mode = MODE_FIRST_ACCEPT,
                             .urgency = URGENCY_EMERGENCY,
                             .type = "accommodation",
                             .state = LEG_INFO_NEEDED,
                             .changed = 21,
                             .offered_us = INT64_C(1795253400000001),
                             .is_flagged = true,
                             .flagged = id(DOCUMENT_ID),
                             .is_test = true};
}

static void
a_list_of_legs_comes_back(void)
{
    struct leg_view legs[] = {some_leg(), some_leg()};
    struct referral_view view = {.next = 22, .legs = legs, .leg_count = 2};
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(referral_view) read = NULL;

    legs[1].is_flagged = false;
    legs[1].is_test = false;
    bytes = referral_view_write(&view);
    assert_valid(bytes);
    read = referral_view_read(bytes, NULL);
    g_assert_nonnull(read);
    g_assert_cmpuint(read->next, ==, 22);
    g_assert_cmpuint(read->leg_count, ==, 2);
    g_assert_cmpint(read->legs[0].mode, ==, MODE_FIRST_ACCEPT);
    g_assert_cmpint(read->legs[0].state, ==, LEG_INFO_NEEDED);
    g_assert_true(read->legs[0].is_flagged);
    g_assert_true(uuid_is_equal(&read->legs[0].flagged, &legs[0].flagged));
    g_assert_true(read->legs[0].is_test);
    g_assert_false(read->legs[1].is_flagged);
    g_assert_false(read->legs[1].is_test);
}

static void
a_leg_comes_back_with_timeline_and_steps(void)
{
    struct leg_view_event events[] = {
        {1, id(LEG_ID), KIND_REFERRAL, EVENT_REFERRAL, LEG_OFFERED, "eastborough", 1},
        {2, id(OTHER_ID), KIND_REJECTION, EVENT_REJECTION_OF_OTHER, LEG_DELIVERED,
         "northgate-homes", INT64_C(1795253400000001)},
        {3, id(OTHER_ID), KIND_REJECTION, EVENT_REJECTION, LEG_ERROR, "northgate-homes",
         INT64_C(1795253400000001)},
        {4, id(OTHER_ID), KIND_NOTICE, EVENT_AWARD, LEG_SUPERSEDED, EXCHANGE_AGENCY,
         INT64_C(1795253400000001)},
    };
    struct leg_view_step open[] = {{EVENT_ACCEPT, PARTY_RECIPIENT},
                                   {EVENT_WITHDRAWAL, PARTY_REFERRER}};
    struct leg_view leg = some_leg();
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(leg_view) read = NULL;

    events[0].at_us = INT64_C(1795253400000000);
    leg.events = events;
    leg.event_count = G_N_ELEMENTS(events);
    leg.open = open;
    leg.open_count = G_N_ELEMENTS(open);
    bytes = leg_view_write(&leg);
    assert_valid(bytes);
    read = leg_view_read(bytes, NULL);
    g_assert_nonnull(read);
    g_assert_cmpuint(read->event_count, ==, leg.event_count);
    for (size_t index = 0; index < leg.event_count; index++) {
        g_assert_cmpint(read->events[index].event, ==, events[index].event);
        g_assert_cmpint(read->events[index].state, ==, events[index].state);
        g_assert_cmpstr(read->events[index].by, ==, events[index].by);
        g_assert_cmpint(read->events[index].at_us, ==, events[index].at_us);
    }
    g_assert_cmpuint(read->open_count, ==, 2);
    g_assert_cmpint(read->open[0].event, ==, EVENT_ACCEPT);
    g_assert_cmpint(read->open[1].by, ==, PARTY_REFERRER);
}

/* What a newer release says besides is left out; where the leg stands is read. */
static void
a_leg_with_steps_of_a_newer_release_is_read(void)
{
    static const char *const newer[][2] = {
        {"response.accept", "response.promise"},
        {"kind=\"referral\"", "kind=\"love-letter\""},
    };
    struct leg_view_event event = {
        1, id(LEG_ID), KIND_REFERRAL, EVENT_REFERRAL, LEG_OFFERED, "eastborough", 1};
    struct leg_view_step open = {EVENT_ACCEPT, PARTY_RECIPIENT};
    struct leg_view leg = some_leg();
    g_autoptr(GBytes) bytes = NULL;
    GString *text;

    event.at_us = INT64_C(1795253400000000);
    leg.events = &event;
    leg.event_count = 1;
    leg.open = &open;
    leg.open_count = 1;
    bytes = leg_view_write(&leg);
    text = g_string_new_len(g_bytes_get_data(bytes, NULL),
                            (gssize)g_bytes_get_size(bytes));
    for (size_t index = 0; index < G_N_ELEMENTS(newer); index++)
        g_assert_cmpuint(g_string_replace(text, newer[index][0], newer[index][1], 0),
                         ==, 1);
    {
        g_autoptr(GBytes) later = g_string_free_to_bytes(text);
        g_autoptr(leg_view) read = leg_view_read(later, NULL);

        g_assert_nonnull(read);
        g_assert_cmpint(read->state, ==, leg.state);
        g_assert_cmpuint(read->event_count + read->open_count, ==, 0);
    }
}

static void
a_directory_comes_back(void)
{
    const char *areas[] = {"E08000003", "E08000006"};
    g_autoptr(GBytes) der = g_bytes_new_static("\x30\x82\x00\xff", 4);
    struct registered_certificate certificates[] = {
        {.usage = CERTIFICATE_SEALING,
         .registered_from_us = INT64_C(1795253400000000),
         .is_revoked = true,
         .revoked_at_us = INT64_C(1795253400000001),
         .der = der},
        {.usage = CERTIFICATE_IDENTITY,
         .registered_from_us = INT64_C(1795253400000000),
         .der = der},
    };
    struct registration agencies[] = {
        {.agency = "northgate-homes",
         .name = "Northgate <Homes> & \"Sons\"",
         .agency_kind = AGENCY_HOUSING_ASSOCIATION,
         .status = AGENCY_SUSPENDED,
         .emergency_telephone = "01632 960001",
         .areas = areas,
         .area_count = 2,
         .certificates = certificates,
         .certificate_count = 2},
        {.agency = "eastborough", .name = "East", .agency_kind = AGENCY_COUNCIL},
    };
    struct directory_view view = {
        .sequence = 5, .agencies = agencies, .agency_count = 2};
    g_autoptr(GBytes) bytes = directory_view_write(&view);
    g_autoptr(directory_view) read = directory_view_read(bytes, NULL);

    assert_valid(bytes);
    g_assert_nonnull(read);
    g_assert_cmpuint(read->agency_count, ==, 2);
    g_assert_cmpstr(read->agencies[0].name, ==, agencies[0].name);
    g_assert_cmpint(read->agencies[0].status, ==, AGENCY_SUSPENDED);
    g_assert_cmpuint(read->agencies[0].area_count, ==, 2);
    g_assert_cmpstr(read->agencies[0].areas[1], ==, "E08000006");
    g_assert_cmpuint(read->agencies[0].certificate_count, ==, 2);
    g_assert_true(read->agencies[0].certificates[0].is_revoked);
    g_assert_true(g_bytes_equal(read->agencies[0].certificates[0].der, der));
    g_assert_false(read->agencies[0].certificates[1].is_revoked);
    g_assert_cmpint(read->agencies[0].certificates[1].usage, ==, CERTIFICATE_IDENTITY);
    g_assert_null(read->agencies[1].emergency_telephone);
    g_assert_cmpuint(read->agencies[1].certificate_count, ==, 0);
}

static const struct statistics_cell cells[] = {
    {.row = "northgate-homes", .column = "capacity.full", .value_hundredths = 1200},
    {.row = "northgate-homes", .column = "other", .flag = CELL_SUPPRESSED},
    {.row = "northgate-homes", .value_hundredths = 0},
    {.column = "other", .flag = CELL_NOT_APPLICABLE},
    {.value_hundredths = 250},
};

static GBytes *
write_statistics(bool is_csv)
{
    struct statistics_table table = {.measure = "declined",
                                     .unit = "leg",
                                     .rows = "agency",
                                     .columns = "reason",
                                     .cells = (struct statistics_cell *)cells,
                                     .cell_count = G_N_ELEMENTS(cells)};
    struct statistics_view view = {.scope = SCOPE_ACROSS,
                                   .period = "2026Q4",
                                   .sequence = 99,
                                   .tables = &table,
                                   .table_count = 1};

    g_assert_true(date_read("2026-10-01", &view.from_on));
    g_assert_true(date_read("2026-12-31", &view.to_on));
    return is_csv ? statistics_view_write_csv(&view) : statistics_view_write(&view);
}

static void
statistics_come_back_and_a_suppressed_cell_is_no_zero(void)
{
    g_autoptr(GBytes) bytes = write_statistics(false);
    g_autoptr(statistics_view) read = statistics_view_read(bytes, NULL);

    assert_valid(bytes);
    g_assert_nonnull(read);
    g_assert_cmpint(read->scope, ==, SCOPE_ACROSS);
    g_assert_null(read->agency);
    g_assert_cmpstr(read->period, ==, "2026Q4");
    g_assert_cmpuint(read->table_count, ==, 1);
    g_assert_cmpuint(read->tables[0].cell_count, ==, G_N_ELEMENTS(cells));
    for (size_t index = 0; index < G_N_ELEMENTS(cells); index++) {
        const struct statistics_cell *cell = &read->tables[0].cells[index];

        g_assert_cmpstr(cell->row, ==, cells[index].row);
        g_assert_cmpstr(cell->column, ==, cells[index].column);
        g_assert_cmpint(cell->flag, ==, cells[index].flag);
        if (cell->flag == CELL_VALUE)
            g_assert_cmpint(cell->value_hundredths, ==, cells[index].value_hundredths);
    }
}

static void
statistics_are_a_table_too(void)
{
    g_autoptr(GBytes) bytes = write_statistics(true);
    g_autofree char *text =
        g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));

    g_assert_cmpstr(text, ==,
                    "measure,unit,rows,row,columns,column,value,flag\r\n"
                    "declined,leg,agency,northgate-homes,reason,capacity.full,12,\r\n"
                    "declined,leg,agency,northgate-homes,reason,other,,c\r\n"
                    "declined,leg,agency,northgate-homes,reason,,0,\r\n"
                    "declined,leg,agency,,reason,other,,z\r\n"
                    "declined,leg,agency,,reason,,2.50,\r\n");
}

static void
a_cell_has_a_value_or_a_flag(void)
{
    static const char *const bad[] = {
        "",           "value='1' flag='c'", "flag='value'", "flag='unheard-of'",
        "value='-1'", "value='1.005'"};

    for (size_t index = 0; index < G_N_ELEMENTS(bad); index++) {
        g_autofree char *xml = g_strdup_printf(
            "<statistics xmlns='urn:referral-exchange:view:1' scope='own'"
            " from='2026-10-01' to='2026-12-31' sequence='1'>"
            "<table measure='declined' unit='leg'><cell %s/></table></statistics>",
            bad[index]);
        g_autoptr(GBytes) bytes = g_bytes_new(xml, strlen(xml));

        g_test_message("%s", bad[index]);
        g_assert_null(statistics_view_read(bytes, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/answers/a-receipt-comes-back", a_receipt_comes_back);
    g_test_add_func("/answers/what-is-no-receipt-is-refused",
                    what_is_no_receipt_is_refused);
    g_test_add_func("/answers/a-mailbox-comes-back", a_mailbox_comes_back);
    g_test_add_func("/answers/an-empty-mailbox-comes-back",
                    an_empty_mailbox_comes_back);
    g_test_add_func("/answers/kinds-of-a-newer-release-are-named-not-refused",
                    kinds_of_a_newer_release_are_named_not_refused);
    g_test_add_func("/answers/a-list-of-legs-comes-back", a_list_of_legs_comes_back);
    g_test_add_func("/answers/a-leg-comes-back-with-timeline-and-steps",
                    a_leg_comes_back_with_timeline_and_steps);
    g_test_add_func("/answers/a-leg-with-steps-of-a-newer-release-is-read",
                    a_leg_with_steps_of_a_newer_release_is_read);
    g_test_add_func("/answers/a-directory-comes-back", a_directory_comes_back);
    g_test_add_func("/answers/statistics-come-back-and-a-suppressed-cell-is-no-zero",
                    statistics_come_back_and_a_suppressed_cell_is_no_zero);
    g_test_add_func("/answers/statistics-are-a-table-too", statistics_are_a_table_too);
    g_test_add_func("/answers/a-cell-has-a-value-or-a-flag",
                    a_cell_has_a_value_or_a_flag);
    return g_test_run();
}
