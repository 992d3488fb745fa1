/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/progress.h"

#include "agency-client/local_store/outbox.h"
#include "common/documents/names.h"

bool
progress_find_event(const char *name, enum leg_event *event)
{
    int index = name_index(leg_event_names, name);

    if (index < 0)
        return false;
    *event = (enum leg_event)index;
    return true;
}

/*
 * The timeline is folded for what a state alone does not say (where a pause or a
 * request will lead back to); where it ends is the exchange's word.
 */
static void
fold_view(const struct leg_view *view, struct leg *leg)
{
    leg->state = LEG_NONE;
    for (size_t i = 0; i < view->event_count; i++)
        lifecycle_take(leg, view->events[i].event);
    if (leg->state != view->state)
        *leg = (struct leg){
            .state = view->state, .mode = leg->mode, .is_disclosed = leg->is_disclosed};
}

static bool
fold_outbox(struct office *office, const struct known_leg *known,
            struct progress *progress, GError **error)
{
    g_autoptr(GPtrArray) items = outbox_list_thread(office->store, known->leg, error);

    if (items == NULL)
        return false;
    for (unsigned i = 0; i < items->len; i++) {
        const struct outbox_item *item = items->pdata[i];
        bool is_news = item->state == OUTBOX_QUEUED ||
                       (item->state == OUTBOX_SENT && item->sequence > known->changed);
        enum leg_event event;

        if (!is_news || !progress_find_event(item->step, &event))
            continue;
        lifecycle_take(&progress->leg, event);
        progress->is_ahead = true;
        if (event == EVENT_REFERRAL && item->state == OUTBOX_SENT)
            progress->is_unsent = false;
    }
    return true;
}

static struct progress
begin(const struct office *office, const struct known_leg *known)
{
    int mode = name_index(referral_mode_names, known->mode);
    bool is_referrer = g_str_equal(known->referrer, office_agency(office));

    return (struct progress){
        .leg = {.mode = mode < 0 ? MODE_SINGLE : (enum referral_mode)mode},
        .us = is_referrer ? PARTY_REFERRER : PARTY_RECIPIENT,
        .is_unsent = known->view == NULL && known->state[0] == '\0',
        .partner = is_referrer ? known->recipient : known->referrer};
}

bool
progress_glance(struct office *office, const struct known_leg *known, GHashTable *ahead,
                struct progress *progress, GError **error)
{
    int state = name_index(leg_state_names, known->state);

    if (state < 0 || g_hash_table_contains(ahead, known->leg))
        return progress_read(office, known, progress, error);
    *progress = begin(office, known);
    progress->leg.state = (enum leg_state)state;
    return true;
}

bool
progress_read(struct office *office, const struct known_leg *known,
              struct progress *progress, GError **error)
{
    g_autoptr(leg_view) view = NULL;

    *progress = begin(office, known);
    if (known->view != NULL) {
        view = leg_view_read(known->view, error);
        if (view == NULL)
            return false;
        fold_view(view, &progress->leg);
    }
    return fold_outbox(office, known, progress, error);
}

bool
progress_check(const struct progress *progress, enum leg_event event,
               bool is_post_accept, GError **error)
{
    struct leg leg = progress->leg;
    g_autoptr(GError) reason = NULL;

    if (lifecycle_step(&leg, event, progress->us, is_post_accept, &reason))
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_STEP,
                "not now (this referral is %s): %s", leg_state_names[leg.state],
                reason->message);
    return false;
}
