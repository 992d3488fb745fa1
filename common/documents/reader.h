/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a tree to structs.  A reader notes what it cannot read and what breaks a rule,
 * and goes on, so that one verdict names everything.  For the files of this folder
 * alone; one thread at a time.
 */
#ifndef DOCUMENTS_READER_H
#define DOCUMENTS_READER_H

#include "common/documents/codes.h"
#include "common/documents/field.h"
#include "common/documents/refusal.h"
#include "common/documents/tree.h"
#include "common/documents/violation.h"

struct reader {
    struct tree *tree;
    xmlNode *envelope;         /* the root <document> or <details> */
    xmlNode *body;             /* the coded body; in details, their one child */
    const struct codes *codes; /* NULL for views */
    GPtrArray *violations;     /* may be NULL */
    int count;                 /* of violations, also those not listed */
    enum refusal refusal;      /* of the gravest */
};

/*
 * Notes a violation at an element, or at its attribute unless that is NULL.  The words
 * hold no value.
 */
void reader_refuse(struct reader *reader, const xmlNode *node, const char *attribute,
                   const char *rule, const char *words);

/* The same with a refusal of its own, graver than "rule". */
void reader_refuse_as(struct reader *reader, enum refusal refusal, const xmlNode *node,
                      const char *rule, const char *words);

/* An attribute without surrounding white space; NULL when absent. */
const char *reader_attribute(struct reader *reader, const xmlNode *node,
                             const char *name);

/* The day in an attribute; DATE_NONE when it is absent. */
int32_t reader_date(struct reader *reader, const xmlNode *node, const char *name);

/* Fills a struct from an element's attributes; what is required and missing is noted.
 */
void reader_fields(struct reader *reader, const xmlNode *node,
                   const struct field *fields, size_t field_count, void *into);

/* A child that stands at most once, and what its attributes are. */
struct reader_part {
    const char *name;
    const struct field *fields;
    size_t field_count;
};

/* Fills a struct from the attributes of those parts of the body that are there. */
void reader_parts(struct reader *reader, const struct reader_part *parts,
                  size_t part_count, void *into);

/*
 * Reads all children of a name into an array of structs.  Returns the array, which
 * belongs to the tree; NULL when there are none.
 */
void *reader_children(struct reader *reader, const xmlNode *parent, const char *name,
                      const struct field *fields, size_t field_count,
                      size_t struct_size, size_t *count);

/* Reads one attribute of all children of a name; the array belongs to the tree. */
const char **reader_codes(struct reader *reader, const xmlNode *parent,
                          const char *name, const char *attribute, size_t *count);

/*
 * An element's text as xs:token has it: runs of white space count as one space. Belongs
 * to the tree; "" when there is none.
 */
const char *reader_text(struct reader *reader, const xmlNode *node);

/* The bytes of an element's base64 text; NULL when it is empty. */
GBytes *reader_base64(struct reader *reader, const xmlNode *node);

/* Whether the element, or any inside it, holds text other than white space. */
bool reader_has_text(const xmlNode *node);

/* Sets the error of the gravest violation; true when there was none. */
G_GNUC_WARN_UNUSED_RESULT
bool reader_finish(const struct reader *reader, GError **error);

/* Parses a view or another root of the exchange's and makes a reader of it. */
G_GNUC_WARN_UNUSED_RESULT
bool reader_open(struct reader *reader, GBytes *bytes, const char *root,
                 const char *xml_namespace, GError **error);

#endif
