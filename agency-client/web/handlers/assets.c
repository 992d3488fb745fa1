/* SPDX-License-Identifier: Apache-2.0 */
/* The pages' own files, which are part of the program, packed at build time. */
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/news.h"
#include "agency-client/web/operations.h"
#include "agency-client/web/pages_resource.h"
#include "common/documents/refusal.h"
#include "common/trust/digest.h"

#include <string.h>

#define PREFIX "/referral-exchange/pages/"

static const struct {
    const char *name;
    const char *media;
} assets[] = {
    {"index.html", "text/html; charset=utf-8"},
    {"app.css", "text/css; charset=utf-8"},
    {"app.js", "text/javascript; charset=utf-8"},
    {"icon.svg", "image/svg+xml"},
};

/* All of them are there packed; hardly a browser does not take that (RFC 9110 12.5.3).
 */
static bool
takes_gzip(const struct request *request)
{
    const char *accepted = request_header(request, "Accept-Encoding");

    return accepted != NULL && strstr(accepted, "gzip") != NULL;
}

static bool
answer_asset(const struct request *request, const char *name, struct response *response,
             GError **error)
{
    bool is_packed = takes_gzip(request);
    g_autofree char *path = g_strconcat(PREFIX, name, is_packed ? ".gz" : "", NULL);
    g_autoptr(GBytes) bytes = NULL;
    char etag[DIGEST_HEX_CHARS];
    struct digest digest;

    for (size_t i = 0; i < G_N_ELEMENTS(assets); i++) {
        if (!g_str_equal(assets[i].name, name))
            continue;
        bytes = g_resource_lookup_data(pages_get_resource(), path,
                                       G_RESOURCE_LOOKUP_FLAGS_NONE, error);
        if (bytes == NULL)
            return false;
        digest = digest_of_bytes(bytes);
        digest_hex(&digest, etag);
        if (request_etag_matches(request, etag))
            response_empty(response, 304);
        else
            response_bytes(response, 200, assets[i].media, bytes);
        if (is_packed)
            response_header(response, "Content-Encoding", "gzip");
        response_header(response, "Vary", "Accept-Encoding");
        response_header(response, "Cache-Control", "no-cache");
        response_etag(response, etag);
        return true;
    }
    return refusal_set(error, REFUSAL_NOT_FOUND, "there is no such file");
}

/* GET /: the one page, which shows all others. */
bool
page_get(void *context, const struct request *request, struct response *response,
         GError **error)
{
    (void)context;
    return answer_asset(request, "index.html", response, error);
}

/* GET /assets/{name} */
bool
asset_get(void *context, const struct request *request, struct response *response,
          GError **error)
{
    (void)context;
    return answer_asset(request, request->values[0], response, error);
}

/* GET /api/news?after=N: waits for something to change. */
bool
news_get(void *context, const struct request *request, struct response *response,
         GError **error)
{
    struct web *web = context;
    g_autoptr(session) session = operation_session(web, request, false);

    if (session == NULL)
        return refusal_set(error, REFUSAL_SIGN_IN, "sign in to go on");
    return news_answer(web->news, request, response, error);
}
