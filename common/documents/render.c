/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/render.h"
#include "common/documents/parse.h"
#include <string.h>

#define RENDER_WIDTH  88
#define RENDER_COLUMN 26 /* where values begin */
#define RENDER_INDENT 2  /* of each level */

/* Characters that could move a cursor or turn the direction of a line. */
static bool
steers_terminal(gunichar character)
{
    return g_unichar_iscntrl(character) ||
           (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069) || character == 0x200E ||
           character == 0x200F;
}

/* The words of a text, each safe to show. */
static char **
safe_words(const char *text)
{
    g_autoptr(GString) safe = g_string_new(NULL);

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);

        if (g_unichar_isspace(character))
            g_string_append_c(safe, ' ');
        else
            g_string_append_unichar(safe, steers_terminal(character) ? '?' : character);
    }
    return g_strsplit(safe->str, " ", -1);
}

static void
pad_to(GString *out, size_t *column, size_t wanted)
{
    while (*column < wanted) {
        g_string_append_c(out, ' ');
        (*column)++;
    }
}

/* One label with its value, which is wrapped under itself. */
static void
line_append(GString *out, int depth, const char *label, const char *value)
{
    g_auto(GStrv) words = safe_words(value);
    size_t column = (size_t)(depth * RENDER_INDENT) + (size_t)g_utf8_strlen(label, -1);
    bool begins = true;

    g_string_append_printf(out, "%*s%s", depth * RENDER_INDENT, "", label);
    for (char **word = words; *word != NULL; word++) {
        size_t length = (size_t)g_utf8_strlen(*word, -1);

        if (length == 0)
            continue;
        if (!begins && column + 1 + length > RENDER_WIDTH) {
            g_string_append_c(out, '\n');
            column = 0;
            begins = true;
        }
        if (begins) {
            pad_to(out, &column, column < RENDER_COLUMN ? RENDER_COLUMN : column + 2);
        } else {
            g_string_append_c(out, ' ');
            column++;
        }
        g_string_append(out, *word);
        column += length;
        begins = false;
    }
    g_string_append_c(out, '\n');
}

/* "2026-11-21T09:30:00Z" as "2026-11-21 09:30 UTC". */
static char *
moment_words(const char *text)
{
    if (strlen(text) < strlen("2026-11-21T09:30"))
        return g_strdup(text);
    return g_strdup_printf("%.10s %.5s UTC", text, text + strlen("2026-11-21T"));
}

/* "21500" pence as "£215.00". */
static char *
money_words(const char *text)
{
    gint64 pence = g_ascii_strtoll(text, NULL, 10);

    return g_strdup_printf("\xC2\xA3%" G_GINT64_FORMAT ".%02d", pence / 100,
                           (int)(pence % 100));
}

/* A value in words: what its code is called, or what it says. */
static char *
value_words(const struct labels *labels, const struct label_field *field,
            const char *text)
{
    if (field == NULL || field->type == NULL)
        return g_strdup(text);
    if (field->list != NULL)
        return g_strdup(labels_code(labels, field->list->name, text));
    if (strcmp(field->type, "timestamp") == 0)
        return moment_words(text);
    if (strcmp(field->type, "pence") == 0)
        return money_words(text);
    return g_strdup(text);
}

/* An attribute as it stands among others; alone the value would not say what it is. */
static char *
attribute_words(const struct labels *labels, const struct label_field *field,
                const char *text, const char *said)
{
    g_autofree char *value = value_words(labels, field, text);

    if (g_strcmp0(field->type, "boolean") == 0)
        return g_strdup_printf(
            "%s%s", field->label,
            strcmp(text, "true") == 0 || strcmp(text, "1") == 0 ? "" : ": no");
    if (strcmp(field->label, said) == 0)
        return g_steal_pointer(&value);
    return g_strdup_printf("%s %s", field->label, value);
}

/*
 * Appends what an element's attributes say, in the order of the schema: each on a line
 * of its own, or all behind the label of the element.
 */
static void
attributes_append(const struct labels *labels, GString *out, int depth, xmlNode *node,
                  const struct label_field *field, bool on_lines, GString *joined)
{
    for (unsigned index = 0; index < field->fields->len; index++) {
        const struct label_field *one = g_ptr_array_index(field->fields, index);
        xmlChar *text =
            one->is_attribute ? xmlGetNoNsProp(node, (const xmlChar *)one->name) : NULL;

        if (text == NULL)
            continue;
        if (on_lines) {
            g_autofree char *value = value_words(labels, one, (const char *)text);

            line_append(out, depth, one->label, value);
        } else {
            g_autofree char *words =
                attribute_words(labels, one, (const char *)text, field->label);

            g_string_append_printf(joined, "%s%s", joined->len > 0 ? "; " : "", words);
        }
        xmlFree(text);
    }
}

