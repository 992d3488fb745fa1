/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/matter_body.h"
#include "common/documents/bodies.h"
#include <string.h>

static const struct field matter_fields[] = {
    REQUIRED("matter", FIELD_UUID, matter_body, matter),
};
static const struct field leg_fields[] = {
    PRESENT_IF("leg", FIELD_UUID, matter_body, has_leg, leg),
};

static const struct field point_fields[] = {
    REQUIRED("number", FIELD_COUNT, matter_point, number),
    OPTIONAL("owner", FIELD_AGENCY, matter_point, owner),
    OPTIONAL("dueOn", FIELD_DATE, matter_point, due_on),
};

static const struct field number_field = {.name = "number", .type = FIELD_COUNT};

/* A day, or the day of a time. */
static int32_t
read_due(struct reader *reader, const char *attribute)
{
    const char *text = reader_attribute(reader, reader->body, attribute);
    int32_t on;
    int64_t at_us;

    if (text == NULL)
        return DATE_NONE;
    if (date_read(text, &on))
        return on;
    if (timestamp_read(text, &at_us))
        return date_of(at_us);
    reader_refuse(reader, reader->body, attribute, "readable",
                  "the value does not have the required form");
    return DATE_NONE;
}

/* What stands in an attribute whose name the kind's form gives. */
static void
read_named(struct reader *reader, const struct matter_form *form,
           struct matter_body *body)
{
    const struct field group =
        PRESENT_IF(form->group, FIELD_UUID, matter_body, has_group, group);
    const struct field word = OPTIONAL(form->word, FIELD_TEXT, matter_body, word);

    if (form->group != NULL)
        reader_fields(reader, reader->body, &group, 1, body);
    if (form->word != NULL)
        reader_fields(reader, reader->body, &word, 1, body);
    body->due_on = DATE_NONE;
    if (form->due != NULL)
        body->due_on = read_due(reader, form->due);
}

static int *
read_numbers(struct reader *reader, const char *child, size_t *count)
{
    check_once(reader, reader->body, child, "number", "point-once");
    return reader_children(reader, reader->body, child, &number_field, 1, sizeof(int),
                           count);
}

/* The one number that stands in an attribute of the body; not of every step. */
static int *
read_number(struct reader *reader, const char *attribute, size_t *count)
{
    const struct field field = {.name = attribute, .type = FIELD_COUNT};
    int *number = tree_allocate(reader->tree, 1, sizeof *number);

    if (reader_attribute(reader, reader->body, attribute) == NULL)
        return number;
    reader_fields(reader, reader->body, &field, 1, number);
    *count = 1;
    return number;
}

static void
check_numbers(struct reader *reader, const struct matter_body *body)
{
    if (body->point_count > MATTER_POINTS_MAX)
        reader_refuse(reader, reader->body, NULL, "point-many",
                      "there are more points than a matter can have");
    for (size_t i = 0; i < body->point_count; i++)
        if (body->points[i].number < 1 ||
            body->points[i].number > MATTER_POINT_NUMBER_MAX)
            reader_refuse(reader, reader->body, NULL, "point-number",
                          "points are numbered from 1 to 9999");
}

static void
read_points(struct reader *reader, const struct matter_form *form,
            struct matter_body *body)
{
    if (form->points != NULL) {
        body->points = reader_children(reader, reader->body, form->points, point_fields,
                                       G_N_ELEMENTS(point_fields), sizeof *body->points,
                                       &body->point_count);
        check_once(reader, reader->body, form->points, "number", "point-once");
        check_numbers(reader, body);
    }
    if (form->done != NULL)
        body->done = read_numbers(reader, form->done, &body->done_count);
    if (form->about != NULL)
        body->about = read_numbers(reader, form->about, &body->about_count);
    if (form->point != NULL)
        body->done = read_number(reader, form->point, &body->done_count);
}

void
matter_read(struct reader *reader, struct document *document)
{
    const struct matter_form *form = kinds[document->kind].matter;
    struct matter_body *body = &document->matter;

    body->node = reader->body;
    if (form->life != NULL)
        body->matter = document->id;
    else
        reader_fields(reader, reader->body, matter_fields, G_N_ELEMENTS(matter_fields),
                      body);
    if (form->leg != MATTER_WITHOUT_LEG)
        reader_fields(reader, reader->body, leg_fields, G_N_ELEMENTS(leg_fields), body);
    read_named(reader, form, body);
    read_points(reader, form, body);
}

static bool
is_blank(const xmlNode *node)
{
    return xmlIsBlankNode((xmlNode *)node) == 1 &&
           tree_child(node->parent, NULL) != NULL;
}

/* All of it stands in one namespace, which the outermost element declares. */
static void
write_node(GString *xml, const xmlNode *node, const char *xml_namespace)
{
    const char *name = (const char *)node->name;

    g_string_append_c(xml, '<');
    g_string_append(xml, name);
    writer_attribute(xml, "xmlns", xml_namespace);
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next)
        if (attribute->children != NULL)
            writer_attribute(xml, (const char *)attribute->name,
                             (const char *)attribute->children->content);
    g_string_append_c(xml, '>');
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE)
            write_node(xml, child, NULL);
        else if ((child->type == XML_TEXT_NODE ||
                  child->type == XML_CDATA_SECTION_NODE) &&
                 !is_blank(child))
            writer_text(xml, (const char *)child->content);
    }
    g_string_append_printf(xml, "</%s>", name);
}

void
matter_write(GString *xml, const struct document *document)
{
    write_node(xml, document->matter.node, kinds[document->kind].xml_namespace);
}
