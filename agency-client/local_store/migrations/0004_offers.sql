-- SPDX-License-Identifier: Apache-2.0
-- What each agency signed last of a service of its own and of the room in it, so that
-- what the exchange lists can be compared with it without reading every document again.
CREATE TABLE offer (
    agency   TEXT NOT NULL,
    service  TEXT NOT NULL,                 -- as the agency calls it
    kind     TEXT NOT NULL,                 -- of the document
    sequence INTEGER NOT NULL,              -- of its entry, or one that it cannot be before
    document TEXT NOT NULL,
    sha256   TEXT NOT NULL,                 -- of its body as this program writes it
    PRIMARY KEY (agency, service, kind)
);
