/* SPDX-License-Identifier: Apache-2.0 */
/* Several people over one store: who comes second, what a list shows, what is new. */
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/compose_matter.h"
#include "agency-client/office/inbox.h"
#include "agency-client/office/progress.h"
#include "common/documents/client_name.h"
#include "common/documents/names.h"
#include "common/documents/referral_view.h"
#include "tests/unit/client/offices.h"

#include <string.h>

#define LEG    "018f0000-0000-7000-8000-000000000001"
#define OTHER  "018f0000-0000-7000-8000-000000000002"
#define ANSWER "018f0000-0000-7000-8000-000000000003"

static const char accept_file[] =
    "<authoring xmlns=\"urn:referral-exchange:document:1\">"
    "<response xmlns=\"urn:referral-exchange:response:1\" decision=\"accept\""
    " startBy=\"2026-12-01\"/></authoring>";

/* What follows upon the offer. */
static const enum leg_event waiting[] = {EVENT_DELIVERY, LEG_EVENTS};
static const enum leg_event paused[] = {EVENT_DELIVERY, EVENT_ACCEPT, EVENT_PAUSED,
                                        LEG_EVENTS};

/* A leg from the council, as the exchange tells of it. */
static void
plant_leg(struct office *office, const char *id, const enum leg_event *path)
{
    struct leg_view_event events[8] = {{.sequence = 1,
                                        .kind = KIND_REFERRAL,
                                        .event = EVENT_REFERRAL,
                                        .state = LEG_OFFERED,
                                        .by = COUNCIL,
                                        .at_us = TODAY - 2 * DAY}};
    struct leg_view view = {.referrer = COUNCIL,
                            .recipient = HOUSING,
                            .type = "other",
                            .urgency = URGENCY_URGENT,
                            .offered_us = TODAY - 2 * DAY,
                            .events = events,
                            .event_count = 1};
    struct leg leg = {.state = LEG_OFFERED};
    struct known_leg known = {.leg = (char *)id,
                              .referral = (char *)id,
                              .case_id = (char *)id,
                              .referrer = (char *)COUNCIL,
                              .recipient = (char *)HOUSING,
                              .mode = (char *)"single",
                              .urgency = (char *)"urgent",
                              .offered_us = TODAY - 2 * DAY,
                              .changed_us = TODAY - DAY};
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(uuid_read(id, &view.leg));
    view.referral = view.case_id = events[0].document = view.leg;
    for (; *path != LEG_EVENTS; path++) {
        size_t i = view.event_count++;

        lifecycle_take(&leg, *path);
        events[i] = events[0];
        events[i].sequence = i + 1;
        events[i].event = *path;
        events[i].state = leg.state;
        events[i].by = HOUSING;
    }
    view.state = leg.state;
    view.changed = view.event_count;
    bytes = leg_view_write(&view);
    known.state = (char *)leg_state_names[leg.state];
    known.changed = (int64_t)view.changed;
    known.view = bytes;
    g_assert_true(legs_write(office->store, &known, &error));
    g_assert_true(legs_write_cursor(office->store, known.changed, &error));
    g_assert_no_error(error);
}

static struct composed *
compose_accept(struct office *office)
{
    g_autoptr(GBytes) file = g_bytes_new_static(accept_file, strlen(accept_file));
    g_autoptr(GError) error = NULL;
    g_autoptr(known_leg) known = legs_find(office->store, LEG, &error);
    struct composed *composed =
        compose_step(office, known, file, KIND_RESPONSE, NULL, NULL, &error);

    g_assert_no_error(error);
    return composed;
}

