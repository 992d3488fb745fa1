/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/matches.h"
#include "agency-client/commands/service.h"
#include "agency-client/commands/step.h"
#include "agency-client/office/services.h"
#include "agency-client/office/xml.h"
#include "common/documents/availability.h"
#include "common/documents/labels.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "Looks among the services of all partners for those that suit a household, the "
    "best "
    "first: by the rules that each service publishes, by the room it has now, and says "
    "of each that does not suit which rule failed. Describe the household with "
    "options, "
    "or with FILE, an availability enquiry or a referral. Nothing of it leaves this "
    "machine. What was fetched last is used when there is no connection.\n\n"
    "  agency-client find --need domestic-abuse:high --need housing:high --sex female "
    "--age-band 25-34 --child 0-4:2 --child 5-11:3 --bedrooms 4 --origin E07000123 "
    "--area E08000003 --avoid-area E08000006";

struct find {
    /* Of the enquiry that the options are made into. */
    char **needs;
    char *type;
    char *sex;
    char *age_band;
    char *adults;
    char **children;
    char *oldest_boy;
    gboolean is_unborn;
    gboolean has_pets;
    char *bedrooms;
    gboolean has_no_recourse;
    char *substance;
    char *risk;
    char *origin;
    char **areas;
    gboolean needs_step_free;
    gboolean needs_wheelchair;
    gboolean needs_interpreter;
    gboolean needs_women_only;
    char *sharing;
    char *rent_max;
    char *needed_by;
    /* What stays here. */
    char **avoided_areas;
    char **languages;
    char **communities;
    gboolean is_community_needed;
    gboolean is_confidential_needed;
    gboolean is_offline;
    gboolean shows_all;
};

static void
find_clear(struct find *find)
{
    g_strfreev(find->needs);
    g_free(find->type);
    g_free(find->sex);
    g_free(find->age_band);
    g_free(find->adults);
    g_strfreev(find->children);
    g_free(find->oldest_boy);
    g_free(find->bedrooms);
    g_free(find->substance);
    g_free(find->risk);
    g_free(find->origin);
    g_strfreev(find->areas);
    g_free(find->sharing);
    g_free(find->rent_max);
    g_free(find->needed_by);
    g_strfreev(find->avoided_areas);
    g_strfreev(find->languages);
    g_strfreev(find->communities);
}

typedef struct find find_auto;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(find_auto, find_clear)

/* The options as an author's file, so that the schema judges what they say. */

static void
append_pairs(GString *xml, const char *element, const char *first, const char *second,
             const char *otherwise, char *const *pairs)
{
    for (; pairs != NULL && *pairs != NULL; pairs++) {
        g_auto(GStrv) parts = g_strsplit(*pairs, ":", 2);

        g_string_append_printf(xml, "<%s", element);
        xml_attribute(xml, first, parts[0] != NULL ? parts[0] : "");
        xml_attribute(xml, second,
                      parts[0] != NULL && parts[1] != NULL ? parts[1] : otherwise);
        g_string_append(xml, "/>");
    }
}

static void
append_flag(GString *xml, const char *name, gboolean is_set)
{
    xml_attribute(xml, name, is_set ? "true" : NULL);
}

static void
append_household(GString *xml, const struct find *find)
{
    g_string_append(xml, "<household");
    xml_attribute(xml, "adults", find->adults != NULL ? find->adults : "1");
    xml_attribute(xml, "oldestBoy", find->oldest_boy);
    append_flag(xml, "unborn", find->is_unborn);
    append_flag(xml, "pets", find->has_pets);
    xml_attribute(xml, "bedrooms", find->bedrooms);
    append_flag(xml, "noRecourse", find->has_no_recourse);
    xml_attribute(xml, "substance", find->substance);
    xml_attribute(xml, "riskLevel", find->risk);
    g_string_append_c(xml, '>');
    append_pairs(xml, "children", "ageBand", "count", "1", find->children);
    g_string_append(xml, "</household>");
}

