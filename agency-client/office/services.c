/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/services.h"

#include "agency-client/local_store/settings.h"
#include "agency-client/office/home.h"

#define SERVICES         "services"
#define SERVICES_ETAG    "services-etag"
#define SERVICES_FETCHED "services-fetched"

struct storing {
    GBytes *services; /* NULL: as stored */
    const char *etag;
    int64_t now_us;
};

static bool
store_services(struct local_store *store, void *data, GError **error)
{
    const struct storing *storing = data;
    g_autofree char *now = g_strdup_printf("%" G_GINT64_FORMAT, storing->now_us);

    if (storing->services != NULL &&
        (!settings_write(store, SERVICES, storing->services, error) ||
         !settings_write_text(store, SERVICES_ETAG,
                              storing->etag != NULL ? storing->etag : "", error)))
        return false;
    return settings_write_text(store, SERVICES_FETCHED, now, error);
}

/* What cannot be read is not stored over what could. */
static bool
check_readable(GBytes *bytes, GError **error)
{
    g_autoptr(services_view) view = services_view_read(bytes, error);

    if (view == NULL)
        g_prefix_error(error, "the exchange's list of services cannot be used: ");
    return view != NULL;
}

static bool
refresh(struct office *office, GError **error)
{
    struct exchange_api *api = office_api(office, error);
    g_auto(exchange_answer_auto) answer = {0};
    g_autofree char *etag = NULL;
    struct storing storing = {.now_us = office_now(office)};

    if (api == NULL || !settings_read_text(office->store, SERVICES_ETAG, &etag, error))
        return false;
    if (etag != NULL && etag[0] == '\0')
        g_clear_pointer(&etag, g_free);
    if (!exchange_services_read(api, etag, &answer, error))
        return false;
    if (answer.status != 304) {
        if (!check_readable(answer.body, error))
            return false;
        storing.services = answer.body;
        storing.etag = answer.etag;
    }
    return local_store_transact(office->store, store_services, &storing, error);
}

static bool
refresh_if_connected(struct office *office, GError **error)
{
    g_autoptr(GError) reason = NULL;

    if (refresh(office, &reason) ||
        g_error_matches(reason, EXCHANGE_ERROR, EXCHANGE_ERROR_NOT_CONNECTED) ||
        g_error_matches(reason, EXCHANGE_ERROR, EXCHANGE_ERROR_NO_ANSWER) ||
        g_error_matches(reason, EXCHANGE_ERROR, EXCHANGE_ERROR_WAIT))
        return true;
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

struct services_view *
services_fetch(struct office *office, bool is_offline, int64_t *fetched_us,
               GError **error)
{
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
    return services_view_read(stored, error);
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
