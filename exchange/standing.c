/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/standing.h"

#include "common/log/log.h"
#include "exchange/store/agencies.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

struct standing {
    char *crl_path;
    char *crl_kept_path;
    int64_t crl_grace_seconds;
    struct authority *authority;
    const struct clock *clock;
    standing_function *changed;
    void *changed_data;

    pthread_mutex_t reading; /* held while a new registry is made */
    bool keeps_crl;
    GPtrArray *agencies;  /* struct agency, as last read */
    struct stat crl_seen; /* of the file as last looked at */

    pthread_mutex_t in_force; /* guards the two, for as long as a reference takes */
    struct registry *registry;
    struct directory *directory; /* of that registry */

    atomic_int_least64_t agencies_read;
    atomic_int_least64_t crl_read;
    atomic_int_least64_t crl_refused;
};

static bool
file_is_same(const struct stat *one, const struct stat *other)
{
    return one->st_ino == other->st_ino && one->st_size == other->st_size &&
           one->st_mtim.tv_sec == other->st_mtim.tv_sec &&
           one->st_mtim.tv_nsec == other->st_mtim.tv_nsec;
}

static void
crl_refused_log(const struct crl *held, const GError *error)
{
    log_event(G_LOG_LEVEL_CRITICAL, "crl-refused", LOG_TEXT("held", crl_number(held)),
              LOG_TEXT("reason", error->message));
}

/* The list that was in force when the exchange last ran; NULL if none can be read, as
 * after a change of the authority. */
static struct crl *
crl_read_kept(const char *path, const struct authority *authority)
{
    g_autoptr(GError) error = NULL;
    struct crl *kept;

    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return NULL;
    kept = crl_read_file(path, authority, &error);
    if (kept == NULL)
        log_event(G_LOG_LEVEL_WARNING, "crl-kept-not-read",
                  LOG_TEXT("reason", error->message));
    return kept;
}

/* A list that somebody put back while the exchange was down is no newer for that. */
static bool
crl_go_back(struct crl **crl, struct crl *kept)
{
    g_autoptr(GError) error = NULL;

    if (kept == NULL || crl_check_successor(kept, *crl, &error))
        return false;
    crl_refused_log(kept, error);
    crl_unref(*crl);
    *crl = crl_ref(kept);
    return true;
}

struct standing *
standing_new(const struct standing_options *options, GError **error)
{
    g_autoptr(authority) authority = NULL;
    g_autoptr(crl) crl = NULL;
    g_autoptr(crl) kept = NULL;
    struct standing *standing;
    struct stat seen = {0};

    authority = authority_read_file(options->authority_path, error);
    if (authority == NULL) {
        g_prefix_error(error, "[trust] authority: ");
        return NULL;
    }
    (void)stat(options->crl_path, &seen);
    crl = crl_read_file(options->crl_path, authority, error);
    if (crl == NULL) {
        g_prefix_error(error, "[trust] crl: ");
        return NULL;
    }
    kept = crl_read_kept(options->crl_kept_path, authority);
    standing = g_new0(struct standing, 1);
    if (crl_go_back(&crl, kept))
        atomic_fetch_add(&standing->crl_refused, 1);
    standing->crl_path = g_strdup(options->crl_path);
    standing->crl_kept_path = g_strdup(options->crl_kept_path);
    standing->crl_grace_seconds = options->crl_grace_seconds;
    standing->clock = options->clock;
    standing->agencies = g_ptr_array_new_with_free_func((GDestroyNotify)agency_free);
    standing->crl_seen = seen;
    standing->registry = registry_new(authority, crl, options->crl_grace_seconds);
    standing->directory = directory_new(standing->agencies, standing->registry);
    standing->authority = g_steal_pointer(&authority);
    pthread_mutex_init(&standing->reading, NULL);
    pthread_mutex_init(&standing->in_force, NULL);
    return standing;
}

void
standing_free(struct standing *standing)
{
    directory_unref(standing->directory);
    registry_unref(standing->registry);
    g_ptr_array_unref(standing->agencies);
    authority_unref(standing->authority);
    pthread_mutex_destroy(&standing->in_force);
    pthread_mutex_destroy(&standing->reading);
    g_free(standing->crl_kept_path);
    g_free(standing->crl_path);
    g_free(standing);
}

void
standing_set_listener(struct standing *standing, standing_function *function,
                      void *data)
{
    pthread_mutex_lock(&standing->reading);
    standing->changed = function;
    standing->changed_data = data;
    pthread_mutex_unlock(&standing->reading);
}

struct registry *
standing_registry(struct standing *standing)
{
    struct registry *registry;

    pthread_mutex_lock(&standing->in_force);
    registry = registry_ref(standing->registry);
    pthread_mutex_unlock(&standing->in_force);
    return registry;
}

struct directory *
standing_directory(struct standing *standing)
{
    struct directory *directory;

    pthread_mutex_lock(&standing->in_force);
    directory = directory_ref(standing->directory);
    pthread_mutex_unlock(&standing->in_force);
    return directory;
}

/* Puts a new registry in force and tells whoever waits; the caller holds reading. */
static void
registry_publish(struct standing *standing, struct registry *registry)
{
    struct directory *directory = directory_new(standing->agencies, registry);
    struct directory *former_directory;
    struct registry *former;

    pthread_mutex_lock(&standing->in_force);
    former = standing->registry;
    former_directory = standing->directory;
    standing->registry = registry;
    standing->directory = directory;
    pthread_mutex_unlock(&standing->in_force);
    registry_unref(former);
    directory_unref(former_directory);
    if (standing->changed != NULL)
        standing->changed(standing->changed_data);
}

