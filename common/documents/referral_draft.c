/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/referral_draft.h"
#include "common/documents/bodies.h"
#include "common/documents/parse.h"
#include <string.h>

/* What is known of both halves; either element may lack whatever is optional. */
struct known {
    const xmlNode *coded;
    const xmlNode *details;
};

static const char *
value_of(const xmlNode *node, const char *name)
{
    for (const xmlAttr *attribute = node == NULL ? NULL : node->properties;
         attribute != NULL; attribute = attribute->next) {
        if (strcmp((const char *)attribute->name, name) == 0 &&
            attribute->children != NULL)
            return (const char *)attribute->children->content;
    }
    return NULL;
}

/* Each name with its value, or with none to be filled in. */
static void
write_required(GString *xml, const xmlNode *node, const char *const *names)
{
    for (; *names != NULL; names++) {
        const char *value = value_of(node, *names);

        writer_attribute(xml, *names, value != NULL ? value : "");
    }
}

static void
write_optional(GString *xml, const xmlNode *node, const char *const *names)
{
    for (; *names != NULL; names++)
        writer_attribute(xml, *names, value_of(node, *names));
}

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void
write_element(GString *xml, const char *name, const xmlNode *node,
              const char *const *required, const char *const *optional)
{
    g_string_append_printf(xml, "<%s", name);
    write_required(xml, node, required);
    write_optional(xml, node, optional);
    g_string_append(xml, "/>");
}

/* The text of a child; empty when there is none. */
static void
write_text(GString *xml, const char *name, const xmlNode *parent, const char *child)
{
    const xmlNode *from = tree_child(parent, child);
    xmlChar *text = from == NULL ? NULL : xmlNodeGetContent(from);

    g_string_append_printf(xml, "<%s>", name);
    if (text != NULL)
        writer_text(xml, (const char *)text);
    g_string_append_printf(xml, "</%s>", name);
    xmlFree(text);
}

static void
write_household(GString *xml, const xmlNode *household)
{
    g_string_append(xml, "<household");
    write_required(xml, household, NAMES("adults", "bedrooms"));
    write_optional(xml, household, NAMES("unborn", "pets"));
    g_string_append(xml, ">");
    for (const xmlNode *children =
             household == NULL ? NULL : tree_child(household, "children");
         children != NULL; children = tree_next(children, "children"))
        write_element(xml, "children", children, NAMES("ageBand", "count"),
                      NAMES(NULL));
    g_string_append(xml, "</household>");
}

static void
write_coded(GString *xml, const struct known *known)
{
    const xmlNode *need = tree_child(known->coded, "need");

    g_string_append(xml, "<referral xmlns=\"urn:referral-exchange:referral:1\" "
                         "mode=\"single\" urgency=\"\" type=\"\"");
    write_required(xml, known->coded, NAMES("receivedVia"));
    g_string_append(xml, ">");
    do {
        write_element(xml, "need", need, NAMES("code", "level"), NAMES(NULL));
        need = need == NULL ? NULL : tree_next(need, "need");
    } while (need != NULL);
    write_element(xml, "client", tree_child(known->coded, "client"),
                  NAMES("sex", "ageBand"), NAMES(NULL));
    write_household(xml, tree_child(known->coded, "household"));
    write_element(xml, "area", tree_child(known->coded, "area"), NAMES("origin"),
                  NAMES(NULL));
    g_string_append(xml, "<risk level=\"\"/>"
                         "<housing homelessness=\"\" accommodation=\"\"/>"
                         "<basis lawful=\"\"><consent on=\"\"/></basis>"
                         "</referral>");
}

static void
write_worker(GString *xml, const xmlNode *worker)
{
    g_string_append(xml, "<referrer><worker");
    write_required(xml, worker, NAMES("name"));
    write_optional(xml, worker, NAMES("role", "agency", "telephone", "email"));
    g_string_append(xml, ">");
    for (const xmlNode *call = worker == NULL ? NULL : tree_child(worker, "callBack");
         call != NULL; call = tree_next(call, "callBack"))
        write_element(xml, "callBack", call, NAMES("days", "from", "to"), NAMES(NULL));
    g_string_append(xml, "</worker></referrer>");
}

static void
write_contact(GString *xml, const xmlNode *client)
{
    const xmlNode *method = client == NULL ? NULL : tree_child(client, "method");

    g_string_append(xml, "<contact addressConfidential=\"true\">");
    do {
        g_string_append(xml, "<method");
        write_required(xml, method, NAMES("by", "safe"));
        write_optional(xml, method, NAMES("value", "days", "from", "to", "via"));
        if (method != NULL && tree_child(method, "note") != NULL) {
            g_string_append_c(xml, '>');
            write_text(xml, "note", method, "note");
            g_string_append(xml, "</method>");
        } else {
            g_string_append(xml, "/>");
        }
        method = method == NULL ? NULL : tree_next(method, "method");
    } while (method != NULL);
    g_string_append(xml, "<addressWithheld/></contact>");
}

