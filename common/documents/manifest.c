/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/manifest.h"
#include "common/documents/reader.h"
#include "common/documents/timestamp.h"
#include "common/documents/writer.h"

const char *const manifest_subject_names[] = {"export", "import", "services",
                                              "staff",  "cases",  NULL};

static const struct field manifest_fields[] = {
    NAMED("of", manifest, subject, manifest_subject_names),
    REQUIRED("agency", FIELD_AGENCY, manifest, agency),
    REQUIRED("madeAt", FIELD_TIMESTAMP, manifest, made_us),
    PRESENT_IF("sealedTo", FIELD_SHA256, manifest, is_sealed_to, sealed_to),
    PRESENT_IF("source", FIELD_SHA256, manifest, has_source, source),
    REQUIRED("taken", FIELD_COUNT, manifest, taken),
    REQUIRED("present", FIELD_COUNT, manifest, present),
    REQUIRED("rejected", FIELD_COUNT, manifest, rejected),
};

static const struct field sent_fields[] = {
    REQUIRED("document", FIELD_UUID, manifest_part, document),
    REQUIRED("sha256", FIELD_SHA256, manifest_part, sha256),
    REQUIRED("state", FIELD_TEXT, manifest_part, state),
    REQUIRED("queuedAt", FIELD_TIMESTAMP, manifest_part, at_us),
    OPTIONAL("tried", FIELD_BOOL, manifest_part, is_tried),
    OPTIONAL("problem", FIELD_TEXT, manifest_part, problem),
    PRESENT_IF("receipt", FIELD_SHA256, manifest_part, has_receipt, receipt),
    PRESENT_IF("details", FIELD_SHA256, manifest_part, has_details, details),
    PRESENT_IF("withheld", FIELD_SHA256, manifest_part, has_withheld, withheld),
    PRESENT_IF("released", FIELD_UUID, manifest_part, has_released, released),
};

static const struct field received_fields[] = {
    REQUIRED("document", FIELD_UUID, manifest_part, document),
    REQUIRED("sha256", FIELD_SHA256, manifest_part, sha256),
    REQUIRED("sequence", FIELD_SEQUENCE, manifest_part, sequence),
    REQUIRED("receivedAt", FIELD_TIMESTAMP, manifest_part, at_us),
    REQUIRED("state", FIELD_TEXT, manifest_part, state),
    OPTIONAL("reason", FIELD_TEXT, manifest_part, reason),
    OPTIONAL("new", FIELD_BOOL, manifest_part, is_new),
    OPTIONAL("due", FIELD_BOOL, manifest_part, is_due),
    PRESENT_IF("details", FIELD_SHA256, manifest_part, has_details, details),
};

static const struct field draft_fields[] = {
    REQUIRED("draft", FIELD_UUID, manifest_draft, draft),
    REQUIRED("sha256", FIELD_SHA256, manifest_draft, sha256),
    REQUIRED("savedAt", FIELD_TIMESTAMP, manifest_draft, saved_us),
    REQUIRED("actor", FIELD_TEXT, manifest_draft, actor),
};

struct manifest *
manifest_new(enum manifest_subject subject, const char *agency, int64_t made_us)
{
    struct manifest *manifest = g_new0(struct manifest, 1);

    manifest->subject = subject;
    g_strlcpy(manifest->agency, agency, sizeof manifest->agency);
    manifest->made_us = made_us;
    manifest->parts = g_array_new(FALSE, TRUE, sizeof(struct manifest_part));
    manifest->drafts = g_array_new(FALSE, TRUE, sizeof(struct manifest_draft));
    manifest->rejections = g_array_new(FALSE, TRUE, sizeof(struct manifest_rejected));
    manifest->rows = g_string_new(NULL);
    manifest->words = g_string_chunk_new(256);
    return manifest;
}

void
manifest_free(struct manifest *manifest)
{
    if (manifest == NULL)
        return;
    g_array_unref(manifest->parts);
    g_array_unref(manifest->drafts);
    g_array_unref(manifest->rejections);
    g_string_free(manifest->rows, TRUE);
    g_string_chunk_free(manifest->words);
    g_free(manifest);
}

void
manifest_add_part(struct manifest *manifest, const struct manifest_part *part)
{
    if (part->is_sent)
        writer_element(manifest->rows, "sent", sent_fields, G_N_ELEMENTS(sent_fields),
                       part);
    else
        writer_element(manifest->rows, "received", received_fields,
                       G_N_ELEMENTS(received_fields), part);
    g_string_append_c(manifest->rows, '\n');
    manifest->taken++;
}

