/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An agency's home with many referrals in it, for measuring the screen:
 *   crowd HOME LEGS DOCUMENTS
 * So many legs have come from the council, in every state; the first DOCUMENTS of them
 * with a document of their own, signed and sealed, the rest as if the exchange had not
 * given them yet.
 */
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "common/documents/referral_view.h"
#include "common/trust/digest.h"
#include "tests/unit/client/offices.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILLER_BYTES 3000
#define MINUTE_US    INT64_C(60000000)

static const char *const givens[] = {"Hodan", "Amina", "Bree",  "Chiara", "Dörte",
                                     "Efua",  "Femke", "Grace", "Halina", "Ines"};
static const char *const families[] = {"Warsame", "Okafor", "Nowak",  "Silva",
                                       "Murphy",  "Khan",   "Larsen", "Owusu",
                                       "Petrov",  "Quinn",  "Rossi"};

/* How legs came to be where they are. */
static const enum leg_event paths[][6] = {
    {EVENT_REFERRAL, LEG_EVENTS},
    {EVENT_REFERRAL, EVENT_DELIVERY, LEG_EVENTS},
    {EVENT_REFERRAL, EVENT_DELIVERY, EVENT_ACKNOWLEDGE, LEG_EVENTS},
    {EVENT_REFERRAL, EVENT_DELIVERY, EVENT_ACKNOWLEDGE, EVENT_INFORMATION_REQUEST,
     LEG_EVENTS},
    {EVENT_REFERRAL, EVENT_DELIVERY, EVENT_ASSESSING, LEG_EVENTS},
    {EVENT_REFERRAL, EVENT_DELIVERY, EVENT_WAITLIST, LEG_EVENTS},
    {EVENT_REFERRAL, EVENT_DELIVERY, EVENT_ACKNOWLEDGE, EVENT_ACCEPT, LEG_EVENTS},
    {EVENT_REFERRAL, EVENT_DELIVERY, EVENT_ACCEPT, EVENT_STARTED, EVENT_PROGRESS,
     LEG_EVENTS},
    {EVENT_REFERRAL, EVENT_DELIVERY, EVENT_ACCEPT, EVENT_STARTED, EVENT_PAUSED,
     LEG_EVENTS},
    {EVENT_REFERRAL, EVENT_DELIVERY, EVENT_DECLINE, LEG_EVENTS},
};

struct crowd {
    struct offices *offices;
    int legs;
    int documents;
    char *file; /* the example, with places for names */
    GBytes *filler;
};

static void
must(bool is_done, const GError *error)
{
    g_assert_no_error(error);
    g_assert_true(is_done);
}

/* The example again, about somebody else. */
static GBytes *
write_file(const struct crowd *crowd, int number)
{
    g_autoptr(GString) file = g_string_new(crowd->file);

    g_string_replace(file, "Hodan", givens[number % (int)G_N_ELEMENTS(givens)], 0);
    g_string_replace(file, "Warsame", families[number % (int)G_N_ELEMENTS(families)],
                     0);
    return g_bytes_new(file->str, file->len);
}

static struct outbox_item *
compose(const struct crowd *crowd, int number)
{
    g_autoptr(GBytes) file = write_file(crowd, number);
    g_autoptr(GError) error = NULL;
    g_autoptr(composed) composed = compose_referral(
        crowd->offices->office[MEMBER_COUNCIL], file, NULL, NULL, &error);

    g_assert_no_error(error);
    for (unsigned i = 0; i < composed->items->len; i++) {
        struct outbox_item *item = composed->items->pdata[i];

        if (g_str_equal(item->recipient, HOUSING))
            return g_ptr_array_steal_index(composed->items, i);
    }
    g_assert_not_reached();
}

static void
put_entry(struct local_store *store, const struct outbox_item *item, int number,
          int64_t at_us)
{
    struct digest digest = digest_of_bytes(item->bytes);
    char hex[DIGEST_HEX_CHARS];
    g_autoptr(GError) error = NULL;
    struct stored_entry entry = {.sequence = 10 * (int64_t)number + 1,
                                 .document = item->document,
                                 .case_id = item->case_id,
                                 .kind = (char *)"referral",
                                 .sender = (char *)COUNCIL,
                                 .recipient = (char *)HOUSING,
                                 .thread = item->document,
                                 .received_us = at_us,
                                 .sha256 = hex,
                                 .bytes = item->bytes,
                                 .state = ENTRY_STORED,
                                 .is_new = number % 50 == 0};

    digest_hex(&digest, hex);
    must(mailbox_insert(store, &entry, &error), error);
}

