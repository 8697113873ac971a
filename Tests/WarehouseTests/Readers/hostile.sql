-- What a reader may try, apart by empty lines; each is given to psql in a session of its own.

SELECT * FROM kpi.figure

SELECT * FROM kpi.figure_history

SELECT * FROM kpi.freshness

SELECT * FROM kpi.freshness_history

SELECT * FROM kpi.unmatched

SELECT max(release), count(*) FROM kpi.unmatched; SELECT count(*) FROM kpi.unmatched WHERE dataset::inet IS NULL; SELECT max(teams_named) FROM kpi.unmatched

SELECT * FROM mutuality.unmatched

SELECT * FROM kpi.organization

SELECT * FROM kpi.publication

SELECT * FROM kpi.target_history

SELECT * FROM kpi.team_name

SELECT * FROM kpi.team_name_history

SELECT * FROM kpi.schema_version

SELECT * FROM mutuality.release

SELECT * FROM mutuality.organization

SELECT * FROM mutuality.reader

SELECT * FROM mutuality.readable

SELECT * FROM mutuality.unrestricted

SELECT * FROM mutuality.ledger

SELECT * FROM mutuality.ledger_page

SELECT * FROM mutuality.chart_page

SELECT * FROM mutuality.team_name

SELECT * FROM mutuality.identity

SELECT * FROM mutuality.source

SELECT * FROM mutuality.batch

SELECT * FROM mutuality.setting

SELECT * FROM mutuality.audit

SELECT * FROM mutuality_facts.team

SELECT * FROM mutuality_facts.help_request

INSERT INTO mutuality.reader SELECT organization_id, session_user, now() FROM mutuality.organization

INSERT INTO mutuality.reader VALUES (2, session_user, now())

UPDATE mutuality.reader SET login = session_user

DELETE FROM mutuality.reader

COPY mutuality.release TO STDOUT

COPY mutuality.organization TO STDOUT

COPY (SELECT * FROM kpi.figure) TO STDOUT

COPY (SELECT * FROM kpi.figure_history) TO STDOUT (FORMAT csv, HEADER)

COPY (SELECT * FROM mutuality.release) TO STDOUT (FORMAT binary)

COPY kpi.figure TO STDOUT

COPY (SELECT 1) TO PROGRAM 'cat'

CREATE TEMP TABLE lines (line text); COPY lines FROM PROGRAM 'cat /etc/passwd'; TABLE lines

CREATE TEMP TABLE lines (line text); COPY lines FROM '/etc/passwd'; TABLE lines

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.figure WHERE pg_temp.leak(organization)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.figure WHERE pg_temp.leak(scope_id)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.figure_history WHERE pg_temp.leak(scope_id) AND organization <> ''

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.organization WHERE pg_temp.leak(organization)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.freshness_history WHERE pg_temp.leak(dataset)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.freshness WHERE pg_temp.leak(last_data::text)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.publication WHERE pg_temp.leak(released_at::text)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.target_history WHERE pg_temp.leak(value::text) OR pg_temp.leak(kpi)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.team_name WHERE pg_temp.leak(name)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.team_name_history WHERE pg_temp.leak(scope_id)

CREATE FUNCTION pg_temp.leak(float8) RETURNS bool LANGUAGE plpgsql COST 0.0000001 IMMUTABLE AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.figure WHERE pg_temp.leak(value) OR pg_temp.leak(upper_limit)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 LEAKPROOF AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT count(*) FROM kpi.figure WHERE pg_temp.leak(scope_id)

CREATE FUNCTION pg_temp.leak(text, text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN $1 = $2; END$$; CREATE OPERATOR pg_temp.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.leak, RESTRICT = eqsel); SELECT count(*) FROM kpi.figure WHERE scope_id OPERATOR(pg_temp.===) 'a'

CREATE FUNCTION pg_temp.leak(text) RETURNS text LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE EXCEPTION '%', $1; END$$; SELECT pg_temp.leak(scope_id) FROM kpi.figure WHERE organization <> (SELECT organization FROM kpi.organization)

