/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An agency with its certificates, as registrations and the directory both write it.
 * For the files of this folder alone.
 */
#ifndef DOCUMENTS_AGENCY_H
#define DOCUMENTS_AGENCY_H

#include "common/documents/reader.h"
#include "common/documents/registration.h"
#include "common/documents/writer.h"

/* Reads an element; id_attribute is "agency" in registrations, "id" in the directory.
 */
void agency_read(struct reader *reader, const xmlNode *node, const char *id_attribute,
                 struct registration *registration);

/* Appends the attributes, the end of the start tag and the certificates. */
void agency_write(GString *xml, const char *id_attribute,
                  const struct registration *registration);

/* Frees the certificates' bytes; the rest belongs to the tree. */
void agency_clear(struct registration *registration);

#endif
