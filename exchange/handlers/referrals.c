/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/referral_view.h"
#include "exchange/handlers/changes.h"
#include "exchange/handlers/handlers.h"
#include "exchange/handlers/readers.h"
#include "exchange/store/legs.h"

#define REFERRALS_LIMIT_DEFAULT 100
#define REFERRALS_LIMIT_MAX     1000

/* Everything in it belongs to the record. */
static struct leg_view
leg_view_of(const struct leg_record *leg)
{
    return (struct leg_view){
        .leg = leg->id,
        .referral = leg->referral,
        .case_id = leg->case_id,
        .referrer = leg->referrer_id,
        .recipient = leg->recipient_id,
        .mode = leg->life.mode,
        .urgency = leg->urgency,
        .type = leg->type,
        .state = leg->life.state,
        .changed = (uint64_t)leg->changed,
        .offered_us = leg->offered_us,
        .is_flagged = leg->has_flagged,
        .flagged = leg->flagged,
        .is_test = leg->is_test,
    };
}

/* Answers with a list of struct leg_record. */
static void
legs_write(const GPtrArray *legs, int64_t next, struct response *response)
{
    g_autofree struct leg_view *views = g_new0(struct leg_view, legs->len);
    struct referral_view view = {
        .next = (uint64_t)next,
        .legs = views,
        .leg_count = legs->len,
    };
    g_autoptr(GBytes) xml = NULL;

    for (unsigned int i = 0; i < legs->len; i++)
        views[i] = leg_view_of(g_ptr_array_index(legs, i));
    xml = referral_view_write(&view);
    response_bytes(response, 200, MEDIA_VIEW, xml);
}

static bool
referrals_read(void *context, const struct request *request, struct response *response,
               GError **error)
{
    struct exchange *exchange = context;
    const struct caller *caller = request->caller;
    g_autoptr(GPtrArray) legs = NULL;
    int64_t after;
    int64_t limit;

    if (!request_query_number(request, "changed-after", 0, 0, INT64_MAX, &after,
                              error) ||
        !request_query_number(request, "limit", REFERRALS_LIMIT_DEFAULT, 1,
                              REFERRALS_LIMIT_MAX, &limit, error))
        return false;
    legs = legs_list_changed(exchange->store, caller->agency->number, after, (int)limit,
                             error);
    if (legs == NULL ||
        (legs->len == 0 && !changes_check_after(exchange->store, after, error)))
        return false;
    if (legs->len > 0) {
        const struct leg_record *last = g_ptr_array_index(legs, legs->len - 1);

        after = last->changed;
    }
    legs_write(legs, after, response);
    return true;
}

/* GET /v1/referrals?changed-after=N&limit=M: the caller's legs as they changed. */
bool
handle_referrals_list(void *context, const struct request *request,
                      struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, referrals_read);
    return true;
}

static struct leg_view_event
event_view_of(const struct leg_step *step)
{
    return (struct leg_view_event){
        .sequence = (uint64_t)step->sequence,
        .document = step->document,
        .kind = step->kind,
        .event = step->event,
        .state = step->state,
        .by = step->by,
        .at_us = step->received_us,
    };
}

/* One leg with its timeline and the steps that are open to the reader. */
static void
leg_write(const struct leg_record *leg, const GPtrArray *steps, int reader,
          struct response *response)
{
    g_autofree struct leg_view_event *events =
        g_new0(struct leg_view_event, steps->len);
    enum leg_party by = reader == leg->recipient ? PARTY_RECIPIENT : PARTY_REFERRER;
    enum leg_event open_events[LEG_EVENTS];
    struct leg_view_step open[LEG_EVENTS];
    struct leg_view view = leg_view_of(leg);
    g_autoptr(GBytes) xml = NULL;

    for (unsigned int i = 0; i < steps->len; i++)
        events[i] = event_view_of(g_ptr_array_index(steps, i));
    view.events = events;
    view.event_count = steps->len;
    view.open = open;
    view.open_count = lifecycle_open_steps(&leg->life, by, open_events);
    for (size_t i = 0; i < view.open_count; i++)
        open[i] = (struct leg_view_step){.event = open_events[i], .by = by};
    xml = leg_view_write(&view);
    response_bytes(response, 200, MEDIA_VIEW, xml);
}

static bool
referral_read(void *context, const struct request *request, struct response *response,
              GError **error)
{
    struct exchange *exchange = context;
    const struct caller *caller = request->caller;
    int reader = caller->agency->number;
    g_autoptr(leg_record) leg = NULL;
    g_autoptr(GPtrArray) steps = NULL;
    g_autoptr(GPtrArray) legs = NULL;
    g_autoptr(GError) unknown = NULL;
    struct uuid id;

    if (!request_path_uuid(request, 0, &id, error))
        return false;
    leg = leg_find(exchange->store, &id, reader, &unknown);
    if (leg != NULL) {
        steps = leg_list_steps(exchange->store, &leg->id, error);
        if (steps == NULL)
            return false;
        leg_write(leg, steps, reader, response);
        return true;
    }
    if (!g_error_matches(unknown, STORE_ERROR, STORE_ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&unknown));
        return false;
    }
    legs = legs_list_referral(exchange->store, &id, reader, error);
    if (legs == NULL)
        return false;
    if (legs->len == 0) {
        g_propagate_error(error, g_steal_pointer(&unknown));
        return false;
    }
    legs_write(legs, 0, response);
    return true;
}

/*
 * GET /v1/referrals/{id}: the leg of that id with its timeline and open steps; or,
 * when it is a referral's id, the legs of it that the caller may see.
 */
bool
handle_referral_get(void *context, const struct request *request,
                    struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, referral_read);
    return true;
}