CREATE FUNCTION pg_temp.leak(text) RETURNS text LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN $1; END$$; SELECT count(*) FROM kpi.figure ORDER BY max(pg_temp.leak(scope_id))

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT a.kpi FROM kpi.figure a JOIN kpi.figure_history b ON pg_temp.leak(a.scope_id) AND pg_temp.leak(b.scope_id) AND a.kpi = b.kpi

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT organization, count(*) FROM kpi.figure GROUP BY organization HAVING bool_and(pg_temp.leak(organization))

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; CREATE TEMP VIEW mine AS SELECT * FROM kpi.figure WHERE pg_temp.leak(scope_id); TABLE mine

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; SELECT CASE WHEN pg_temp.leak(organization) THEN 1 END FROM kpi.figure_history LEFT JOIN kpi.publication USING (organization)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$; WITH every AS NOT MATERIALIZED (SELECT * FROM kpi.figure) SELECT count(*) FROM every WHERE pg_temp.leak(scope_id)

CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE sql COST 0.0000001 AS $$SELECT $1::int > 0$$; SELECT count(*) FROM kpi.figure WHERE pg_temp.leak(scope_id)

SELECT scope_id::int FROM kpi.figure

SELECT count(*) FROM kpi.figure WHERE scope_id::int > 0

SELECT count(*) FROM kpi.figure WHERE organization::date IS NULL

SELECT count(*) FROM kpi.organization WHERE organization::int = 1

SELECT count(*) FROM kpi.freshness_history WHERE dataset::inet IS NULL

SELECT count(*) FROM kpi.team_name WHERE name::int > 0

SELECT count(*) FROM kpi.team_name_history WHERE scope_id::date IS NULL

SELECT a.*, b.* FROM kpi.team_name a FULL JOIN kpi.figure b ON a.scope_id = b.scope_id

SELECT count(*) FROM kpi.figure WHERE 1 / (value - 1) > 0

SELECT count(*) FROM kpi.figure_history WHERE (value * 1e308)::text::int4 > 0

SELECT count(*) FROM kpi.figure WHERE n::int2 > 0

SELECT count(*) FROM kpi.figure WHERE kpi::uuid IS NULL

SELECT count(*) FROM kpi.figure WHERE xmlparse(DOCUMENT scope_id) IS NULL

SELECT count(*) FROM kpi.figure WHERE scope_id::json IS NULL

SELECT count(*) FROM kpi.figure WHERE scope_id ~ breakdown_value AND scope_id::regclass IS NULL

SELECT count(*) FROM kpi.publication WHERE released_at::text::int > 0

SELECT count(*) FROM kpi.target_history WHERE kpi::int > value

SELECT count(*) FROM kpi.figure WHERE to_timestamp(scope_id, 'YYYY') IS NULL

EXPLAIN ANALYZE SELECT * FROM kpi.figure

EXPLAIN (ANALYZE, VERBOSE, BUFFERS, SETTINGS, FORMAT json) SELECT * FROM kpi.figure

EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM kpi.figure_history ORDER BY scope_id

EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM kpi.organization WHERE organization > ''

EXPLAIN (ANALYZE, VERBOSE) SELECT max(scope_id), min(scope_id) FROM kpi.figure

EXPLAIN (VERBOSE) SELECT * FROM kpi.freshness

EXPLAIN (VERBOSE, GENERIC_PLAN) SELECT * FROM kpi.figure WHERE organization = $1

EXPLAIN ANALYZE SELECT * FROM mutuality.release

LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET client_min_messages = log; SELECT count(*) FROM kpi.figure

SET client_min_messages = debug5; SELECT count(*) FROM kpi.figure

SET debug_print_plan = on; SET debug_print_parse = on; SET client_min_messages = log; SELECT count(*) FROM kpi.organization

SET log_statement_stats = on; SELECT count(*) FROM kpi.figure

SET enable_seqscan = off; SELECT * FROM kpi.figure ORDER BY organization

SET enable_nestloop = off; SET enable_indexscan = off; SET enable_bitmapscan = off; SELECT * FROM kpi.figure

SET force_parallel_mode = on; SET parallel_setup_cost = 0; SET min_parallel_table_scan_size = 0; SELECT organization, scope_id, value FROM kpi.figure

SET jit_above_cost = 0; SELECT organization, scope_id, value FROM kpi.figure

SET plan_cache_mode = force_generic_plan; PREPARE every AS SELECT * FROM kpi.figure; EXECUTE every

SET ROLE mutuality_reader; SELECT * FROM kpi.figure

