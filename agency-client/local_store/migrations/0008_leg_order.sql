-- SPDX-License-Identifier: Apache-2.0
-- All legs in their order, without writing them to a temporary file to sort them.
CREATE INDEX leg_offered ON leg (offered_us, leg);
