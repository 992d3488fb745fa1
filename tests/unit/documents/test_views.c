/* SPDX-License-Identifier: Apache-2.0 */
/* Everything the exchange answers with is valid by the schemas that it publishes. */
#include "common/documents/directory_view.h"
#include "common/documents/induction_view.h"
#include "common/documents/parse.h"
#include "common/documents/problem.h"
#include "common/documents/receipt.h"
#include "common/documents/referral_view.h"
#include "common/documents/statistics_view.h"
#include "common/documents/validate.h"

#define NOW_US INT64_C(1795336200000001)

static struct schema *schema;
static struct validator *validator;
static const struct uuid one = {{1, 2, 3}}, two = {{4, 5, 6}};

static void
assert_valid(GBytes *bytes)
{
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(tree) tree = parse_bytes(bytes, &scan_view, violations, &error);

    g_assert_no_error(error);
    if (!validate_tree(validator, tree, violations, &error)) {
        for (unsigned index = 0; index < violations->len; index++) {
            g_autofree char *words =
                violation_describe(g_ptr_array_index(violations, index));

            g_test_message("%s", words);
        }
    }
    g_assert_no_error(error);
}

static void
a_mailbox_is_valid(void)
{
    struct mailbox_entry entries[] = {
        {.sequence = 7,
         .document = one,
         .case_id = two,
         .kind = KIND_REFERRAL,
         .from = "eastborough-social-services",
         .to = "northgate-homes",
         .received_us = NOW_US,
         .has_leg = true,
         .leg = one,
         .gone = GONE_WITHDRAWN,
         .is_flagged = true},
        {.sequence = 9,
         .document = two,
         .case_id = two,
         .kind = KIND_REGISTRATION,
         .from = EXCHANGE_AGENCY,
         .received_us = NOW_US},
    };
    struct mailbox_view view = {.after = 6,
                                .next = 9,
                                .head = 12,
                                .entries = entries,
                                .entry_count = G_N_ELEMENTS(entries)};
    g_autoptr(GBytes) bytes = mailbox_view_write(&view);
    struct mailbox_view none = {.after = 12, .next = 12, .head = 12};
    g_autoptr(GBytes) empty = mailbox_view_write(&none);

    assert_valid(bytes);
    assert_valid(empty);
}

static struct leg_view
leg_of_everything(void)
{
    return (struct leg_view){.leg = one,
                             .referral = two,
                             .case_id = two,
                             .referrer = "eastborough-social-services",
                             .recipient = "northgate-homes",
                             .mode = MODE_FIRST_ACCEPT,
                             .urgency = URGENCY_EMERGENCY,
                             .type = "domestic-abuse",
                             .state = LEG_ACCEPTED,
                             .changed = 9,
                             .offered_us = NOW_US,
                             .is_flagged = true,
                             .flagged = two,
                             .is_test = true};
}

static void
referrals_are_valid(void)
{
    struct leg_view legs[] = {leg_of_everything(), leg_of_everything()};
    struct referral_view view = {
        .next = 9, .legs = legs, .leg_count = G_N_ELEMENTS(legs)};
    g_autoptr(GBytes) bytes = referral_view_write(&view);

    assert_valid(bytes);
}

/* Every step may stand in a timeline, and every one that is open is a code too. */
static void
a_leg_with_every_step_is_valid(void)
{
    struct leg_view leg = leg_of_everything();
    struct leg_view_event events[LEG_EVENTS];
    struct leg_view_step open[LEG_EVENTS];
    g_autoptr(GBytes) bytes = NULL;

    for (unsigned index = 0; index < LEG_EVENTS; index++) {
        events[index] = (struct leg_view_event){.sequence = index + 1,
                                                .document = one,
                                                .kind = KIND_RESPONSE,
                                                .event = (enum leg_event)index,
                                                .state = LEG_DELIVERED,
                                                .by = EXCHANGE_AGENCY,
                                                .at_us = NOW_US};
        open[index] = (struct leg_view_step){(enum leg_event)index, PARTY_RECIPIENT};
    }
    leg.events = events;
    leg.event_count = LEG_EVENTS;
    leg.open = open;
    leg.open_count = LEG_EVENTS;
    bytes = leg_view_write(&leg);
    assert_valid(bytes);
}

static void
a_directory_is_valid(void)
{
    g_autoptr(GBytes) der = g_bytes_new_static("0\x03\x02\x01\x01", 5);
    const char *areas[] = {"E08000003", "S12000036"};
    struct registered_certificate certificates[] = {
        {.usage = CERTIFICATE_IDENTITY, .registered_from_us = NOW_US, .der = der},
        {.usage = CERTIFICATE_SEALING,
         .registered_from_us = NOW_US,
         .is_revoked = true,
         .revoked_at_us = NOW_US + 1,
         .der = der},
    };
    struct registration agencies[] = {
        {.agency = "northgate-homes",
         .name = "Northgate Homes & Friends",
         .agency_kind = AGENCY_HOUSING_ASSOCIATION,
         .status = AGENCY_ACTIVE,
         .emergency_telephone = "01632 960199",
         .areas = areas,
         .area_count = G_N_ELEMENTS(areas),
         .certificates = certificates,
         .certificate_count = G_N_ELEMENTS(certificates)},
        {.agency = "harbour-womens-aid",
         .name = "Harbour Women's Aid",
         .agency_kind = AGENCY_CHARITY,
         .status = AGENCY_SUSPENDED},
    };
    struct directory_view view = {
        .sequence = 3, .agencies = agencies, .agency_count = G_N_ELEMENTS(agencies)};
    g_autoptr(GBytes) bytes = directory_view_write(&view);

    assert_valid(bytes);
}

