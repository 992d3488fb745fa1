/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/scan.h"
#include "common/documents/limits.h"
#include "common/documents/refusal.h"
#include <stdint.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

const struct scan_limits scan_wire = {
    .max_bytes = DOCUMENT_MAX_BYTES,
    .max_elements = DOCUMENT_MAX_ELEMENTS,
    .max_attributes = DOCUMENT_MAX_ATTRIBUTES,
};

const struct scan_limits scan_authoring = {
    .max_bytes = DOCUMENT_MAX_BYTES,
    .max_elements = DOCUMENT_MAX_ELEMENTS,
    .max_attributes = DOCUMENT_MAX_ATTRIBUTES,
    .allows_comments = true,
    .drops_schema_hints = true,
};

const struct scan_limits scan_view = {
    .max_bytes = VIEW_MAX_BYTES,
    .max_elements = VIEW_MAX_ELEMENTS,
    .max_attributes = DOCUMENT_MAX_ATTRIBUTES,
};

struct scan {
    const char *begin;
    const char *at;
    const char *end;
    const struct scan_limits *limits;
    int elements;
    int depth;
};

static bool
starts_with(const struct scan *scan, const char *prefix)
{
    size_t length = strlen(prefix);

    return (size_t)(scan->end - scan->at) >= length &&
           memcmp(scan->at, prefix, length) == 0;
}

/* Moves behind the next closing text; false when there is none. */
static bool
skip_past(struct scan *scan, const char *closing)
{
    size_t length = strlen(closing);
    const char *found =
        memmem(scan->at, (size_t)(scan->end - scan->at), closing, length);

    if (found == NULL)
        return false;
    scan->at = found + length;
    return true;
}

/* The value of one pseudo-attribute of the XML declaration, NULL when absent. */
static char *
declaration_value(const char *declaration, size_t size, const char *name)
{
    const char *end = declaration + size;
    const char *at = memmem(declaration, size, name, strlen(name));
    const char *close;

    if (at == NULL)
        return NULL;
    at += strlen(name);
    while (at < end && g_ascii_isspace(*at))
        at++;
    if (at == end || *at++ != '=')
        return NULL;
    while (at < end && g_ascii_isspace(*at))
        at++;
    if (at == end || (*at != '"' && *at != '\''))
        return NULL;
    close = memchr(at + 1, *at, (size_t)(end - at - 1));
    return close == NULL ? NULL : g_strndup(at + 1, (size_t)(close - at - 1));
}

/* The XML declaration may say version 1.0 and UTF-8, nothing else. */
static bool
scan_declaration(struct scan *scan, GError **error)
{
    const char *begin = scan->at;
    g_autofree char *encoding = NULL;
    g_autofree char *version = NULL;

    if (!skip_past(scan, "?>"))
        return refusal_set(error, REFUSAL_XML_MALFORMED,
                           "the XML declaration has no end");
    encoding = declaration_value(begin, (size_t)(scan->at - begin), "encoding");
    if (encoding != NULL && g_ascii_strcasecmp(encoding, "UTF-8") != 0)
        return refusal_set(error, REFUSAL_ENCODING,
                           "the XML declaration names an encoding other than UTF-8");
    version = declaration_value(begin, (size_t)(scan->at - begin), "version");
    if (version == NULL || strcmp(version, "1.0") != 0)
        return refusal_set(error, REFUSAL_XML_MALFORMED, "XML 1.0 is required");
    return true;
}

static bool
scan_comment(struct scan *scan, const char *closing, GError **error)
{
    if (!scan->limits->allows_comments)
        return refusal_set(error, REFUSAL_DOCUMENT_LIMITS,
                           "comments and processing instructions are not allowed");
    if (!skip_past(scan, closing))
        return refusal_set(error, REFUSAL_XML_MALFORMED,
                           "a comment or processing instruction has no end");
    return true;
}

/* Moves behind one quoted attribute value. */
static bool
scan_value(struct scan *scan, GError **error)
{
    const char *begin = scan->at + 1;
    const char *close = memchr(begin, *scan->at, (size_t)(scan->end - begin));

    if (close == NULL)
        return refusal_set(error, REFUSAL_XML_MALFORMED,
                           "an attribute's value has no end");
    if (close - begin > DOCUMENT_MAX_ATTRIBUTE_BYTES)
        return refusal_set(error, REFUSAL_DOCUMENT_LIMITS,
                           "an attribute is longer than %d bytes",
                           DOCUMENT_MAX_ATTRIBUTE_BYTES);
    scan->at = close + 1;
    return true;
}

