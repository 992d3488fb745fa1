/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/authoring_parts.h"
#include "common/documents/parse.h"
#include "common/documents/validate.h"
#include <string.h>

static const struct field authoring_fields[] = {
    PRESENT_IF("case", FIELD_UUID, authoring, has_case, case_id),
    OPTIONAL("marking", FIELD_TEXT, authoring, marking),
    OPTIONAL("retention", FIELD_TEXT, authoring, retention),
    OPTIONAL("test", FIELD_BOOL, authoring, is_test),
};

static const struct field from_fields[] = {
    OPTIONAL("role", FIELD_TEXT, authoring, role),
    OPTIONAL("actor", FIELD_TEXT, authoring, actor),
};

/* Writes an id that the program knows; what the author wrote must be the same. */
static void
write_id(struct authoring_work *work, xmlNode *node, const char *attribute,
         const struct uuid *known)
{
    const char *written = reader_attribute(&work->reader, node, attribute);
    char text[UUID_TEXT_BYTES];

    uuid_write(known, text);
    if (written == NULL)
        xmlSetProp(node, (const xmlChar *)attribute, (const xmlChar *)text);
    else if (strcmp(written, text) != 0)
        reader_refuse(&work->reader, node, attribute, "id-agrees",
                      "the file names another one than the command");
}

/* Gives the body an id, of the program's or of the author's. */
static void
identify(struct authoring_work *work, const char *attribute, const struct uuid *known)
{
    xmlNode *body = work->reader.body;

    if (known != NULL)
        write_id(work, body, attribute, known);
    else if (reader_attribute(&work->reader, body, attribute) == NULL)
        reader_refuse(&work->reader, body, attribute, "id-named",
                      "neither the file nor the program names it");
}

/* Puts a vacancy beside the provider that offers it. */
static void
name_vacancy(struct authoring_work *work, const struct authoring_vacancy *named)
{
    struct reader *reader = &work->reader;
    xmlNode *to = tree_child((xmlNode *)reader->envelope, "to");

    while (to != NULL &&
           g_strcmp0(reader_attribute(reader, to, "agency"), named->agency) != 0)
        to = tree_next(to, "to");
    if (to != NULL)
        write_id(work, to, "vacancy", &named->vacancy);
    else
        reader_refuse(reader, reader->envelope, NULL, "vacancy-of-recipient",
                      "the vacancy is one of an agency that this does not go to");
}

/* What is opened together has an id, a new one unless the author gives it. */
static void
join(struct authoring_work *work, const char *attribute, const struct uuid *known)
{
    if (reader_attribute(&work->reader, work->reader.body, attribute) == NULL)
        identify(work, attribute, known);
}

/* Left out, a notice is valid for as long as a notice can be. */
static void
date_notice(struct authoring_work *work, int64_t created_us)
{
    xmlNode *body = work->reader.body;
    char text[TIMESTAMP_TEXT_BYTES];

    if (reader_attribute(&work->reader, body, "validUntil") != NULL)
        return;
    /* Documents are dated by whole seconds. */
    timestamp_write(created_us - created_us % SECOND_US + CAPACITY_VALID_US, text);
    xmlSetProp(body, (const xmlChar *)"validUntil", (const xmlChar *)text);
}

