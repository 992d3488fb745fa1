/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/services_view.h"
#include "exchange/open_referral/hsds.h"
#include <string.h>

#define LISTING(confidential)                                                          \
    "<services xmlns='urn:referral-exchange:view:1'>"                                  \
    "<listing id='0a1b2c3d-0000-4000-8000-000000000001' agency='harbour'"              \
    " agencyName='Harbour \"Aid\"' document='0a1b2c3d-0000-4000-8000-000000000002'"    \
    " published='2026-11-22T09:00:00Z'>"                                               \
    "<service xmlns='urn:referral-exchange:service:1' service='refuge' "               \
    "status='paused'"                                                                  \
    " type='domestic-abuse' name='Refuge' route='agency' confidential='" confidential  \
    "' nationwide='true'><description>d</description>"                                 \
    "<location kind='physical' name='Tannery House' address='1 Tannery Road'"          \
    " town='Manchester' postcode='M1 1AA' area='E08000003'/>"                          \
    "<need code='housing' upTo='high'/><eligibility/></service>"                       \
    "<notice document='0a1b2c3d-0000-4000-8000-000000000003'"                          \
    " published='2026-11-22T09:00:00Z'>"                                               \
    "<capacity xmlns='urn:referral-exchange:capacity:1' service='refuge' unit='home'"  \
    " status='capacity' available='2' validUntil='2026-11-23T09:00:00Z'/></notice>"    \
    "</listing></services>"

static char *
write_at(const char *xml, const char *now)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(xml, strlen(xml));
    g_autoptr(GError) error = NULL;
    g_autoptr(services_view) view = services_view_read(bytes, &error);
    const struct codes *codes = codes_compiled_in();
    g_autoptr(GBytes) json = NULL;
    int64_t now_us;

    g_assert_no_error(error);
    g_assert_true(timestamp_read(now, &now_us));
    json = hsds_write_service(codes, &view->listings[0], now_us);
    return g_strndup(g_bytes_get_data(json, NULL), g_bytes_get_size(json));
}

/* Whatever was published, and however it came here. */
static void
a_confidential_place_is_a_region(void)
{
    static const char *const secrets[] = {"Tannery", "Manchester", "M1 1AA",
                                          "E08000003", "\"available\""};
    g_autofree char *json = write_at(LISTING("true"), "2026-11-22T10:00:00Z");

    for (size_t i = 0; i < G_N_ELEMENTS(secrets); i++)
        g_assert_null(strstr(json, secrets[i]));
    g_assert_nonnull(strstr(json, "North West"));
}

static void
an_open_place_has_its_address(void)
{
    g_autofree char *json = write_at(LISTING("false"), "2026-11-22T10:00:00Z");

    g_assert_nonnull(strstr(json, "\"address_1\":\"1 Tannery Road\""));
    g_assert_nonnull(strstr(json, "\"state_province\":\"North West\""));
    g_assert_nonnull(strstr(json, "\"available\":2"));
    g_assert_nonnull(strstr(json, "\"status\":\"temporarily closed\""));
    g_assert_nonnull(strstr(json, "Harbour \\\"Aid\\\""));
}

static void
a_notice_that_has_lapsed_is_left_out(void)
{
    g_autofree char *json = write_at(LISTING("false"), "2026-11-23T09:00:00Z");

    g_assert_nonnull(strstr(json, "\"capacities\":[]"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hsds/a-confidential-place-is-a-region",
                    a_confidential_place_is_a_region);
    g_test_add_func("/hsds/an-open-place-has-its-address",
                    an_open_place_has_its_address);
    g_test_add_func("/hsds/a-notice-that-has-lapsed-is-left-out",
                    a_notice_that_has_lapsed_is_left_out);
    return g_test_run();
}
