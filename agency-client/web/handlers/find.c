/* SPDX-License-Identifier: Apache-2.0 */
/* Whom to ask: the agencies of the directory, and the services that suit. */
#include "agency-client/office/matches.h"
#include "agency-client/office/services.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/operations.h"
#include "common/documents/availability.h"
#include "common/documents/refusal.h"
#include "common/documents/violation.h"

#include <string.h>

#define ENQUIRY_BYTES_MAX (64 * 1024)
#define WORDS_MAX         20

/* GET /api/agencies: the directory, but for ourselves. */
bool
agencies_get(const struct call *call, struct response *response, GError **error)
{
    const struct address_book *book = office_book(call->office, error);
    GString *xml;

    if (book == NULL)
        return false;
    xml = xml_begin("agencies");
    for (size_t i = 0; i < book->view->agency_count; i++) {
        const struct registration *agency = &book->view->agencies[i];

        if (g_str_equal(agency->agency, office_agency(call->office)))
            continue;
        g_string_append(xml, "<agency");
        xml_attribute(xml, "agency", agency->agency);
        xml_attribute(xml, "name", agency->name);
        xml_attribute(xml, "kind", agency_kind_names[agency->agency_kind]);
        xml_attribute(xml, "status", agency_status_names[agency->status]);
        xml_attribute(xml, "telephone", agency->emergency_telephone);
        g_string_append(xml, "/>\n");
    }
    answer_xml(response, xml, "agencies");
    return true;
}

/* A district with who serves it, once each; there is no register of all of them here.
 */
static void
add_areas(GHashTable *areas, const char *name, const char *const *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *known = g_hash_table_lookup(areas, codes[i]);

        g_hash_table_insert(areas, g_strdup(codes[i]),
                            known != NULL ? g_strdup_printf("%s, %s", known, name)
                                          : g_strdup(name));
    }
}

/* GET /api/areas: the districts that agencies of the directory say they serve. */
bool
areas_get(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GHashTable) areas =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const struct address_book *book = office_book(call->office, error);
    g_autoptr(GList) codes = NULL;
    GString *xml;

    if (book == NULL)
        return false;
    for (size_t i = 0; i < book->view->agency_count; i++) {
        const struct registration *agency = &book->view->agencies[i];

        add_areas(areas, agency->name, (const char *const *)agency->areas,
                  agency->area_count);
    }
    codes = g_list_sort(g_hash_table_get_keys(areas), (GCompareFunc)strcmp);
    xml = xml_begin("areas");
    for (const GList *code = codes; code != NULL; code = code->next) {
        g_string_append(xml, "<area");
        xml_attribute(xml, "code", code->data);
        xml_attribute(xml, "name", g_hash_table_lookup(areas, code->data));
        g_string_append(xml, "/>\n");
    }
    answer_xml(response, xml, "areas");
    return true;
}

/* The words of a field of the form; none when it is absent. */
static char **
words_of(GHashTable *form, const char *name)
{
    const char *text = g_hash_table_lookup(form, name);

    return g_strsplit(text != NULL ? text : "", " ", WORDS_MAX);
}

static bool
answer_matches(const struct call *call, const struct match_wish *wish,
               struct response *response, GError **error)
{
    int64_t now_us = office_now(call->office);
    struct matches_shown shown = {
        .labels = call->web->labels, .wish = wish, .now_us = now_us};
    g_autoptr(services_view) view =
        services_fetch(call->office, false, &shown.fetched_us, error);
    g_autoptr(GPtrArray) doubts =
        view != NULL ? services_doubts(call->office, error) : NULL;
    g_autoptr(GArray) matches = NULL;
    g_autoptr(GBytes) xml = NULL;

    if (doubts == NULL)
        return false;
    matches = match_list(view->listings, view->listing_count, wish, now_us);
    shown.matches = matches;
    shown.doubts = doubts;
    xml = matches_write(&shown);
    answer_bytes(response, xml);
    return true;
}

/*
 * POST /api/find: the services, the best first, for the household of an availability
 * enquiry, which is sent to nobody.  In the body, because districts to avoid tell much.
 */
bool
find_post(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GHashTable) form = form_read(call, error);
    const char *text =
        form != NULL ? form_find(form, "enquiry", ENQUIRY_BYTES_MAX, error) : NULL;
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) wrong = NULL;
    g_autoptr(GBytes) file = text != NULL ? g_bytes_new(text, strlen(text)) : NULL;
    g_autoptr(read_shape) read = NULL;
    g_auto(GStrv) avoided = NULL;
    g_auto(GStrv) languages = NULL;
    struct match_wish wish;

    if (file == NULL)
        return false;
    read = availability_shape_read(office_validator(call->office, SCHEMA_AUTHORING),
                                   file, violations, &wrong);
    if (read == NULL) {
        operation_refuse(call->request, wrong, violations, response);
        return true;
    }
    avoided = words_of(form, "avoided");
    languages = words_of(form, "languages");
    wish = matches_wish(call->office, &read->shape);
    wish.avoided_areas = (const char **)avoided;
    wish.avoided_area_count = g_strv_length(avoided);
    wish.languages = (const char **)languages;
    wish.language_count = g_strv_length(languages);
    wish.is_confidential_needed =
        g_strcmp0(g_hash_table_lookup(form, "confidential"), "true") == 0;
    return answer_matches(call, &wish, response, error);
}