static void
certificate_insert(struct registry *registry, const struct agency *agency,
                   const struct agency_certificate *certificate)
{
    g_autoptr(credential) credential = NULL;
    g_autoptr(GError) error = NULL;
    size_t size;
    const void *der = g_bytes_get_data(certificate->der, &size);
    int64_t revoked_at_us = certificate->revoked_at_us == CERTIFICATE_NOT_REVOKED
                                ? REGISTRY_NOT_REVOKED
                                : certificate->revoked_at_us;

    credential = credential_read(der, size, &error);
    if (credential != NULL &&
        registry_insert_certificate(registry, agency->id, credential,
                                    certificate->registered_from_us, revoked_at_us,
                                    &error))
        return;
    log_event(G_LOG_LEVEL_WARNING, "certificate-not-believed",
              LOG_TEXT("agency", agency->id), LOG_TEXT("reason", error->message));
}

static struct registry *
registry_of(const struct standing *standing, const GPtrArray *agencies)
{
    struct registry *registry =
        registry_new(standing->authority, registry_crl(standing->registry),
                     standing->crl_grace_seconds);

    for (unsigned int i = 0; i < agencies->len; i++) {
        const struct agency *agency = g_ptr_array_index(agencies, i);

        registry_insert_agency(registry, agency->number, agency->id,
                               agency->status == AGENCY_ACTIVE);
        for (unsigned int j = 0; j < agency->certificates->len; j++)
            certificate_insert(registry, agency,
                               g_ptr_array_index(agency->certificates, j));
    }
    return registry;
}

bool
standing_read_agencies(struct standing *standing, struct store *store, GError **error)
{
    GPtrArray *agencies;

    pthread_mutex_lock(&standing->reading);
    agencies = agencies_list(store, error);
    if (agencies != NULL) {
        g_ptr_array_unref(standing->agencies);
        standing->agencies = agencies;
        registry_publish(standing, registry_of(standing, agencies));
        atomic_fetch_add(&standing->agencies_read, 1);
        log_event(G_LOG_LEVEL_INFO, "agencies-read",
                  LOG_INT("agencies", agencies->len));
    }
    pthread_mutex_unlock(&standing->reading);
    return agencies != NULL;
}

/* The caller holds reading. */
static void
crl_keep(const struct standing *standing)
{
    g_autoptr(GError) error = NULL;
    const char *pem;
    size_t size;

    if (!standing->keeps_crl)
        return;
    pem = g_bytes_get_data(crl_pem(registry_crl(standing->registry)), &size);
    if (!g_file_set_contents(standing->crl_kept_path, pem, (gssize)size, &error))
        log_event(G_LOG_LEVEL_WARNING, "crl-not-kept",
                  LOG_TEXT("reason", error->message));
}

void
standing_keep_crl(struct standing *standing)
{
    pthread_mutex_lock(&standing->reading);
    standing->keeps_crl = true;
    crl_keep(standing);
    pthread_mutex_unlock(&standing->reading);
}

/* The caller holds reading. */
static void
crl_replace(struct standing *standing)
{
    const struct crl *held = registry_crl(standing->registry);
    g_autoptr(GError) error = NULL;
    g_autoptr(crl) fresh =
        crl_read_file(standing->crl_path, standing->authority, &error);

    if (fresh == NULL || !crl_check_successor(held, fresh, &error)) {
        atomic_fetch_add(&standing->crl_refused, 1);
        crl_refused_log(held, error);
        return;
    }
    registry_publish(standing, registry_with_crl(standing->registry, fresh));
    crl_keep(standing);
    atomic_fetch_add(&standing->crl_read, 1);
    log_event(G_LOG_LEVEL_INFO, "crl-read", LOG_TEXT("number", crl_number(fresh)));
}

void
standing_read_crl(struct standing *standing)
{
    struct stat seen = {0};

    pthread_mutex_lock(&standing->reading);
    (void)stat(standing->crl_path, &seen);
    standing->crl_seen = seen;
    crl_replace(standing);
    pthread_mutex_unlock(&standing->reading);
}

void
standing_watch_crl(struct standing *standing)
{
    struct stat seen;
    bool is_same;

    /* A file that is being replaced may be gone for a moment; the next look sees it. */
    if (stat(standing->crl_path, &seen) != 0)
        return;
    pthread_mutex_lock(&standing->reading);
    is_same = file_is_same(&seen, &standing->crl_seen);
    pthread_mutex_unlock(&standing->reading);
    if (!is_same)
        standing_read_crl(standing);
}

struct standing_counts
standing_read_counts(struct standing *standing)
{
    g_autoptr(registry) registry = standing_registry(standing);
    int64_t left_us =
        crl_next_update_us(registry_crl(registry)) - clock_now(standing->clock);

    return (struct standing_counts){
        .agencies_read = atomic_load(&standing->agencies_read),
        .crl_read = atomic_load(&standing->crl_read),
        .crl_refused = atomic_load(&standing->crl_refused),
        .crl_seconds_left = left_us / SECOND_US,
    };
}
