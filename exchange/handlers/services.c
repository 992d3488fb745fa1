/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/services.h"
#include "common/trust/digest.h"
#include "exchange/handlers/handlers.h"
#include "exchange/handlers/readers.h"
#include "exchange/open_referral/hsds.h"

#define SERVICES_MAX     20000 /* as the schema of the view says */
#define PER_PAGE_DEFAULT 50
#define PER_PAGE_MAX     500
#define PAGE_MAX         SERVICES_MAX

static bool
services_read(void *context, const struct request *request, struct response *response,
              GError **error)
{
    struct exchange *exchange = context;
    g_autoptr(service_list) list = services_list(exchange->store, NULL, 0, SERVICES_MAX,
                                                 clock_now(exchange->clock), error);
    g_autoptr(GBytes) xml = NULL;
    char etag[DIGEST_HEX_CHARS];
    struct digest digest;

    if (list == NULL)
        return false;
    xml = services_view_write(
        (const struct listing_source *)(void *)list->sources->data, list->sources->len);
    digest = digest_of_bytes(xml);
    digest_hex(&digest, etag);
    if (request_etag_matches(request, etag))
        response_empty(response, 304);
    else
        response_bytes(response, 200, MEDIA_VIEW, xml);
    response_etag(response, etag);
    return true;
}

/* GET /v1/services: every service, what room it has, and which vacancies are held. */
bool
handle_services_list(void *context, const struct request *request,
                     struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, services_read);
    return true;
}

/* The listings with their bodies read; NULL with an internal error. */
static struct services_view *
view_of(const struct service_list *list, GError **error)
{
    g_autoptr(GBytes) xml = services_view_write(
        (const struct listing_source *)(void *)list->sources->data, list->sources->len);

    return services_view_read(xml, error);
}

static bool
page_read(void *context, const struct request *request, struct response *response,
          GError **error)
{
    struct exchange *exchange = context;
    g_autoptr(service_list) list = NULL;
    g_autoptr(services_view) view = NULL;
    g_autoptr(GBytes) json = NULL;
    struct hsds_page page = {0};
    int64_t number, per_page, total;

    if (!request_query_number(request, "page", 1, 1, PAGE_MAX, &number, error) ||
        !request_query_number(request, "per_page", PER_PAGE_DEFAULT, 1, PER_PAGE_MAX,
                              &per_page, error))
        return false;
    list = services_list(exchange->store, NULL, (number - 1) * per_page, (int)per_page,
                         clock_now(exchange->clock), error);
    if (list == NULL || !services_count(exchange->store, &total, error) ||
        (view = view_of(list, error)) == NULL)
        return false;
    page = (struct hsds_page){
        .listings = view->listings,
        .count = view->listing_count,
        .number = (int)number,
        .per_page = (int)per_page,
        .total = total,
    };
    json = hsds_write_page(exchange->codes, &page);
    response_bytes(response, 200, MEDIA_JSON, json);
    return true;
}

/* GET /v1/openreferral/services?page=N&per_page=M: a page of HSDS 3.1 services. */
bool
handle_open_referral_list(void *context, const struct request *request,
                          struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, page_read);
    return true;
}

static bool
open_referral_read(void *context, const struct request *request,
                   struct response *response, GError **error)
{
    struct exchange *exchange = context;
    int64_t now_us = clock_now(exchange->clock);
    g_autoptr(service_list) list = NULL;
    g_autoptr(services_view) view = NULL;
    g_autoptr(GBytes) json = NULL;
    struct uuid id;

    if (!request_path_uuid(request, 0, &id, error))
        return false;
    list = services_list(exchange->store, &id, 0, 1, now_us, error);
    if (list == NULL)
        return false;
    if (list->sources->len == 0)
        return refusal_set(error, REFUSAL_NOT_FOUND, "there is no such service");
    view = view_of(list, error);
    if (view == NULL)
        return false;
    json = hsds_write_service(exchange->codes, &view->listings[0], now_us);
    response_bytes(response, 200, MEDIA_JSON, json);
    return true;
}

/* GET /v1/openreferral/services/{id}: one service with all that belongs to it. */
bool
handle_open_referral_get(void *context, const struct request *request,
                         struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, open_referral_read);
    return true;
}

/* GET /v1/openreferral: which version of HSDS this is. */
bool
handle_open_referral_api(void *context, const struct request *request,
                         struct response *response, GError **error)
{
    g_autoptr(GBytes) json = hsds_write_api();

    (void)context;
    (void)request;
    (void)error;
    response_bytes(response, 200, MEDIA_JSON, json);
    return true;
}
