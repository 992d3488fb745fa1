/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/office.h"

#include <string.h>

struct office *
office_open(const char *directory, const struct clock *clock, office_ask_passphrase ask,
            void *ask_data, GError **error)
{
    g_autoptr(office) office = g_new0(struct office, 1);
    g_autofree char *path = home_path(directory, HOME_STORE);

    office->clock = clock;
    office->ask = ask;
    office->ask_data = ask_data;
    office->home = home_open(directory, error);
    if (office->home == NULL)
        return NULL;
    office->store = local_store_open(path, error);
    if (office->store == NULL)
        return NULL;
    return g_steal_pointer(&office);
}

void
office_free(struct office *office)
{
    if (office == NULL)
        return;
    for (int root = 0; root < SCHEMA_ROOTS; root++) {
        g_clear_pointer(&office->validators[root], validator_free);
        g_clear_pointer(&office->schemas[root], schema_free);
    }
    g_clear_pointer(&office->api, exchange_api_free);
    g_clear_pointer(&office->book, address_book_free);
    g_clear_pointer(&office->ring, keyring_free);
    g_clear_pointer(&office->store, local_store_close);
    g_clear_pointer(&office->home, home_free);
    g_free(office);
}

int64_t
office_now(const struct office *office)
{
    return clock_now(office->clock);
}

void
office_new_id(struct office *office, struct uuid *id)
{
    office->last_id_us = MAX(office_now(office), office->last_id_us + 1000);
    uuid_new_at(id, office->last_id_us);
}

const char *
office_agency(const struct office *office)
{
    return office->home->agency;
}

const struct keyring *
office_keys(struct office *office, GError **error)
{
    g_autoptr(GError) reason = NULL;
    char *passphrase;

    if (office->ring != NULL)
        return office->ring;
    office->ring = keyring_read(office->home->directory, NULL, &reason);
    if (office->ring != NULL)
        return office->ring;
    if (!g_error_matches(reason, TRUST_ERROR, TRUST_ERROR_PASSPHRASE) ||
        office->ask == NULL) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return NULL;
    }
    passphrase = office->ask(office->ask_data, error);
    if (passphrase == NULL)
        return NULL;
    office->ring = keyring_read(office->home->directory, passphrase, error);
    explicit_bzero(passphrase, strlen(passphrase));
    g_free(passphrase);
    return office->ring;
}

const struct ring_key *
office_identity(struct office *office, GError **error)
{
    const struct keyring *ring = office_keys(office, error);
    const struct address_book *book = office_book_if_any(office);

    if (ring == NULL)
        return NULL;
    return keyring_find_identity(ring, book != NULL ? book->registry : NULL,
                                 office_now(office), error);
}

struct exchange_api *
office_api(struct office *office, GError **error)
{
    const struct ring_key *identity;
    g_autofree char *authority = NULL;
    g_autofree char *certificate = NULL;
    char *key;

    if (office->api != NULL)
        return office->api;
    identity = office_identity(office, error);
    if (identity == NULL)
        return NULL;
    authority = credential_pem(authority_certificate(office->home->authority, 0));
    certificate = credential_pem(identity->credential);
    key = private_key_pem(identity->key);
    office->api =
        exchange_api_new(&(struct exchange_address){.url = office->home->exchange_url,
                                                    .authority_pem = authority,
                                                    .certificate_pem = certificate,
                                                    .key_pem = key,
                                                    .stop = office->stop},
                         error);
    private_key_pem_free(key);
    return office->api;
}

static bool
read_book(struct office *office, GError **error)
{
    if (office->is_book_read)
        return true;
    if (!address_book_read(office->store, office->home->authority,
                           office->home->crl_grace_hours, &office->book, error))
        return false;
    office->is_book_read = true;
    return true;
}

const struct address_book *
office_book(struct office *office, GError **error)
{
    if (!read_book(office, error))
        return NULL;
    if (office->book == NULL)
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_NO_ADDRESS,
                    "the directory was never fetched from the exchange, and the "
                    "recipients' keys are in it: run 'agency-client sync' once while "
                    "the exchange can be reached");
    return office->book;
}

const struct address_book *
office_book_if_any(struct office *office)
{
    return read_book(office, NULL) ? office->book : NULL;
}

void
office_forget_book(struct office *office)
{
    g_clear_pointer(&office->book, address_book_free);
    office->is_book_read = false;
}

bool
office_refresh_book(struct office *office, GError **error)
{
    struct exchange_api *api = office_api(office, error);
    struct address_book *fresh = NULL;

    if (api == NULL || !read_book(office, error) ||
        !address_book_refresh(office->store, api, office->home->authority,
                              office->home->crl_grace_hours, office->book,
                              office_now(office), &fresh, error))
        return false;
    if (fresh != NULL) {
        address_book_free(office->book);
        office->book = fresh;
    }
    return true;
}

bool
office_renew_book(struct office *office, GError **error)
{
    g_autoptr(GError) reason = NULL;

    if (office_refresh_book(office, &reason))
        return true;
    if (reason->domain != EXCHANGE_ERROR) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    if (office_book_if_any(office) != NULL)
        return true; /* the last one will do; a stale key is noticed and sealed anew */
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_NO_ADDRESS,
                "the directory was never fetched, and the recipients' keys are in it: "
                "%s",
                reason->message);
    return false;
}

struct validator *
office_validator(struct office *office, enum schema_root root)
{
    g_autoptr(GError) error = NULL;

    if (office->validators[root] == NULL) {
        office->schemas[root] = schema_load(root, &error);
        if (office->schemas[root] == NULL)
            g_error("the schemas of this program do not compile: %s", error->message);
        office->validators[root] = validator_new(office->schemas[root]);
    }
    return office->validators[root];
}