static GBytes *
write_enquiry(const struct find *find)
{
    GString *xml = g_string_new("<authoring xmlns=\"" DOCUMENT_NAMESPACE
                                "\"><availability-enquiry service=\"any\"");

    xml_attribute(xml, "xmlns", kinds[KIND_AVAILABILITY_ENQUIRY].xml_namespace);
    xml_attribute(xml, "type", find->type);
    xml_attribute(xml, "sharing", find->sharing);
    xml_attribute(xml, "rentWeeklyMax", find->rent_max);
    xml_attribute(xml, "neededBy", find->needed_by);
    g_string_append_c(xml, '>');
    append_pairs(xml, "need", "code", "level", "medium", find->needs);
    g_string_append(xml, "<client");
    xml_attribute(xml, "sex", find->sex);
    xml_attribute(xml, "ageBand", find->age_band);
    g_string_append(xml, "/>");
    append_household(xml, find);
    g_string_append(xml, "<area");
    xml_attribute(xml, "origin", find->origin);
    g_string_append_c(xml, '>');
    for (char **area = find->areas; area != NULL && *area != NULL; area++) {
        g_string_append(xml, "<wanted");
        xml_attribute(xml, "code", *area);
        g_string_append(xml, "/>");
    }
    g_string_append(xml, "</area><access");
    append_flag(xml, "stepFree", find->needs_step_free);
    append_flag(xml, "wheelchair", find->needs_wheelchair);
    append_flag(xml, "interpreter", find->needs_interpreter);
    append_flag(xml, "womenOnly", find->needs_women_only);
    g_string_append(xml, "/></availability-enquiry></authoring>");
    return g_string_free_to_bytes(xml);
}

static struct match_wish
wish_of(struct office *office, const struct find *find,
        const struct household_shape *shape)
{
    struct match_wish wish = matches_wish(office, shape);

    wish.avoided_areas = (const char **)find->avoided_areas;
    wish.languages = (const char **)find->languages;
    wish.communities = (const char **)find->communities;
    wish.is_community_needed = find->is_community_needed;
    wish.is_confidential_needed = find->is_confidential_needed;
    if (find->avoided_areas != NULL)
        wish.avoided_area_count = g_strv_length(find->avoided_areas);
    if (find->languages != NULL)
        wish.language_count = g_strv_length(find->languages);
    if (find->communities != NULL)
        wish.community_count = g_strv_length(find->communities);
    return wish;
}

static int
run(struct invocation *invocation, const struct find *find, const char *path)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(services_view) view = NULL;
    g_autoptr(read_shape) read = NULL;
    g_autoptr(labels) labels = NULL;
    g_autoptr(GBytes) file = NULL;
    g_autoptr(GArray) matches = NULL;
    g_autoptr(GPtrArray) doubts = NULL;
    g_autoptr(GError) error = NULL;
    struct matches_shown shown;
    struct match_wish wish;
    int64_t fetched_us;

    if (office == NULL)
        return EXIT_FAILED;
    file = path != NULL ? step_read_file(path, &error) : write_enquiry(find);
    if (file == NULL)
        return command_fail(invocation, error);
    read = availability_shape_read(office_validator(office, SCHEMA_AUTHORING), file,
                                   violations, &error);
    if (read == NULL)
        return command_fail_violations(invocation, path, violations, error);
    view = services_fetch(office, find->is_offline, &fetched_us, &error);
    doubts = view != NULL ? services_doubts(office, &error) : NULL;
    if (doubts == NULL)
        return command_fail(invocation, error);
    service_print_doubts(doubts);
    wish = wish_of(office, find, &read->shape);
    matches =
        match_list(view->listings, view->listing_count, &wish, office_now(office));
    labels = labels_load();
    shown = (struct matches_shown){
        .labels = labels,
        .wish = &wish,
        .matches = matches,
        .doubts = doubts,
        .fetched_us = fetched_us,
        .now_us = office_now(office),
        .shows_all = find->shows_all,
    };
    if (invocation->is_xml) {
        g_autoptr(GBytes) xml = matches_write(&shown);

        xml_print_bytes(xml);
    } else {
        matches_print(&shown);
    }
    return EXIT_DONE;
}

