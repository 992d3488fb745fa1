/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/follow.h"

#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/matters.h"
#include "agency-client/local_store/settings.h"
#include "agency-client/office/inductions.h"
#include "common/documents/matter_view.h"

/* The release that met matters that it does not know. */
#define SKIPPED_BY_SETTING "matters-skipped-by"

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

/* What one page of changes brought. */
struct news {
    GPtrArray *records;
    size_t skipped; /* that only a newer release of this program knows */
    int64_t next;
};

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
fetch_legs(struct exchange_api *api, int64_t after, struct news *news, GError **error)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(referral_view) view = NULL;

    if (!exchange_referrals_read(api, after, &answer, error))
        return false;
    view = answer.status == 204 ? NULL : referral_view_read(answer.body, error);
    if (view == NULL)
        return answer.status == 204;
    for (size_t i = 0; i < view->leg_count; i++)
        if (!fetch_leg(api, &view->legs[i].leg, news->records, error))
            return false;
    news->next = (int64_t)view->next;
    return true;
}

static struct known_matter *
take_matter(struct matter_view *matter)
{
    const struct matters_view view = {
        .next = matter->changed, .matters = matter, .matter_count = 1};
    struct known_matter *known = g_new0(struct known_matter, 1);

    known->matter = uuid_text(&matter->matter);
    known->kind = g_strdup(kinds[matter->kind].name);
    known->group = matter->has_group ? uuid_text(&matter->group) : NULL;
    known->leg = matter->has_leg ? uuid_text(&matter->leg) : NULL;
    known->case_id = uuid_text(&matter->case_id);
    known->opener = g_strdup(matter->opener);
    known->other = g_strdup(matter->other);
    known->state = g_strdup(matter->state);
    known->changed = (int64_t)matter->changed;
    known->opened_us = matter->opened_us;
    known->changed_us = matter->event_count > 0
                            ? matter->events[matter->event_count - 1].at_us
                            : matter->opened_us;
    known->view = matters_view_write(&view);
    return known;
}

/* The list has whole matters; each is kept by itself. */
static bool
fetch_matters(struct exchange_api *api, int64_t after, struct news *news,
              GError **error)
{
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(matters_view) view = NULL;

    if (!exchange_matters_read(api, after, &answer, error))
        return false;
    view = matters_view_read(answer.body, error);
    if (view == NULL)
        return false;
    for (size_t i = 0; i < view->matter_count; i++)
        g_ptr_array_add(news->records, take_matter(&view->matters[i]));
    news->skipped = view->skipped_count;
    news->next = (int64_t)view->next;
    return true;
}

static bool
write_leg(struct local_store *store, const void *leg, GError **error)
{
    return legs_write(store, leg, error);
}

static bool
write_matter(struct local_store *store, const void *matter, GError **error)
{
    return matters_write(store, matter, error);
}

/* What there is to follow, each with a cursor of its own. */
static const struct feed {
    bool (*read_cursor)(struct local_store *store, int64_t *cursor, GError **error);
    bool (*fetch)(struct exchange_api *api, int64_t after, struct news *news,
                  GError **error);
    bool (*write)(struct local_store *store, const void *record, GError **error);
    bool (*write_cursor)(struct local_store *store, int64_t cursor, GError **error);
    void (*free)(void *record);
} feeds[] = {
    {legs_read_cursor, fetch_legs, write_leg, legs_write_cursor,
     (GDestroyNotify)known_leg_free},
    {matters_read_cursor, fetch_matters, write_matter, matters_write_cursor,
     (GDestroyNotify)known_matter_free},
};

struct storing {
    const struct feed *feed;
    const struct news *news;
};

static bool
store_news(struct local_store *store, void *data, GError **error)
{
    const struct storing *storing = data;
    const struct news *news = storing->news;

    for (unsigned i = 0; i < news->records->len; i++)
        if (!storing->feed->write(store, news->records->pdata[i], error))
            return false;
    if (news->skipped > 0 &&
        !settings_write_text(store, SKIPPED_BY_SETTING, PROJECT_VERSION, error))
        return false;
    return storing->feed->write_cursor(store, news->next, error);
}

/* Takes one page; *is_more says that another may follow. */
static bool
follow_page(struct office *office, struct exchange_api *api, const struct feed *feed,
            bool *is_more, GError **error)
{
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func(feed->free);
    struct news news = {.records = records};
    struct storing storing = {feed, &news};
    int64_t after;

    *is_more = false;
    if (!feed->read_cursor(office->store, &after, error))
        return false;
    news.next = after;
    if (!feed->fetch(api, after, &news, error))
        return false;
    *is_more = records->len + news.skipped > 0 && news.next > after;
    return news.next == after ||
           local_store_transact(office->store, store_news, &storing, error);
}

static bool
follow_feed(struct office *office, struct exchange_api *api, const struct feed *feed,
            GError **error)
{
    bool is_more = true;

    while (is_more)
        if (!follow_page(office, api, feed, &is_more, error))
            return false;
    return true;
}

static bool
begin_again(struct local_store *store, void *data, GError **error)
{
    (void)data;
    return matters_write_cursor(store, 0, error) &&
           settings_write_text(store, SKIPPED_BY_SETTING, "", error);
}

/* What an older release has left out, this one may know. */
static bool
take_up_skipped(struct office *office, GError **error)
{
    g_autofree char *release = NULL;

    if (!settings_read_text(office->store, SKIPPED_BY_SETTING, &release, error))
        return false;
    if (release == NULL || release[0] == '\0' || g_str_equal(release, PROJECT_VERSION))
        return true;
    return local_store_transact(office->store, begin_again, NULL, error);
}

static bool
follow_all(struct office *office, struct exchange_api *api, GError **error)
{
    if (!take_up_skipped(office, error))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(feeds); i++)
        if (!follow_feed(office, api, &feeds[i], error))
            return false;
    return inductions_follow(office, error);
}

bool
follow_run(struct office *office, bool *is_unreachable, char **why, GError **error)
{
    struct exchange_api *api = office_api(office, error);
    g_autoptr(GError) reason = NULL;

    if (api == NULL)
        return false;
    if (follow_all(office, api, &reason))
        return true;
    if (reason->domain == EXCHANGE_ERROR)
        return set_unreachable(reason, is_unreachable, why);
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}