static void
of_two_who_accept_at_once_the_second_is_told(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *office = offices->office[MEMBER_HOUSING];
    g_autoptr(composed) first = NULL;
    g_autoptr(composed) second = NULL;
    g_autoptr(outbox_item) item = NULL;
    g_autoptr(GError) error = NULL;

    plant_leg(office, LEG, waiting);
    first = compose_accept(office);
    second = compose_accept(office);
    g_assert_true(compose_queue(office, first, &error));
    g_assert_no_error(error);
    g_assert_false(compose_queue(office, second, &error));
    g_assert_error(error, OFFICE_ERROR, OFFICE_ERROR_STEP);
    g_assert_nonnull(strstr(error->message, "accepted"));
    item = outbox_find(office->store,
                       ((struct outbox_item *)second->items->pdata[0])->document, NULL);
    g_assert_null(item);
}

static struct composed *
compose_answer(struct office *office)
{
    static const char answer[] =
        "<authoring xmlns=\"urn:referral-exchange:document:1\"><enquiry-reply"
        " xmlns=\"urn:referral-exchange:enquiry-reply:1\""
        " answer=\"nothing-available\"/></authoring>";
    g_autoptr(GBytes) file = g_bytes_new_static(answer, strlen(answer));
    g_autoptr(GError) error = NULL;
    struct composed *composed = compose_file(office, file, LEG, NULL, NULL, &error);

    g_assert_no_error(error);
    return composed;
}

static void
of_two_who_answer_an_enquiry_the_second_is_told(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *office = offices->office[MEMBER_HOUSING];
    const struct known_matter known = {.matter = (char *)LEG,
                                       .kind = (char *)kinds[KIND_ENQUIRY].name,
                                       .case_id = (char *)LEG,
                                       .opener = (char *)COUNCIL,
                                       .other = (char *)HOUSING,
                                       .state = (char *)"open"};
    g_autoptr(composed) first = NULL;
    g_autoptr(composed) second = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(matters_write(office->store, &known, &error));
    g_assert_no_error(error);
    first = compose_answer(office);
    second = compose_answer(office);
    g_assert_true(compose_queue(office, first, &error));
    g_assert_no_error(error);
    g_assert_false(compose_queue(office, second, &error));
    g_assert_error(error, OFFICE_ERROR, OFFICE_ERROR_STEP);
    g_assert_nonnull(strstr(error->message, "nothing-available"));
}

static const struct inbox_item *
find_item(const struct inbox *inbox, const char *leg)
{
    for (unsigned i = 0; i < inbox->items->len; i++) {
        const struct inbox_item *item =
            &g_array_index(inbox->items, struct inbox_item, i);

        if (g_str_equal(item->known->leg, leg))
            return item;
    }
    g_assert_not_reached();
}

