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

/* All that the pages ask for ends in one of these. */
static const struct media {
    const char *ending;
    const char *media;
    const char *caching; /* a name that its content makes never means anything else */
} medias[] = {
    {".html", "text/html; charset=utf-8", "no-cache"},
    {".svg", "image/svg+xml", "no-cache"},
    {".css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"},
    {".js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
};

static const struct media *
find_media(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(medias); i++)
        if (g_str_has_suffix(name, medias[i].ending))
            return &medias[i];
    return NULL;
}

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
    const struct media *media = find_media(name);
    bool is_packed = takes_gzip(request);
    g_autofree char *path = g_strconcat(PREFIX, name, is_packed ? ".gz" : "", NULL);
    g_autoptr(GBytes) bytes =
        media != NULL ? g_resource_lookup_data(pages_get_resource(), path,
                                               G_RESOURCE_LOOKUP_FLAGS_NONE, NULL)
                      : NULL;
    char etag[DIGEST_HEX_CHARS];
    struct digest digest;

    if (bytes == NULL)
        return refusal_set(error, REFUSAL_NOT_FOUND, "there is no such file");
    digest = digest_of_bytes(bytes);
    digest_hex(&digest, etag);
    if (request_etag_matches(request, etag))
        response_empty(response, 304);
    else
        response_bytes(response, 200, media->media, bytes);
    if (is_packed)
        response_header(response, "Content-Encoding", "gzip");
    response_header(response, "Vary", "Accept-Encoding");
    response_header(response, "Cache-Control", "%s", media->caching);
    response_etag(response, etag);
    return true;
}

/* GET /: the one page, which shows all others. */
bool
page_get(void *context, const struct request *request, struct response *response,
         GError **error)
{
    (void)context;
    return answer_asset(request, "index.html", response, error);
}

/*
 * GET /statistics: the same page where there are charts.  Observable Plot puts one
 * style element into each: this one, and no other, by its hash.
 */
bool
charts_page_get(void *context, const struct request *request, struct response *response,
                GError **error)
{
    (void)context;
    if (!answer_asset(request, "index.html", response, error))
        return false;
    response_header(
        response, "Content-Security-Policy", "%s",
        PAGE_POLICY(" 'sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM='"));
    return true;
}

/* GET /assets/{name} */
bool
asset_get(void *context, const struct request *request, struct response *response,
          GError **error)
{
    (void)context;
    return answer_asset(request, request->values[0], response, error);
}

/*
 * GET /api/news?after=N: waits for something to change, no longer than the session
 * lasts, which waiting does not prolong: the page asks again, and so learns of its end.
 */
bool
news_get(void *context, const struct request *request, struct response *response,
         GError **error)
{
    struct web *web = context;
    g_autoptr(session) session = operation_session(web, request, false);
    int64_t left_us;

    if (session == NULL)
        return refusal_set(error, REFUSAL_SIGN_IN, "sign in to go on");
    left_us = session->ends_us - clock_now(web->options->clock);
    return news_answer(web->news, request, left_us / 1000 + 1, response, error);
}
