/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/profile.h"

#include <openssl/err.h>
#include <string.h>

#define EXTENDED_MAX 2

enum alternative_name {
    NAME_ANY,      /* not looked at */
    NAME_AGENCY,   /* exactly one, the URI of an agency */
    NAME_EXCHANGE, /* exactly one, the URI of the exchange */
    NAME_HOST,     /* host names and addresses, at least one */
};

struct profile {
    const char *name;
    enum credential_usage usage;
    bool is_authority;
    bool is_rsa_fine;
    uint32_t key_usage;
    int extended[EXTENDED_MAX + 1]; /* these and no others; ends with 0 */
    enum alternative_name alternative_name;
};

static const struct profile profiles[] = {
    {"authority",
     CREDENTIAL_AUTHORITY,
     true,
     true,
     KU_KEY_CERT_SIGN | KU_CRL_SIGN,
     {0},
     NAME_ANY},
    {"identity",
     CREDENTIAL_IDENTITY,
     false,
     true,
     KU_DIGITAL_SIGNATURE,
     {NID_client_auth, NID_email_protect, 0},
     NAME_AGENCY},
    {"sealing", CREDENTIAL_SEALING, false, false, KU_KEY_AGREEMENT, {0}, NAME_AGENCY},
    {"evidence",
     CREDENTIAL_EVIDENCE,
     false,
     true,
     KU_DIGITAL_SIGNATURE,
     {NID_email_protect, 0},
     NAME_EXCHANGE},
    {"server",
     CREDENTIAL_SERVER,
     false,
     true,
     KU_DIGITAL_SIGNATURE,
     {NID_server_auth, 0},
     NAME_HOST},
};

static const struct profile *
find_profile(enum credential_usage usage)
{
    for (size_t i = 0; i < G_N_ELEMENTS(profiles); i++)
        if (profiles[i].usage == usage)
            return &profiles[i];
    return NULL;
}

const char *
profile_name(enum credential_usage usage)
{
    const struct profile *profile = find_profile(usage);

    return profile != NULL ? profile->name : "other";
}

/* The alternative names, or NULL when they are absent, twice or broken. */
static GENERAL_NAMES *
read_names(X509 *certificate)
{
    return X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}

static bool
has_extended(X509 *certificate, const int *wanted)
{
    int status = 0;
    g_autoptr(EXTENDED_KEY_USAGE) usages =
        X509_get_ext_d2i(certificate, NID_ext_key_usage, &status, NULL);
    int count = 0;

    if (usages == NULL)
        return status == -1 && wanted[0] == 0; /* -1: it is not there */
    for (; wanted[count] != 0; count++) {
        bool is_there = false;

        for (int i = 0; i < sk_ASN1_OBJECT_num(usages); i++)
            if (OBJ_obj2nid(sk_ASN1_OBJECT_value(usages, i)) == wanted[count])
                is_there = true;
        if (!is_there)
            return false;
    }
    return count > 0 && sk_ASN1_OBJECT_num(usages) == count;
}

/* The text of the one URI, which need not end with NUL; NULL for any other names. */
static const char *
only_uri(const GENERAL_NAMES *names, size_t *size)
{
    const GENERAL_NAME *name;

    if (names == NULL || sk_GENERAL_NAME_num(names) != 1)
        return NULL;
    name = sk_GENERAL_NAME_value(names, 0);
    if (name->type != GEN_URI)
        return NULL;
    *size = (size_t)ASN1_STRING_length(name->d.uniformResourceIdentifier);
    return (const char *)ASN1_STRING_get0_data(name->d.uniformResourceIdentifier);
}

/* An agency's id: [a-z][a-z0-9-]{1,62}, and not the exchange's own. */
static bool
is_agency_id(const char *id, size_t size)
{
    static const char reserved[] = "referral-exchange";

    if (size < 2 || size >= CREDENTIAL_AGENCY_CHARS || !g_ascii_islower(id[0]))
        return false;
    for (size_t i = 1; i < size; i++)
        if (!g_ascii_islower(id[i]) && !g_ascii_isdigit(id[i]) && id[i] != '-')
            return false;
    return size != strlen(reserved) || memcmp(id, reserved, size) != 0;
}