static void
element_append(const struct labels *labels, GString *out, int depth, xmlNode *node,
               const struct label_field *field)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    xmlNode *child = tree_child(node, NULL);
    bool is_body = depth == 0;

    if (is_body)
        g_string_append_c(out, '\n');
    else
        attributes_append(labels, out, depth, node, field, false, joined);
    if (child == NULL && field->type != NULL) {
        xmlChar *text = xmlNodeGetContent(node);
        g_autofree char *value = value_words(labels, field, (const char *)text);

        g_string_append_printf(joined, "%s%s", joined->len > 0 ? ": " : "", value);
        xmlFree(text);
    }
    line_append(out, depth, field->label, joined->str);
    if (is_body)
        attributes_append(labels, out, depth + 1, node, field, true, joined);
    for (; child != NULL; child = tree_next(child, NULL)) {
        const struct label_field *below =
            label_field_find(field, (const char *)child->name, false);

        if (below != NULL)
            element_append(labels, out, depth + 1, child, below);
    }
}

/* <from> and <to>: one line, the agency first. */
static void
party_append(const struct labels *labels, GString *out, xmlNode *node,
             const struct label_field *field)
{
    g_autoptr(GString) joined = g_string_new(NULL);

    attributes_append(labels, out, 0, node, field, false, joined);
    line_append(out, 0, field->label, joined->str);
}

/* Whose words the details are, or who wrote without any. */
static void
writer_append(const struct labels *labels, GString *out, xmlNode *root)
{
    const struct label_field *by =
        label_field_find(labels_find_root(labels, "details"), "by", true);
    xmlChar *name = xmlGetNoNsProp(root, (const xmlChar *)by->name);

    if (name != NULL)
        line_append(out, 0, by->label, (const char *)name);
    xmlFree(name);
}

static void
envelope_append(const struct labels *labels, GString *out, xmlNode *root,
                const struct label_field *field, xmlNode *details)
{
    attributes_append(labels, out, 0, root, field, true, NULL);
    if (details != NULL)
        writer_append(labels, out, details);
    for (xmlNode *node = tree_child(root, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        const char *name = (const char *)node->name;
        const struct label_field *below = label_field_find(field, name, false);

        if (below == NULL)
            continue;
        if (strcmp(name, "from") == 0 || strcmp(name, "to") == 0)
            party_append(labels, out, node, below);
        else if (strcmp(name, "sealed") != 0)
            element_append(labels, out, 0, node, below);
        else if (details == NULL)
            g_string_append_printf(out, "\n%s, not shown\n", below->label);
    }
}

static void
details_append(const struct labels *labels, GString *out, xmlNode *root)
{
    const struct label_field *field = labels_find_root(labels, "details");

    for (xmlNode *node = tree_child(root, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        const struct label_field *below =
            label_field_find(field, (const char *)node->name, false);

        if (below != NULL) {
            struct label_field titled = *below;

            titled.label = field->label;
            element_append(labels, out, 0, node, &titled);
        }
    }
}

char *
render_document(const struct labels *labels, GBytes *document, GBytes *details,
                GError **error)
{
    g_autoptr(tree) outer = parse_bytes(document, &scan_wire, NULL, error);
    g_autoptr(tree) inner = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    xmlNode *root;
    xmlNode *opened = NULL;

    if (outer == NULL)
        return NULL;
    if (details != NULL) {
        inner = parse_bytes(details, &scan_wire, NULL, error);
        if (inner == NULL)
            return NULL;
        opened = xmlDocGetRootElement(inner->doc);
    }
    root = xmlDocGetRootElement(outer->doc);
    envelope_append(labels, out, root, labels_find_root(labels, "document"), opened);
    if (opened != NULL)
        details_append(labels, out, opened);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool
has_value(const xmlNode *node, const char *value)
{
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next)
        if (attribute->children != NULL &&
            g_strcmp0((const char *)attribute->children->content, value) == 0)
            return true;
    return false;
}

char *
render_details(const struct labels *labels, GBytes *details, const char *element,
               const char *value)
{
    g_autoptr(tree) tree = parse_bytes(details, &scan_wire, NULL, NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    const struct label_field *field;
    xmlNode *body;

    if (tree == NULL)
        return NULL;
    if (element == NULL) {
        details_append(labels, out, xmlDocGetRootElement(tree->doc));
        return g_string_free(g_steal_pointer(&out), FALSE);
    }
    body = tree_child(xmlDocGetRootElement(tree->doc), NULL);
    if (body == NULL)
        return NULL;
    field = label_field_find(labels_find_root(labels, "details"),
                             (const char *)body->name, false);
    field = field != NULL ? label_field_find(field, element, false) : NULL;
    for (xmlNode *node = tree_child(body, element); field != NULL && node != NULL;
         node = tree_next(node, element))
        if (has_value(node, value))
            element_append(labels, out, 1, node, field);
    return out->len > 0 ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}
