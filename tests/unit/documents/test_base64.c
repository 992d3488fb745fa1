/* SPDX-License-Identifier: Apache-2.0 */
#include "common/autoptr.h"
#include "common/documents/base64.h"
#include <string.h>

static const struct {
    const char *why;
    const char *text;
    const char *bytes; /* NULL: refused */
} cases[] = {
    {"nothing is nothing", "", ""},
    {"three bytes are four characters", "Zm9v", "foo"},
    {"two bytes and one pad", "Zm8=", "fo"},
    {"one byte and two pads", "Zg==", "f"},
    {"white space may stand anywhere", " Z m\n9\tv\r\nYmFy ", "foobar"},
    {"and also between the pads", "Zg = = ", "f"},
    {"the whole alphabet is known, to its last characters", "+/+/", "\xfb\xff\xbf"},
    {"a character that is not of the alphabet", "Zm9*", NULL},
    {"nor is one above ASCII", "Zm9\xc3\xa9", NULL},
    {"the alphabet of URLs is another one", "-_-_", NULL},
    {"a character alone says less than a byte", "Z", NULL},
    {"padding is not left out", "Zm8", NULL},
    {"nor half of it", "Zg=", NULL},
    {"nothing but padding", "====", NULL},
    {"padding in the middle", "Zg==Zm9v", NULL},
    {"a pad too many", "Zm9v=", NULL},
    {"a pad before a character", "Zg=v", NULL},
    {"bits that no byte has, of one byte", "Zh==", NULL},
    {"bits that no byte has, of two bytes", "Zm9=", NULL},
};

static void
check_cases(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) bytes = base64_read(cases[i].text);
        size_t size = 0;
        const void *data = bytes == NULL ? NULL : g_bytes_get_data(bytes, &size);

        g_test_message("%s", cases[i].why);
        g_assert_true((bytes != NULL) == (cases[i].bytes != NULL));
        if (bytes != NULL)
            g_assert_true(size == strlen(cases[i].bytes) &&
                          memcmp(data, cases[i].bytes, size) == 0);
    }
}

/* Every length and every byte, against what GLib writes. */
static void
check_round_trip(void)
{
    unsigned char bytes[600];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7);
    for (size_t size = 0; size <= sizeof bytes; size++) {
        g_autofree char *text = g_base64_encode(bytes, size);
        g_autoptr(GBytes) read = base64_read(text);
        size_t read_size;
        const void *data = g_bytes_get_data(read, &read_size);

        g_assert_true(read_size == size && memcmp(data, bytes, size) == 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base64/as-xml-schema-has-it", check_cases);
    g_test_add_func("/base64/what-glib-writes-is-read", check_round_trip);
    return g_test_run();
}
