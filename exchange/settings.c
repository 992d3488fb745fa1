/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/settings.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum type {
    TYPE_TEXT,
    TYPE_ADDRESS, /* HOST:PORT */
    TYPE_PATH,    /* relative to the file */
    TYPE_NUMBER,
};

struct setting {
    const char *section;
    const char *key;
    enum type type;
    size_t offset;        /* in struct settings: char * or int */
    const char *fallback; /* what it is when it is not set; NULL: not set */
    int least;            /* numbers only */
    int most;
    const char *help;
};

#define AT(field) offsetof(struct settings, field)

/* Paths of key files have no default: what is trusted is said. */
static const struct setting table[] = {
    {"exchange", "listen", TYPE_ADDRESS, AT(listen), "0.0.0.0:8443", 0, 0,
     "Where agencies connect: HOST:PORT, port 0 for any that is free."},
    {"exchange", "data_directory", TYPE_PATH, AT(data_directory),
     "/var/lib/referral-exchange", 0, 0,
     "What the exchange keeps, its private PostgreSQL included."},

    {"tls", "certificate", TYPE_PATH, AT(tls_certificate), NULL, 0, 0,
     "The server's certificate, PEM (exchange-ca issue-exchange: server.pem)."},
    {"tls", "key", TYPE_PATH, AT(tls_key), NULL, 0, 0,
     "Its private key, PEM; readable by the exchange only."},

    {"evidence", "certificate", TYPE_PATH, AT(evidence_certificate), NULL, 0, 0,
     "The certificate that receipts, notices and registrations carry, PEM."},
    {"evidence", "key", TYPE_PATH, AT(evidence_key), NULL, 0, 0,
     "Its private key, PEM; readable by the exchange only."},

    {"trust", "authority", TYPE_PATH, AT(authority), NULL, 0, 0,
     "The partnership's certificate authority, PEM.  Its key is not on this machine."},
    {"trust", "crl", TYPE_PATH, AT(crl), NULL, 0, 0,
     "Its list of revoked certificates, PEM or DER; read again when it changes."},
    {"trust", "crl_grace_hours", TYPE_NUMBER, AT(crl_grace_hours), "24", 0, 720,
     "How long a list is still believed after its nextUpdate; then all are refused."},

    {"database", "url", TYPE_TEXT, AT(database_url), "", 0, 0,
     "PostgreSQL 15 or later as libpq names it.  Empty: a private one in\n"
     "data_directory.  host=a,b target_session_attrs=read-write fails over."},
    {"database", "connections", TYPE_NUMBER, AT(database_connections), "3", 1, 16,
     "Connections for reading; one for writing and one that listens come on top."},

    {"admin", "listen", TYPE_ADDRESS, AT(admin_listen), "127.0.0.1:9443", 0, 0,
     "Where /healthz, /readyz and /metrics answer, without TLS: loopback only."},

    {"limits", "workers", TYPE_NUMBER, AT(workers), "0", 0, 256,
     "Threads that verify and validate documents; 0: one for each processor."},
    {"limits", "queue_documents", TYPE_NUMBER, AT(queue_documents), "512", 1, 65536,
     "Documents that may wait for a worker or a commit; beyond it, 503."},
    {"limits", "batch_documents", TYPE_NUMBER, AT(batch_documents), "64", 1, 64,
     "Documents in one commit at most."},
    {"limits", "connections", TYPE_NUMBER, AT(connections), "4096", 8, 100000,
     "Open connections at most."},
    {"limits", "connections_per_address", TYPE_NUMBER, AT(connections_per_address),
     "256", 1, 100000, "Open connections from one IP address at most."},
    {"limits", "connections_per_agency", TYPE_NUMBER, AT(connections_per_agency), "128",
     1, 100000, "Open connections of one agency at most."},
    {"limits", "requests_per_agency", TYPE_NUMBER, AT(requests_per_agency), "0", 0,
     1000000, "Requests a second of one agency at most; beyond it, 429.  0: no limit."},
    {"limits", "polls_per_agency", TYPE_NUMBER, AT(polls_per_agency), "64", 1, 100000,
     "Parked mailbox polls of one agency at most; beyond it, 429."},
    {"limits", "handshake_seconds", TYPE_NUMBER, AT(handshake_seconds), "10", 1, 300,
     "By when a TLS handshake is done."},
    {"limits", "headers_seconds", TYPE_NUMBER, AT(headers_seconds), "10", 1, 300,
     "By when a request's headers are there."},
    {"limits", "body_bytes_per_second", TYPE_NUMBER, AT(body_bytes_per_second), "8192",
     1, 1000000, "How fast a body must come, after its first ten seconds."},
    {"limits", "response_seconds", TYPE_NUMBER, AT(response_seconds), "60", 1, 3600,
     "By when a response is read."},
    {"limits", "idle_seconds", TYPE_NUMBER, AT(idle_seconds), "120", 5, 3600,
     "How long a connection may stay open between requests."},
    {"limits", "long_poll_seconds", TYPE_NUMBER, AT(long_poll_seconds), "60", 1, 60,
     "How long a mailbox poll is parked at most."},
    {"limits", "max_age_days", TYPE_NUMBER, AT(max_age_days), "30", 1, 365,
     "How old a submitted document may be: outboxes wait."},
    {"limits", "max_ahead_minutes", TYPE_NUMBER, AT(max_ahead_minutes), "10", 1, 60,
     "How far ahead of our clock a submitted document may be."},
    {"limits", "stop_seconds", TYPE_NUMBER, AT(stop_seconds), "20", 1, 300,
     "How long requests in flight may take when the exchange stops."},

    {"test", "clock_offset_file", TYPE_PATH, AT(clock_offset_file), NULL, 0, 0,
     "For tests only: eight bytes, microseconds by which our clock is ahead."},
};