/* A list takes shortcuts; it must not come elsewhere by them. */
static void
a_list_shows_what_the_referral_itself_shows(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *office = offices->office[MEMBER_HOUSING];
    g_autoptr(composed) accept = NULL;
    g_autoptr(inbox) inbox = NULL;
    g_autoptr(GError) error = NULL;

    plant_leg(office, LEG, waiting);
    plant_leg(office, OTHER, paused);
    accept = compose_accept(office);
    g_assert_true(compose_queue(office, accept, &error));
    inbox = inbox_read(office, true, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(inbox->items->len, ==, 2);
    for (unsigned i = 0; i < inbox->items->len; i++) {
        const struct inbox_item *item =
            &g_array_index(inbox->items, struct inbox_item, i);
        struct progress progress;

        g_assert_true(progress_read(office, item->known, &progress, &error));
        g_assert_cmpint(item->progress.leg.state, ==, progress.leg.state);
        g_assert_cmpint(item->progress.us, ==, progress.us);
        g_assert_cmpint(item->progress.is_unsent, ==, progress.is_unsent);
        g_assert_cmpint(item->progress.is_ahead, ==, progress.is_ahead);
        g_assert_cmpstr(item->progress.partner, ==, COUNCIL);
    }
    g_assert_cmpint(find_item(inbox, LEG)->progress.leg.state, ==, LEG_ACCEPTED);
    g_assert_cmpint(find_item(inbox, OTHER)->progress.leg.state, ==, LEG_PAUSED);
}

static void
plant_entry(struct office *office, const char *thread, const char *document,
            const char *kind, int64_t sequence)
{
    struct stored_entry entry = {.sequence = sequence,
                                 .document = (char *)document,
                                 .case_id = (char *)LEG,
                                 .kind = (char *)kind,
                                 .sender = (char *)COUNCIL,
                                 .recipient = (char *)HOUSING,
                                 .thread = (char *)thread,
                                 .sha256 = (char *)"00",
                                 .is_new = true};
    g_autoptr(GError) error = NULL;

    g_assert_true(mailbox_insert(office->store, &entry, &error));
    g_assert_no_error(error);
}

static int
count_new(struct office *office)
{
    g_autoptr(GError) error = NULL;
    int count = -1;

    g_assert_true(mailbox_count_new(office->store, &count, &error));
    g_assert_no_error(error);
    return count;
}

static void
what_is_new_is_counted_by_referrals(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *office = offices->office[MEMBER_HOUSING];
    g_autoptr(stored_entry) last = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(count_new(office), ==, 0);
    plant_leg(office, LEG, waiting);
    plant_entry(office, LEG, LEG, "referral", 1);
    plant_entry(office, LEG, OTHER, "information-request", 2);
    plant_entry(office, LEG, ANSWER, "information-request", 3);
    plant_entry(office, NULL, OTHER, "registration", 4);
    g_assert_cmpint(count_new(office), ==, 1);
    last = mailbox_find_last(office->store, LEG, "information-request", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(last->document, ==, ANSWER);
    g_assert_null(mailbox_find_last(office->store, LEG, "outcome", &error));
    g_assert_error(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_true(mailbox_mark_seen(office->store, LEG, &error));
    g_assert_cmpint(count_new(office), ==, 0);
}

static const struct {
    const char *why;
    const char *details;
    const char *shown; /* NULL: nobody */
    const char *known;
} clients[] = {
    {"all her names",
     "<referral reference=\"R-1\" clientReference=\"C-2\"><client><name "
     "given=\"Hodan\" family=\"Warsame\" knownAs=\"Hani\" "
     "previous=\"Farah\"/></client></referral>",
     "Hodan Warsame (Hani)", "Hodan Warsame Hani Farah R-1 C-2"},
    {"one name alone",
     "<referral reference=\"R-1\" clientReference=\"C-2\"><client>"
     "<name given=\"Hodan\"/></client></referral>",
     "Hodan", "Hodan R-1 C-2"},
    {"another document", "<response/>", NULL, NULL},
};

static void
details_say_whom_they_are_about(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(clients); i++) {
        g_autofree char *text =
            g_strdup_printf("<details xmlns=\"urn:referral-exchange:details:1\">%s"
                            "</details>",
                            clients[i].details);
        g_autoptr(GBytes) details = g_bytes_new(text, strlen(text));
        g_auto(client_name_auto) name = {0};

        g_test_message("%s", clients[i].why);
        g_assert_cmpint(client_name_read(details, &name), ==, clients[i].shown != NULL);
        g_assert_cmpstr(name.shown, ==, clients[i].shown);
        g_assert_cmpstr(name.known, ==, clients[i].known);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/colleagues/of-two-who-accept-at-once-the-second-is-told",
                    of_two_who_accept_at_once_the_second_is_told);
    g_test_add_func("/colleagues/of-two-who-answer-an-enquiry-the-second-is-told",
                    of_two_who_answer_an_enquiry_the_second_is_told);
    g_test_add_func("/colleagues/a-list-shows-what-the-referral-itself-shows",
                    a_list_shows_what_the_referral_itself_shows);
    g_test_add_func("/colleagues/what-is-new-is-counted-by-referrals",
                    what_is_new_is_counted_by_referrals);
    g_test_add_func("/colleagues/details-say-whom-they-are-about",
                    details_say_whom_they_are_about);
    return g_test_run();
}