SET ROLE mutuality_owner; SELECT * FROM kpi.figure

SET ROLE mutuality_custodian; SELECT * FROM kpi.figure

SET ROLE mutuality_compute; SELECT * FROM mutuality.release

SET ROLE postgres; SELECT * FROM kpi.figure

SET ROLE other_reader; SELECT * FROM kpi.figure

SET LOCAL ROLE mutuality_owner; SELECT * FROM kpi.organization

SET SESSION AUTHORIZATION postgres; SELECT * FROM kpi.figure

SET SESSION AUTHORIZATION other_reader; SELECT * FROM kpi.figure

SET session_authorization = 'other_reader'; SELECT * FROM kpi.figure

SELECT set_config('session_authorization', 'other_reader', false); SELECT * FROM kpi.figure

SELECT set_config('role', 'mutuality_owner', false); SELECT * FROM kpi.figure

UPDATE pg_settings SET setting = 'other_reader' WHERE name = 'session_authorization'; SELECT * FROM kpi.figure

SELECT set_config('is_superuser', 'on', false); SELECT * FROM kpi.figure

SELECT set_config('mutuality.reader', 'other_reader', false), set_config('mutuality.organization', '2', false); SELECT * FROM kpi.figure

ALTER ROLE CURRENT_USER SUPERUSER; SELECT * FROM kpi.figure

ALTER ROLE SESSION_USER RENAME TO other_login; SELECT * FROM kpi.figure

ALTER ROLE CURRENT_USER SET role = 'mutuality_owner';
\connect
SELECT * FROM kpi.figure;
ALTER ROLE CURRENT_USER RESET ALL

GRANT mutuality_owner TO SESSION_USER; SELECT * FROM mutuality.release

GRANT other_reader TO SESSION_USER; SELECT * FROM kpi.figure

GRANT SELECT ON ALL TABLES IN SCHEMA mutuality TO PUBLIC; SELECT * FROM mutuality.release

CREATE ROLE more SUPERUSER LOGIN

CREATE USER MAPPING FOR PUBLIC SERVER nowhere

PREPARE every AS SELECT * FROM kpi.figure WHERE organization <> ''; EXECUTE every; EXECUTE every; EXECUTE every; EXECUTE every; EXECUTE every; EXECUTE every

PREPARE one (text) AS SELECT * FROM kpi.figure WHERE organization = $1 OR true; EXECUTE one ('')

BEGIN; DECLARE every SCROLL CURSOR WITH HOLD FOR SELECT * FROM kpi.figure; FETCH ALL FROM every; COMMIT; FETCH BACKWARD ALL FROM every

BEGIN; DECLARE every CURSOR FOR SELECT * FROM kpi.figure_history; MOVE LAST IN every; FETCH PRIOR FROM every; COMMIT

BEGIN; DECLARE every CURSOR FOR SELECT * FROM kpi.figure FOR UPDATE; FETCH ALL FROM every; COMMIT

SELECT cursor_to_xml('nothing', 10, true, true, '')

-- The catalogue's own say nothing of organizations, and among their frequencies any five digits come up by chance.
SELECT * FROM pg_stats WHERE schemaname <> 'pg_catalog'

SELECT * FROM pg_stats WHERE tablename IN ('release', 'organization')

SELECT * FROM pg_statistic

SELECT * FROM pg_stats_ext

SELECT * FROM pg_stats_ext_exprs

SELECT relname, reltuples, relpages FROM pg_class WHERE relnamespace::regnamespace::text ~ 'mutuality|kpi'

SELECT * FROM pg_stat_all_tables WHERE schemaname ~ 'mutuality'

SELECT * FROM pg_statio_all_tables

SELECT * FROM pg_stat_activity

SELECT * FROM pg_stat_statements

SELECT * FROM pg_prepared_statements

SELECT * FROM pg_cursors

SELECT * FROM pg_locks

SELECT * FROM pg_sequences

SELECT last_value FROM mutuality.organization_organization_id_seq

SELECT nextval('mutuality.organization_organization_id_seq')

SELECT pg_sequence_last_value(oid) FROM pg_class WHERE relkind = 'S'

SELECT * FROM information_schema.columns WHERE table_schema ~ 'mutuality|kpi'

SELECT * FROM information_schema.views WHERE table_schema ~ 'mutuality|kpi'

