/* SPDX-License-Identifier: Apache-2.0 */
/* What every member may read and what changes rarely: all of it is in memory. */
#include "common/documents/schema.h"
#include "exchange/exchange.h"
#include "exchange/handlers/handlers.h"

/* GET /v1/directory: agencies and their certificates. */
bool
handle_directory_get(void *context, const struct request *request,
                     struct response *response, GError **error)
{
    struct exchange *exchange = context;
    g_autoptr(directory) directory = standing_directory(exchange->standing);

    (void)error;
    if (request_etag_matches(request, directory->etag))
        response_empty(response, 304);
    else
        response_bytes(response, 200, MEDIA_VIEW, directory->xml);
    response_etag(response, directory->etag);
    return true;
}

/* GET /v1/crl: the revocation list in force, as PEM. */
bool
handle_crl_get(void *context, const struct request *request, struct response *response,
               GError **error)
{
    struct exchange *exchange = context;
    g_autoptr(registry) registry = standing_registry(exchange->standing);

    (void)request;
    (void)error;
    response_bytes(response, 200, MEDIA_CRL, crl_pem(registry_crl(registry)));
    return true;
}

/* GET /v1/schemas: the names of the schemas in force, one a line. */
bool
handle_schemas_list(void *context, const struct request *request,
                    struct response *response, GError **error)
{
    g_auto(GStrv) names = schema_file_list();
    g_autofree char *lines = g_strjoinv("\n", names);
    g_autofree char *text = g_strconcat(lines, "\n", NULL);

    (void)context;
    (void)request;
    (void)error;
    response_text(response, 200, MEDIA_TEXT, text);
    return true;
}

/* GET /v1/schemas/{name}: one of them. */
bool
handle_schema_get(void *context, const struct request *request,
                  struct response *response, GError **error)
{
    g_autoptr(GBytes) schema = schema_file_find(request->values[0]);

    (void)context;
    if (schema == NULL)
        return refusal_set(error, REFUSAL_NOT_FOUND,
                           "there is no such schema; /v1/schemas lists them");
    response_bytes(response, 200, MEDIA_VIEW, schema);
    return true;
}
