/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/writer.h"
#include "common/documents/kinds.h"
#include "common/documents/receipt.h"
#include "common/documents/timestamp.h"
#include "common/documents/uuid.h"

static const char *
escape_of(char character)
{
    switch (character) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        /* The other control characters are no characters of XML. */
        return (unsigned char)character < 0x20 ? "" : NULL;
    }
}

void
writer_text(GString *xml, const char *text)
{
    const char *run = text;

    for (; *text != '\0'; text++) {
        const char *escape = escape_of(*text);

        if (escape == NULL)
            continue;
        g_string_append_len(xml, run, text - run);
        g_string_append(xml, escape);
        run = text + 1;
    }
    g_string_append_len(xml, run, text - run);
}

void
writer_attribute(GString *xml, const char *name, const char *text)
{
    if (text == NULL)
        return;
    g_string_append_c(xml, ' ');
    g_string_append(xml, name);
    g_string_append(xml, "=\"");
    writer_text(xml, text);
    g_string_append_c(xml, '"');
}

static void
write_hundredths(char *text, size_t size, int64_t hundredths)
{
    int64_t whole = hundredths / 100;
    int rest = (int)(hundredths % 100);

    if (rest == 0)
        g_snprintf(text, size, "%" G_GINT64_FORMAT, whole);
    else if (rest % 10 == 0)
        g_snprintf(text, size, "%" G_GINT64_FORMAT ".%d", whole, rest / 10);
    else
        g_snprintf(text, size, "%" G_GINT64_FORMAT ".%02d", whole, rest);
}

static void
write_hex(char *text, const uint8_t bytes[SHA256_BYTES])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t index = 0; index < SHA256_BYTES; index++) {
        *text++ = digits[bytes[index] >> 4];
        *text++ = digits[bytes[index] & 0x0f];
    }
    *text = '\0';
}

static char *
join_areas(const void *member)
{
    const char *const *words = *(const char *const *const *)member;
    size_t count =
        *(const size_t *)(const void *)((const char *)member + sizeof(const char **));
    GString *joined = g_string_new(NULL);

    for (size_t index = 0; index < count; index++) {
        if (index > 0)
            g_string_append_c(joined, ' ');
        g_string_append(joined, words[index]);
    }
    return g_string_free(joined, FALSE);
}

/* Whether an optional member holds nothing to write. */
static bool
is_absent(const struct field *field, const void *from, const void *member)
{
    if (field->has_presence)
        return !*(const bool *)((const char *)from + field->presence_offset);
    switch (field->type) {
    case FIELD_TEXT:
        return *(const char *const *)member == NULL;
    case FIELD_AGENCY:
        return *(const char *)member == '\0';
    case FIELD_DATE:
        return *(const int32_t *)member == DATE_NONE;
    case FIELD_COUNT:
    case FIELD_HUNDREDTHS:
        return *(const int *)member < 0;
    case FIELD_BOOL:
        return !*(const bool *)member;
    case FIELD_MAYBE:
        return *(const enum maybe *)member == UNSAID;
    case FIELD_AREAS:
        return *(const size_t *)(const void *)((const char *)member +
                                               sizeof(const char **)) == 0;
    case FIELD_NAME:
        /* An optional enum's first name is the one that goes without saying. */
        return *(const unsigned int *)member == 0;
    default:
        return false;
    }
}

static void
write_field(GString *xml, const struct field *field, const void *from)
{
    const void *member = (const char *)from + field->offset;
    g_autofree char *areas = NULL;
    char text[2 * SHA256_BYTES + 1];
    const char *written = text;

    if (field->is_optional && is_absent(field, from, member))
        return;
    switch (field->type) {
    case FIELD_TEXT:
        written = *(const char *const *)member;
        break;
    case FIELD_AGENCY:
        written = member;
        break;
    case FIELD_UUID:
        uuid_write(member, text);
        break;
    case FIELD_NAME:
        written = field->names[*(const unsigned int *)member];
        break;
    case FIELD_KIND:
        written = kinds[*(const enum kind *)member].name;
        break;
    case FIELD_BOOL:
        written = *(const bool *)member ? "true" : "false";
        break;
    case FIELD_MAYBE:
        written = *(const enum maybe *)member == YES ? "true" : "false";
        break;
    case FIELD_COUNT:
        g_snprintf(text, sizeof text, "%d", *(const int *)member);
        break;
    case FIELD_BAND:
        g_snprintf(text, sizeof text, *(const int *)member >= 6 ? "%d+" : "%d",
                   *(const int *)member);
        break;
    case FIELD_HUNDREDTHS:
        write_hundredths(text, sizeof text, *(const int *)member);
        break;
    case FIELD_FIGURE:
        write_hundredths(text, sizeof text, *(const int64_t *)member);
        break;
    case FIELD_SEQUENCE:
        g_snprintf(text, sizeof text, "%" G_GUINT64_FORMAT, *(const uint64_t *)member);
        break;
    case FIELD_DATE:
        date_write(*(const int32_t *)member, text);
        break;
    case FIELD_TIMESTAMP:
        timestamp_write(*(const int64_t *)member, text);
        break;
    case FIELD_SHA256:
        write_hex(text, member);
        break;
    case FIELD_AREAS:
        written = areas = join_areas(member);
        break;
    }
    writer_attribute(xml, field->name, written);
}

void
writer_fields(GString *xml, const struct field *fields, size_t field_count,
              const void *from)
{
    for (size_t index = 0; index < field_count; index++)
        write_field(xml, &fields[index], from);
}

void
writer_element(GString *xml, const char *name, const struct field *fields,
               size_t field_count, const void *from)
{
    g_string_append_c(xml, '<');
    g_string_append(xml, name);
    writer_fields(xml, fields, field_count, from);
    g_string_append(xml, "/>");
}

void
writer_base64(GString *xml, GBytes *bytes)
{
    size_t size;
    const unsigned char *data = g_bytes_get_data(bytes, &size);
    size_t offset = xml->len;
    int state = 0, save = 0;
    size_t written;

    /* Without line breaks, g_base64_encode_step() says, 4 bytes for every 3. */
    g_string_set_size(xml, offset + (size / 3 + 1) * 4 + 4);
    written = g_base64_encode_step(data, size, FALSE, xml->str + offset, &state, &save);
    written += g_base64_encode_close(FALSE, xml->str + offset + written, &state, &save);
    g_string_truncate(xml, offset + written);
}

GString *
writer_new(void)
{
    return g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

GBytes *
writer_finish(GString *xml)
{
    g_string_append_c(xml, '\n');
    return g_string_free_to_bytes(xml);
}