SELECT * FROM information_schema.table_constraints

SELECT pg_get_viewdef(oid) FROM pg_class WHERE relkind = 'v' AND relnamespace::regnamespace::text ~ 'mutuality|kpi'

SELECT prosrc FROM pg_proc WHERE pronamespace::regnamespace::text = 'mutuality'

SELECT obj_description(oid), col_description(oid, 1) FROM pg_class WHERE relnamespace::regnamespace::text = 'mutuality'

SELECT * FROM pg_seclabels; SELECT * FROM pg_description WHERE objoid > 16384

SELECT * FROM pg_largeobject; SELECT * FROM pg_largeobject_metadata

SELECT schema_to_xml('kpi', true, true, '')

SELECT database_to_xml(true, true, '')

SELECT table_to_xml('mutuality.release', true, true, '')

SELECT query_to_xml('SELECT * FROM kpi.figure', true, true, '')

SELECT table_to_xml('kpi.figure_history', true, true, '')

SELECT pg_read_file('base')

SELECT pg_read_binary_file('PG_VERSION')

SELECT pg_ls_dir('.')

SELECT * FROM pg_ls_waldir()

SELECT pg_read_file('/etc/hostname')

SELECT lo_import('/etc/hostname')

SELECT lo_export(1, '/tmp/reader')

SELECT lo_from_bytea(0, '\x00')

CREATE EXTENSION dblink

SELECT * FROM dblink('user=postgres', 'SELECT name FROM mutuality.organization') AS found (name text)

CREATE EXTENSION postgres_fdw

CREATE EXTENSION pageinspect

CREATE EXTENSION pg_stat_statements

SELECT get_raw_page('mutuality.release', 0)

CREATE EXTENSION pgstattuple; SELECT * FROM pgstattuple('mutuality.release')

SELECT pg_relation_size('mutuality.release')

SELECT pg_database_size(current_database())

SELECT * FROM kpi.figure a, LATERAL (SELECT * FROM kpi.figure_history b WHERE b.kpi = a.kpi OR b.organization <> a.organization) c

SELECT o.organization, r.* FROM kpi.organization o RIGHT JOIN LATERAL (SELECT * FROM kpi.publication p) r ON true

SELECT a.organization, b.organization FROM kpi.figure a FULL JOIN kpi.publication b ON false

SELECT a.* FROM kpi.freshness_history a LEFT JOIN kpi.figure b ON b.organization <> a.organization

SELECT * FROM kpi.figure_history WHERE organization NOT IN (SELECT organization FROM kpi.organization)

SELECT (f).* FROM (SELECT f FROM kpi.figure f) every

SELECT row_to_json(f) FROM kpi.figure_history f

SELECT kpi.figure FROM kpi.figure

SELECT ctid, tableoid, xmin FROM kpi.figure

SELECT (stored.release).digest FROM kpi.figure

SELECT NULL::mutuality.release

SELECT (NULL::kpi.figure).value; SELECT jsonb_populate_record(NULL::mutuality.release, '{}')

SELECT json_agg(f) FILTER (WHERE f.organization IS NOT NULL) FROM kpi.figure f

SELECT first_value(organization) OVER (ORDER BY organization DESC), lead(scope_id) OVER () FROM kpi.figure_history

SELECT DISTINCT ON (organization) * FROM kpi.figure_history ORDER BY organization DESC

SELECT * FROM kpi.figure TABLESAMPLE SYSTEM (100)

SELECT max(release), count(*) FROM kpi.publication; SELECT max(entry), count(*) FROM kpi.freshness_history

SELECT entry FROM kpi.freshness_history ORDER BY entry DESC

SELECT max(entry), count(*) FROM kpi.target_history; TABLE mutuality.target

SELECT percentile_cont(1) WITHIN GROUP (ORDER BY value), max(n), max(period_to) FROM kpi.figure_history

WITH RECURSIVE every AS (SELECT organization, scope_id FROM kpi.figure UNION SELECT f.organization, f.scope_id FROM kpi.figure_history f JOIN every ON f.scope_id > every.scope_id) TABLE every

CREATE TEMP TABLE copied AS SELECT * FROM kpi.figure_history; TABLE copied

CREATE TEMP TABLE release (organization_id bigint); SET search_path = pg_temp, mutuality, kpi; SELECT * FROM figure

