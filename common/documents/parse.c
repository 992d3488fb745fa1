/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/parse.h"
#include "common/documents/kinds.h"
#include "common/documents/limits.h"
#include "common/documents/refusal.h"
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <string.h>

#define INSTANCE_NAMESPACE "http://www.w3.org/2001/XMLSchema-instance"

/* How libxml2 passes the attributes of an element: five strings each. */
#define ATTRIBUTE_STRINGS 5

/*
 * NOENT lets attributes be single text nodes; without a DTD there is no entity to
 * substitute but the five of XML itself.
 */
#define PARSE_OPTIONS                                                                  \
    (XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |     \
     XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC)

struct parse {
    const struct scan_limits *limits;
    /* The refusal that stopped the parser; NULL words: libxml2's own complaint. */
    enum refusal refusal;
    const char *rule;
    const char *words;
    int line;
    /* The first of libxml2's complaints: later ones are often its consequence. */
    int complaint_code;
    int complaint_line;
};

static const struct {
    int code;
    const char *words;
} complaints[] = {
    {XML_ERR_TAG_NAME_MISMATCH, "the end tag does not match the start tag"},
    {XML_ERR_TAG_NOT_FINISHED, "an element has no end tag"},
    {XML_ERR_DOCUMENT_END, "something stands after the end of the document"},
    {XML_ERR_DOCUMENT_EMPTY, "the document is empty or does not begin with an element"},
    {XML_ERR_UNDECLARED_ENTITY, "an entity is not declared"},
    {XML_ERR_INVALID_CHAR, "a character is not allowed in XML"},
    {XML_ERR_INVALID_CHARREF, "a character reference is not allowed in XML"},
    {XML_ERR_ATTRIBUTE_REDEFINED, "an attribute stands twice"},
    {XML_ERR_ATTRIBUTE_NOT_STARTED, "an attribute's value is not quoted"},
    {XML_ERR_LT_IN_ATTRIBUTE, "an attribute's value holds a <"},
    {XML_ERR_SPACE_REQUIRED, "a space is missing"},
    {XML_NS_ERR_UNDEFINED_NAMESPACE, "a namespace prefix is not declared"},
    {XML_ERR_NAME_REQUIRED, "a name is missing"},
};

static const char *
complaint_words(int code)
{
    for (size_t index = 0; index < G_N_ELEMENTS(complaints); index++) {
        if (complaints[index].code == code)
            return complaints[index].words;
    }
    return "the XML is not well-formed";
}

/* Stops the parser; the first reason stands. */
static void
stop(xmlParserCtxt *context, enum refusal refusal, const char *rule, const char *words)
{
    struct parse *parse = context->_private;

    if (parse->words == NULL) {
        parse->refusal = refusal;
        parse->rule = rule;
        parse->words = words;
        parse->line = context->input != NULL ? context->input->line : 0;
    }
    xmlStopParser(context);
}

/* The scan has refused every DOCTYPE; should it ever miss one, this does not. */
static void
on_doctype(void *data, const xmlChar *name, const xmlChar *external_id,
           const xmlChar *system_id)
{
    (void)name;
    (void)external_id;
    (void)system_id;
    stop(data, REFUSAL_DOCTYPE_FORBIDDEN, "doctype-forbidden",
         "a DOCTYPE is not allowed");
}

static void
on_complaint(void *data, xmlError *complaint)
{
    struct parse *parse = ((xmlParserCtxt *)data)->_private;

    if (complaint->level < XML_ERR_ERROR || parse->complaint_code != 0)
        return;
    parse->complaint_code = complaint->code;
    parse->complaint_line = complaint->line;
}

/* The namespaces of the project, and that of hints, which is harmless by itself. */
static bool
is_known_namespace(const char *uri)
{
    if (strcmp(uri, DOCUMENT_NAMESPACE) == 0 || strcmp(uri, DETAILS_NAMESPACE) == 0 ||
        strcmp(uri, INSTANCE_NAMESPACE) == 0)
        return true;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        if (strcmp(uri, kinds[kind].xml_namespace) == 0)
            return true;
    }
    return false;
}

static bool
is_hint(const xmlChar *const *attribute)
{
    return attribute[2] != NULL &&
           strcmp((const char *)attribute[2], INSTANCE_NAMESPACE) == 0;
}

/*
 * Copies all but the hints into kept: the parser frees its own array by position, so it
 * must stay as it is.  Returns how many attributes remain; -1 when one must be refused.
 */
