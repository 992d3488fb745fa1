/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/authoring_parts.h"
#include <string.h>

char **
authoring_needs(struct authoring_work *work, const xmlNode *to)
{
    const char *text = to != NULL ? reader_attribute(&work->reader, to, "needs") : NULL;
    g_autoptr(GPtrArray) codes = g_ptr_array_new();
    g_auto(GStrv) words = NULL;

    if (text == NULL)
        return NULL;
    words = g_strsplit_set(text, " \t\r\n", -1);
    for (char **word = words; *word != NULL; word++) {
        if (**word != '\0')
            g_ptr_array_add(codes, g_strdup(*word));
    }
    g_ptr_array_add(codes, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&codes), FALSE);
}

bool
authoring_is_put_to(char **needs, const char *code)
{
    return needs == NULL || g_strv_contains((const char *const *)needs, code);
}

/* Takes out what is not put to the recipient, and what an editor left behind. */
static void
strip_details(xmlNode *parent, char **needs, bool is_body)
{
    for (xmlNode *node = parent->children, *next; node != NULL; node = next) {
        next = node->next;
        if (node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        } else if (is_body && node->type == XML_ELEMENT_NODE &&
                   strcmp((const char *)node->name, "need") == 0) {
            xmlChar *code = xmlGetNoNsProp(node, (const xmlChar *)"code");
            bool is_kept = authoring_is_put_to(needs, (const char *)code);

            xmlFree(code);
            if (is_kept) {
                strip_details(node, needs, false);
            } else {
                xmlUnlinkNode(node);
                xmlFreeNode(node);
            }
        } else if (node->type == XML_ELEMENT_NODE) {
            strip_details(node, needs, false);
        }
    }
}

/* The details for one recipient as a document of their own. */
static GBytes *
details_for(const struct authoring_work *work, char **needs)
{
    xmlDoc *doc;
    xmlNode *root;
    xmlChar *text = NULL;
    int size = 0;
    GBytes *bytes;

    if (work->details == NULL)
        return NULL;
    doc = xmlNewDoc((const xmlChar *)"1.0");
    root = xmlDocCopyNode(work->details, doc, 1);
    xmlDocSetRootElement(doc, root);
    /* Namespaces that the copy needs are declared on it, not on what it was part of. */
    xmlReconciliateNs(doc, root);
    strip_details(root, needs, false);
    strip_details(tree_child(root, NULL), needs, true);
    xmlDocDumpMemoryEnc(doc, &text, &size, "UTF-8");
    bytes = g_bytes_new(text, (size_t)size);
    xmlFree(text);
    xmlFreeDoc(doc);
    return bytes;
}

/* The coded body for one recipient. */
static char *
body_for(const struct authoring_work *work, char **needs, bool is_area_avoided,
         const char *vacancy)
{
    struct document document = work->document;
    g_autofree struct referral_need *put = NULL;
    size_t count = 0;

    if (document.kind != KIND_REFERRAL)
        return document_write_body(&document);
    put = g_new(struct referral_need, document.referral.need_count);
    for (size_t index = 0; index < document.referral.need_count; index++) {
        if (authoring_is_put_to(needs, document.referral.needs[index].code))
            put[count++] = document.referral.needs[index];
    }
    document.referral.needs = put;
    document.referral.need_count = count;
    if (is_area_avoided)
        document.referral.is_recipient_area_avoided = true;
    /* Its form the schema has seen to. */
    if (vacancy != NULL)
        document.referral.has_vacancy = uuid_read(vacancy, &document.referral.vacancy);
    return document_write_body(&document);
}

static bool
is_true(const char *text)
{
    return text != NULL && (strcmp(text, "true") == 0 || strcmp(text, "1") == 0);
}

void
authoring_split(struct authoring_work *work, const xmlNode *envelope)
{
    struct authoring *authoring = work->authoring;
    g_autoptr(GArray) documents = g_array_new(FALSE, TRUE, sizeof(struct authored));
    const xmlNode *to = tree_child(envelope, "to");

    do {
        g_auto(GStrv) needs = authoring_needs(work, to);
        struct authored authored = {0};
        const char *vacancy = NULL;
        bool is_avoided = false;

        if (to != NULL) {
            vacancy = reader_attribute(&work->reader, to, "vacancy");
            authored.recipient = reader_attribute(&work->reader, to, "agency");
            is_avoided = is_true(reader_attribute(&work->reader, to, "avoidArea"));
        }
        authored.body = body_for(work, needs, is_avoided, vacancy);
        authored.details = details_for(work, needs);
        g_array_append_val(documents, authored);
        to = to != NULL ? tree_next(to, "to") : NULL;
    } while (to != NULL);
    authoring->documents =
        (struct authored *)g_array_steal(documents, &authoring->document_count);
    authoring->kind = work->document.kind;
    if (authoring->kind == KIND_REFERRAL) {
        authoring->mode = work->document.referral.mode;
        authoring->urgency = work->document.referral.urgency;
    }
}