CREATE TEMP VIEW pg_roles AS SELECT 10::oid AS oid, session_user::text AS rolname; SET search_path = pg_temp, pg_catalog; SELECT * FROM kpi.figure

CREATE TEMP TABLE reader AS SELECT 2::bigint AS organization_id, session_user::text AS login; SET search_path = pg_temp, pg_catalog; SELECT * FROM kpi.figure

CREATE FUNCTION pg_temp.pg_has_role(name, oid, text) RETURNS bool LANGUAGE sql AS 'SELECT true'; SET search_path = pg_temp, pg_catalog; SELECT * FROM kpi.figure

CREATE FUNCTION pg_temp.has_table_privilege(oid, oid, text) RETURNS bool LANGUAGE sql AS 'SELECT true'; SET search_path = pg_temp, pg_catalog; SELECT * FROM kpi.figure

CREATE FUNCTION pg_temp.texteq(text, text) RETURNS bool LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR pg_temp.= (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.texteq); SET search_path = pg_temp, pg_catalog; SELECT * FROM kpi.figure

CREATE FUNCTION pg_temp.session_user() RETURNS name LANGUAGE sql AS $$SELECT 'postgres'::name$$; SET search_path = pg_temp, pg_catalog; SELECT * FROM kpi.figure

CREATE SCHEMA mine; CREATE FUNCTION mine.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'

CREATE FUNCTION pg_temp.f() RETURNS SETOF kpi.figure LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM kpi.figure'; SELECT * FROM pg_temp.f()

SELECT mutuality.refresh_statistics('mutuality.release', 2, 1)

SELECT mutuality.distribute('mutuality.release')

SELECT mutuality.replicate('mutuality.release')

CREATE OR REPLACE VIEW kpi.figure AS SELECT * FROM mutuality.release

CREATE OR REPLACE VIEW mutuality.readable AS SELECT organization_id, name FROM mutuality.organization

ALTER VIEW kpi.figure SET (security_barrier = false); SELECT * FROM kpi.figure

ALTER VIEW kpi.figure_history RESET (security_barrier); SELECT * FROM kpi.figure_history

CREATE RULE every AS ON SELECT TO kpi.figure DO INSTEAD SELECT * FROM mutuality.release

CREATE TRIGGER seen INSTEAD OF INSERT ON kpi.figure FOR EACH ROW EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()

CREATE INDEX seen ON mutuality.release (value)

CREATE STATISTICS seen ON kpi, scope_id FROM mutuality.release

ANALYZE mutuality.release; SELECT * FROM pg_stats WHERE schemaname = 'mutuality'

CREATE MATERIALIZED VIEW seen AS SELECT * FROM kpi.figure

CREATE PUBLICATION every FOR ALL TABLES

SELECT pg_create_logical_replication_slot('every', 'test_decoding')

SELECT * FROM pg_logical_slot_peek_changes('every', NULL, NULL)

LISTEN every; NOTIFY every; SELECT pg_notify('every', string_agg(organization, ',')) FROM kpi.figure

DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM kpi.figure LOOP RAISE NOTICE '%', r; END LOOP; END $$

DO $$ DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT * FROM mutuality.organization' LOOP RAISE NOTICE '%', r; END LOOP; END $$

DO $$ BEGIN PERFORM 1 / 0 FROM kpi.figure; EXCEPTION WHEN OTHERS THEN RAISE NOTICE '% %', SQLERRM, SQLSTATE; END $$

DO LANGUAGE plpython3u $$ plpy.notice(plpy.execute('SELECT * FROM kpi.figure')) $$

SELECT pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid::regclass::text ~ 'mutuality'

SELECT pg_stat_get_activity(NULL); SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'

SELECT * FROM pg_authid

SELECT rolname, rolpassword FROM pg_roles

VACUUM FULL VERBOSE mutuality.release

VACUUM VERBOSE kpi.figure; ANALYZE VERBOSE

CLUSTER VERBOSE mutuality.release USING release_one_row_a_cell

REINDEX (VERBOSE) TABLE mutuality.release

LOCK TABLE kpi.figure IN ACCESS EXCLUSIVE MODE

TRUNCATE kpi.figure

\d+ kpi.figure

\dp kpi.*

\copy kpi.figure_history TO STDOUT
