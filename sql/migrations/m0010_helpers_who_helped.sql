-- Whoever is named as helper of a request that nobody has answered counts no longer among the people behind a figure: how
-- many they are has to be found anew, though no value differs. Settings that nobody has count as never computed.
SET LOCAL citus.multi_shard_modify_mode = 'sequential';
UPDATE mutuality.computed SET settings_sha256 = '';
