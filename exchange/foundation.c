/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/foundation.h"

#include "common/log/log.h"

#define DATABASE_WAIT_SECONDS 30

/* Where the files of a setting come from; a person reads it after the fault itself. */
static const struct {
    const char *prefix;
    const char *advice;
} advices[] = {
    {"[trust] authority", "this is ca.pem, which `exchange-ca init` makes"},
    {"[trust] crl", "`exchange-ca crl` writes a fresh one"},
    {"[evidence]", "`exchange-ca issue-exchange` makes evidence.pem and its key"},
};

static void
advice_append(GError **error)
{
    if (error == NULL)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(advices); i++)
        if (g_str_has_prefix((*error)->message, advices[i].prefix)) {
            char *message =
                g_strdup_printf("%s\n(%s)", (*error)->message, advices[i].advice);

            g_free((*error)->message);
            (*error)->message = message;
            return;
        }
}

bool
setting_check(const char *value, const char *name, GError **error)
{
    if (value != NULL && *value != '\0')
        return true;
    g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_VALUE,
                "%s: is not set in the configuration", name);
    return false;
}

static bool
clock_open(struct foundation *foundation, GError **error)
{
    const char *path = foundation->settings->clock_offset_file;

    foundation->clock = &clock_system;
    if (path == NULL || *path == '\0')
        return true;
    foundation->test_clock = test_clock_open(path, error);
    if (foundation->test_clock == NULL)
        return false;
    foundation->clock = test_clock_clock(foundation->test_clock);
    log_event(G_LOG_LEVEL_CRITICAL, "clock-of-tests",
              LOG_TEXT("meaning", "the time is not the machine's: never do this with "
                                  "real agencies"));
    return true;
}

static bool
trust_open(struct foundation *foundation, GError **error)
{
    const struct settings *settings = foundation->settings;
    g_autofree char *kept =
        g_build_filename(settings->data_directory, "crl-kept.pem", NULL);
    const struct standing_options options = {
        .authority_path = settings->authority,
        .crl_path = settings->crl,
        .crl_kept_path = kept,
        .crl_grace_seconds = settings->crl_grace_hours * INT64_C(3600),
        .clock = foundation->clock,
    };
    g_autoptr(registry) registry = NULL;

    if (!setting_check(settings->data_directory, "[exchange] data_directory", error) ||
        !setting_check(settings->authority, "[trust] authority", error) ||
        !setting_check(settings->crl, "[trust] crl", error) ||
        !setting_check(settings->evidence_certificate, "[evidence] certificate",
                       error) ||
        !setting_check(settings->evidence_key, "[evidence] key", error))
        return false;
    foundation->standing = standing_new(&options, error);
    if (foundation->standing == NULL)
        return false;
    registry = standing_registry(foundation->standing);
    foundation->notary =
        notary_new(settings->evidence_certificate, settings->evidence_key,
                   registry_authority(registry), clock_now(foundation->clock), error);
    return foundation->notary != NULL;
}

static bool
database_open(struct foundation *foundation, enum embedded_use use, GError **error)
{
    const struct settings *settings = foundation->settings;
    struct store_options options = {
        .connections = (unsigned int)settings->database_connections,
        .wait_seconds = DATABASE_WAIT_SECONDS,
    };

    foundation->database_url = settings->database_url;
    if (settings->database_url == NULL || *settings->database_url == '\0') {
        foundation->embedded = embedded_start(settings->data_directory, use, error);
        if (foundation->embedded == NULL)
            return false;
        foundation->database_url = embedded_url(foundation->embedded);
    }
    options.url = foundation->database_url;
    foundation->store = store_open(&options, error);
    return foundation->store != NULL &&
           standing_read_agencies(foundation->standing, foundation->store, error);
}

struct foundation *
foundation_open(const struct settings *settings, enum embedded_use use, GError **error)
{
    g_autoptr(foundation) foundation = g_new0(struct foundation, 1);

    foundation->settings = settings;
    if (!clock_open(foundation, error) || !trust_open(foundation, error)) {
        advice_append(error);
        return NULL;
    }
    foundation->wire = schema_load(SCHEMA_WIRE, error);
    if (foundation->wire == NULL || !database_open(foundation, use, error))
        return NULL;
    if (use == EMBEDDED_SERVE)
        standing_keep_crl(foundation->standing);
    return g_steal_pointer(&foundation);
}

void
foundation_close(struct foundation *foundation)
{
    g_clear_pointer(&foundation->store, store_close);
    g_clear_pointer(&foundation->embedded, embedded_stop);
    g_clear_pointer(&foundation->wire, schema_free);
    g_clear_pointer(&foundation->notary, notary_free);
    g_clear_pointer(&foundation->standing, standing_free);
    g_clear_pointer(&foundation->test_clock, test_clock_close);
    g_free(foundation);
}
