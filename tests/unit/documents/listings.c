/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/documents/listings.h"
#include "tests/unit/documents/support.h"
#include <string.h>

#define VACANCY_ID "5d2f0a10-6a0e-4f5e-9a43-1f0d7e2b0001"

static const char *
given(const char *text, const char *otherwise)
{
    return text != NULL ? text : otherwise;
}

static void
append_listing(GString *xml, const struct said *said, int number)
{
    g_string_append_printf(
        xml,
        "<listing id='0a1b2c3d-0000-4000-8000-0000000000%02d' agency='northgate-homes'"
        " agencyName='Northgate Homes' document='" LEG_ID "' published='" LISTINGS_NOW
        "'>"
        "<service xmlns='urn:referral-exchange:service:1' service='s-%d' type='advice'"
        " name='Service %d' %s>"
        "<description>d</description><location kind='physical' %s/>%s"
        "<language code='so'/><madeFor group='women' provision='by-and-for'/>"
        "<madeFor group='young' provision='specialist'/>"
        "<need code='housing' upTo='medium'/><need code='parenting' upTo='high'/>"
        "<eligibility %s/></service>",
        number, number, number, given(said->service, "status='active' route='agency'"),
        given(said->location, "area='E08000003'"),
        given(said->served, "<served area='E08000003'/>"), given(said->suits, ""));
    if (said->capacity == NULL || said->capacity[0] != '\0')
        g_string_append_printf(
            xml,
            "<notice document='" OTHER_ID "' published='" LISTINGS_NOW "'>"
            "<capacity xmlns='urn:referral-exchange:capacity:1' service='s-%d'"
            " unit='home' %s>",
            number,
            given(said->capacity, "status='capacity' available='1'"
                                  " validUntil='2026-11-23T09:00:00Z'"));
    if (said->vacancy != NULL)
        g_string_append_printf(xml, "<vacancy id='" VACANCY_ID "' %s/>", said->vacancy);
    if (said->capacity == NULL || said->capacity[0] != '\0')
        g_string_append(xml, "</capacity></notice>");
    if (said->held != NULL)
        g_string_append_printf(xml, "<held vacancy='" VACANCY_ID "' %s/>", said->held);
    g_string_append(xml, "</listing>");
}

struct services_view *
listings_view(const struct said *said, size_t count)
{
    GString *xml = g_string_new("<services xmlns='urn:referral-exchange:view:1'>");
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;
    struct services_view *view;

    for (size_t i = 0; i < count; i++)
        append_listing(xml, &said[i], (int)i + 1);
    g_string_append(xml, "</services>");
    bytes = g_string_free_to_bytes(xml);
    g_assert_true(
        validator_check(support_validator(SCHEMA_VIEWS), bytes, NULL, &error));
    g_assert_no_error(error);
    view = services_view_read(bytes, &error);
    g_assert_no_error(error);
    return view;
}

struct read_shape *
listings_shape(const struct looks *looks)
{
    g_autofree char *xml = g_strdup_printf(
        "<authoring xmlns='urn:referral-exchange:document:1'>"
        "<to agency='northgate-homes'/>"
        "<availability-enquiry xmlns='urn:referral-exchange:availability-enquiry:1'"
        " service='any' %s><need code='housing' level='medium'/>"
        "<client %s/><household adults='%s' %s</household><area %s</area><access %s/>"
        "</availability-enquiry></authoring>",
        given(looks->wish, ""), given(looks->client, "sex='female' ageBand='25-34'"),
        given(looks->adults, "1"), given(looks->household, ">"),
        given(looks->area, ">"), given(looks->access, ""));
    g_autoptr(GBytes) bytes = g_bytes_new(xml, strlen(xml));
    g_autoptr(GError) error = NULL;
    struct read_shape *read = availability_shape_read(
        support_validator(SCHEMA_AUTHORING), bytes, NULL, &error);

    g_assert_no_error(error);
    return read;
}

int64_t
listings_now(void)
{
    int64_t now_us;

    g_assert_true(timestamp_read(LISTINGS_NOW, &now_us));
    return now_us;
}