/* What we have said of it, and the exchange has receipted. */
static void
put_step(const struct crowd *crowd, struct local_store *store, const char *leg,
         const char *case_id, enum leg_event event, int64_t sequence, int64_t at_us)
{
    g_autofree char *document = NULL;
    g_autoptr(GError) error = NULL;
    struct uuid id;
    struct outbox_item item = {.case_id = (char *)case_id,
                               .kind = (char *)"response",
                               .step = (char *)leg_event_names[event],
                               .thread = (char *)leg,
                               .recipient = (char *)COUNCIL,
                               .bytes = crowd->filler,
                               .queued_us = at_us};

    uuid_new(&id);
    document = uuid_text(&id);
    item.document = document;
    must(outbox_insert(store, &item, &error), error);
    must(outbox_settle(store, &item, sequence, at_us, crowd->filler, &error), error);
    g_free(item.sha256);
}

static void
put_leg(const struct crowd *crowd, struct local_store *store,
        const struct outbox_item *item, int number, int64_t offered_us)
{
    const enum leg_event *path = paths[number % (int)G_N_ELEMENTS(paths)];
    struct leg_view_event events[6];
    struct leg_view view = {.referrer = COUNCIL,
                            .recipient = HOUSING,
                            .mode = MODE_SINGLE,
                            .urgency = (enum urgency)(number / 7 % 4),
                            .type = "other",
                            .offered_us = offered_us,
                            .events = events};
    struct leg leg = {.state = LEG_NONE, .mode = MODE_SINGLE};
    struct known_leg known = {.leg = item->document,
                              .referral = item->document,
                              .case_id = item->case_id,
                              .referrer = (char *)COUNCIL,
                              .recipient = (char *)HOUSING,
                              .mode = (char *)"single",
                              .urgency = (char *)urgency_names[view.urgency],
                              .offered_us = offered_us};
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(uuid_read(item->document, &view.leg) &&
                  uuid_read(item->document, &view.referral) &&
                  uuid_read(item->case_id, &view.case_id));
    for (; path[view.event_count] != LEG_EVENTS; view.event_count++) {
        size_t i = view.event_count;
        bool is_ours = i > 0;

        lifecycle_take(&leg, path[i]);
        events[i] =
            (struct leg_view_event){.sequence = 10 * (uint64_t)number + i + 1,
                                    .document = view.leg,
                                    .kind = is_ours ? KIND_RESPONSE : KIND_REFERRAL,
                                    .event = path[i],
                                    .state = leg.state,
                                    .by = is_ours ? HOUSING : COUNCIL,
                                    .at_us = offered_us + (int64_t)i * 60 * MINUTE_US};
        if (i > 1)
            put_step(crowd, store, item->document, item->case_id, path[i],
                     (int64_t)events[i].sequence, events[i].at_us);
    }
    view.state = leg.state;
    view.changed = events[view.event_count - 1].sequence;
    bytes = leg_view_write(&view);
    known.state = (char *)leg_state_names[leg.state];
    known.changed = (int64_t)view.changed;
    known.changed_us = events[view.event_count - 1].at_us;
    known.view = bytes;
    must(legs_write(store, &known, &error), error);
}

static struct outbox_item *
make_up(void)
{
    struct outbox_item *item = g_new0(struct outbox_item, 1);
    struct uuid id;

    uuid_new(&id);
    item->document = uuid_text(&id);
    uuid_new(&id);
    item->case_id = uuid_text(&id);
    return item;
}

static bool
fill(struct local_store *store, void *data, GError **error)
{
    const struct crowd *crowd = data;

    for (int number = 0; number < crowd->legs; number++) {
        int64_t offered_us = TODAY - (int64_t)(crowd->legs - number) * 10 * MINUTE_US;
        bool is_real = number < crowd->documents;
        g_autoptr(outbox_item) item = is_real ? compose(crowd, number) : make_up();

        if (is_real)
            put_entry(store, item, number, offered_us);
        put_leg(crowd, store, item, number, offered_us);
    }
    return legs_write_cursor(store, 10 * (int64_t)crowd->legs, error);
}

int
main(int argc, char **argv)
{
    struct crowd crowd = {0};
    g_autoptr(GBytes) file = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *home = NULL;
    struct office **office;

    if (argc != 4) {
        fputs("usage: crowd HOME LEGS DOCUMENTS\n", stderr);
        return 2;
    }
    crowd.legs = atoi(argv[2]);
    crowd.documents = atoi(argv[3]);
    crowd.offices = offices_new();
    file = example("mother-of-five-parallel.xml");
    crowd.file = g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
    crowd.filler = g_bytes_new_take(g_strnfill(FILLER_BYTES, 'x'), FILLER_BYTES);
    office = &crowd.offices->office[MEMBER_HOUSING];
    must(local_store_transact((*office)->store, fill, &crowd, &error), error);
    g_clear_pointer(office, office_free);
    home = g_build_filename(crowd.offices->directory, HOUSING, NULL);
    g_assert_no_errno(g_rename(home, argv[1]));
    offices_free(crowd.offices);
    g_bytes_unref(crowd.filler);
    g_free(crowd.file);
    return 0;
}
