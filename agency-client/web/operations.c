/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/operations.h"

#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "common/documents/problem.h"
#include "common/log/log.h"
#include "common/threads/deadline.h"

#include <string.h>

#define FORM_HEADER       "X-Form-Token"
#define UNATTENDED_HEADER "X-Unattended" /* nobody asked, the page did by itself */
#define MEDIA_FORM        "application/x-www-form-urlencoded"

/* Who may: anybody, somebody who has signed in, or with at least that right. */
enum who { ANYBODY, CASEWORKER, MANAGER, ADMINISTRATOR };

/*
 * Every request is judged by its row: a row with a body changes something, and so must
 * come from our own pages (Origin) and name the session's form token, but for those
 * that anybody may make.
 */
static const struct operation {
    const char *method;
    const char *path;
    enum who who;
    call_run run;
    const char *query;
    const char *media;
    bool is_idle; /* asked by pages themselves: does not keep a session alive */
} operations[] = {
    {"GET", "/api/session", ANYBODY, session_get, NULL, NULL, true},
    {"POST", "/api/session", ANYBODY, session_open, NULL, MEDIA_FORM, false},
    {"POST", "/api/session/close", CASEWORKER, session_close, NULL, MEDIA_FORM, false},
    {"POST", "/api/welcome", ANYBODY, welcome_post, NULL, MEDIA_FORM, false},
    {"GET", "/api/labels/{kind}", CASEWORKER, labels_get, NULL, NULL, true},
    {"GET", "/api/codes/{list}", CASEWORKER, codes_get, NULL, NULL, true},
    {"GET", "/api/inbox", CASEWORKER, inbox_get, "choice page", NULL, true},
    {"POST", "/api/inbox", CASEWORKER, inbox_search, NULL, MEDIA_FORM, true},
    {"GET", "/api/new", CASEWORKER, new_get, NULL, NULL, true},
    {"GET", "/api/referrals/{id}", CASEWORKER, referral_get, NULL, NULL, false},
    {"POST", "/api/referrals/{id}/{kind}", CASEWORKER, step_post, NULL, MEDIA_XML,
     false},
    {"GET", "/api/drafts", CASEWORKER, drafts_get, NULL, NULL, false},
    {"POST", "/api/drafts", CASEWORKER, draft_post, NULL, MEDIA_XML, false},
    {"GET", "/api/drafts/{id}", CASEWORKER, draft_get, NULL, NULL, false},
    {"POST", "/api/drafts/{id}", CASEWORKER, draft_save, "version", MEDIA_XML, false},
    {"POST", "/api/drafts/{id}/delete", CASEWORKER, draft_delete, "version", MEDIA_FORM,
     false},
    {"POST", "/api/drafts/{id}/check", CASEWORKER, draft_check, NULL, MEDIA_FORM,
     false},
    {"POST", "/api/drafts/{id}/send", CASEWORKER, draft_send, "version", MEDIA_FORM,
     false},
    {"GET", "/api/referrer", CASEWORKER, referrer_get, NULL, NULL, false},
    {"GET", "/api/sent/{referral}", CASEWORKER, sent_get, NULL, NULL, true},
    {"GET", "/api/agencies", CASEWORKER, agencies_get, NULL, NULL, false},
    {"GET", "/api/areas", CASEWORKER, areas_get, NULL, NULL, true},
    {"POST", "/api/find", CASEWORKER, find_post, NULL, MEDIA_FORM, false},
    {"GET", "/api/matters/{id}", CASEWORKER, matter_get, NULL, NULL, false},
    {"POST", "/api/matters/{id}/{kind}", CASEWORKER, matter_step_post, NULL, MEDIA_XML,
     false},
    {"POST", "/api/enquiries/{id}/convert", CASEWORKER, enquiry_convert, NULL,
     MEDIA_FORM, false},
    {"POST", "/api/outbox/{document}", CASEWORKER, outbox_post, NULL, MEDIA_FORM,
     false},
    {"GET", "/api/statistics", MANAGER, statistics_get, "period scope", NULL, false},
    {"GET", "/api/statistics/csv", MANAGER, statistics_csv, "period scope", NULL,
     false},
    {"GET", "/api/staff", ADMINISTRATOR, staff_get, NULL, NULL, false},
    {"POST", "/api/staff", ADMINISTRATOR, staff_post, NULL, MEDIA_FORM, false},
    {"POST", "/api/staff/{actor}", ADMINISTRATOR, staff_change, NULL, MEDIA_FORM,
     false},
    {"GET", "/api/activity", ADMINISTRATOR, activity_get, "record", NULL, false},
};

/* What needs no desk: the files of the pages, and waiting for news. */
static const struct route direct[] = {
    {"GET", "/", page_get, NULL, NULL},
    {"GET", "/statistics", charts_page_get, NULL, NULL},
    {"GET", "/assets/{name}", asset_get, NULL, NULL},
    {"GET", "/api/news", news_get, "after", NULL},
};

static route_handler operation_handle;

struct route *
operations_routes(size_t *count)
{
    struct route *routes =
        g_new0(struct route, G_N_ELEMENTS(operations) + G_N_ELEMENTS(direct));

    for (size_t i = 0; i < G_N_ELEMENTS(operations); i++)
        routes[i] =
            (struct route){operations[i].method, operations[i].path, operation_handle,
                           operations[i].query, operations[i].media};
    memcpy(routes + G_N_ELEMENTS(operations), direct, sizeof direct);
    *count = G_N_ELEMENTS(operations) + G_N_ELEMENTS(direct);
    return routes;
}