GQuark
settings_error_quark(void)
{
    return g_quark_from_static_string("settings-error");
}

static char **
text_of(struct settings *settings, const struct setting *setting)
{
    return (char **)(void *)((char *)settings + setting->offset);
}

static int *
number_of(struct settings *settings, const struct setting *setting)
{
    return (int *)(void *)((char *)settings + setting->offset);
}

static bool
refuse(const char *path, const struct setting *setting, GError **error,
       const char *rule)
{
    g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_VALUE, "%s: [%s] %s: %s",
                path == NULL ? "default" : path, setting->section, setting->key, rule);
    return false;
}

static bool
set_number(struct settings *settings, const struct setting *setting, const char *value,
           const char *path, GError **error)
{
    g_autofree char *rule = NULL;
    char *end;
    long number;

    errno = 0;
    number = strtol(value, &end, 10);
    if (end == value || *end != '\0' || errno != 0 || number < setting->least ||
        number > setting->most) {
        rule = g_strdup_printf("a number from %d to %d", setting->least, setting->most);
        return refuse(path, setting, error, rule);
    }
    *number_of(settings, setting) = (int)number;
    return true;
}

/* HOST:PORT; an IPv6 address stands in brackets. */
static bool
is_address(const char *value)
{
    const char *colon = strrchr(value, ':');
    const char *inner = strchr(value, ':');
    char *end;
    long port;

    if (colon == NULL || colon == value || !g_ascii_isdigit(colon[1]))
        return false;
    if (inner != colon && (value[0] != '[' || colon[-1] != ']'))
        return false;
    port = strtol(colon + 1, &end, 10);
    return *end == '\0' && port >= 0 && port <= 65535;
}

