/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/services.h"

#include "agency-client/local_store/settings.h"
#include "agency-client/office/home.h"

#define SERVICES         "services"
#define SERVICES_ETAG    "services-etag"
#define SERVICES_FETCHED "services-fetched"
#define SERVICES_DOUBTS  "services-doubts"

struct storing {
    GBytes *services; /* NULL: as stored */
    const char *etag;
    const char *doubts;
    int64_t now_us;
};

static bool
store_services(struct local_store *store, void *data, GError **error)
{
    const struct storing *storing = data;
    g_autofree char *now = g_strdup_printf("%" G_GINT64_FORMAT, storing->now_us);

    if (storing->services != NULL &&
        (!settings_write(store, SERVICES, storing->services, error) ||
         !settings_write_text(store, SERVICES_DOUBTS, storing->doubts, error) ||
         !settings_write_text(store, SERVICES_ETAG,
                              storing->etag != NULL ? storing->etag : "", error)))
        return false;
    return settings_write_text(store, SERVICES_FETCHED, now, error);
}

/* A line each; no tab or line feed is in an id, a slug, or what we say ourselves. */
static char *
doubts_write(const GPtrArray *doubts)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (unsigned i = 0; i < doubts->len; i++) {
        const struct doubt *doubt = doubts->pdata[i];
        g_autofree char *why = g_strdelimit(g_strdup(doubt->why), "\t\n", ' ');

        g_string_append_printf(text, "%s\t%s\t%s\n", doubt->agency, doubt->service,
                               why);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

GPtrArray *
services_doubts(struct office *office, GError **error)
{
    g_autoptr(GPtrArray) doubts =
        g_ptr_array_new_with_free_func((GDestroyNotify)doubt_free);
    g_auto(GStrv) lines = NULL;
    g_autofree char *text = NULL;

    if (!settings_read_text(office->store, SERVICES_DOUBTS, &text, error))
        return NULL;
    lines = g_strsplit(text != NULL ? text : "", "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) words = g_strsplit(*line, "\t", -1);
        struct doubt *doubt;

        if (g_strv_length(words) != 3)
            continue;
        doubt = g_new0(struct doubt, 1);
        doubt->agency = g_steal_pointer(&words[0]);
        doubt->service = g_steal_pointer(&words[1]);
        doubt->why = g_steal_pointer(&words[2]);
        g_ptr_array_add(doubts, doubt);
    }
    return g_steal_pointer(&doubts);
}

/* What cannot be read is not stored over what could; NULL then. */
static GPtrArray *
judge(struct office *office, GBytes *bytes, GError **error)
{
    g_autoptr(services_view) view = services_view_read(bytes, error);

    if (view == NULL) {
        g_prefix_error(error, "the exchange's list of services cannot be used: ");
        return NULL;
    }
    return offers_compare(office, view, error);
}

/* The ETag to ask with; NULL while there are doubts, so that all of it is judged anew.
 */
static bool
read_etag(struct office *office, char **etag, GError **error)
{
    g_autofree char *doubts = NULL;

    if (!settings_read_text(office->store, SERVICES_DOUBTS, &doubts, error) ||
        !settings_read_text(office->store, SERVICES_ETAG, etag, error))
        return false;
    if (doubts == NULL || doubts[0] != '\0' || (*etag != NULL && (*etag)[0] == '\0'))
        g_clear_pointer(etag, g_free);
    return true;
}

static bool
refresh(struct office *office, GError **error)
{
    struct exchange_api *api = office_api(office, error);
    g_auto(exchange_answer_auto) answer = {0};
    g_autoptr(GPtrArray) doubts = NULL;
    g_autofree char *etag = NULL;
    g_autofree char *text = NULL;
    struct storing storing = {.now_us = office_now(office)};

    if (api == NULL || !read_etag(office, &etag, error) ||
        !exchange_services_read(api, etag, &answer, error))
        return false;
    if (answer.status != 304) {
        doubts = judge(office, answer.body, error);
        if (doubts == NULL)
            return false;
        text = doubts_write(doubts);
        storing.services = answer.body;
        storing.doubts = text;
        storing.etag = answer.etag;
    }
    return local_store_transact(office->store, store_services, &storing, error);
}

static bool
refresh_if_connected(struct office *office, GError **error)
{
    g_autoptr(GError) reason = NULL;

    if (refresh(office, &reason) || exchange_is_away(reason))
        return true;
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

/* Leaves out what is doubted. */
static bool
drop_doubted(struct office *office, struct services_view *view, GError **error)
{
    g_autoptr(GPtrArray) doubts = services_doubts(office, error);
    size_t count = 0;

    if (doubts == NULL)
        return false;
    for (size_t i = 0; i < view->listing_count; i++) {
        const struct listing *listing = &view->listings[i];
        bool is_doubted = false;

        for (unsigned j = 0; j < doubts->len; j++) {
            const struct doubt *doubt = doubts->pdata[j];

            is_doubted |= g_str_equal(doubt->agency, listing->agency) &&
                          g_str_equal(doubt->service, listing->service.slug);
        }
        if (!is_doubted)
            view->listings[count++] = *listing;
    }
    view->listing_count = count;
    return true;
}

struct services_view *
services_fetch(struct office *office, bool is_offline, int64_t *fetched_us,
               GError **error)
{
    g_autoptr(services_view) view = NULL;
    g_autoptr(GBytes) stored = NULL;
    g_autofree char *fetched = NULL;

    if (!is_offline && !refresh_if_connected(office, error))
        return NULL;
    if (!settings_read(office->store, SERVICES, &stored, error) ||
        !settings_read_text(office->store, SERVICES_FETCHED, &fetched, error))
        return NULL;
    if (stored == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_NO_ADDRESS,
                    "the services were never fetched, and the exchange cannot be "
                    "reached now: try again with a connection");
        return NULL;
    }
    *fetched_us = fetched != NULL ? g_ascii_strtoll(fetched, NULL, 10) : 0;
    view = services_view_read(stored, error);
    return view != NULL && drop_doubted(office, view, error) ? g_steal_pointer(&view)
                                                             : NULL;
}

GBytes *
services_stored(struct office *office, GError **error)
{
    g_autoptr(GBytes) stored = NULL;

    if (!settings_read(office->store, SERVICES, &stored, error))
        return NULL;
    if (stored == NULL)
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_NO_ADDRESS,
                    "the services were never fetched");
    return g_steal_pointer(&stored);
}
