/* SPDX-License-Identifier: Apache-2.0 */
#include "common/http/framing.h"

#include <string.h>

#include "common/documents/decimal.h"
#include "common/documents/refusal.h"

static bool
has_only(const char *text, size_t length, const char *others)
{
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isalnum(text[i]) && strchr(others, text[i]) == NULL)
            return false;
    }
    return true;
}

/* Nothing that we serve needs an escape in its path, so that none can hide anything. */
static bool
check_path(const char *path, GError **error)
{
    if (path[0] != '/')
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "RFC 9112 3.2.1: the target is not an absolute path");
    if (!has_only(path, strlen(path), "/-._~"))
        return refusal_set(
            error, REFUSAL_BAD_REQUEST,
            "the path has a character or an escape that no path here has");
    if (path[1] == '\0')
        return true;
    for (const char *segment = path; *segment != '\0';) {
        const size_t length = strcspn(segment + 1, "/");

        if (length == 0 || (length == 1 && segment[1] == '.') ||
            (length == 2 && memcmp(segment + 1, "..", 2) == 0))
            return refusal_set(error, REFUSAL_BAD_REQUEST,
                               "the path has an empty, \".\" or \"..\" segment");
        segment += 1 + length;
    }
    return true;
}

/* Decodes %XX and '+' in place; refuses broken escapes, spaces, control characters. */
static bool
decode(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++, to++) {
        int c = *from == '+' ? ' ' : (unsigned char)*from;

        if (*from == '%') {
            const int high = g_ascii_xdigit_value(from[1]);
            const int low = high < 0 ? -1 : g_ascii_xdigit_value(from[2]);

            if (low < 0)
                return false;
            c = high * 16 + low;
            from += 2;
        }
        if (c < ' ' || c == 0x7f || *from == ' ')
            return false;
        *to = (char)c;
    }
    *to = '\0';
    return g_utf8_validate(text, -1, NULL);
}

static bool
read_query(char *query, struct request *request, GError **error)
{
    char *rest = query;

    while (rest != NULL && *rest != '\0') {
        char *name = strsep(&rest, "&");
        char *value = name;

        strsep(&value, "=");
        if (value == NULL || name[0] == '\0' || !has_only(name, strlen(name), "-._~") ||
            !decode(value))
            return refusal_set(error, REFUSAL_BAD_REQUEST,
                               "the query is not a list of name=value in UTF-8");
        if (request_query(request, name) != NULL)
            return refusal_set(error, REFUSAL_BAD_REQUEST,
                               "a query parameter stands twice");
        if (request->query_count == REQUEST_QUERY_MAX)
            return refusal_set(error, REFUSAL_BAD_REQUEST,
                               "more than %d query parameters", REQUEST_QUERY_MAX);
        request->query[request->query_count++] = (struct request_pair){name, value};
    }
    return true;
}

bool
framing_read_target(char *target, const struct framing_limits *limits,
                    struct request *request, GError **error)
{
    char *query = target;

    if (strlen(target) > limits->uri_max_bytes)
        return refusal_set(error, REFUSAL_URI_TOO_LONG, "at most %zu bytes",
                           limits->uri_max_bytes);
    strsep(&query, "?");
    if (!check_path(target, error))
        return false;
    request->path = target;
    return read_query(query, request, error);
}

static bool
is_field_value(const char *value)
{
    for (const char *c = value; *c != '\0'; c++) {
        if (((unsigned char)*c < ' ' && *c != '\t') || *c == 0x7f)
            return false;
    }
    return true;
}

static bool
check_sizes(const struct request *request, const struct framing_limits *limits,
            GError **error)
{
    size_t size = 0;

    if (request->header_count > limits->headers_max)
        return refusal_set(error, REFUSAL_HEADERS_TOO_LARGE, "at most %u header fields",
                           limits->headers_max);
    for (size_t i = 0; i < request->header_count; i++) {
        const struct request_pair *header = &request->headers[i];

        size += strlen(header->name) + strlen(header->value) + sizeof ": \r\n" - 1;
        if (header->name[0] == '\0' ||
            !has_only(header->name, strlen(header->name), "!#$%&'*+-.^_`|~"))
            return refusal_set(error, REFUSAL_BAD_REQUEST,
                               "RFC 9112 5.1: a header's name is not a token");
        if (!is_field_value(header->value))
            return refusal_set(error, REFUSAL_BAD_REQUEST,
                               "RFC 9110 5.5: a control character in a header's value");
    }
    if (size > limits->headers_max_bytes)
        return refusal_set(error, REFUSAL_HEADERS_TOO_LARGE, "at most %zu bytes",
                           limits->headers_max_bytes);
    return true;
}

