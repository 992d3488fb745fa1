/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/signed_data.h"

#include "common/trust/oid.h"
#include "common/trust/signature.h"

#include <string.h>
#include <time.h>

#define RSA_SIGNATURE_MIN_BYTES  (3072 / 8)
#define RSA_SIGNATURE_MAX_BYTES  (8192 / 8)
#define P256_SIGNATURE_MAX_BYTES 72
#define ATTRIBUTES_MAX           32

static const struct der_oid id_signed_data = DER_OID_OF(OID_SIGNED_DATA);
static const struct der_oid id_data = DER_OID_OF(OID_DATA);
static const struct der_oid id_sha256 = DER_OID_OF(OID_SHA256);
static const struct der_oid id_content_type = DER_OID_OF(OID_CONTENT_TYPE);
static const struct der_oid id_message_digest = DER_OID_OF(OID_MESSAGE_DIGEST);
static const struct der_oid id_signing_time = DER_OID_OF(OID_SIGNING_TIME);

/* Signature algorithms on the list; RFC 3370 lets RSA stand without its digest. */
static const struct {
    struct der_oid oid;
    bool is_rsa;
} signature_algorithms[] = {
    {DER_OID_OF(OID_ECDSA_SHA256), false},
    {DER_OID_OF(OID_RSA_SHA256), true},
    {DER_OID_OF(OID_RSA), true},
};

static bool
refuse(GError **error, enum trust_error code, const char *rule)
{
    g_set_error(error, TRUST_ERROR, (int)code, "%s", rule);
    return false;
}

static bool
profile(GError **error, const char *rule)
{
    return refuse(error, TRUST_ERROR_CMS_PROFILE, rule);
}

static bool
weak(GError **error, const char *rule)
{
    return refuse(error, TRUST_ERROR_WEAK_ALGORITHM, rule);
}

/* AlgorithmIdentifier without parameters, or with NULL, which both are written. */
static bool
read_algorithm(struct der *in, struct der *oid, bool *has_parameters)
{
    struct der algorithm, null;

    if (!der_read(in, DER_SEQUENCE, &algorithm) || !der_read(&algorithm, DER_OID, oid))
        return false;
    if (der_is_next(&algorithm, DER_NULL) && !der_read(&algorithm, DER_NULL, &null))
        return false;
    *has_parameters = !der_is_end(&algorithm);
    return true;
}

static bool
read_sha256(struct der *in, GError **error)
{
    struct der oid;
    bool has_parameters;

    if (!read_algorithm(in, &oid, &has_parameters))
        return profile(error, "RFC 5652 10.1.1: digest algorithm");
    if (!der_is_oid(&oid, &id_sha256) || has_parameters)
        return weak(error, "the digest must be SHA-256");
    return true;
}

static bool
read_digest_algorithms(struct der *in, GError **error)
{
    struct der set;

    if (!der_read(in, DER_SET, &set) || der_is_end(&set))
        return profile(error, "RFC 5652 5.1: one digest algorithm, in DER");
    if (!read_sha256(&set, error))
        return false;
    if (!der_is_end(&set))
        return profile(error, "RFC 5652 5.1: one digest algorithm and no more");
    return true;
}

static bool
read_content(struct der *in, struct der *content, GError **error)
{
    struct der encapsulated, type, explicit;

    if (!der_read(in, DER_SEQUENCE, &encapsulated) ||
        !der_read(&encapsulated, DER_OID, &type))
        return profile(error, "RFC 5652 5.2: encapContentInfo, in DER");
    if (!der_is_oid(&type, &id_data))
        return profile(error, "RFC 5652 5.2: the content is of type id-data");
    if (der_is_end(&encapsulated))
        return profile(error, "RFC 5652 5.2: the content is attached");
    if (!der_read(&encapsulated, DER_CONTEXT_CONSTRUCTED, &explicit) ||
        !der_is_end(&encapsulated) || !der_read(&explicit, DER_OCTET_STRING, content) ||
        !der_is_end(&explicit))
        return profile(error, "RFC 5652 5.2: the content is one OCTET STRING in DER");
    return true;
}

static bool
read_signer_identifier(struct der *in, int version, struct signed_data *data,
                       GError **error)
{
    struct der element;

    if (version == 1 && der_read_element(in, DER_SEQUENCE, &element)) {
        data->signer = (struct certificate_id){false, element.at, element.left};
        return true;
    }
    if (version == 3 && der_read(in, DER_CONTEXT, &element) && element.left > 0) {
        data->signer = (struct certificate_id){true, element.at, element.left};
        return true;
    }
    return profile(error, "RFC 5652 5.3: signer identifier and its version");
}

static bool
is_digits(const struct der *content, size_t count)
{
    if (content->left != count + 1 || content->at[count] != 'Z')
        return false;
    for (size_t i = 0; i < count; i++)
        if (!g_ascii_isdigit(content->at[i]))
            return false;
    return true;
}

