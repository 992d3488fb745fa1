/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings: every one of them stands in one table (settings.c) with its section, key,
 * type, default, bounds and help.  Read once at start; immutable afterwards.
 */
#ifndef EXCHANGE_SETTINGS_H
#define EXCHANGE_SETTINGS_H

#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>

#define SETTINGS_ERROR (settings_error_quark())
GQuark settings_error_quark(void);

enum settings_error {
    SETTINGS_ERROR_FILE,    /* cannot be read, or is not a key file */
    SETTINGS_ERROR_UNKNOWN, /* a section or key that does not exist */
    SETTINGS_ERROR_VALUE,   /* outside the setting's bounds, or missing */
};

/* Paths are absolute after reading; a path that is not set is NULL. */
struct settings {
    /* [exchange] */
    char *listen; /* HOST:PORT, port 0 for any */
    char *data_directory;
    /* [tls] */
    char *tls_certificate;
    char *tls_key;
    /* [evidence] */
    char *evidence_certificate;
    char *evidence_key;
    /* [trust] */
    char *authority;
    char *crl;
    int crl_grace_hours;
    /* [database] */
    char *database_url; /* empty: the private PostgreSQL */
    int database_connections;
    /* [admin] */
    char *admin_listen;
    /* [limits] */
    int workers; /* 0: one for each processor */
    int queue_documents;
    int batch_documents;
    int connections;
    int connections_per_address;
    int connections_per_agency;
    int requests_per_agency; /* a second; 0: unlimited */
    int polls_per_agency;
    int handshake_seconds;
    int headers_seconds;
    int body_bytes_per_second; /* the least a client may send at after ten seconds */
    int response_seconds;
    int idle_seconds;
    int long_poll_seconds;
    int max_age_days;
    int max_ahead_minutes;
    int stop_seconds;
    /* [test] */
    char *clock_offset_file;
};

/*
 * Reads the file, or takes every default when path is NULL.  Relative paths are
 * relative to the file.  Messages name file, section, key and the rule.
 */
G_GNUC_WARN_UNUSED_RESULT
struct settings *settings_read(const char *path, GError **error);
void settings_free(struct settings *settings);
DEFINE_AUTOPTR(settings, settings_free)

/* The effective configuration as a file with its comments; the caller frees it. */
char *settings_print(const struct settings *settings);

#endif
