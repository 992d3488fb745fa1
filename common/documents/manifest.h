/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Manifests: what an export holds, or what an import made of one or of a table.  Ids,
 * digests and codes, never a word about a person.  A manifest belongs to one thread at
 * a time.
 */
#ifndef DOCUMENTS_MANIFEST_H
#define DOCUMENTS_MANIFEST_H

#include "common/autoptr.h"
#include "common/documents/limits.h"
#include "common/documents/receipt.h"
#include "common/documents/schema.h"
#include "common/documents/uuid.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define MANIFEST_NAMESPACE "urn:referral-exchange:manifest:1"

enum manifest_subject {
    MANIFEST_EXPORT,
    MANIFEST_IMPORT,
    MANIFEST_SERVICES,
    MANIFEST_STAFF,
    MANIFEST_CASES
};
extern const char *const manifest_subject_names[];

/* One document of an export; strings belong to the manifest. */
struct manifest_part {
    bool is_sent; /* else received */
    int line;     /* in the manifest that was read */
    struct uuid document;
    uint8_t sha256[SHA256_BYTES];
    const char *state;
    int64_t at_us;     /* queued, or received by the exchange */
    uint64_t sequence; /* of what was received */
    bool is_tried;
    bool is_new;
    bool is_due;
    const char *problem; /* NULL: none */
    const char *reason;  /* NULL: none */
    bool has_receipt;
    uint8_t receipt[SHA256_BYTES];
    bool has_details;
    uint8_t details[SHA256_BYTES];
    bool has_withheld;
    uint8_t withheld[SHA256_BYTES];
    bool has_released;
    struct uuid released;
};

/* What somebody has begun to write; strings belong to the manifest. */
struct manifest_draft {
    int line; /* in the manifest that was read */
    struct uuid draft;
    uint8_t sha256[SHA256_BYTES];
    int64_t saved_us;
    const char *actor; /* who saved it last */
};

struct manifest_rejected {
    int line;             /* 0: none */
    const char *document; /* or draft; NULL: none */
    const char *reason;
};

struct manifest {
    enum manifest_subject subject;
    char agency[AGENCY_ID_MAX + 1];
    int64_t made_us;
    bool is_sealed_to;
    uint8_t sealed_to[SHA256_BYTES];
    bool has_source;
    uint8_t source[SHA256_BYTES];
    int taken;
    int present;
    int rejected;
    GArray *parts;       /* struct manifest_part, of an export that was read */
    GArray *drafts;      /* struct manifest_draft, of the same */
    GArray *rejections;  /* struct manifest_rejected, of one that is being made */
    GString *rows;       /* what has been added so far, as XML */
    GStringChunk *words; /* the strings of all three */
};

struct manifest *manifest_new(enum manifest_subject subject, const char *agency,
                              int64_t made_us);
void manifest_free(struct manifest *manifest);
DEFINE_AUTOPTR(manifest, manifest_free)

/* Adds a document and counts it as taken. */
void manifest_add_part(struct manifest *manifest, const struct manifest_part *part);

/* Adds a draft and counts it as taken. */
void manifest_add_draft(struct manifest *manifest, const struct manifest_draft *draft);

/* Adds the file made of the row at a line; file and sha256 are NULL in a dry run. */
void manifest_add_made(struct manifest *manifest, int line, const char *file,
                       const char *sha256);

/*
 * Adds what could not be taken and counts it.
 *
 * line      0: none
 * document  or draft; NULL: none
 * reason    words without any value
 */
void manifest_add_rejected(struct manifest *manifest, int line, const char *document,
                           const char *reason);

GBytes *manifest_write(const struct manifest *manifest);

/*
 * Reads the manifest of an export, strictly by its schema.
 *
 * validator  the calling thread's validator of SCHEMA_MANIFEST
 *
 * REFUSAL_ERROR when it is not one.
 */
G_GNUC_WARN_UNUSED_RESULT
struct manifest *manifest_read(struct validator *validator, GBytes *bytes,
                               GError **error);

#endif