static int
two_digits(const unsigned char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* RFC 5652 11.3: whole seconds in UTC; UTCTime from 1950 to 2049, then the longer. */
static bool
read_time(const struct der *value, int64_t *time_us)
{
    struct der in = *value;
    struct der content;
    struct tm tm = {0}, back;
    const unsigned char *at;
    int64_t seconds;
    time_t check;

    if (der_is_next(&in, DER_UTC_TIME)) {
        if (!der_read(&in, DER_UTC_TIME, &content) || !is_digits(&content, 12))
            return false;
        tm.tm_year = two_digits(content.at);
        if (tm.tm_year < 50)
            tm.tm_year += 100;
        at = content.at + 2;
    } else {
        if (!der_read(&in, DER_GENERALIZED_TIME, &content) || !is_digits(&content, 14))
            return false;
        tm.tm_year = two_digits(content.at) * 100 + two_digits(content.at + 2) - 1900;
        if (tm.tm_year >= 50 && tm.tm_year < 150)
            return false;
        at = content.at + 4;
    }
    tm.tm_mon = two_digits(at) - 1;
    tm.tm_mday = two_digits(at + 2);
    tm.tm_hour = two_digits(at + 4);
    tm.tm_min = two_digits(at + 6);
    tm.tm_sec = two_digits(at + 8);
    back = tm;
    seconds = (int64_t)timegm(&back);
    check = (time_t)seconds;
    /* timegm() carries 31 February over into March; a date that moved was none. */
    if (gmtime_r(&check, &back) == NULL || back.tm_mon != tm.tm_mon ||
        back.tm_mday != tm.tm_mday || back.tm_hour != tm.tm_hour ||
        back.tm_min != tm.tm_min || back.tm_sec != tm.tm_sec || !der_is_end(&in))
        return false;
    *time_us = seconds * 1000000;
    return true;
}

/* The attributes that must be there, each once and with one value. */
struct attributes {
    struct der content_type;
    struct der message_digest;
    struct der signing_time;
};

static bool
read_attribute(struct der *in, struct attributes *attributes, GError **error)
{
    const struct {
        const struct der_oid *oid;
        struct der *value;
        const char *rule;
    } wanted[] = {
        {&id_content_type, &attributes->content_type,
         "RFC 5652 11.1: contentType once, with one value"},
        {&id_message_digest, &attributes->message_digest,
         "RFC 5652 11.2: messageDigest once, with one value"},
        {&id_signing_time, &attributes->signing_time,
         "RFC 5652 11.3: signingTime once, with one value"},
    };
    struct der attribute, type, values, value;
    int tag;

    if (!der_read(in, DER_SEQUENCE, &attribute) ||
        !der_read(&attribute, DER_OID, &type) ||
        !der_read(&attribute, DER_SET, &values) || !der_is_end(&attribute))
        return profile(error, "RFC 5652 5.3: signed attributes, in DER");
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        struct der rest = values;

        if (!der_is_oid(&type, wanted[i].oid))
            continue;
        if (wanted[i].value->at != NULL || !der_read_any(&rest, &tag, &value) ||
            !der_is_end(&rest))
            return profile(error, wanted[i].rule);
        *wanted[i].value = values;
    }
    return true;
}

static bool
read_attributes(struct der *in, struct signed_data *data, GError **error)
{
    struct attributes attributes = {0};
    struct der element, set;
    int count = 0;

    if (!der_read_element(in, DER_CONTEXT_CONSTRUCTED, &data->attributes))
        return profile(error, "RFC 5652 5.3: signed attributes, in DER");
    element = data->attributes;
    if (!der_read(&element, DER_CONTEXT_CONSTRUCTED, &set))
        return profile(error, "RFC 5652 5.3: signed attributes, in DER");
    while (!der_is_end(&set)) {
        if (++count > ATTRIBUTES_MAX)
            return profile(error, "RFC 5652 5.3: too many signed attributes");
        if (!read_attribute(&set, &attributes, error))
            return false;
    }
    if (attributes.content_type.at == NULL ||
        !der_read_oid(&attributes.content_type, &id_data))
        return profile(error, "RFC 5652 11.1: contentType is there and is id-data");
    if (attributes.message_digest.at == NULL ||
        !der_read(&attributes.message_digest, DER_OCTET_STRING,
                  &data->message_digest) ||
        data->message_digest.left != DIGEST_BYTES)
        return profile(error, "RFC 5652 11.2: messageDigest is there and has 32 bytes");
    if (attributes.signing_time.at == NULL ||
        !read_time(&attributes.signing_time, &data->signing_time_us))
        return profile(error, "RFC 5652 11.3: signingTime is there, in whole seconds");
    return true;
}