static void
statistics_are_valid(void)
{
    struct statistics_cell cells[] = {
        {.row = "capacity.full", .flag = CELL_VALUE, .value_hundredths = 1200},
        {.row = "other", .flag = CELL_SUPPRESSED},
        {.row = "client.too-far", .column = "E08000003", .flag = CELL_LOW},
        {.flag = CELL_VALUE, .value_hundredths = 250},
    };
    struct statistics_table tables[] = {
        {.measure = "declined",
         .unit = "leg",
         .rows = "reason",
         .columns = "area",
         .cells = cells,
         .cell_count = G_N_ELEMENTS(cells)},
        {.measure = "sent", .unit = "referral"},
    };
    struct statistics_view view = {.scope = SCOPE_OWN,
                                   .agency = "northgate-homes",
                                   .period = "2026Q4",
                                   .from_on = 20727,
                                   .to_on = 20818,
                                   .sequence = 12,
                                   .tables = tables,
                                   .table_count = G_N_ELEMENTS(tables)};
    g_autoptr(GBytes) bytes = statistics_view_write(&view);

    assert_valid(bytes);
}

static void
inductions_are_valid_and_read_as_written(void)
{
    const char *roles[] = {"support-worker", "manager"};
    struct session_view session = {.session = one,
                                   .host = "northgate-homes",
                                   .title = "Meet <Northgate> & others",
                                   .starts_us = NOW_US,
                                   .minutes = 120,
                                   .places = 12,
                                   .taken = 3,
                                   .waiting = 1,
                                   .has_waiting_list = true,
                                   .roles = roles,
                                   .role_count = G_N_ELEMENTS(roles),
                                   .is_cancelled = true};
    struct place_view place = {.session = one,
                               .booking = one,
                               .agency = "eastborough-social-services",
                               .starter = "w-101",
                               .role = "manager",
                               .started_on = 20000,
                               .state = PLACE_WAITING,
                               .position = 1};
    struct meeting_view meetings[] = {
        {.host = "harbour-womens-aid", .state = MEETING_OVERDUE, .on = DATE_NONE},
        {.host = "northgate-homes", .state = MEETING_DONE, .on = 20010}};
    struct starter_view starter = {.agency = "eastborough-social-services",
                                   .starter = "w-101",
                                   .role = "manager",
                                   .started_on = 20000,
                                   .due_on = 20060,
                                   .done_on = DATE_NONE,
                                   .meetings = meetings,
                                   .meeting_count = G_N_ELEMENTS(meetings)};
    struct induction_view view = {.agency = "eastborough-social-services",
                                  .as_of = 20070,
                                  .sessions = &session,
                                  .session_count = 1,
                                  .places = &place,
                                  .place_count = 1,
                                  .starters = &starter,
                                  .starter_count = 1,
                                  .figures = {{FIGURES_AGENCY, {.starters = 1}},
                                              {FIGURES_HOST, {.feedback = {1, 2, 3}}}}};
    g_autoptr(GBytes) bytes = induction_view_write(&view);
    g_autoptr(induction_view) read = NULL;
    g_autoptr(GBytes) again = NULL;
    g_autoptr(GError) error = NULL;

    assert_valid(bytes);
    read = induction_view_read(bytes, &error);
    g_assert_no_error(error);
    again = induction_view_write(read);
    g_assert_true(g_bytes_equal(bytes, again));
}

static void
every_problem_is_valid(void)
{
    g_autoptr(GPtrArray) violations = violations_new();

    violations_append(violations, 12, "/document/referral/need[2]",
                      "cvc-enumeration-valid", "the value is not a code of the list");
    violations_append(violations, 1, NULL, "well-formed", "a tag has no end");
    for (int refusal = 0; refusal < REFUSAL_COUNT; refusal++) {
        g_autoptr(GBytes) bytes = problem_write((enum refusal)refusal, "words", &one,
                                                refusal % 2 == 0 ? violations : NULL);

        g_test_message("%s", refusals[refusal].suffix);
        assert_valid(bytes);
    }
}

static void
a_receipt_is_valid(void)
{
    struct receipt receipt = {.document = one,
                              .sender = "northgate-homes",
                              .sequence = 7,
                              .received_us = NOW_US};
    g_autoptr(GBytes) bytes = receipt_write(&receipt);

    assert_valid(bytes);
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    int status;

    g_test_init(&argc, &argv, NULL);
    schema = schema_load(SCHEMA_VIEWS, &error);
    g_assert_no_error(error);
    validator = validator_new(schema);
    g_test_add_func("/views/a-mailbox-is-valid", a_mailbox_is_valid);
    g_test_add_func("/views/referrals-are-valid", referrals_are_valid);
    g_test_add_func("/views/a-leg-with-every-step-is-valid",
                    a_leg_with_every_step_is_valid);
    g_test_add_func("/views/a-directory-is-valid", a_directory_is_valid);
    g_test_add_func("/views/statistics-are-valid", statistics_are_valid);
    g_test_add_func("/views/inductions-are-valid-and-read-as-written",
                    inductions_are_valid_and_read_as_written);
    g_test_add_func("/views/every-problem-is-valid", every_problem_is_valid);
    g_test_add_func("/views/a-receipt-is-valid", a_receipt_is_valid);
    status = g_test_run();
    validator_free(validator);
    schema_free(schema);
    return status;
}
