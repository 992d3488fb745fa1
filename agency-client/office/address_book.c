/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/address_book.h"

#include "agency-client/local_store/settings.h"
#include "agency-client/office/home.h"

#define DIRECTORY      "directory"
#define DIRECTORY_ETAG "directory-etag"
#define CRL            "crl"
#define CRL_ETAG       "crl-etag"
#define FETCHED        "directory-fetched"

#define SECONDS_PER_HOUR 3600

void
address_book_free(struct address_book *book)
{
    if (book == NULL)
        return;
    g_clear_pointer(&book->registry, registry_unref);
    g_clear_pointer(&book->crl, crl_unref);
    g_clear_pointer(&book->view, directory_view_free);
    g_free(book);
}

/* The usage a certificate is listed under must be the one it was made for. */
static bool
check_listed_usage(const struct registered_certificate *listed,
                   const struct credential *credential, GError **error)
{
    enum credential_usage usage =
        listed->usage == CERTIFICATE_SEALING ? CREDENTIAL_SEALING : CREDENTIAL_IDENTITY;

    return credential_check_usage(credential, usage, error);
}

static bool
insert_certificate(struct registry *registry, const char *agency,
                   const struct registered_certificate *listed, GError **error)
{
    size_t size = 0;
    const void *der = g_bytes_get_data(listed->der, &size);
    g_autoptr(credential) credential = credential_read(der, size, error);
    int64_t revoked_at_us =
        listed->is_revoked ? listed->revoked_at_us : REGISTRY_NOT_REVOKED;

    return credential != NULL && check_listed_usage(listed, credential, error) &&
           registry_insert_certificate(registry, agency, credential,
                                       listed->registered_from_us, revoked_at_us,
                                       error);
}

static bool
fill_registry(struct registry *registry, const struct directory_view *view,
              GError **error)
{
    for (size_t i = 0; i < view->agency_count; i++) {
        const struct registration *agency = &view->agencies[i];

        registry_insert_agency(registry, (int)i + 1, agency->agency,
                               agency->status == AGENCY_ACTIVE);
        for (size_t j = 0; j < agency->certificate_count; j++) {
            if (insert_certificate(registry, agency->agency, &agency->certificates[j],
                                   error))
                continue;
            g_prefix_error(error, "%s, certificate %" G_GSIZE_FORMAT ": ",
                           agency->agency, j + 1);
            return false;
        }
    }
    return true;
}

/* Whatever the reason, to a caller it is one thing: not to be believed. */
static void
distrust(GError **error, GError *reason, const char *what)
{
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                "the exchange's %s is refused, and nothing of it was kept: %s", what,
                reason->message);
    g_error_free(reason);
}

struct address_book *
address_book_check(GBytes *directory, GBytes *crl, const struct authority *authority,
                   int crl_grace_hours, GError **error)
{
    g_autoptr(address_book) book = g_new0(struct address_book, 1);
    GError *reason = NULL;
    size_t size = 0;
    const char *pem = g_bytes_get_data(crl, &size);

    book->crl = crl_read(pem, size, authority, &reason);
    if (book->crl == NULL) {
        distrust(error, reason, "revocation list");
        return NULL;
    }
    book->view = directory_view_read(directory, &reason);
    if (book->view != NULL) {
        book->registry = registry_new(authority, book->crl,
                                      (int64_t)crl_grace_hours * SECONDS_PER_HOUR);
        if (fill_registry(book->registry, book->view, &reason))
            return g_steal_pointer(&book);
    }
    distrust(error, reason, "directory");
    return NULL;
}

static bool
read_fetched(struct local_store *store, int64_t *fetched_us, GError **error)
{
    g_autofree char *text = NULL;

    if (!settings_read_text(store, FETCHED, &text, error))
        return false;
    *fetched_us = text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;
    return true;
}

bool
address_book_read(struct local_store *store, const struct authority *authority,
                  int crl_grace_hours, struct address_book **book, GError **error)
{
    g_autoptr(GBytes) directory = NULL;
    g_autoptr(GBytes) crl = NULL;
    g_autoptr(address_book) found = NULL;

    if (!settings_read(store, DIRECTORY, &directory, error) ||
        !settings_read(store, CRL, &crl, error))
        return false;
    if (directory != NULL && crl != NULL) {
        found = address_book_check(directory, crl, authority, crl_grace_hours, error);
        if (found == NULL || !read_fetched(store, &found->fetched_us, error))
            return false;
    }
    *book = g_steal_pointer(&found);
    return true;
}