/* The value of our cookie; the caller frees it.  RFC 6265 5.4. */
static char *
cookie_token(const struct web *web, const struct request *request)
{
    const char *header = request_header(request, "Cookie");
    g_autofree char *begin = g_strconcat(web->cookie, "=", NULL);
    g_auto(GStrv) pairs = header != NULL ? g_strsplit(header, ";", 32) : NULL;

    for (int i = 0; pairs != NULL && pairs[i] != NULL; i++) {
        const char *pair = g_strstrip(pairs[i]);

        if (g_str_has_prefix(pair, begin))
            return g_strdup(pair + strlen(begin));
    }
    return NULL;
}

struct session *
operation_session(struct web *web, const struct request *request, bool is_used)
{
    g_autofree char *token = cookie_token(web, request);

    return token != NULL ? sessions_find(web->sessions, token, is_used,
                                         clock_now(web->options->clock))
                         : NULL;
}

bool
operation_is_unattended(const struct request *request)
{
    return request_header(request, UNATTENDED_HEADER) != NULL;
}

/* The Host has been checked to be one of ours; the page must have come from there. */
static bool
check_origin(const struct web *web, const struct request *request, GError **error)
{
    const char *host = request_header(request, "Host");
    const char *origin = request_header(request, "Origin");
    const char *site = request_header(request, "Sec-Fetch-Site");
    g_autofree char *own =
        g_strdup_printf("%s://%s", web->options->certificate != NULL ? "https" : "http",
                        host != NULL ? host : "");
    bool is_ours =
        origin != NULL ? g_str_equal(origin, own) : request->route->media == NULL;

    /* Another port of this host is another page, which our cookie does not know. */
    if (is_ours &&
        (site == NULL || g_str_equal(site, "same-origin") || g_str_equal(site, "none")))
        return true;
    return refusal_set(error, REFUSAL_FORM,
                       "this did not come from a page of this program");
}

static bool
check_form(const struct request *request, const struct session *session, GError **error)
{
    const char *shown = request_header(request, FORM_HEADER);

    if (shown != NULL && token_is_equal(shown, session->form))
        return true;
    return refusal_set(error, REFUSAL_FORM,
                       "the page is of an earlier session: open it again");
}

static bool
check(const struct web *web, const struct operation *operation,
      const struct request *request, const struct session *session, GError **error)
{
    if (!check_origin(web, request, error))
        return false;
    if (operation->who == ANYBODY)
        return true;
    if (session == NULL)
        return refusal_set(error, REFUSAL_SIGN_IN, "sign in to go on");
    if (operation->media != NULL && !check_form(request, session, error))
        return false;
    if (operation->who <= session->right + CASEWORKER)
        return true;
    return refusal_set(error, REFUSAL_RIGHT, "this is for %ss",
                       right_names[operation->who - CASEWORKER]);
}

static bool
operation_handle(void *context, const struct request *request,
                 struct response *response, GError **error)
{
    struct web *web = context;
    const struct operation *operation = &operations[request->route - web->routes];
    g_autoptr(session) session = operation_session(
        web, request, !operation->is_idle && !operation_is_unattended(request));

    (void)response;
    if (!check(web, operation, request, session, error))
        return false;
    desks_answer(web, request, g_steal_pointer(&session), operation->run);
    return true;
}

/* An error that is no refusal yet, as the words a person at a page needs. */
static enum refusal
refusal_of(const GError *error)
{
    if (error->domain == REFUSAL_ERROR)
        return (enum refusal)error->code;
    if (g_error_matches(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND))
        return REFUSAL_NOT_FOUND;
    if (g_error_matches(error, OFFICE_ERROR, OFFICE_ERROR_STEP))
        return REFUSAL_LIFECYCLE;
    if (error->domain == OFFICE_ERROR ||
        g_error_matches(error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE))
        return REFUSAL_RULE;
    return REFUSAL_INTERNAL;
}

void
operation_refuse(const struct request *request, const GError *error,
                 const GPtrArray *violations, struct response *response)
{
    enum refusal refusal = refusal_of(error);
    g_autoptr(GBytes) problem =
        problem_write(refusal, error->message, &request->id, violations);

    if (refusals[refusal].status >= 500)
        log_event(G_LOG_LEVEL_WARNING, "request-failed",
                  LOG_TEXT("request", request->id_text),
                  LOG_TEXT("domain", g_quark_to_string(error->domain)),
                  LOG_INT("code", error->code));
    response_bytes(response, refusals[refusal].status, MEDIA_PROBLEM, problem);
    response_header(response, "Cache-Control", "no-store");
}

static void
refuse(void *context, const struct request *request, const GError *error,
       struct response *response)
{
    (void)context;
    operation_refuse(request, error, NULL, response);
}

/* What every answer carries, unless it has one of its own. */
static const struct request_pair headers[] = {
    {"Content-Security-Policy", PAGE_POLICY("")},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {NULL, NULL},
};

const struct http_service operations_service = {
    .name = "screen",
    .refuse = refuse,
    .headers = headers,
};
