/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/digest.h"

static void
test_known_value(void)
{
    char hex[DIGEST_HEX_CHARS];
    struct digest digest = digest_of("abc", 3);

    digest_hex(&digest, hex);
    g_assert_cmpstr(hex, ==,
                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static const struct {
    const char *why;
    const char *text;
    bool is_read;
} texts[] = {
    {"as we write it",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", true},
    {"as openssl shows a fingerprint",
     "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:"
     "FF:61:F2:00:15:AD",
     true},
    {"one digit short",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a", false},
    {"one digit more",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ada", false},
    {"not a digit", "xa7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
     false},
    {"nothing", "", false},
};

static void
test_reading(void)
{
    const struct digest abc = digest_of("abc", 3);

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        struct digest digest;
        bool is_read = digest_read_hex(texts[i].text, &digest);

        g_test_message("%s", texts[i].why);
        g_assert_cmpint(is_read, ==, texts[i].is_read);
        if (is_read)
            g_assert_true(digest_is_equal(&digest, &abc));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/digest/a-known-value", test_known_value);
    g_test_add_func("/digest/is-read-as-people-write-it", test_reading);
    return g_test_run();
}
