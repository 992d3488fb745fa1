/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/calendar_source.h"

#include "agency-client/local_store/matters.h"
#include "agency-client/office/matter_progress.h"

bool
calendar_add_matters(struct calendar *calendar, GError **error)
{
    g_autoptr(GPtrArray) matters =
        matters_list(calendar->office->store, NULL, NULL, error);

    if (matters == NULL)
        return false;
    for (unsigned i = 0; i < matters->len; i++) {
        const struct known_matter *known = matters->pdata[i];
        struct calendar_thread thread = {.id = known->matter};
        g_auto(matter_progress_auto) progress = {0};

        if (!matter_progress_read(calendar->office, known, &progress, error))
            return false;
        if (matter_is_final(&progress.matter) ||
            matter_frees(&progress.matter, progress.us))
            continue;
        thread.matter = &progress.matter;
        thread.with = progress.partner;
        if (progress.us == MATTER_OPENER)
            thread.group = known->group;
        if (!calendar_add_thread(calendar, &thread, error))
            return false;
    }
    return true;
}