struct storing {
    GBytes *directory; /* NULL: as stored */
    const char *directory_etag;
    GBytes *crl; /* NULL: as stored */
    const char *crl_etag;
    int64_t now_us;
};

static bool
store_part(struct local_store *store, const char *name, GBytes *value,
           const char *etag_name, const char *etag, GError **error)
{
    if (value == NULL)
        return true;
    return settings_write(store, name, value, error) &&
           settings_write_text(store, etag_name, etag != NULL ? etag : "", error);
}

static bool
store_book(struct local_store *store, void *data, GError **error)
{
    const struct storing *storing = data;
    g_autofree char *now = g_strdup_printf("%" G_GINT64_FORMAT, storing->now_us);

    return store_part(store, DIRECTORY, storing->directory, DIRECTORY_ETAG,
                      storing->directory_etag, error) &&
           store_part(store, CRL, storing->crl, CRL_ETAG, storing->crl_etag, error) &&
           settings_write_text(store, FETCHED, now, error);
}

/* A registration or a revocation never goes away, so neither may go back. */
static bool
check_forward(const struct address_book *held, const struct address_book *fresh,
              GError **error)
{
    GError *reason = NULL;

    if (held == NULL)
        return true;
    if (fresh->view->sequence < held->view->sequence) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                    "the exchange's directory is refused: it is older than the one "
                    "held here, so the exchange has lost something or is hiding it");
        return false;
    }
    if (crl_check_successor(held->crl, fresh->crl, &reason))
        return true;
    distrust(error, reason, "revocation list");
    return false;
}

struct fetched {
    struct exchange_answer answer;
    char *etag; /* of what is stored */
};

static void
fetched_clear(struct fetched *fetched)
{
    exchange_answer_clear(&fetched->answer);
    g_free(fetched->etag);
}

typedef struct fetched fetched_auto;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(fetched_auto, fetched_clear)

static bool
find_etag(struct local_store *store, const struct address_book *held, const char *name,
          char **etag, GError **error)
{
    if (held == NULL)
        return true; /* without a book there is nothing to fall back on */
    if (!settings_read_text(store, name, etag, error))
        return false;
    if (*etag != NULL && (*etag)[0] == '\0')
        g_clear_pointer(etag, g_free);
    return true;
}

static GBytes *
fresh_body(const struct exchange_answer *answer)
{
    return answer->status == 304 ? NULL : answer->body;
}

static bool
choose_stored(struct local_store *store, const char *name, GBytes *fresh,
              GBytes **bytes, GError **error)
{
    if (fresh == NULL)
        return settings_read(store, name, bytes, error);
    *bytes = g_bytes_ref(fresh);
    return true;
}

bool
address_book_refresh(struct local_store *store, struct exchange_api *api,
                     const struct authority *authority, int crl_grace_hours,
                     const struct address_book *held, int64_t now_us,
                     struct address_book **fresh, GError **error)
{
    g_auto(fetched_auto) list = {0};
    g_auto(fetched_auto) directory = {0};
    g_autoptr(GBytes) directory_bytes = NULL;
    g_autoptr(GBytes) crl_bytes = NULL;
    g_autoptr(address_book) book = NULL;
    struct storing storing = {.now_us = now_us};

    if (!find_etag(store, held, CRL_ETAG, &list.etag, error) ||
        !find_etag(store, held, DIRECTORY_ETAG, &directory.etag, error) ||
        !exchange_crl_read(api, list.etag, &list.answer, error) ||
        !exchange_directory_read(api, directory.etag, &directory.answer, error))
        return false;
    storing.crl = fresh_body(&list.answer);
    storing.crl_etag = list.answer.etag;
    storing.directory = fresh_body(&directory.answer);
    storing.directory_etag = directory.answer.etag;
    if (storing.crl == NULL && storing.directory == NULL) {
        *fresh = NULL;
        return true;
    }
    if (!choose_stored(store, CRL, storing.crl, &crl_bytes, error) ||
        !choose_stored(store, DIRECTORY, storing.directory, &directory_bytes, error))
        return false;
    book = address_book_check(directory_bytes, crl_bytes, authority, crl_grace_hours,
                              error);
    if (book == NULL || !check_forward(held, book, error))
        return false;
    book->fetched_us = now_us;
    if (!local_store_transact(store, store_book, &storing, error))
        return false;
    *fresh = g_steal_pointer(&book);
    return true;
}

const struct registration *
address_book_find(const struct address_book *book, const char *agency)
{
    for (size_t i = 0; i < book->view->agency_count; i++)
        if (g_str_equal(book->view->agencies[i].agency, agency))
            return &book->view->agencies[i];
    return NULL;
}