void
manifest_add_draft(struct manifest *manifest, const struct manifest_draft *draft)
{
    writer_element(manifest->rows, "draft", draft_fields, G_N_ELEMENTS(draft_fields),
                   draft);
    g_string_append_c(manifest->rows, '\n');
    manifest->taken++;
}

void
manifest_add_made(struct manifest *manifest, int line, const char *file,
                  const char *sha256)
{
    g_string_append_printf(manifest->rows, "<made line=\"%d\"", line);
    writer_attribute(manifest->rows, "file", file);
    writer_attribute(manifest->rows, "sha256", sha256);
    g_string_append(manifest->rows, "/>\n");
    manifest->taken++;
}

/* What they came from goes, the words stay. */
static const char *
keep(struct manifest *manifest, const char *word)
{
    return word != NULL ? g_string_chunk_insert(manifest->words, word) : NULL;
}

void
manifest_add_rejected(struct manifest *manifest, int line, const char *document,
                      const char *reason)
{
    struct manifest_rejected rejected = {line, keep(manifest, document),
                                         keep(manifest, reason)};

    g_array_append_val(manifest->rejections, rejected);
    g_string_append(manifest->rows, "<rejected");
    if (line > 0)
        g_string_append_printf(manifest->rows, " line=\"%d\"", line);
    writer_attribute(manifest->rows, "document", document);
    writer_attribute(manifest->rows, "reason", reason);
    g_string_append(manifest->rows, "/>\n");
    manifest->rejected++;
}

GBytes *
manifest_write(const struct manifest *manifest)
{
    GString *xml = writer_new();

    g_string_append(xml, "<manifest xmlns=\"" MANIFEST_NAMESPACE "\"");
    writer_fields(xml, manifest_fields, G_N_ELEMENTS(manifest_fields), manifest);
    g_string_append(xml, ">\n");
    g_string_append_len(xml, manifest->rows->str, (gssize)manifest->rows->len);
    g_string_append(xml, "</manifest>");
    return writer_finish(xml);
}

static void
read_part(struct reader *reader, const xmlNode *node, struct manifest *manifest)
{
    struct manifest_part part = {.is_sent = tree_is_element(node, "sent", NULL),
                                 .line = tree_line(node)};

    if (part.is_sent)
        reader_fields(reader, node, sent_fields, G_N_ELEMENTS(sent_fields), &part);
    else
        reader_fields(reader, node, received_fields, G_N_ELEMENTS(received_fields),
                      &part);
    part.state = keep(manifest, part.state);
    part.problem = keep(manifest, part.problem);
    part.reason = keep(manifest, part.reason);
    g_array_append_val(manifest->parts, part);
}

static void
read_draft(struct reader *reader, const xmlNode *node, struct manifest *manifest)
{
    struct manifest_draft draft = {.line = tree_line(node)};

    reader_fields(reader, node, draft_fields, G_N_ELEMENTS(draft_fields), &draft);
    draft.actor = keep(manifest, draft.actor);
    g_array_append_val(manifest->drafts, draft);
}

static void
read_parts(struct reader *reader, struct manifest *manifest)
{
    for (const xmlNode *node = tree_child(reader->body, NULL); node != NULL;
         node = tree_next(node, NULL))
        if (tree_is_element(node, "draft", NULL))
            read_draft(reader, node, manifest);
        else if (tree_is_element(node, "sent", NULL) ||
                 tree_is_element(node, "received", NULL))
            read_part(reader, node, manifest);
}

struct manifest *
manifest_read(struct validator *validator, GBytes *bytes, GError **error)
{
    g_autoptr(manifest) manifest = manifest_new(MANIFEST_EXPORT, "", 0);
    g_autoptr(tree) tree = NULL;
    struct reader reader;

    if (!validator_check(validator, bytes, NULL, error) ||
        !reader_open(&reader, bytes, "manifest", MANIFEST_NAMESPACE, error))
        return NULL;
    tree = reader.tree;
    reader_fields(&reader, reader.body, manifest_fields, G_N_ELEMENTS(manifest_fields),
                  manifest);
    read_parts(&reader, manifest);
    if (!reader_finish(&reader, error))
        return NULL;
    if (manifest->subject == MANIFEST_EXPORT)
        return g_steal_pointer(&manifest);
    refusal_set(error, REFUSAL_RULE,
                "this is the manifest of an import, not of an "
                "export");
    return NULL;
}
