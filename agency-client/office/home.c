/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/home.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#define AGENCY_ID_MIN   2
#define AGENCY_ID_CHARS 63

G_DEFINE_QUARK(office - error - quark, office_error)

static const char config_format[] =
    "# agency-client: who we are, and which exchange we use.\n"
    "\n"
    "[agency]\n"
    "id=%s\n"
    "\n"
    "[exchange]\n"
    "url=%s\n"
    "\n"
    "# The one certificate authority that is believed.  Its fingerprint (SHA-256) was\n"
    "# compared by a person; another file under this name is refused.\n"
    "[authority]\n"
    "file=" HOME_AUTHORITY "\n"
    "fingerprint=%s\n"
    "\n"
    "# How long after its announced successor a revocation list is still believed.\n"
    "[trust]\n"
    "crl_grace_hours=%d\n";

char *
home_path(const char *directory, const char *name)
{
    return g_build_filename(directory, name, NULL);
}

void
home_free(struct home *home)
{
    if (home == NULL)
        return;
    g_free(home->directory);
    g_free(home->exchange_url);
    g_free(home->agency);
    g_clear_pointer(&home->authority, authority_unref);
    g_free(home);
}

static bool
is_agency_id(const char *id)
{
    size_t size = strlen(id);

    return size >= AGENCY_ID_MIN && size <= AGENCY_ID_CHARS && g_ascii_islower(id[0]) &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == size;
}

static bool
check_address(const char *url, const char *agency, GError **error)
{
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);

    if (uri == NULL || !g_str_equal(g_uri_get_scheme(uri), "https") ||
        g_uri_get_host(uri) == NULL || strlen(g_uri_get_path(uri)) > 0) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "'%s' is not an exchange's address: it looks like "
                    "https://exchange.example:8443, without a path",
                    url);
        return false;
    }
    if (!is_agency_id(agency)) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "'%s' is not an agency id: lower-case letters, digits and hyphens, "
                    "beginning with a letter",
                    agency);
        return false;
    }
    return true;
}

static bool
read_config(struct home *home, GKeyFile *file, char **fingerprint, GError **error)
{
    g_autoptr(GError) missing = NULL;

    home->agency = g_key_file_get_string(file, "agency", "id", error);
    if (home->agency == NULL)
        return false;
    home->exchange_url = g_key_file_get_string(file, "exchange", "url", error);
    if (home->exchange_url == NULL)
        return false;
    *fingerprint = g_key_file_get_string(file, "authority", "fingerprint", error);
    if (*fingerprint == NULL)
        return false;
    home->crl_grace_hours =
        g_key_file_get_integer(file, "trust", "crl_grace_hours", &missing);
    if (missing != NULL)
        home->crl_grace_hours = CRL_GRACE_HOURS;
    return true;
}

static struct authority *
read_pinned(const char *path, const char *fingerprint, struct digest *digest,
            GError **error)
{
    g_autoptr(authority) authority = NULL;

    if (!digest_read_hex(fingerprint, digest)) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "the fingerprint is not a SHA-256: it has 64 hexadecimal digits, "
                    "as 'exchange-ca init' printed them");
        return NULL;
    }
    authority = authority_read_file(path, error);
    if (authority == NULL || !authority_check_fingerprint(authority, digest, error))
        return NULL;
    return g_steal_pointer(&authority);
}

struct home *
home_open(const char *directory, GError **error)
{
    g_autoptr(home) home = g_new0(struct home, 1);
    g_autofree char *config = home_path(directory, HOME_CONFIG);
    g_autofree char *name = NULL;
    g_autofree char *path = NULL;
    g_autofree char *fingerprint = NULL;
    g_autoptr(GKeyFile) file = g_key_file_new();

    home->directory = g_strdup(directory);
    if (!g_file_test(config, G_FILE_TEST_EXISTS)) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_NOT_SET_UP,
                    "%s is not set up: run 'agency-client init' first", directory);
        return NULL;
    }
    if (!g_key_file_load_from_file(file, config, G_KEY_FILE_NONE, error) ||
        !read_config(home, file, &fingerprint, error) ||
        !check_address(home->exchange_url, home->agency, error)) {
        g_prefix_error(error, "%s: ", config);
        return NULL;
    }
    name = g_key_file_get_string(file, "authority", "file", NULL);
    path = home_path(directory, name != NULL ? name : HOME_AUTHORITY);
    home->authority = read_pinned(path, fingerprint, &home->fingerprint, error);
    if (home->authority == NULL)
        return NULL;
    return g_steal_pointer(&home);
}

static bool
set_file_error(GError **error, const char *path)
{
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_FILE, "%s: %s", path,
                g_strerror(errno));
    return false;
}

static bool
write_file(const char *path, const char *text, GError **error)
{
    return g_file_set_contents_full(
        path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
        0600, error);
}

/* Doing the same init again is no mistake; another agency or authority is. */
static bool
check_same(const char *directory, const char *exchange_url, const char *agency,
           const struct digest *fingerprint, GError **error)
{
    g_autoptr(home) home = home_open(directory, error);

    if (home == NULL)
        return false;
    if (g_str_equal(home->agency, agency) &&
        g_str_equal(home->exchange_url, exchange_url) &&
        digest_is_equal(&home->fingerprint, fingerprint))
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                "%s is already the home of %s at %s: choose another with --home, or "
                "change " HOME_CONFIG " there",
                directory, home->agency, home->exchange_url);
    return false;
}

bool
home_write(const char *directory, const char *exchange_url, const char *agency,
           const char *authority_path, const char *fingerprint, GError **error)
{
    g_autofree char *config = home_path(directory, HOME_CONFIG);
    g_autofree char *pinned = home_path(directory, HOME_AUTHORITY);
    g_autofree char *text = NULL;
    g_autofree char *pem = NULL;
    g_autoptr(authority) authority = NULL;
    char hex[DIGEST_HEX_CHARS];
    struct digest digest;

    if (!check_address(exchange_url, agency, error))
        return false;
    authority = read_pinned(authority_path, fingerprint, &digest, error);
    if (authority == NULL)
        return false;
    if (g_mkdir_with_parents(directory, 0700) != 0)
        return set_file_error(error, directory);
    if (g_file_test(config, G_FILE_TEST_EXISTS))
        return check_same(directory, exchange_url, agency, &digest, error);
    digest_hex(&digest, hex);
    text = g_strdup_printf(config_format, agency, exchange_url, hex, CRL_GRACE_HOURS);
    pem = credential_pem(authority_certificate(authority, 0));
    return write_file(pinned, pem, error) && write_file(config, text, error);
}