static bool
set_value(struct settings *settings, const struct setting *setting, const char *value,
          const char *path, GError **error)
{
    char **text;

    if (setting->type == TYPE_NUMBER)
        return set_number(settings, setting, value, path, error);
    if (setting->type == TYPE_ADDRESS && !is_address(value))
        return refuse(path, setting, error, "HOST:PORT, port 0 to 65535");
    text = text_of(settings, setting);
    g_free(*text);
    if (setting->type == TYPE_PATH && *value == '\0')
        *text = NULL; /* as if it were not there */
    else if (setting->type == TYPE_PATH && path != NULL) {
        g_autofree char *absolute = g_canonicalize_filename(path, NULL);
        g_autofree char *folder = g_path_get_dirname(absolute);

        *text = g_canonicalize_filename(value, folder);
    } else {
        *text = g_strdup(value);
    }
    return true;
}

static const struct setting *
find_setting(const char *section, const char *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (strcmp(table[i].section, section) == 0 &&
            (key == NULL || strcmp(table[i].key, key) == 0))
            return &table[i];
    return NULL;
}

static bool
read_section(struct settings *settings, GKeyFile *file, const char *section,
             const char *path, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file, section, NULL, error);

    if (keys == NULL)
        return false;
    if (find_setting(section, NULL) == NULL) {
        g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_UNKNOWN,
                    "%s: [%s]: there is no such section", path, section);
        return false;
    }
    for (size_t i = 0; keys[i] != NULL; i++) {
        const struct setting *setting = find_setting(section, keys[i]);
        g_autofree char *value = NULL;

        if (setting == NULL) {
            g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_UNKNOWN,
                        "%s: [%s] %s: there is no such setting", path, section,
                        keys[i]);
            return false;
        }
        value = g_key_file_get_string(file, section, keys[i], error);
        if (value == NULL ||
            !set_value(settings, setting, g_strstrip(value), path, error))
            return false;
    }
    return true;
}

struct settings *
settings_read(const char *path, GError **error)
{
    g_autoptr(settings) settings = g_new0(struct settings, 1);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) failure = NULL;
    g_auto(GStrv) sections = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (table[i].fallback != NULL &&
            !set_value(settings, &table[i], table[i].fallback, NULL, error))
            return NULL;
    if (path == NULL)
        return g_steal_pointer(&settings);
    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &failure)) {
        g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_FILE, "%s: %s", path,
                    failure->message);
        return NULL;
    }
    sections = g_key_file_get_groups(file, NULL);
    for (size_t i = 0; sections[i] != NULL; i++)
        if (!read_section(settings, file, sections[i], path, error))
            return NULL;
    return g_steal_pointer(&settings);
}

void
settings_free(struct settings *settings)
{
    if (settings == NULL)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (table[i].type != TYPE_NUMBER)
            g_free(*text_of(settings, &table[i]));
    g_free(settings);
}

static void
print_help(GString *lines, const struct setting *setting)
{
    g_auto(GStrv) help = g_strsplit(setting->help, "\n", -1);

    for (size_t i = 0; help[i] != NULL; i++)
        g_string_append_printf(lines, "# %s\n", help[i]);
    if (setting->type == TYPE_NUMBER)
        g_string_append_printf(lines, "# From %d to %d.\n", setting->least,
                               setting->most);
}

char *
settings_print(const struct settings *settings)
{
    GString *lines = g_string_new(NULL);
    const char *section = "";

    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const struct setting *setting = &table[i];
        struct settings *readable = (struct settings *)settings;

        if (strcmp(section, setting->section) != 0)
            g_string_append_printf(lines, "%s[%s]\n", i == 0 ? "" : "\n",
                                   setting->section);
        else
            g_string_append_c(lines, '\n');
        section = setting->section;
        print_help(lines, setting);
        if (setting->type == TYPE_NUMBER) {
            g_string_append_printf(lines, "%s = %d\n", setting->key,
                                   *number_of(readable, setting));
        } else {
            const char *value = *text_of(readable, setting);

            g_string_append_printf(
                lines, "%s%s =%s%s\n", value == NULL ? "#" : "", setting->key,
                value == NULL || *value == '\0' ? "" : " ", value == NULL ? "" : value);
        }
    }
    return g_string_free(lines, FALSE);
}
