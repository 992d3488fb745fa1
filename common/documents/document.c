/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/document.h"
#include "common/documents/bodies.h"
#include "common/documents/parse.h"
#include "common/documents/reader.h"
#include "common/documents/validate.h"
#include "common/documents/writer.h"
#include <string.h>

static const struct field document_fields[] = {
    REQUIRED("id", FIELD_UUID, document, id),
    REQUIRED("case", FIELD_UUID, document, case_id),
    REQUIRED("created", FIELD_TIMESTAMP, document, created_us),
    PRESENT_IF("inReplyTo", FIELD_UUID, document, has_in_reply_to, in_reply_to),
    PRESENT_IF("supersedes", FIELD_UUID, document, has_supersedes, supersedes),
    OPTIONAL("marking", FIELD_TEXT, document, marking),
    OPTIONAL("retention", FIELD_TEXT, document, retention),
    OPTIONAL("test", FIELD_BOOL, document, is_test),
};

static const struct field from_fields[] = {
    REQUIRED("agency", FIELD_TEXT, document, from_agency),
    OPTIONAL("role", FIELD_TEXT, document, from_role),
    OPTIONAL("actor", FIELD_TEXT, document, from_actor),
};

static const struct field to_fields[] = {
    REQUIRED("agency", FIELD_TEXT, document, to_agency),
};

static bool
is_exchange(const char *agency)
{
    return g_strcmp0(agency, EXCHANGE_AGENCY) == 0;
}