/* The coded body of a file, and its kind; NULL when there is none. */
static xmlNode *
find_body(const xmlNode *envelope, enum kind *kind)
{
    for (xmlNode *node = tree_child(envelope, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        const char *name = (const char *)node->name;

        if (kind_find(name, kind) &&
            tree_is_element(node, name, kinds[*kind].xml_namespace))
            return node;
    }
    return NULL;
}

static void
read_body(struct authoring_work *work, const struct authoring_context *context)
{
    struct reader *reader = &work->reader;
    struct document *document = &work->document;
    const struct matter_form *form;

    reader->body = find_body(reader->envelope, &document->kind);
    for (xmlNode *node = tree_child(reader->envelope, "details"); node != NULL;
         node = tree_next(node, "details"))
        if (tree_is_element(node, "details", DETAILS_NAMESPACE))
            work->details = node;
    form = kinds[document->kind].matter;
    for (size_t index = 0; index < context->vacancy_count; index++)
        name_vacancy(work, &context->vacancies[index]);
    if (document->kind == KIND_REFERRAL)
        identify(work, "referral", context->referral);
    else if (document->kind == KIND_CAPACITY)
        date_notice(work, context->created_us);
    else if (form != NULL && form->life == NULL)
        identify(work, "matter", context->matter);
    else if (form != NULL && form->group != NULL)
        join(work, form->group, context->group);
    else if (form != NULL ? form->leg == MATTER_OF_OPEN_LEG
                          : kinds[document->kind].addressing == ADDRESSED_TO_AGENCY)
        identify(work, "leg", context->leg);
    if (document->kind == KIND_INFORMATION_DISCLOSURE)
        identify(work, "request", context->request);
    if (reader->count == 0)
        kinds[document->kind].read(reader, document);
}

static void
read_envelope(struct authoring_work *work)
{
    struct reader *reader = &work->reader;
    const xmlNode *from = tree_child(reader->envelope, "from");

    reader_fields(reader, reader->envelope, authoring_fields,
                  G_N_ELEMENTS(authoring_fields), work->authoring);
    if (from != NULL)
        reader_fields(reader, from, from_fields, G_N_ELEMENTS(from_fields),
                      work->authoring);
}

static bool
is_need_of(const struct referral *referral, const char *code)
{
    for (size_t index = 0; index < referral->need_count; index++) {
        if (strcmp(referral->needs[index].code, code) == 0)
            return true;
    }
    return false;
}

static void
check_needs_put(struct authoring_work *work)
{
    struct reader *reader = &work->reader;
    const struct referral *referral = &work->document.referral;
    g_autoptr(GHashTable) put = g_hash_table_new(g_str_hash, g_str_equal);

    for (const xmlNode *to = tree_child(reader->envelope, "to"); to != NULL;
         to = tree_next(to, "to")) {
        g_auto(GStrv) needs = authoring_needs(work, to);

        for (char **need = needs; need != NULL && *need != NULL; need++) {
            if (!is_need_of(referral, *need))
                reader_refuse(reader, to, "needs", "need-of-referral",
                              "a need that the referral does not name");
        }
        for (size_t index = 0; index < referral->need_count; index++) {
            if (authoring_is_put_to(needs, referral->needs[index].code))
                g_hash_table_add(put, (char *)referral->needs[index].code);
        }
    }
    for (const xmlNode *need = tree_child(reader->body, "need"); need != NULL;
         need = tree_next(need, "need")) {
        if (!g_hash_table_contains(put, reader_attribute(reader, need, "code")))
            reader_refuse(reader, need, NULL, "need-put",
                          "a need that is put to no provider");
    }
}

/* Whether one file may open a matter with each of several agencies. */
static bool
opens_several(const struct kind_entry *kind)
{
    return kind->matter != NULL && kind->matter->life != NULL &&
           (kind->matter->group != NULL || kind->is_own_case);
}

/* A step goes to the other party, and what is published to nobody by name. */
static void
check_recipients_of_step(struct authoring_work *work, unsigned long count)
{
    struct reader *reader = &work->reader;

    if (kinds[work->document.kind].addressing == PUBLISHED && count > 0)
        reader_refuse(reader, reader->envelope, NULL, "published",
                      "this kind of document is published and has no recipient");
    else if (count > 1 && !opens_several(&kinds[work->document.kind]))
        reader_refuse(reader, reader->envelope, NULL, "recipient-of-leg",
                      "a step goes to the other party alone");
}

static void
check_recipients(struct authoring_work *work)
{
    struct reader *reader = &work->reader;
    unsigned long count = 0;

    for (const xmlNode *to = tree_child(reader->envelope, "to"); to != NULL;
         to = tree_next(to, "to"))
        count++;
    check_once(reader, reader->envelope, "to", "agency", "recipient-once");
    if (work->document.kind != KIND_REFERRAL) {
        check_recipients_of_step(work, count);
        return;
    }
    if (count == 0)
        reader_refuse(reader, reader->envelope, NULL, "recipient-required",
                      "a referral names at least one provider");
    else if (work->document.referral.mode == MODE_SINGLE && count > 1)
        reader_refuse(reader, reader->envelope, NULL, "single-recipient",
                      "in the mode single there is exactly one provider");
    else
        check_needs_put(work);
    if (work->document.referral.has_vacancy && count > 1)
        reader_refuse(reader, reader->body, "vacancy", "vacancy-of-recipient",
                      "with several providers, name each one's vacancy beside it");
}

/* In first-accept the details wait for the award; they are needed all the same. */
static bool
needs_details(enum kind kind)
{
    return kinds[kind].sealed == SEALED_REQUIRED ||
           kinds[kind].sealed == SEALED_BY_MODE;
}

static void
check_details(struct authoring_work *work)
{
    struct reader *reader = &work->reader;
    const struct document *document = &work->document;
    const struct kind_entry *kind = &kinds[document->kind];
    xmlNode *inner;

    if (work->details == NULL) {
        if (needs_details(document->kind))
            reader_refuse_as(reader, REFUSAL_SEALED_REQUIRED, reader->envelope,
                             "sealed-required", "the details are missing");
        return;
    }
    inner = tree_child(work->details, NULL);
    if (inner == NULL || !tree_is_element(inner, kind->name, DETAILS_NAMESPACE)) {
        reader_refuse(reader, work->details, NULL, "details-of-kind",
                      "the details are of another kind than the document");
        return;
    }
    reader->envelope = work->details;
    reader->body = inner;
    if (document->kind == KIND_REFERRAL) {
        for (const xmlNode *need = tree_child(inner, "need"); need != NULL;
             need = tree_next(need, "need")) {
            if (!is_need_of(&document->referral,
                            reader_attribute(reader, need, "code")))
                reader_refuse(reader, need, "code", "need-of-referral",
                              "a need that the coded part does not name");
        }
    }
    if (kind->check_details != NULL)
        kind->check_details(reader, document);
}

static void
check(struct authoring_work *work)
{
    struct reader *reader = &work->reader;
    const struct kind_entry *kind = &kinds[work->document.kind];

    if (kind->check != NULL)
        kind->check(reader, &work->document);
    if (kind->is_own_case && work->authoring->has_case)
        reader_refuse(
            reader, reader->envelope, "case", "case-of-its-own",
            "this kind of document belongs to no client's case: leave the case "
            "out");
    check_recipients(work);
    check_details(work);
}

static bool
is_partner(const struct authoring_context *context, const char *agency)
{
    if (context->partners != NULL)
        return g_strv_contains(context->partners, agency);
    return strcmp(agency, context->partner) == 0;
}

/*
 * Minutes go to everybody with all their actions in words; in codes each agency is sent
 * what falls to itself and to the sender, and has nothing of others' to wait for.
 */
static void
share_points(struct authoring_work *work, const struct authoring_context *context)
{
    const struct matter_form *form = kinds[work->document.kind].matter;
    xmlNode *node, *next;

    if (form == NULL || form->points == NULL || context->partner == NULL)
        return;
    for (node = tree_child((xmlNode *)work->document.matter.node, form->points);
         node != NULL; node = next) {
        const char *owner = reader_attribute(&work->reader, node, "owner");

        next = tree_next(node, form->points);
        if (owner == NULL || strcmp(owner, context->us) == 0 ||
            strcmp(owner, context->partner) == 0)
            continue;
        if (!is_partner(context, owner)) {
            reader_refuse(&work->reader, node, "owner", "point-of-party",
                          "this falls to an agency that the document does not go to: "
                          "put it in words alone");
            continue;
        }
        xmlUnlinkNode(node);
        xmlFreeNode(node);
    }
}

static bool
read_named_id(struct reader *reader, const char *attribute, struct uuid *id)
{
    const char *text = reader_attribute(reader, reader->body, attribute);

    return text != NULL && uuid_read(text, id);
}

bool
authoring_look(GBytes *bytes, struct authoring_peek *peek, GPtrArray *violations,
               GError **error)
{
    g_autoptr(tree) tree = parse_bytes(bytes, &scan_authoring, violations, error);
    struct reader reader = {.tree = tree};
    const struct matter_form *form;

    if (tree == NULL)
        return false;
    *peek = (struct authoring_peek){0};
    reader.body = find_body(xmlDocGetRootElement(tree->doc), &peek->kind);
    if (reader.body == NULL)
        return refusal_set(error, REFUSAL_SCHEMA,
                           "the file holds no document of a kind that there is");
    form = kinds[peek->kind].matter;
    peek->has_leg = read_named_id(&reader, "leg", &peek->leg);
    peek->has_parent = form != NULL && form->parent != NULL &&
                       read_named_id(&reader, form->parent, &peek->parent);
    peek->has_matter = read_named_id(&reader, "matter", &peek->matter);
    return true;
}

struct authoring *
authoring_read(struct validator *validator, GBytes *bytes,
               const struct authoring_context *context, GPtrArray *violations,
               GError **error)
{
    g_autoptr(authoring) authoring = g_new0(struct authoring, 1);
    struct authoring_work work = {.authoring = authoring};
    xmlNode *envelope;

    authoring->tree = parse_bytes(bytes, &scan_authoring, violations, error);
    if (authoring->tree == NULL ||
        !validate_tree(validator, authoring->tree, violations, error))
        return NULL;
    envelope = xmlDocGetRootElement(authoring->tree->doc);
    work.reader = (struct reader){.tree = authoring->tree,
                                  .envelope = envelope,
                                  .codes = validator_codes(validator),
                                  .violations = violations};
    work.document.created_us = context->created_us;
    work.document.tree = authoring->tree;
    read_envelope(&work);
    read_body(&work, context);
    /* That there is a sealed part is all that the rules for the coded part ask. */
    if (work.details != NULL)
        work.document.sealed = bytes;
    if (work.reader.count == 0)
        check(&work);
    if (work.reader.count == 0)
        share_points(&work, context);
    if (!reader_finish(&work.reader, error))
        return NULL;
    authoring_split(&work, envelope);
    return g_steal_pointer(&authoring);
}

void
authoring_free(struct authoring *authoring)
{
    if (authoring == NULL)
        return;
    for (size_t index = 0; index < authoring->document_count; index++) {
        g_free(authoring->documents[index].body);
        g_clear_pointer(&authoring->documents[index].details, g_bytes_unref);
    }
    g_free(authoring->documents);
    tree_free(authoring->tree);
    g_free(authoring);
}
