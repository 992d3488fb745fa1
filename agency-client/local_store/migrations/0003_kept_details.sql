-- SPDX-License-Identifier: Apache-2.0
-- Details that came with an import: those of a document that is sealed to keys which
-- are not in this home, sealed again to one that is.  Never in clear.
CREATE TABLE kept_details (
    document TEXT PRIMARY KEY,
    sealed   BLOB NOT NULL
);