/* Counts one more element, from its '<' to behind its '>'. */
static bool
scan_start_tag(struct scan *scan, GError **error)
{
    const char *begin = scan->at;
    const char *piece = scan->at; /* the current run without quotes: names and spaces */
    int attributes = 0;

    if (++scan->elements > scan->limits->max_elements)
        return refusal_set(error, REFUSAL_DOCUMENT_LIMITS, "more than %d elements",
                           scan->limits->max_elements);
    while (scan->at < scan->end && *scan->at != '>') {
        if (*scan->at == '"' || *scan->at == '\'') {
            if (++attributes > scan->limits->max_attributes)
                return refusal_set(error, REFUSAL_DOCUMENT_LIMITS,
                                   "more than %d attributes of one element",
                                   scan->limits->max_attributes);
            if (!scan_value(scan, error))
                return false;
            piece = scan->at;
            continue;
        }
        if (*scan->at == '<' && scan->at != begin)
            return refusal_set(error, REFUSAL_XML_MALFORMED, "a tag has no end");
        if (scan->at - piece > DOCUMENT_MAX_NAME_BYTES)
            return refusal_set(error, REFUSAL_DOCUMENT_LIMITS,
                               "a name is longer than %d bytes",
                               DOCUMENT_MAX_NAME_BYTES);
        scan->at++;
    }
    if (scan->at == scan->end)
        return refusal_set(error, REFUSAL_XML_MALFORMED, "a tag has no end");
    if (scan->at[-1] != '/' && ++scan->depth > DOCUMENT_MAX_DEPTH)
        return refusal_set(error, REFUSAL_DOCUMENT_LIMITS,
                           "elements are nested deeper than %d", DOCUMENT_MAX_DEPTH);
    scan->at++;
    return true;
}

static bool
scan_end_tag(struct scan *scan, GError **error)
{
    if (!skip_past(scan, ">"))
        return refusal_set(error, REFUSAL_XML_MALFORMED, "a tag has no end");
    scan->depth--;
    return true;
}

/* Moves behind the markup that begins here. */
static bool
scan_markup(struct scan *scan, GError **error)
{
    if (starts_with(scan, "</"))
        return scan_end_tag(scan, error);
    if (starts_with(scan, "<!--"))
        return scan_comment(scan, "-->", error);
    if (starts_with(scan, "<?"))
        return scan_comment(scan, "?>", error);
    if (starts_with(scan, "<![CDATA[")) {
        if (skip_past(scan, "]]>"))
            return true;
        return refusal_set(error, REFUSAL_XML_MALFORMED, "a CDATA section has no end");
    }
    if (starts_with(scan, "<!"))
        return refusal_set(error, REFUSAL_DOCTYPE_FORBIDDEN,
                           "a DOCTYPE or other declaration is not allowed");
    return scan_start_tag(scan, error);
}

/* Text without a NUL or any byte above 0x7f, eight at a time: most documents are that.
 */
static bool
is_plain(const char *bytes, size_t size)
{
    size_t index = 0;

    if (memchr(bytes, '\0', size) != NULL)
        return false;
    for (; index + sizeof(uint64_t) <= size; index += sizeof(uint64_t)) {
        uint64_t word;

        memcpy(&word, bytes + index, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            return false;
    }
    for (; index < size; index++) {
        if ((unsigned char)bytes[index] > 0x7f)
            return false;
    }
    return true;
}

static bool
scan_bytes(struct scan *scan, GError **error)
{
    size_t size = (size_t)(scan->end - scan->begin);

    if (size > scan->limits->max_bytes)
        return refusal_set(error, REFUSAL_DOCUMENT_LIMITS, "longer than %zu bytes",
                           scan->limits->max_bytes);
    /* Refuses NUL, overlong forms and surrogates too. */
    if (!is_plain(scan->begin, size) &&
        !g_utf8_validate_len(scan->begin, size, &scan->at))
        return refusal_set(error, REFUSAL_ENCODING, "the bytes are not UTF-8 text");
    scan->at = scan->begin;
    if (starts_with(scan, BYTE_ORDER_MARK))
        scan->at += strlen(BYTE_ORDER_MARK);
    if (starts_with(scan, "<?xml") && scan->end - scan->at > 5 &&
        g_ascii_isspace(scan->at[5]) && !scan_declaration(scan, error))
        return false;
    while ((scan->at = memchr(scan->at, '<', (size_t)(scan->end - scan->at))) != NULL) {
        if (!scan_markup(scan, error))
            return false;
    }
    return true;
}

bool
scan_check(const char *bytes, size_t size, const struct scan_limits *limits, int *line,
           GError **error)
{
    struct scan scan = {
        .begin = bytes, .at = bytes, .end = bytes + size, .limits = limits};

    if (scan_bytes(&scan, error))
        return true;
    *line = 1;
    for (const char *at = bytes; at < scan.at; at++)
        *line += *at == '\n';
    return false;
}