/* The schema has seen to it that there is a body of a known kind. */
static bool
find_body(struct reader *reader, struct document *document)
{
    for (xmlNode *node = tree_child(reader->envelope, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        if (!kind_find((const char *)node->name, &document->kind) ||
            !tree_is_element(node, kinds[document->kind].name,
                             kinds[document->kind].xml_namespace))
            continue;
        reader->body = node;
        return true;
    }
    return false;
}

static void
read_envelope(struct reader *reader, struct document *document)
{
    const xmlNode *from = tree_child(reader->envelope, "from");
    const xmlNode *to = tree_child(reader->envelope, "to");
    const xmlNode *sealed = tree_child(reader->envelope, "sealed");

    reader_fields(reader, reader->envelope, document_fields,
                  G_N_ELEMENTS(document_fields), document);
    if (from != NULL)
        reader_fields(reader, from, from_fields, G_N_ELEMENTS(from_fields), document);
    if (to != NULL)
        reader_fields(reader, to, to_fields, G_N_ELEMENTS(to_fields), document);
    if (sealed != NULL)
        document->sealed = reader_base64(reader, sealed);
}

static void
check_parties(struct reader *reader, const struct document *document)
{
    const struct kind_entry *kind = &kinds[document->kind];
    const xmlNode *from = tree_child(reader->envelope, "from");
    const xmlNode *to = tree_child(reader->envelope, "to");

    if (is_exchange(document->from_agency) != kind->is_signed_by_exchange)
        reader_refuse(reader, from, "agency", "signer-of-kind",
                      kind->is_signed_by_exchange
                          ? "only the exchange sends this kind of document"
                          : "the exchange does not send this kind of document");
    if (kind->addressing == PUBLISHED) {
        if (to != NULL)
            reader_refuse(reader, to, NULL, "published",
                          "this kind of document is published and has no recipient");
        return;
    }
    if (to == NULL)
        reader_refuse(reader, reader->envelope, NULL, "recipient-required",
                      "this kind of document has exactly one recipient");
    else if (is_exchange(document->to_agency) !=
             (kind->addressing == ADDRESSED_TO_EXCHANGE))
        reader_refuse(reader, to, "agency", "recipient-of-kind",
                      kind->addressing == ADDRESSED_TO_EXCHANGE
                          ? "this kind of document goes to the exchange"
                          : "this kind of document goes to a member");
    else if (g_strcmp0(document->from_agency, document->to_agency) == 0)
        reader_refuse(reader, to, "agency", "recipient-is-another",
                      "sender and recipient are the same");
}

static void
check_identifiers(struct reader *reader, const struct document *document)
{
    if (document->has_in_reply_to &&
        uuid_is_equal(&document->in_reply_to, &document->id))
        reader_refuse(reader, reader->envelope, "inReplyTo", "replies-to-another",
                      "a document cannot answer itself");
    if (document->has_supersedes && uuid_is_equal(&document->supersedes, &document->id))
        reader_refuse(reader, reader->envelope, "supersedes", "supersedes-another",
                      "a document cannot replace itself");
    if (kinds[document->kind].is_own_case &&
        !uuid_is_equal(&document->case_id, &document->id))
        reader_refuse(reader, reader->envelope, "case", "case-of-its-own",
                      "this kind of document belongs to no client's case: its case is "
                      "its own id");
}

static void
check_sealed(struct reader *reader, const struct document *document)
{
    enum sealed_rule rule = kinds[document->kind].sealed;

    if (rule == SEALED_BY_MODE)
        rule = document->referral.mode == MODE_FIRST_ACCEPT ? SEALED_FORBIDDEN
                                                            : SEALED_REQUIRED;
    if (rule == SEALED_FORBIDDEN && document->sealed != NULL)
        reader_refuse_as(reader, REFUSAL_SEALED_FORBIDDEN,
                         tree_child(reader->envelope, "sealed"), "sealed-forbidden",
                         document->kind == KIND_REFERRAL
                             ? "in first-accept nothing is sealed before the award"
                             : "this kind of document carries no sealed part");
    if (rule == SEALED_REQUIRED && document->sealed == NULL)
        reader_refuse_as(reader, REFUSAL_SEALED_REQUIRED, reader->envelope,
                         "sealed-required", "the sealed part is missing");
}

static void
read_and_check(struct reader *reader, struct document *document)
{
    const struct kind_entry *kind;

    if (!find_body(reader, document)) {
        reader_refuse_as(reader, REFUSAL_SCHEMA, reader->envelope, "body-of-a-kind",
                         "there is no body of a known kind");
        return;
    }
    kind = &kinds[document->kind];
    read_envelope(reader, document);
    kind->read(reader, document);
    /* Rules are about what could be read. */
    if (reader->count > 0)
        return;
    check_identifiers(reader, document);
    check_parties(reader, document);
    check_sealed(reader, document);
    if (kind->check != NULL)
        kind->check(reader, document);
}

void
document_check_bare(struct reader *reader, const struct document *document)
{
    struct document bare = *document;
    struct reader coded = *reader;

    coded.tree = document->tree;
    coded.envelope = xmlDocGetRootElement(document->tree->doc);
    if (!find_body(&coded, &bare))
        return;
    bare.sealed = NULL;
    check_sealed(&coded, &bare);
    if (kinds[bare.kind].check != NULL)
        kinds[bare.kind].check(&coded, &bare);
    reader->count = coded.count;
    reader->refusal = coded.refusal;
}

struct document *
document_judge(struct validator *wire, GBytes *bytes, GPtrArray *violations,
               GError **error)
{
    g_autoptr(document) document = g_new0(struct document, 1);
    struct reader reader = {.codes = validator_codes(wire), .violations = violations};

    document->tree = parse_bytes(bytes, &scan_wire, violations, error);
    if (document->tree == NULL ||
        !validate_tree(wire, document->tree, violations, error))
        return NULL;
    reader.tree = document->tree;
    reader.envelope = xmlDocGetRootElement(document->tree->doc);
    read_and_check(&reader, document);
    if (!reader_finish(&reader, error))
        return NULL;
    return g_steal_pointer(&document);
}

void
document_free(struct document *document)
{
    if (document == NULL)
        return;
    if (kinds[document->kind].clear != NULL)
        kinds[document->kind].clear(document);
    g_clear_pointer(&document->sealed, g_bytes_unref);
    tree_free(document->tree);
    g_free(document);
}

const struct uuid *
document_leg(const struct document *document)
{
    switch (document->kind) {
    case KIND_REFERRAL:
        return &document->id;
    case KIND_RESPONSE:
        return &document->response.leg;
    case KIND_STATUS_UPDATE:
        return &document->status_update.leg;
    case KIND_OUTCOME:
        return &document->outcome.leg;
    case KIND_WITHDRAWAL:
        return &document->withdrawal.leg;
    case KIND_INFORMATION_REQUEST:
        return &document->information_request.leg;
    case KIND_INFORMATION_DISCLOSURE:
        return &document->information_disclosure.leg;
    case KIND_DISCLOSURE:
        return &document->disclosure.leg;
    case KIND_NOTICE:
        return document->notice.has_leg ? &document->notice.leg : NULL;
    default:
        return NULL;
    }
}

const struct uuid *
document_matter(const struct document *document)
{
    if (document->kind == KIND_NOTICE)
        return document->notice.has_matter ? &document->notice.matter : NULL;
    return kinds[document->kind].matter == NULL ? NULL : &document->matter.matter;
}

char *
document_write_body(const struct document *document)
{
    GString *xml = g_string_new(NULL);

    kinds[document->kind].write(xml, document);
    return g_string_free(xml, FALSE);
}

static void
write_uuid(GString *xml, const char *name, const struct uuid *uuid)
{
    char text[UUID_TEXT_BYTES];

    if (uuid == NULL)
        return;
    uuid_write(uuid, text);
    writer_attribute(xml, name, text);
}

GBytes *
document_write(const struct envelope *envelope, const char *body, GBytes *sealed)
{
    GString *xml = writer_new();
    char created[TIMESTAMP_TEXT_BYTES];

    timestamp_write(envelope->created_us, created);
    g_string_append(xml, "<document xmlns=\"" DOCUMENT_NAMESPACE "\"");
    write_uuid(xml, "id", &envelope->id);
    write_uuid(xml, "case", &envelope->case_id);
    writer_attribute(xml, "created", created);
    write_uuid(xml, "inReplyTo", envelope->in_reply_to);
    write_uuid(xml, "supersedes", envelope->supersedes);
    writer_attribute(xml, "marking", envelope->marking);
    writer_attribute(xml, "retention", envelope->retention);
    writer_attribute(xml, "test", envelope->is_test ? "true" : NULL);
    g_string_append(xml, ">\n<from");
    writer_attribute(xml, "agency", envelope->from_agency);
    writer_attribute(xml, "role", envelope->from_role);
    writer_attribute(xml, "actor", envelope->from_actor);
    g_string_append(xml, "/>\n");
    if (envelope->to_agency != NULL) {
        g_string_append(xml, "<to");
        writer_attribute(xml, "agency", envelope->to_agency);
        g_string_append(xml, "/>\n");
    }
    g_string_append(xml, body);
    if (sealed != NULL) {
        g_string_append(xml, "\n<sealed media=\"application/pkcs7-mime\">");
        writer_base64(xml, sealed);
        g_string_append(xml, "</sealed>");
    }
    g_string_append(xml, "\n</document>");
    return writer_finish(xml);
}
