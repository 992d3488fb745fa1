/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/inductions.h"

#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/settings.h"

#include <stdlib.h>

#define VIEW_SETTING   "inductions"
#define CURSOR_SETTING "inductions-cursor"

struct kept {
    GBytes *view;
    const char *cursor;
};

static bool
keep(struct local_store *store, void *data, GError **error)
{
    const struct kept *kept = data;

    return settings_write(store, VIEW_SETTING, kept->view, error) &&
           settings_write_text(store, CURSOR_SETTING, kept->cursor, error);
}

bool
inductions_follow(struct office *office, GError **error)
{
    struct exchange_api *api = office_api(office, error);
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(induction_view) view = NULL;
    g_autofree char *known = NULL;
    g_autofree char *cursor = NULL;
    struct kept kept;
    int64_t newest = 0;

    if (api == NULL ||
        !settings_read_text(office->store, CURSOR_SETTING, &known, error) ||
        !mailbox_newest_induction(office->store,
                                  known != NULL ? g_ascii_strtoll(known, NULL, 10) : 0,
                                  &newest, error))
        return false;
    if (newest == 0)
        return true;
    if (!exchange_inductions_read(api, &answer, error))
        return false;
    view = induction_view_read(answer.body, error);
    if (view == NULL)
        return false;
    cursor = g_strdup_printf("%" G_GINT64_FORMAT, newest);
    kept = (struct kept){answer.body, cursor};
    return local_store_transact(office->store, keep, &kept, error);
}

struct induction_view *
inductions_read(struct office *office, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;

    if (!settings_read(office->store, VIEW_SETTING, &bytes, error) || bytes == NULL)
        return NULL;
    return induction_view_read(bytes, error);
}
