/* SPDX-License-Identifier: Apache-2.0 */
#include "common/http/response.h"

#include <stdarg.h>
#include <string.h>

void
response_clear(struct response *response)
{
    g_clear_pointer(&response->body, g_bytes_unref);
    for (unsigned i = 0; i < response->header_count; i++)
        g_free(response->headers[i].value);
    memset(response, 0, sizeof *response);
}

void
response_bytes(struct response *response, int status, const char *media, GBytes *body)
{
    g_bytes_ref(body); /* it may be the one that is forgotten now */
    response_clear(response);
    response->status = status;
    response->media = media;
    response->body = body;
}

void
response_text(struct response *response, int status, const char *media,
              const char *text)
{
    g_autoptr(GBytes) body = g_bytes_new(text, strlen(text));

    response_bytes(response, status, media, body);
}

void
response_empty(struct response *response, int status)
{
    response_clear(response);
    response->status = status;
}

void
response_header(struct response *response, const char *name, const char *format, ...)
{
    g_autofree char *value = NULL;
    va_list arguments;

    va_start(arguments, format);
    value = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    for (const char *c = value; *c != '\0'; c++) {
        if (g_ascii_iscntrl(*c))
            g_error("a control character in the value of %s", name);
    }
    g_assert(response->header_count < RESPONSE_HEADERS_MAX);
    response->headers[response->header_count++] =
        (struct response_header){name, g_steal_pointer(&value)};
}

void
response_etag(struct response *response, const char *etag)
{
    response_header(response, "ETag", "\"%s\"", etag);
}