bool
profile_read_agency(X509 *certificate, char agency[CREDENTIAL_AGENCY_CHARS])
{
    g_autoptr(GENERAL_NAMES) names = read_names(certificate);
    const size_t prefix = strlen(CREDENTIAL_AGENCY_URI);
    size_t size;
    const char *uri = only_uri(names, &size);

    if (uri == NULL || size < prefix ||
        memcmp(uri, CREDENTIAL_AGENCY_URI, prefix) != 0 ||
        !is_agency_id(uri + prefix, size - prefix))
        return false;
    memcpy(agency, uri + prefix, size - prefix);
    agency[size - prefix] = '\0';
    return true;
}

static bool
is_exchange(X509 *certificate)
{
    g_autoptr(GENERAL_NAMES) names = read_names(certificate);
    size_t size;
    const char *uri = only_uri(names, &size);

    return uri != NULL && size == strlen(CREDENTIAL_EXCHANGE_URI) &&
           memcmp(uri, CREDENTIAL_EXCHANGE_URI, size) == 0;
}

static bool
has_only_hosts(X509 *certificate)
{
    g_autoptr(GENERAL_NAMES) names = read_names(certificate);

    if (names == NULL || sk_GENERAL_NAME_num(names) == 0)
        return false;
    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        int type = sk_GENERAL_NAME_value(names, i)->type;

        if (type != GEN_DNS && type != GEN_IPADD)
            return false;
    }
    return true;
}

static bool
has_name(X509 *certificate, enum alternative_name wanted)
{
    char agency[CREDENTIAL_AGENCY_CHARS];

    switch (wanted) {
    case NAME_ANY:
        return true;
    case NAME_AGENCY:
        return profile_read_agency(certificate, agency);
    case NAME_EXCHANGE:
        return is_exchange(certificate);
    case NAME_HOST:
        return has_only_hosts(certificate);
    }
    return false;
}

/* The clause that the certificate breaks, or NULL. */
static const char *
find_fault(X509 *certificate, const struct profile *profile)
{
    uint32_t flags = X509_get_extension_flags(certificate);

    if ((flags & (EXFLAG_INVALID | EXFLAG_CRITICAL)) != 0)
        return "RFC 5280 4.2: extensions well-formed, none critical and unknown";
    if (X509_get_version(certificate) != X509_VERSION_3)
        return "RFC 5280 4.1.2.1: version 3";
    if (((flags & EXFLAG_CA) != 0) != profile->is_authority)
        return "RFC 5280 4.2.1.9: cA in the authority's certificate and no other";
    if (X509_get_key_usage(certificate) != profile->key_usage)
        return "RFC 5280 4.2.1.3: the key usages of the profile and no others";
    if (!has_extended(certificate, profile->extended))
        return "RFC 5280 4.2.1.12: the extended key usages of the profile and no "
               "others";
    if (!has_name(certificate, profile->alternative_name))
        return "RFC 5280 4.2.1.6: the alternative name of the profile and no other";
    return NULL;
}

bool
profile_check(X509 *certificate, enum credential_usage usage, GError **error)
{
    const struct profile *profile = find_profile(usage);
    const char *fault;

    if (profile == NULL) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_WRONG_USAGE,
                    "no certificate profile says what this is for");
        return false;
    }
    fault = find_fault(certificate, profile);
    ERR_clear_error();
    if (fault != NULL) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_WRONG_USAGE,
                    "not of the %s profile: %s", profile->name, fault);
        return false;
    }
    return openssl_check_key(X509_get0_pubkey(certificate), profile->is_rsa_fine,
                             error);
}

enum credential_usage
profile_find(X509 *certificate)
{
    for (size_t i = 0; i < G_N_ELEMENTS(profiles); i++)
        if (profile_check(certificate, profiles[i].usage, NULL))
            return profiles[i].usage;
    return CREDENTIAL_OTHER;
}