static int
drop_hints(const struct parse *parse, const xmlChar **attributes, int count,
           const xmlChar **kept)
{
    int kept_count = 0;

    for (int index = 0; index < count; index++) {
        const xmlChar **attribute = attributes + index * ATTRIBUTE_STRINGS;

        if (!is_hint(attribute)) {
            memcpy(kept + kept_count++ * ATTRIBUTE_STRINGS, attribute,
                   ATTRIBUTE_STRINGS * sizeof *kept);
            continue;
        }
        if (!parse->limits->drops_schema_hints ||
            !g_str_has_suffix((const char *)attribute[0], "chemaLocation"))
            return -1;
    }
    return kept_count;
}

static void
on_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
           int namespace_count, const xmlChar **namespaces, int attribute_count,
           int defaulted_count, const xmlChar **attributes)
{
    xmlParserCtxt *context = data;
    struct parse *parse = context->_private;
    const xmlChar *kept[DOCUMENT_MAX_ATTRIBUTES * ATTRIBUTE_STRINGS];

    /* The scan has counted them; of a schema's many most are declarations. */
    g_assert(attribute_count <= DOCUMENT_MAX_ATTRIBUTES);
    attribute_count = drop_hints(parse, attributes, attribute_count, kept);
    if (attribute_count < 0) {
        stop(context, REFUSAL_SCHEMA, "no-schema-hints",
             "a document cannot name its own schema or types");
        return;
    }
    for (int index = 0; index < namespace_count; index++) {
        const xmlChar *declared = namespaces[index * 2 + 1];

        if (parse->limits == &scan_wire &&
            !is_known_namespace((const char *)declared)) {
            stop(context, REFUSAL_SCHEMA, "known-namespaces",
                 "a namespace is declared that no document uses");
            return;
        }
    }
    xmlSAX2StartElementNs(data, name, prefix, uri, namespace_count, namespaces,
                          attribute_count, defaulted_count, kept);
    if (context->node != NULL)
        context->node->_private = GINT_TO_POINTER(context->input->line);
}

/* Sets the error for a parser that stopped, and the violation. */
static bool
refuse(const struct parse *parse, GPtrArray *violations, GError **error)
{
    violations_append(violations, parse->line, NULL, parse->rule, parse->words);
    return refusal_set(error, parse->refusal, "line %d: %s", parse->line, parse->words);
}

static bool
refuse_malformed(struct parse *parse, GPtrArray *violations, GError **error)
{
    parse->refusal = REFUSAL_XML_MALFORMED;
    parse->rule = "well-formed";
    parse->words = complaint_words(parse->complaint_code);
    parse->line = parse->complaint_line;
    return refuse(parse, violations, error);
}

/* The bytes have passed the scan. */
static struct tree *
parse_scanned(GBytes *bytes, struct parse *parse, GPtrArray *violations, GError **error)
{
    size_t size;
    const char *data = g_bytes_get_data(bytes, &size);
    xmlParserCtxt *context = xmlNewParserCtxt();
    struct tree *tree = NULL;
    xmlDoc *doc;

    if (context == NULL)
        g_error("libxml2 has no memory for a parser");
    context->_private = parse;
    context->sax->internalSubset = on_doctype;
    context->sax->startElementNs = on_element;
    context->sax->serror = on_complaint;
    doc = xmlCtxtReadMemory(context, data, (int)size, NULL, "UTF-8", PARSE_OPTIONS);
    if (parse->words != NULL)
        (void)refuse(parse, violations, error);
    else if (doc == NULL || context->nsWellFormed == 0)
        (void)refuse_malformed(parse, violations, error);
    else
        tree = tree_new(g_steal_pointer(&doc));
    if (doc != NULL)
        xmlFreeDoc(doc);
    xmlFreeParserCtxt(context);
    return tree;
}

struct tree *
parse_bytes(GBytes *bytes, const struct scan_limits *limits, GPtrArray *violations,
            GError **error)
{
    size_t size;
    const char *data = g_bytes_get_data(bytes, &size);
    struct parse parse = {.limits = limits};
    g_autoptr(GError) scan_error = NULL;

    if (size > 0 && scan_check(data, size, limits, &parse.line, &scan_error))
        return parse_scanned(bytes, &parse, violations, error);
    if (size == 0) {
        (void)refusal_set(error, REFUSAL_XML_MALFORMED, "there is nothing to read");
        return NULL;
    }
    parse.refusal = (enum refusal)scan_error->code;
    parse.rule = refusals[parse.refusal].suffix;
    parse.words = scan_error->message;
    (void)refuse(&parse, violations, error);
    return NULL;
}
