/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/follow.h"

#include "agency-client/local_store/legs.h"

static char *
uuid_text(const struct uuid *uuid)
{
    char text[UUID_TEXT_BYTES];

    uuid_write(uuid, text);
    return g_strdup(text);
}

static int64_t
last_change_us(const struct leg_view *leg)
{
    return leg->event_count > 0 ? leg->events[leg->event_count - 1].at_us
                                : leg->offered_us;
}

static struct known_leg *
take_leg(const struct leg_view *leg, GBytes *view)
{
    struct known_leg *known = g_new0(struct known_leg, 1);

    known->leg = uuid_text(&leg->leg);
    known->referral = uuid_text(&leg->referral);
    known->case_id = uuid_text(&leg->case_id);
    known->referrer = g_strdup(leg->referrer);
    known->recipient = g_strdup(leg->recipient);
    known->mode = g_strdup(referral_mode_names[leg->mode]);
    known->urgency = g_strdup(urgency_names[leg->urgency]);
    known->state = g_strdup(leg_state_names[leg->state]);
    known->changed = (int64_t)leg->changed;
    known->offered_us = leg->offered_us;
    known->changed_us = last_change_us(leg);
    known->view = g_bytes_ref(view);
    return known;
}

struct news {
    GPtrArray *legs; /* struct known_leg * */
    int64_t next;
};

static bool
store_news(struct local_store *store, void *data, GError **error)
{
    const struct news *news = data;

    for (unsigned i = 0; i < news->legs->len; i++)
        if (!legs_write(store, news->legs->pdata[i], error))
            return false;
    return legs_write_cursor(store, news->next, error);
}

static bool
set_unreachable(const GError *reason, bool *is_unreachable, char **why)
{
    *is_unreachable = true;
    if (*why == NULL)
        *why = g_strdup(reason->message);
    return true;
}

/* The list has no timelines; each changed leg is asked for by itself. */
static bool
fetch_leg(struct exchange_api *api, const struct uuid *leg, GPtrArray *legs,
          GError **error)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autofree char *id = uuid_text(leg);
    g_autoptr(leg_view) view = NULL;

    if (!exchange_referral_read(api, id, &answer, error))
        return false;
    view = leg_view_read(answer.body, error);
    if (view == NULL)
        return false;
    if (!uuid_is_equal(&view->leg, leg)) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                    "the exchange answered with another leg than was asked for");
        return false;
    }
    g_ptr_array_add(legs, take_leg(view, answer.body));
    return true;
}

static bool
fetch_changes(struct exchange_api *api, int64_t after, struct news *news, bool *is_more,
              GError **error)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(referral_view) view = NULL;

    if (!exchange_referrals_read(api, after, &answer, error))
        return false;
    view = answer.status == 204 ? NULL : referral_view_read(answer.body, error);
    if (view == NULL)
        return answer.status == 204;
    for (size_t i = 0; i < view->leg_count; i++)
        if (!fetch_leg(api, &view->legs[i].leg, news->legs, error))
            return false;
    news->next = (int64_t)view->next;
    *is_more = view->leg_count > 0 && news->next > after;
    return true;
}

bool
follow_run(struct office *office, bool *is_unreachable, char **why, GError **error)
{
    struct exchange_api *api = office_api(office, error);
    bool is_more = true;

    if (api == NULL)
        return false;
    while (is_more) {
        g_autoptr(GPtrArray) legs =
            g_ptr_array_new_with_free_func((GDestroyNotify)known_leg_free);
        g_autoptr(GError) reason = NULL;
        struct news news = {.legs = legs};
        int64_t after;

        is_more = false;
        if (!legs_read_cursor(office->store, &after, error))
            return false;
        news.next = after;
        if (!fetch_changes(api, after, &news, &is_more, &reason)) {
            if (reason->domain != EXCHANGE_ERROR) {
                g_propagate_error(error, g_steal_pointer(&reason));
                return false;
            }
            return set_unreachable(reason, is_unreachable, why);
        }
        if ((legs->len > 0 || news.next != after) &&
            !local_store_transact(office->store, store_news, &news, error))
            return false;
    }
    return true;
}
