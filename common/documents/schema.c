/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/schema.h"
#include "common/documents/parse.h"
#include "common/documents/refusal.h"
#include "common/documents/validate.h"
#include "schemas/plain_resource.h"
#include "schemas/resource.h"
#include <libxml/parserInternals.h>
#include <libxml/schemasInternals.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>
#include <string.h>

/* Where the files are compiled in, and the scheme by which libxml2 asks for them. */
#define RESOURCE_PREFIX "/referral-exchange/schemas/"
#define PLAIN_PREFIX    "/referral-exchange/plain-schemas/"
#define SCHEMA_SCHEME   "compiled-in:/"

G_DEFINE_QUARK(referral - exchange - schema, schema_error)

struct schema {
    xmlSchema *compiled;
    const struct codes *codes;
};

static const char *const root_files[SCHEMA_ROOTS] = {
    [SCHEMA_WIRE] = "document-wire.xsd", [SCHEMA_AUTHORING] = "document-authoring.xsd",
    [SCHEMA_DETAILS] = "details.xsd",    [SCHEMA_VIEWS] = "views.xsd",
    [SCHEMA_MANIFEST] = "manifest.xsd",
};

GBytes *
schema_file_find(const char *name)
{
    g_autofree char *path = g_strconcat(RESOURCE_PREFIX, name, NULL);

    return g_resource_lookup_data(schemas_get_resource(), path,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

/* Adds the files below a folder of the resource ("" or "codes/"). */
static void
list_folder(GPtrArray *names, const char *folder)
{
    g_autofree char *path = g_strconcat(RESOURCE_PREFIX, folder, NULL);
    g_auto(GStrv) children = g_resource_enumerate_children(
        schemas_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

    for (char **child = children; child != NULL && *child != NULL; child++) {
        g_autofree char *name = g_strconcat(folder, *child, NULL);

        if (g_str_has_suffix(name, "/"))
            list_folder(names, name);
        else
            g_ptr_array_add(names, g_steal_pointer(&name));
    }
}

static int
compare_names(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

char **
schema_file_list(void)
{
    GPtrArray *names = g_ptr_array_new();

    list_folder(names, "");
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

/*
 * The one entity loader of the process.  What is not compiled in does not exist: there
 * is no path from a document, or from a schema, to a file or to the network.
 */
static xmlParserInput *
load_compiled_in(const char *url, const char *id, xmlParserCtxt *context)
{
    g_autofree char *path = NULL;
    g_autoptr(GBytes) bytes = NULL;
    xmlParserInputBuffer *buffer;
    xmlParserInput *input;
    size_t size;
    const char *data;

    (void)id;
    if (url == NULL || context == NULL || !g_str_has_prefix(url, SCHEMA_SCHEME))
        return NULL;
    path = g_strconcat(PLAIN_PREFIX, url + strlen(SCHEMA_SCHEME), NULL);
    bytes = g_resource_lookup_data(plain_schemas_get_resource(), path,
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    if (bytes == NULL)
        return NULL;
    data = g_bytes_get_data(bytes, &size);
    buffer = xmlParserInputBufferCreateMem(data, (int)size, XML_CHAR_ENCODING_UTF8);
    input = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_UTF8);
    if (input == NULL)
        xmlFreeParserInputBuffer(buffer);
    else
        input->filename = (char *)xmlStrdup((const xmlChar *)url);
    return input;
}

static void
start_library(void)
{
    static gsize is_started;

    if (g_once_init_enter(&is_started)) {
        xmlInitParser();
        xmlSetExternalEntityLoader(load_compiled_in);
        xmlSchemaInitTypes();
        g_once_init_leave(&is_started, 1);
    }
}

/* A schema of ours holds no personal values: its messages may be shown to who builds.
 */
static void
on_compile_error(void *data, xmlError *complaint)
{
    GString *messages = data;

    g_string_append_printf(messages, "%s:%d: %s", complaint->file, complaint->line,
                           complaint->message);
}

static struct schema *
compile(const char *name, GError **error)
{
    g_autofree char *url = g_strconcat(SCHEMA_SCHEME, name, NULL);
    g_autoptr(GString) messages = g_string_new(NULL);
    xmlSchemaParserCtxt *context;
    xmlSchema *compiled;
    struct schema *schema;

    start_library();
    context = xmlSchemaNewParserCtxt(url);
    xmlSchemaSetParserStructuredErrors(context, on_compile_error, messages);
    compiled = xmlSchemaParse(context);
    xmlSchemaFreeParserCtxt(context);
    if (compiled == NULL || messages->len > 0) {
        xmlSchemaFree(compiled);
        g_set_error(error, SCHEMA_ERROR, SCHEMA_ERROR_COMPILE,
                    "the schema %s does not compile: %s", name, messages->str);
        return NULL;
    }
    schema = g_new(struct schema, 1);
    schema->compiled = compiled;
    schema->codes = codes_compiled_in();
    return schema;
}

struct schema *
schema_load(enum schema_root root, GError **error)
{
    return compile(root_files[root], error);
}

void
schema_free(struct schema *schema)
{
    if (schema == NULL)
        return;
    xmlSchemaFree(schema->compiled);
    g_free(schema);
}

struct validator {
    const struct schema *schema;
    xmlSchemaValidCtxt *context;
    /* Of the tree being judged: */
    GPtrArray *violations;
    char *last_path;
    int count;
};

/*
 * XSD's clauses in our words.  The rule is the clause's name in XML Schema 1.0 part 1,
 * appendix C, or part 2.
 */
static const struct clause {
    int code;
    const char *rule;
    const char *words;
} clauses[] = {
    {XML_SCHEMAV_CVC_ELT_1, "cvc-elt.1", "this is not a root element of the schema"},
    {XML_SCHEMAV_ELEMENT_CONTENT, "cvc-complex-type.2.4",
     "this element is not allowed here, or one before or inside it is missing"},
    {XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1, "cvc-complex-type.2.1",
     "this element must be empty"},
    {XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2, "cvc-complex-type.2.2",
     "this element may hold text only"},
    {XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3, "cvc-complex-type.2.3",
     "text is not allowed here, only elements"},
    {XML_SCHEMAV_CVC_TYPE_3_1_2, "cvc-type.3.1.2", "elements are not allowed here"},
    {XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, "cvc-complex-type.3.2.1",
     "this attribute is not allowed here"},
    {XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2, "cvc-complex-type.3.2.2",
     "this attribute is not allowed here"},
    {XML_SCHEMAV_CVC_COMPLEX_TYPE_4, "cvc-complex-type.4",
     "a required attribute is missing"},
    {XML_SCHEMAV_CVC_ENUMERATION_VALID, "cvc-enumeration-valid",
     "the value is not a code of the list"},
    {XML_SCHEMAV_CVC_PATTERN_VALID, "cvc-pattern-valid",
     "the value does not have the required form"},
    {XML_SCHEMAV_CVC_LENGTH_VALID, "cvc-length-valid",
     "the value does not have the required length"},
    {XML_SCHEMAV_CVC_MINLENGTH_VALID, "cvc-minLength-valid", "the value is too short"},
    {XML_SCHEMAV_CVC_MAXLENGTH_VALID, "cvc-maxLength-valid", "the value is too long"},
    {XML_SCHEMAV_CVC_MININCLUSIVE_VALID, "cvc-minInclusive-valid",
     "the value is too small"},
    {XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID, "cvc-minExclusive-valid",
     "the value is too small"},
    {XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID, "cvc-maxInclusive-valid",
     "the value is too large"},
    {XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID, "cvc-maxExclusive-valid",
     "the value is too large"},
    {XML_SCHEMAV_CVC_TOTALDIGITS_VALID, "cvc-totalDigits-valid",
     "the value has too many digits"},
    {XML_SCHEMAV_CVC_FRACTIONDIGITS_VALID, "cvc-fractionDigits-valid",
     "the value has too many digits after the point"},
    {XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1, "cvc-datatype-valid.1.2.1",
     "the value is not of the required type"},
    {XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2, "cvc-datatype-valid.1.2.2",
     "the value is not a list of the required type"},
    {XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3, "cvc-datatype-valid.1.2.3",
     "the value is not of the required type"},
    {XML_SCHEMAV_CVC_AU, "cvc-au", "the value is not the fixed one"},
    {XML_SCHEMAV_CVC_ELT_5_2_2_2_2, "cvc-elt.5.2.2.2.2",
     "the value is not the fixed one"},
    {XML_SCHEMAV_CVC_IDC, "cvc-identity-constraint",
     "the same key stands twice, or points to nothing"},
};

static const struct clause *
find_clause(int code)
{
    static const struct clause other = {0, "cvc", "the schema does not allow this"};

    for (size_t index = 0; index < G_N_ELEMENTS(clauses); index++) {
        if (clauses[index].code == code)
            return &clauses[index];
    }
    return &other;
}

/*
 * What the schema expected, out of libxml2's message: "Expected is one of ( {ns}a, b
 * )." Only names that the schema itself has are taken; NULL when it says none.
 */
static char *
expected_names(const struct validator *validator, const char *message)
{
    const char *list = g_strrstr(message, " Expected is ");
    g_autoptr(GString) names = g_string_new(NULL);
    g_auto(GStrv) words = NULL;

    if (list == NULL)
        return NULL;
    words = g_strsplit_set(list, " (),*", -1);
    for (char **word = words; *word != NULL; word++) {
        const char *local = strrchr(*word, '}');

        if (local == NULL || xmlDictExists(validator->schema->compiled->dict,
                                           (const xmlChar *)local + 1, -1) == NULL)
            continue;
        g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", local + 1);
    }
    return names->len > 0 ? g_strdup(names->str) : NULL;
}

/* Our words for one complaint; the caller frees. */
static char *
complaint_words(const struct validator *validator, const struct clause *clause,
                const xmlError *complaint)
{
    g_autofree char *names = NULL;

    if (clause->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_4 && complaint->str1 != NULL &&
        xmlDictExists(validator->schema->compiled->dict,
                      (const xmlChar *)complaint->str1, -1) != NULL)
        return g_strdup_printf("the attribute %s is missing", complaint->str1);
    if (clause->code == XML_SCHEMAV_ELEMENT_CONTENT && complaint->message != NULL &&
        (names = expected_names(validator, complaint->message)) != NULL)
        return g_strconcat(strstr(complaint->message, "Missing child") != NULL
                               ? VIOLATION_MISSING_CHILD
                               : VIOLATION_WRONG_CHILD,
                           names, NULL);
    return g_strdup(clause->words);
}

/*
 * The place of a complaint.  libxml2 gives the element even when an attribute is wrong,
 * and begins its message with "Element 'E', attribute 'A': ".  One that is missing is
 * named beside it.
 */
static char *
complaint_path(const struct validator *validator, const xmlError *complaint)
{
    static const char before[] = "', attribute '";
    xmlDict *names = validator->schema->compiled->dict;
    g_autofree char *path = tree_path(complaint->node, names);
    const char *name, *end;

    if (complaint->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_4 && complaint->str1 != NULL &&
        xmlDictExists(names, (const xmlChar *)complaint->str1, -1) != NULL)
        return g_strdup_printf("%s/@%s", path, complaint->str1);
    if (complaint->message == NULL ||
        !g_str_has_prefix(complaint->message, "Element '"))
        return g_steal_pointer(&path);
    name = strchr(complaint->message + strlen("Element '"), '\'');
    if (name == NULL || !g_str_has_prefix(name, before))
        return g_steal_pointer(&path);
    name += strlen(before);
    end = strchr(name, '\'');
    if (end == NULL ||
        xmlDictExists(names, (const xmlChar *)name, (int)(end - name)) == NULL)
        return g_strconcat(path, "/@*", NULL);
    return g_strdup_printf("%s/@%.*s", path, (int)(end - name), name);
}

static void
on_invalid(void *data, xmlError *complaint)
{
    struct validator *validator = data;
    const struct clause *clause = find_clause(complaint->code);
    g_autofree char *path = NULL;
    g_autofree char *words = NULL;

    validator->count++;
    if (validator->violations == NULL || validator->violations->len >= VIOLATIONS_MAX)
        return;
    path = complaint_path(validator, complaint);
    /* A facet that fails is followed by "not a valid value" for the same node. */
    if (clause->code >= XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1 &&
        clause->code <= XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3 &&
        g_strcmp0(path, validator->last_path) == 0)
        return;
    words = complaint_words(validator, clause, complaint);
    violations_append(validator->violations, tree_line(complaint->node), path,
                      clause->rule, words);
    g_free(validator->last_path);
    validator->last_path = g_steal_pointer(&path);
}

struct validator *
validator_new(const struct schema *schema)
{
    struct validator *validator = g_new0(struct validator, 1);

    validator->schema = schema;
    validator->context = xmlSchemaNewValidCtxt(schema->compiled);
    xmlSchemaSetValidStructuredErrors(validator->context, on_invalid, validator);
    return validator;
}

void
validator_free(struct validator *validator)
{
    if (validator == NULL)
        return;
    xmlSchemaFreeValidCtxt(validator->context);
    g_free(validator);
}

const struct codes *
validator_codes(const struct validator *validator)
{
    return validator->schema->codes;
}

bool
validate_tree(struct validator *validator, struct tree *tree, GPtrArray *violations,
              GError **error)
{
    int verdict;

    validator->violations = violations;
    validator->count = 0;
    verdict = xmlSchemaValidateDoc(validator->context, tree->doc);
    validator->violations = NULL;
    g_clear_pointer(&validator->last_path, g_free);
    if (verdict == 0)
        return true;
    if (verdict < 0)
        return refusal_set(error, REFUSAL_INTERNAL, "the validator has failed");
    return refusal_set(error, REFUSAL_SCHEMA, "the schema is broken in %d place%s",
                       validator->count, validator->count == 1 ? "" : "s");
}

bool
validator_check(struct validator *validator, GBytes *bytes, GPtrArray *violations,
                GError **error)
{
    g_autoptr(tree) tree = parse_bytes(bytes, &scan_view, violations, error);

    return tree != NULL && validate_tree(validator, tree, violations, error);
}
