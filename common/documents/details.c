/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/details.h"
#include "common/documents/bodies.h"
#include "common/documents/parse.h"
#include "common/documents/reader.h"
#include "common/documents/validate.h"
#include <string.h>

/* The binding attributes of an opened <details>. */
struct binding {
    bool has_document;
    struct uuid document;
    bool has_case;
    struct uuid case_id;
    const char *from;
};

static const struct field binding_fields[] = {
    PRESENT_IF("document", FIELD_UUID, binding, has_document, document),
    PRESENT_IF("case", FIELD_UUID, binding, has_case, case_id),
    OPTIONAL("from", FIELD_TEXT, binding, from),
};

struct details {
    struct tree *tree;
};

static void
check_binding(struct reader *reader, const struct document *document)
{
    struct binding binding = {0};

    reader_fields(reader, reader->envelope, binding_fields,
                  G_N_ELEMENTS(binding_fields), &binding);
    if (!binding.has_document || !uuid_is_equal(&binding.document, &document->id) ||
        !binding.has_case || !uuid_is_equal(&binding.case_id, &document->case_id) ||
        g_strcmp0(binding.from, document->from_agency) != 0)
        reader_refuse_as(reader, REFUSAL_IDENTITY_MISMATCH, reader->envelope,
                         "details-bound",
                         "the details do not name the document that carries them");
}

/* A disclosure carries the details of the referral that it discloses. */
static const char *
expected_child(const struct document *document)
{
    return kinds[document->kind == KIND_DISCLOSURE ? KIND_REFERRAL : document->kind]
        .name;
}

static void
read_and_check(struct reader *reader, const struct document *document)
{
    const struct kind_entry *kind = &kinds[document->kind];

    check_binding(reader, document);
    reader->body = tree_child(reader->envelope, NULL);
    if (reader->body == NULL)
        document_check_bare(reader, document);
    else if (!tree_is_element(reader->body, expected_child(document),
                              DETAILS_NAMESPACE))
        reader_refuse(reader, reader->envelope, NULL, "details-of-kind",
                      "the details are of another kind than the document");
    else if (kind->check_details != NULL)
        kind->check_details(reader, document);
}

struct details *
details_judge(struct validator *validator, GBytes *bytes,
              const struct document *document, GPtrArray *violations, GError **error)
{
    g_autoptr(tree) tree = parse_bytes(bytes, &scan_wire, violations, error);
    struct reader reader = {.codes = validator_codes(validator),
                            .violations = violations};
    struct details *details;

    if (tree == NULL || !validate_tree(validator, tree, violations, error))
        return NULL;
    reader.tree = tree;
    reader.envelope = xmlDocGetRootElement(tree->doc);
    read_and_check(&reader, document);
    if (!reader_finish(&reader, error))
        return NULL;
    details = g_new(struct details, 1);
    details->tree = g_steal_pointer(&tree);
    return details;
}

void
details_free(struct details *details)
{
    if (details == NULL)
        return;
    tree_free(details->tree);
    g_free(details);
}

static void
set_attribute(xmlNode *node, const char *name, const char *value)
{
    xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)value);
}

/* Remarks of the author's are for nobody else, and what is sealed may hold none. */
static void
drop_comments(xmlNode *parent)
{
    xmlNode *next;

    for (xmlNode *node = parent->children; node != NULL; node = next) {
        next = node->next;
        if (node->type == XML_ELEMENT_NODE) {
            drop_comments(node);
        } else if (node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        }
    }
}

GBytes *
details_without_words(void)
{
    static const char text[] = "<details xmlns=\"" DETAILS_NAMESPACE "\"/>";

    return g_bytes_new_static(text, strlen(text));
}

GBytes *
details_bind(GBytes *bytes, const struct uuid *document, const struct uuid *case_id,
             const char *from_agency, const char *by, GError **error)
{
    g_autoptr(tree) tree = parse_bytes(bytes, &scan_authoring, NULL, error);
    char text[UUID_TEXT_BYTES];
    xmlNode *root;
    xmlChar *written = NULL;
    int size = 0;
    GBytes *bound;

    if (tree == NULL)
        return NULL;
    root = xmlDocGetRootElement(tree->doc);
    if (!tree_is_element(root, "details", DETAILS_NAMESPACE)) {
        (void)refusal_set(error, REFUSAL_SCHEMA, "the root element is not details");
        return NULL;
    }
    drop_comments((xmlNode *)tree->doc);
    uuid_write(document, text);
    set_attribute(root, "document", text);
    uuid_write(case_id, text);
    set_attribute(root, "case", text);
    set_attribute(root, "from", from_agency);
    if (by != NULL)
        set_attribute(root, "by", by);
    xmlDocDumpMemoryEnc(tree->doc, &written, &size, "UTF-8");
    bound = g_bytes_new(written, (size_t)size);
    xmlFree(written);
    return bound;
}