/* Counts the fields of this name and says the first one's value. */
static unsigned
count_fields(const struct request *request, const char *name, const char **value)
{
    unsigned count = 0;

    *value = NULL;
    for (size_t i = 0; i < request->header_count; i++) {
        if (g_ascii_strcasecmp(request->headers[i].name, name) == 0 && count++ == 0)
            *value = request->headers[i].value;
    }
    return count;
}

bool
framing_read_headers(const struct request *request, const struct framing_limits *limits,
                     struct framing *framing, GError **error)
{
    struct framing result = {0};
    const char *encoding;
    const char *expect;
    const char *length;
    const char *other;

    if (!check_sizes(request, limits, error))
        return false;
    if (count_fields(request, "Host", &other) != 1)
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "RFC 9112 3.2: exactly one Host");
    if (count_fields(request, "Content-Length", &length) > 1)
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "RFC 9112 6.3: more than one Content-Length");
    if (count_fields(request, "Transfer-Encoding", &encoding) > 0 && length != NULL)
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "RFC 9112 6.1: Transfer-Encoding beside Content-Length");
    if (encoding != NULL)
        return refusal_set(error, REFUSAL_LENGTH_REQUIRED,
                           "no Transfer-Encoding is taken; send a Content-Length");
    if (count_fields(request, "Content-Type", &other) > 1 ||
        count_fields(request, "Content-Encoding", &other) > 1)
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "RFC 9110 5.3: Content-Type and -Encoding stand once");
    if (count_fields(request, "Upgrade", &other) > 0)
        return refusal_set(error, REFUSAL_BAD_REQUEST, "no Upgrade is offered here");
    if (length != NULL) {
        if (!decimal_read(length, INT64_MAX, &result.length))
            return refusal_set(error, REFUSAL_BAD_REQUEST,
                               "RFC 9110 8.6: Content-Length is not a number");
        result.has_length = true;
    }
    if (count_fields(request, "Expect", &expect) > 0) {
        if (g_ascii_strcasecmp(expect, "100-continue") != 0)
            return refusal_set(error, REFUSAL_EXPECTATION,
                               "RFC 9110 10.1.1: only 100-continue can be expected");
        result.expects_continue = true;
    }
    *framing = result;
    return true;
}

/* Is name among the words of a list separated by spaces? */
static bool
is_listed(const char *list, const char *name)
{
    const size_t length = strlen(name);

    for (const char *word = list; *word != '\0';) {
        const size_t word_length = strcspn(word, " ");

        if (word_length == length && memcmp(word, name, length) == 0)
            return true;
        word += word_length;
        word += strspn(word, " ");
    }
    return false;
}

bool
framing_check_query(const struct request *request, const char *names, GError **error)
{
    for (size_t i = 0; i < request->query_count; i++) {
        if (names == NULL)
            return refusal_set(error, REFUSAL_BAD_REQUEST,
                               "this path takes no query parameters");
        if (!is_listed(names, request->query[i].name))
            return refusal_set(error, REFUSAL_BAD_REQUEST,
                               "a query parameter other than: %s", names);
    }
    return true;
}

bool
framing_check_media(const struct request *request, const char *media, GError **error)
{
    const char *encoding = request_header(request, "Content-Encoding");
    const char *type = request_header(request, "Content-Type");
    const size_t length = strlen(media);

    if (encoding != NULL && g_ascii_strcasecmp(encoding, "identity") != 0)
        return refusal_set(error, REFUSAL_CONTENT_ENCODING,
                           "a body is taken only as it is, without a Content-Encoding");
    if (type == NULL || g_ascii_strncasecmp(type, media, length) != 0 ||
        strchr("; \t", type[length]) == NULL) /* which also finds the closing NUL */
        return refusal_set(error, REFUSAL_MEDIA_TYPE, "Content-Type: %s, nothing else",
                           media);
    return true;
}

bool
framing_check_host(const struct request *request, const char *const *hosts,
                   GError **error)
{
    const char *host = request_header(request, "Host");
    const size_t length = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");

    for (; *hosts != NULL; hosts++) {
        if (strlen(*hosts) == length && g_ascii_strncasecmp(host, *hosts, length) == 0)
            return true;
    }
    return refusal_set(error, REFUSAL_BAD_REQUEST, "not a name of this server");
}
