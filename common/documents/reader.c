/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/reader.h"
#include "common/documents/base64.h"
#include "common/documents/decimal.h"
#include "common/documents/kinds.h"
#include "common/documents/limits.h"
#include "common/documents/names.h"
#include "common/documents/parse.h"
#include "common/documents/receipt.h"
#include "common/documents/timestamp.h"
#include "common/documents/uuid.h"
#include <string.h>

#define XML_SPACE " \t\r\n"

/* Figures stay far inside int64_t, and fields of type int have their own bound. */
#define FIGURE_MAX_DIGITS 15

static void
note(struct reader *reader, enum refusal refusal, const xmlNode *node,
     const char *attribute, const char *rule, const char *words)
{
    g_autofree char *path = NULL;

    if (reader->count++ == 0 || refusal != REFUSAL_RULE)
        reader->refusal = refusal;
    if (reader->violations == NULL)
        return;
    path = tree_path(node, NULL);
    if (attribute != NULL) {
        char *longer = g_strconcat(path, "/@", attribute, NULL);

        g_free(path);
        path = longer;
    }
    violations_append(reader->violations, tree_line(node), path, rule, words);
}

void
reader_refuse(struct reader *reader, const xmlNode *node, const char *attribute,
              const char *rule, const char *words)
{
    note(reader, REFUSAL_RULE, node, attribute, rule, words);
}

void
reader_refuse_as(struct reader *reader, enum refusal refusal, const xmlNode *node,
                 const char *rule, const char *words)
{
    note(reader, refusal, node, NULL, rule, words);
}

const char *
reader_attribute(struct reader *reader, const xmlNode *node, const char *name)
{
    const char *text;
    size_t leading, length;

    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        if (attribute->ns != NULL || strcmp((const char *)attribute->name, name) != 0)
            continue;
        if (attribute->children == NULL || attribute->children->content == NULL)
            return "";
        text = (const char *)attribute->children->content;
        leading = strspn(text, XML_SPACE);
        length = strlen(text);
        while (length > leading && strchr(XML_SPACE, text[length - 1]) != NULL)
            length--;
        if (text[length] == '\0')
            return text + leading;
        /* Rare, and the tree's strings may be shared: copy what is without the spaces.
         */
        return memcpy(tree_allocate(reader->tree, length - leading + 1, 1),
                      text + leading, length - leading);
    }
    return NULL;
}

/* Reads a decimal number with at most two digits after the point, in hundredths. */
static bool
read_hundredths(const char *text, int64_t *hundredths)
{
    int64_t value = 0;
    int digits = 0, after_point = -1;

    if (*text == '+')
        text++;
    for (; *text != '\0'; text++) {
        if (*text == '.' && after_point < 0) {
            after_point = 0;
            continue;
        }
        if (!g_ascii_isdigit(*text) || ++digits > FIGURE_MAX_DIGITS)
            return false;
        /* Zeros after the second digit say nothing; anything else would be lost. */
        if (after_point >= 2 && *text != '0')
            return false;
        if (after_point < 2)
            value = value * 10 + (*text - '0');
        if (after_point >= 0)
            after_point++;
    }
    if (digits == 0)
        return false;
    for (int place = MAX(after_point, 0); place < 2; place++)
        value *= 10;
    *hundredths = value;
    return true;
}

static bool
read_int(const char *text, int *into)
{
    uint64_t count;

    if (!decimal_read(*text == '+' ? text + 1 : text, G_MAXINT, &count))
        return false;
    *into = (int)count;
    return true;
}

/* "6+" stands for six and more. */
static bool
read_band(const char *text, int *into)
{
    if (!g_ascii_isdigit(text[0]))
        return false;
    if (text[1] != '\0' && strcmp(text + 1, "+") != 0)
        return false;
    *into = text[0] - '0';
    return true;
}