static bool
read_signature(struct der *in, struct signed_data *data, GError **error)
{
    struct der oid;
    bool has_parameters;
    bool is_listed = false;

    if (!read_algorithm(in, &oid, &has_parameters) ||
        !der_read(in, DER_OCTET_STRING, &data->signature))
        return profile(error, "RFC 5652 5.3: signature and algorithm, in DER");
    for (size_t i = 0; i < G_N_ELEMENTS(signature_algorithms) && !has_parameters; i++)
        if (der_is_oid(&oid, &signature_algorithms[i].oid)) {
            data->is_rsa = signature_algorithms[i].is_rsa;
            is_listed = true;
        }
    if (!is_listed)
        return weak(error, "the signature must be ECDSA or RSA PKCS#1 with SHA-256");
    if (data->is_rsa && (data->signature.left < RSA_SIGNATURE_MIN_BYTES ||
                         data->signature.left > RSA_SIGNATURE_MAX_BYTES))
        return weak(error, "an RSA key must have 3072 to 8192 bits");
    if (!data->is_rsa && data->signature.left > P256_SIGNATURE_MAX_BYTES)
        return weak(error, "an ECDSA key must be on P-256");
    return true;
}

static bool
read_signer(struct der *in, int version, struct signed_data *data, GError **error)
{
    struct der set, info;
    int signer_version;

    if (!der_read(in, DER_SET, &set))
        return profile(error, "RFC 5652 5.1: signerInfos, in DER");
    if (der_is_end(&set))
        return profile(error, "RFC 5652 5.3: exactly one signer, not none");
    if (!der_read(&set, DER_SEQUENCE, &info) || !der_read_small(&info, &signer_version))
        return profile(error, "RFC 5652 5.3: signerInfo, in DER");
    if (!der_is_end(&set))
        return profile(error, "RFC 5652 5.3: exactly one signer, not more");
    /* No content or certificate that we take asks for any other. */
    if (version != signer_version)
        return profile(error, "RFC 5652 5.1: the version that the signer's asks for");
    if (!read_signer_identifier(&info, version, data, error) ||
        !read_sha256(&info, error) || !read_attributes(&info, data, error) ||
        !read_signature(&info, data, error))
        return false;
    if (!der_is_end(&info))
        return profile(error, "RFC 5652 5.3: no unsigned attributes");
    return true;
}

/* Certificates and lists are stepped over: nothing here looks into them. */
static bool
read_baggage(struct der *in, struct signed_data *data, GError **error)
{
    struct der lists;

    data->certificates = der_of(NULL, 0);
    if (der_is_next(in, DER_CONTEXT_CONSTRUCTED | 0) &&
        !der_read(in, DER_CONTEXT_CONSTRUCTED | 0, &data->certificates))
        return profile(error, "RFC 5652 5.1: certificates, in DER");
    if (der_is_next(in, DER_CONTEXT_CONSTRUCTED | 1) &&
        !der_read(in, DER_CONTEXT_CONSTRUCTED | 1, &lists))
        return profile(error, "RFC 5652 5.1: crls, in DER");
    return true;
}

bool
signed_data_read(GBytes *message, struct signed_data *data, GError **error)
{
    struct signed_data read = {0};
    struct der outer, explicit, body;
    struct der in;
    size_t size;
    const void *bytes = g_bytes_get_data(message, &size);
    int version;

    if (size > SIGNATURE_MAX_BYTES)
        return refuse(error, TRUST_ERROR_TOO_LARGE, "the signed message is too large");
    in = der_of(bytes, size);
    if (!der_read(&in, DER_SEQUENCE, &outer))
        return profile(error, "RFC 5652 3: one ContentInfo in DER, of definite length");
    if (!der_is_end(&in))
        return profile(error, "RFC 5652 3: no byte after the ContentInfo");
    if (!der_read_oid(&outer, &id_signed_data))
        return profile(error, "RFC 5652 3: the content type is id-signedData");
    if (!der_read(&outer, DER_CONTEXT_CONSTRUCTED, &explicit) || !der_is_end(&outer) ||
        !der_read(&explicit, DER_SEQUENCE, &body) || !der_is_end(&explicit) ||
        !der_read_small(&body, &version))
        return profile(error, "RFC 5652 5.1: SignedData, in DER");
    if (!read_digest_algorithms(&body, error) ||
        !read_content(&body, &read.content, error) ||
        !read_baggage(&body, &read, error) ||
        !read_signer(&body, version, &read, error))
        return false;
    if (!der_is_end(&body))
        return profile(error, "RFC 5652 5.1: nothing after signerInfos");
    if (read.content.left > SIGNATURE_CONTENT_MAX_BYTES)
        return refuse(error, TRUST_ERROR_TOO_LARGE, "the document is too large");
    *data = read;
    return true;
}