int
command_find(struct invocation *invocation, int argc, char **argv)
{
    g_auto(find_auto) find = {0};
    const GOptionEntry entries[] = {
        {"need", 0, 0, G_OPTION_ARG_STRING_ARRAY, &find.needs,
         "what is needed, and how much: low medium high", "CODE[:LEVEL]"},
        {"type", 0, 0, G_OPTION_ARG_STRING, &find.type, "the kind of service", "CODE"},
        {"sex", 0, 0, G_OPTION_ARG_STRING, &find.sex, "of the client", "CODE"},
        {"age-band", 0, 0, G_OPTION_ARG_STRING, &find.age_band, "of the client",
         "BAND"},
        {"adults", 0, 0, G_OPTION_ARG_STRING, &find.adults,
         "how many, the client included (1)", "N"},
        {"child", 0, 0, G_OPTION_ARG_STRING_ARRAY, &find.children,
         "children who come too: 0-4 5-11 12-15 16-17", "BAND[:N]"},
        {"oldest-boy", 0, 0, G_OPTION_ARG_STRING, &find.oldest_boy, "his age band",
         "BAND"},
        {"unborn", 0, 0, G_OPTION_ARG_NONE, &find.is_unborn, "a child is expected",
         NULL},
        {"pets", 0, 0, G_OPTION_ARG_NONE, &find.has_pets, "pets come too", NULL},
        {"bedrooms", 0, 0, G_OPTION_ARG_STRING, &find.bedrooms, "how many at least",
         "N"},
        {"no-recourse", 0, 0, G_OPTION_ARG_NONE, &find.has_no_recourse,
         "somebody has no recourse to public funds", NULL},
        {"substance", 0, 0, G_OPTION_ARG_STRING, &find.substance,
         "use of drugs or alcohol: none managed active", "CODE"},
        {"risk", 0, 0, G_OPTION_ARG_STRING, &find.risk, "the highest level", "CODE"},
        {"origin", 0, 0, G_OPTION_ARG_STRING, &find.origin,
         "the district where they live or lived last", "DISTRICT"},
        {"area", 0, 0, G_OPTION_ARG_STRING_ARRAY, &find.areas,
         "a district where they would live", "DISTRICT"},
        {"avoid-area", 0, 0, G_OPTION_ARG_STRING_ARRAY, &find.avoided_areas,
         "a district that they must avoid", "DISTRICT"},
        {"step-free", 0, 0, G_OPTION_ARG_NONE, &find.needs_step_free,
         "access without steps is needed", NULL},
        {"wheelchair", 0, 0, G_OPTION_ARG_NONE, &find.needs_wheelchair,
         "a wheelchair is used", NULL},
        {"interpreter", 0, 0, G_OPTION_ARG_NONE, &find.needs_interpreter,
         "an interpreter is needed", NULL},
        {"women-only", 0, 0, G_OPTION_ARG_NONE, &find.needs_women_only,
         "only a service for women will do", NULL},
        {"sharing", 0, 0, G_OPTION_ARG_STRING, &find.sharing,
         "the most that may be shared", "CODE"},
        {"rent-max", 0, 0, G_OPTION_ARG_STRING, &find.rent_max,
         "the highest rent of a week, in pence", "PENCE"},
        {"needed-by", 0, 0, G_OPTION_ARG_STRING, &find.needed_by,
         "the day by which it is needed", "DATE"},
        {"language", 0, 0, G_OPTION_ARG_STRING_ARRAY, &find.languages,
         "better when workers speak it", "CODE"},
        {"for", 0, 0, G_OPTION_ARG_STRING_ARRAY, &find.communities,
         "better when made for them: see 'codes community'", "CODE"},
        {"only-for", 0, 0, G_OPTION_ARG_NONE, &find.is_community_needed,
         "leave out what is made for none of them", NULL},
        {"confidential", 0, 0, G_OPTION_ARG_NONE, &find.is_confidential_needed,
         "its address must not be known", NULL},
        {"offline", 0, 0, G_OPTION_ARG_NONE, &find.is_offline,
         "as fetched last; do not ask the exchange", NULL},
        {"all", 0, 0, G_OPTION_ARG_NONE, &find.shows_all,
         "show every service that does not suit", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};

    if (!command_parse(invocation, &argc, &argv, entries, "[FILE]", summary, 0, 1))
        return EXIT_USAGE;
    if (argc == 1 && find.needs == NULL) {
        fputs("agency-client find: say what is needed (--need CODE), or give a FILE\n",
              stderr);
        return EXIT_USAGE;
    }
    return run(invocation, &find, argc > 1 ? argv[1] : NULL);
}
