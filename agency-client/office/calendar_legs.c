/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/calendar_source.h"

#include "agency-client/local_store/legs.h"
#include "agency-client/office/deadlines.h"
#include "agency-client/office/progress.h"
#include "common/documents/names.h"

/* By when the next step is due. */
static void
add_deadline(struct calendar *calendar, const struct calendar_thread *thread,
             const struct known_leg *known, const struct progress *progress,
             GTimeZone *zone)
{
    int urgency = name_index(urgency_names, known->urgency);
    struct deadline deadline = deadline_of(
        &progress->leg, urgency < 0 ? URGENCY_ROUTINE : (enum urgency)urgency,
        known->offered_us, known->changed_us, zone);
    g_autofree char *title = NULL;
    struct calendar_entry *entry;

    if (!deadline.is_waiting || deadline.due_us == INT64_MAX)
        return;
    title = g_strdup_printf("Referral: %s to %s",
                            deadline.who == progress->us ? "we are" : "they are",
                            deadline.what);
    entry = calendar_entry_new(thread, "deadline", title);
    entry->is_moment = true;
    entry->starts_us = deadline.due_us;
    calendar_add(calendar, entry);
}

bool
calendar_add_legs(struct calendar *calendar, GError **error)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_local();
    g_autoptr(GPtrArray) legs = legs_list(calendar->office->store, NULL, error);

    if (legs == NULL)
        return false;
    for (unsigned i = 0; i < legs->len; i++) {
        const struct known_leg *known = legs->pdata[i];
        struct calendar_thread thread = {.id = known->leg};
        struct progress progress;

        if (!progress_read(calendar->office, known, &progress, error))
            return false;
        if (leg_state_is_final(progress.leg.state))
            continue;
        thread.with = progress.partner;
        add_deadline(calendar, &thread, known, &progress, zone);
        if (!calendar_add_thread(calendar, &thread, error))
            return false;
    }
    return true;
}
