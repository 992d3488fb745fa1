/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/xml.h"

#include "common/documents/timestamp.h"

#include <stdio.h>
#include <string.h>

GString *
xml_begin(const char *root)
{
    GString *xml = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    g_string_append_printf(xml, "<%s xmlns=\"%s\">\n", root, CLIENT_NAMESPACE);
    return xml;
}

GBytes *
xml_finish(GString *xml, const char *root)
{
    g_string_append_printf(xml, "</%s>\n", root);
    return g_string_free_to_bytes(xml);
}

void
xml_end(GString *xml, const char *root)
{
    g_autoptr(GBytes) bytes = xml_finish(xml, root);

    xml_print_bytes(bytes);
}

void
xml_attribute(GString *xml, const char *name, const char *value)
{
    g_autofree char *escaped = NULL;

    if (value == NULL)
        return;
    escaped = g_markup_escape_text(value, -1);
    g_string_append_printf(xml, " %s=\"%s\"", name, escaped);
}

void
xml_number(GString *xml, const char *name, int64_t value)
{
    g_string_append_printf(xml, " %s=\"%" G_GINT64_FORMAT "\"", name, value);
}

void
xml_time(GString *xml, const char *name, int64_t us)
{
    char text[TIMESTAMP_TEXT_BYTES];

    timestamp_write(us, text);
    xml_attribute(xml, name, text);
}

void
xml_boolean(GString *xml, const char *name, bool value)
{
    xml_attribute(xml, name, value ? "true" : "false");
}

void
xml_embed(GString *xml, GBytes *bytes)
{
    size_t size = 0;
    const char *text = g_bytes_get_data(bytes, &size);
    const char *end =
        size > 5 && memcmp(text, "<?xml", 5) == 0 ? memchr(text, '>', size) : NULL;
    size_t skip = end != NULL ? (size_t)(end + 1 - text) : 0;

    g_string_append_len(xml, text + skip, (gssize)(size - skip));
}

void
xml_print_bytes(GBytes *bytes)
{
    size_t size = 0;
    const char *data = g_bytes_get_data(bytes, &size);

    fwrite(data, 1, size, stdout);
    if (size > 0 && data[size - 1] != '\n')
        putchar('\n');
}