static void
write_details(GString *xml, const struct known *known)
{
    const xmlNode *client = tree_child(known->details, "client");

    g_string_append(xml, "<details xmlns=\"" DETAILS_NAMESPACE "\">"
                         "<referral reference=\"\"");
    write_required(xml, client, NAMES("clientReference"));
    g_string_append(xml, ">");
    write_worker(xml, tree_child(known->details, "worker"));
    g_string_append(xml, "<client ethnicGroup=\"\" publicFunds=\"\"");
    write_optional(xml, client, NAMES("dateOfBirth", "estimatedAge", "firstLanguage"));
    g_string_append(xml, ">");
    write_element(xml, "name", client == NULL ? NULL : tree_child(client, "name"),
                  NAMES("given"), NAMES("family", "knownAs", "previous"));
    g_string_append(xml, "</client>");
    write_contact(xml, client);
    g_string_append(xml, "<risks></risks>"
                         "<basis privacyNotice=\"\"></basis>"
                         "<background>");
    write_text(xml, "summary", known->details, "question");
    write_text(xml, "whatClientWants", known->details, "wish");
    g_string_append(xml, "</background>\n</referral>\n</details>");
}

/* A person goes on with it: a line an element. */
static GBytes *
indent(GString *xml, GError **error)
{
    g_autoptr(GBytes) written = writer_finish(xml);
    g_autoptr(tree) tree = parse_bytes(written, &scan_authoring, NULL, error);
    xmlChar *text = NULL;
    int size = 0;
    GBytes *bytes;

    if (tree == NULL)
        return NULL;
    xmlDocDumpFormatMemoryEnc(tree->doc, &text, &size, "UTF-8", 1);
    bytes = g_bytes_new(text, (size_t)size);
    xmlFree(text);
    return bytes;
}

GBytes *
referral_draft_write(const struct document *enquiry, GBytes *details, const char *to,
                     GError **error)
{
    g_autoptr(tree) tree = parse_bytes(details, &scan_wire, NULL, error);
    struct known known = {.coded = enquiry->matter.node};
    GString *xml;
    char id[UUID_TEXT_BYTES];

    if (tree == NULL)
        return NULL;
    known.details = tree_child(xmlDocGetRootElement(tree->doc), NULL);
    xml = writer_new();
    uuid_write(&enquiry->id, id);
    g_string_append_printf(xml,
                           "<!-- Made of the enquiry %s.  Fill in what is empty; "
                           "'agency-client refer' names the rest by its line. -->",
                           id);
    uuid_write(&enquiry->case_id, id);
    g_string_append_printf(
        xml, "<authoring xmlns=\"" DOCUMENT_NAMESPACE "\" case=\"%s\">", id);
    g_string_append(xml, "<to");
    writer_attribute(xml, "agency", to != NULL ? to : "");
    g_string_append(xml, "/>");
    write_coded(xml, &known);
    write_details(xml, &known);
    g_string_append(xml, "</authoring>");
    return indent(xml, error);
}

/* The first element of that name below one; NULL when there is none. */
static const xmlNode *
child_of(const xmlNode *node, const char *name)
{
    return node != NULL ? tree_child(node, name) : NULL;
}

char *
referral_draft_title(GBytes *file)
{
    g_autoptr(tree) tree = parse_bytes(file, &scan_authoring, NULL, NULL);
    const xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree->doc) : NULL;
    const xmlNode *referral = child_of(child_of(root, "details"), "referral");
    const xmlNode *name = child_of(child_of(referral, "client"), "name");
    const char *const said[] = {value_of(name, "given"), value_of(name, "family"),
                                value_of(referral, "reference")};
    g_autoptr(GString) title = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
        if (said[i] != NULL)
            g_string_append_printf(title, "%s%s", title->len > 0 ? " " : "", said[i]);
    }
    return g_string_free(g_steal_pointer(&title), FALSE);
}

char *
referral_draft_referrer(GBytes *details)
{
    g_autoptr(tree) tree = parse_bytes(details, &scan_wire, NULL, NULL);
    const xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree->doc) : NULL;
    const xmlNode *referrer = child_of(child_of(root, "referral"), "referrer");
    xmlChar *text = NULL;
    xmlDoc *doc;
    xmlNode *copy;
    char *written;

    if (referrer == NULL)
        return NULL;
    doc = xmlNewDoc((const xmlChar *)"1.0");
    copy = xmlDocCopyNode((xmlNode *)referrer, doc, 1);
    xmlDocSetRootElement(doc, copy);
    xmlReconciliateNs(doc, copy);
    xmlDocDumpMemoryEnc(doc, &text, NULL, "UTF-8");
    written = g_strdup((const char *)text);
    xmlFree(text);
    xmlFreeDoc(doc);
    return written;
}