static bool
read_sha256(const char *text, uint8_t bytes[SHA256_BYTES])
{
    if (strlen(text) != 2 * SHA256_BYTES)
        return false;
    for (size_t index = 0; index < SHA256_BYTES; index++) {
        int high = g_ascii_xdigit_value(text[2 * index]);
        int low = g_ascii_xdigit_value(text[2 * index + 1]);

        if (high < 0 || low < 0)
            return false;
        bytes[index] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool
read_bool(const char *text, bool *into)
{
    if (strcmp(text, "true") == 0 || strcmp(text, "1") == 0)
        *into = true;
    else if (strcmp(text, "false") == 0 || strcmp(text, "0") == 0)
        *into = false;
    else
        return false;
    return true;
}

static bool
read_maybe(const char *text, enum maybe *into)
{
    bool is_yes;

    if (!read_bool(text, &is_yes))
        return false;
    *into = is_yes ? YES : NO;
    return true;
}

static bool
read_agency(const char *text, char into[AGENCY_ID_MAX + 1])
{
    if (*text == '\0' || strlen(text) > AGENCY_ID_MAX)
        return false;
    g_strlcpy(into, text, AGENCY_ID_MAX + 1);
    return true;
}

/* Splits at white space; the words and their array belong to the tree. */
static bool
read_words(struct reader *reader, const char *text, const char ***words, size_t *count)
{
    size_t length = strlen(text);
    char *copy = tree_allocate(reader->tree, length + 1, 1);
    char *rest = NULL;

    memcpy(copy, text, length + 1);
    *words = tree_allocate(reader->tree, length / 2 + 1, sizeof **words);
    *count = 0;
    for (char *word = strtok_r(copy, XML_SPACE, &rest); word != NULL;
         word = strtok_r(NULL, XML_SPACE, &rest))
        (*words)[(*count)++] = word;
    return true;
}

static bool
read_name(const char *text, const char *const *names, unsigned int *into)
{
    int index = name_index(names, text);

    if (index < 0)
        return false;
    *into = (unsigned int)index;
    return true;
}

/* Hundredths that fit an int. */
static bool
read_int_hundredths(const char *text, int *into)
{
    int64_t figure;

    if (!read_hundredths(text, &figure) || figure > G_MAXINT)
        return false;
    *into = (int)figure;
    return true;
}

/* Enums are unsigned int for this compiler, as the members of every names table are. */
G_STATIC_ASSERT(sizeof(enum kind) == sizeof(unsigned int));

static bool
read_value(struct reader *reader, const struct field *field, const char *text,
           void *into)
{
    switch (field->type) {
    case FIELD_TEXT:
        *(const char **)into = text;
        return true;
    case FIELD_AGENCY:
        return read_agency(text, into);
    case FIELD_UUID:
        return uuid_read(text, into);
    case FIELD_NAME:
        return read_name(text, field->names, into);
    case FIELD_KIND:
        return kind_find(text, into);
    case FIELD_BOOL:
        return read_bool(text, into);
    case FIELD_MAYBE:
        return read_maybe(text, into);
    case FIELD_COUNT:
        return read_int(text, into);
    case FIELD_BAND:
        return read_band(text, into);
    case FIELD_HUNDREDTHS:
        return read_int_hundredths(text, into);
    case FIELD_FIGURE:
        return read_hundredths(text, into);
    case FIELD_SEQUENCE:
        return decimal_read(text, G_MAXINT64, into);
    case FIELD_DATE:
        return date_read(text, into);
    case FIELD_TIMESTAMP:
        return timestamp_read(text, into);
    case FIELD_SHA256:
        return read_sha256(text, into);
    case FIELD_AREAS:
        return read_words(reader, text, into,
                          (size_t *)(void *)((char *)into + sizeof(const char **)));
    default:
        return false;
    }
}

/* What a field holds when its attribute is absent; the struct was zeroed before. */
static void
set_absent(const struct field *field, void *into)
{
    if (field->type == FIELD_DATE)
        *(int32_t *)into = DATE_NONE;
    else if (field->type == FIELD_COUNT || field->type == FIELD_HUNDREDTHS)
        *(int *)into = -1;
}

static void
read_field(struct reader *reader, const xmlNode *node, const struct field *field,
           void *into)
{
    const char *text = reader_attribute(reader, node, field->name);
    void *member = (char *)into + field->offset;

    if (text == NULL) {
        set_absent(field, member);
        if (!field->is_optional)
            reader_refuse(reader, node, field->name, "required", "this is missing");
        return;
    }
    if (!read_value(reader, field, text, member)) {
        reader_refuse(reader, node, field->name, "readable",
                      "the value does not have the required form");
        return;
    }
    if (field->has_presence)
        *(bool *)((char *)into + field->presence_offset) = true;
}

int32_t
reader_date(struct reader *reader, const xmlNode *node, const char *name)
{
    const struct field field = {.name = name, .type = FIELD_DATE, .is_optional = true};
    int32_t on;

    read_field(reader, node, &field, &on);
    return on;
}

void
reader_fields(struct reader *reader, const xmlNode *node, const struct field *fields,
              size_t field_count, void *into)
{
    for (size_t index = 0; index < field_count; index++)
        read_field(reader, node, &fields[index], into);
}

void
reader_parts(struct reader *reader, const struct reader_part *parts, size_t part_count,
             void *into)
{
    for (size_t index = 0; index < part_count; index++) {
        const xmlNode *part = tree_child(reader->body, parts[index].name);

        if (part != NULL)
            reader_fields(reader, part, parts[index].fields, parts[index].field_count,
                          into);
    }
}

static size_t
count_children(const xmlNode *parent, const char *name)
{
    size_t count = 0;

    for (const xmlNode *child = tree_child(parent, name); child != NULL;
         child = tree_next(child, name))
        count++;
    return count;
}

void *
reader_children(struct reader *reader, const xmlNode *parent, const char *name,
                const struct field *fields, size_t field_count, size_t struct_size,
                size_t *count)
{
    char *array, *into;

    *count = count_children(parent, name);
    if (*count == 0)
        return NULL;
    into = array = tree_allocate(reader->tree, *count, struct_size);
    for (const xmlNode *child = tree_child(parent, name); child != NULL;
         child = tree_next(child, name), into += struct_size)
        reader_fields(reader, child, fields, field_count, into);
    return array;
}

const char **
reader_codes(struct reader *reader, const xmlNode *parent, const char *name,
             const char *attribute, size_t *count)
{
    const struct field field = {.name = attribute, .type = FIELD_TEXT};

    return reader_children(reader, parent, name, &field, 1, sizeof(const char *),
                           count);
}

const char *
reader_text(struct reader *reader, const xmlNode *node)
{
    xmlChar *whole = xmlNodeGetContent(node);
    const char *word = (const char *)whole;
    size_t size = strlen(word) + 1;
    char *text = tree_allocate(reader->tree, size, 1);

    for (word += strspn(word, XML_SPACE); *word != '\0';) {
        size_t length = strcspn(word, XML_SPACE);

        if (*text != '\0')
            g_strlcat(text, " ", size);
        memcpy(text + strlen(text), word, length);
        word += length;
        word += strspn(word, XML_SPACE);
    }
    xmlFree(whole);
    return text;
}

GBytes *
reader_base64(struct reader *reader, const xmlNode *node)
{
    const xmlNode *text = node->children;
    xmlChar *whole = NULL;
    GBytes *bytes;

    if (text == NULL || text->content == NULL) {
        reader_refuse(reader, node, NULL, "readable", "there are no bytes");
        return NULL;
    }
    /* Cut in pieces by CDATA or the parser's buffer. */
    if (text->next != NULL)
        whole = xmlNodeGetContent(node);
    bytes = base64_read((const char *)(whole != NULL ? whole : text->content));
    xmlFree(whole);
    if (bytes == NULL)
        reader_refuse_as(reader, REFUSAL_SCHEMA, node, "base64", "this is not base64");
    return bytes;
}

bool
reader_has_text(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE && reader_has_text(child))
            return true;
        if (child->type != XML_ELEMENT_NODE && child->content != NULL &&
            child->content[strspn((const char *)child->content, XML_SPACE)] != '\0')
            return true;
    }
    return false;
}

bool
reader_finish(const struct reader *reader, GError **error)
{
    if (reader->count == 0)
        return true;
    if (reader->refusal == REFUSAL_RULE)
        return refusal_set(error, REFUSAL_RULE, "the rules are broken in %d place%s",
                           reader->count, reader->count == 1 ? "" : "s");
    return refusal_set(error, reader->refusal, "%s", refusals[reader->refusal].title);
}

bool
reader_open(struct reader *reader, GBytes *bytes, const char *root,
            const char *xml_namespace, GError **error)
{
    g_autoptr(tree) tree = parse_bytes(bytes, &scan_view, NULL, error);

    if (tree == NULL)
        return false;
    memset(reader, 0, sizeof *reader);
    reader->envelope = reader->body = xmlDocGetRootElement(tree->doc);
    if (!tree_is_element(reader->body, root, xml_namespace))
        return refusal_set(error, REFUSAL_SCHEMA, "the root element is not %s", root);
    reader->tree = g_steal_pointer(&tree);
    return true;
}
