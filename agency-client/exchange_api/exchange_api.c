/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/exchange_api/exchange_api.h"

#include "agency-client/exchange_api/transport.h"
#include "common/documents/limits.h"

#define MEDIA_SIGNED "application/pkcs7-mime"
#define MEDIA_XML    "application/xml"
#define MEDIA_CSV    "text/csv"
#define MEDIA_PEM    "application/x-pem-file"

#define SIGNED_MAX_BYTES  ((size_t)2 * DOCUMENT_MAX_BYTES)
#define CRL_PEM_MAX_BYTES ((size_t)16 * 1024 * 1024)

G_DEFINE_QUARK(exchange - error - quark, exchange_error)

struct exchange_api {
    struct transport *transport;
};

void
exchange_answer_clear(struct exchange_answer *answer)
{
    g_clear_pointer(&answer->body, g_bytes_unref);
    g_clear_pointer(&answer->etag, g_free);
    g_clear_pointer(&answer->problem, problem_free);
    answer->status = 0;
    answer->retry_after_seconds = 0;
}

struct exchange_api *
exchange_api_new(const struct exchange_address *address, GError **error)
{
    struct transport *transport = transport_new(address, error);
    struct exchange_api *api;

    if (transport == NULL)
        return NULL;
    api = g_new0(struct exchange_api, 1);
    api->transport = transport;
    return api;
}

void
exchange_api_free(struct exchange_api *api)
{
    if (api == NULL)
        return;
    transport_free(api->transport);
    g_free(api);
}

/* Turns a status into success, "later" or "no", with the problem's own words. */
static bool
judge(struct exchange_answer *answer, GError **error)
{
    const char *title = NULL;
    const char *detail = NULL;
    int code;

    if ((answer->status >= 200 && answer->status < 300) || answer->status == 304)
        return true;
    answer->problem = problem_read(answer->body, NULL);
    if (answer->problem != NULL) {
        title = answer->problem->title;
        detail = answer->problem->detail;
        answer->problem->retry_after_seconds = answer->retry_after_seconds;
    }
    if (answer->status == 429 || answer->status >= 500)
        code = EXCHANGE_ERROR_WAIT;
    else if (answer->status >= 400)
        code = EXCHANGE_ERROR_REFUSED;
    else
        code = EXCHANGE_ERROR_UNUSABLE;
    g_set_error(error, EXCHANGE_ERROR, code, "the exchange answered %d %s%s%s",
                answer->status, title != NULL ? title : "without saying why",
                detail != NULL ? ": " : "", detail != NULL ? detail : "");
    return false;
}

static bool
run(struct exchange_api *api, const struct call *call, struct exchange_answer *answer,
    GError **error)
{
    return transport_run(api->transport, call, answer, error) && judge(answer, error);
}

/* GET of a view; etag may be NULL. */
static bool
view_read(struct exchange_api *api, const char *path, const char *etag,
          int wait_seconds, struct exchange_answer *answer, GError **error)
{
    const struct call call = {.method = "GET",
                              .path = path,
                              .accept = MEDIA_XML,
                              .etag = etag,
                              .max_bytes = VIEW_MAX_BYTES,
                              .wait_seconds = wait_seconds};

    return run(api, &call, answer, error);
}

bool
exchange_document_submit(struct exchange_api *api, const char *id, GBytes *bytes,
                         struct exchange_answer *answer, GError **error)
{
    g_autofree char *path = g_strconcat("/v1/documents/", id, NULL);
    const struct call call = {.method = "PUT",
                              .path = path,
                              .body = bytes,
                              .body_type = MEDIA_SIGNED,
                              .accept = MEDIA_SIGNED,
                              .max_bytes = SIGNED_MAX_BYTES};

    return run(api, &call, answer, error);
}

bool
exchange_document_read(struct exchange_api *api, const char *id,
                       struct exchange_answer *answer, GError **error)
{
    g_autofree char *path = g_strconcat("/v1/documents/", id, NULL);
    const struct call call = {.method = "GET",
                              .path = path,
                              .accept = MEDIA_SIGNED,
                              .max_bytes = SIGNED_MAX_BYTES};

    return run(api, &call, answer, error);
}

bool
exchange_mailbox_read(struct exchange_api *api, int64_t after, int limit,
                      int wait_seconds, struct exchange_answer *answer, GError **error)
{
    g_autofree char *path =
        g_strdup_printf("/v1/mailbox?after=%" G_GINT64_FORMAT "&limit=%d&wait=%d",
                        after, limit, wait_seconds);

    return view_read(api, path, NULL, wait_seconds, answer, error);
}

bool
exchange_referrals_read(struct exchange_api *api, int64_t changed_after,
                        struct exchange_answer *answer, GError **error)
{
    g_autofree char *path = g_strdup_printf(
        "/v1/referrals?changed-after=%" G_GINT64_FORMAT "&limit=1000", changed_after);

    return view_read(api, path, NULL, 0, answer, error);
}

bool
exchange_referral_read(struct exchange_api *api, const char *id,
                       struct exchange_answer *answer, GError **error)
{
    g_autofree char *path = g_strconcat("/v1/referrals/", id, NULL);

    return view_read(api, path, NULL, 0, answer, error);
}

bool
exchange_matters_read(struct exchange_api *api, int64_t changed_after,
                      struct exchange_answer *answer, GError **error)
{
    g_autofree char *path = g_strdup_printf(
        "/v1/matters?changed-after=%" G_GINT64_FORMAT "&limit=200", changed_after);

    return view_read(api, path, NULL, 0, answer, error);
}

bool
exchange_inductions_read(struct exchange_api *api, struct exchange_answer *answer,
                         GError **error)
{
    return view_read(api, "/v1/inductions", NULL, 0, answer, error);
}

bool
exchange_directory_read(struct exchange_api *api, const char *etag,
                        struct exchange_answer *answer, GError **error)
{
    return view_read(api, "/v1/directory", etag, 0, answer, error);
}

bool
exchange_services_read(struct exchange_api *api, const char *etag,
                       struct exchange_answer *answer, GError **error)
{
    return view_read(api, "/v1/services", etag, 0, answer, error);
}

bool
exchange_crl_read(struct exchange_api *api, const char *etag,
                  struct exchange_answer *answer, GError **error)
{
    const struct call call = {.method = "GET",
                              .path = "/v1/crl",
                              .accept = MEDIA_PEM,
                              .etag = etag,
                              .max_bytes = CRL_PEM_MAX_BYTES};

    return run(api, &call, answer, error);
}

bool
exchange_statistics_read(struct exchange_api *api, const char *query, bool is_csv,
                         struct exchange_answer *answer, GError **error)
{
    g_autofree char *path = g_strconcat("/v1/statistics?", query, NULL);
    const struct call call = {.method = "GET",
                              .path = path,
                              .accept = is_csv ? MEDIA_CSV : MEDIA_XML,
                              .max_bytes = VIEW_MAX_BYTES};

    return run(api, &call, answer, error);
}

bool
exchange_is_away(const GError *error)
{
    return g_error_matches(error, EXCHANGE_ERROR, EXCHANGE_ERROR_NOT_CONNECTED) ||
           g_error_matches(error, EXCHANGE_ERROR, EXCHANGE_ERROR_NO_ANSWER) ||
           g_error_matches(error, EXCHANGE_ERROR, EXCHANGE_ERROR_WAIT);
}
