-- Group roles without login, and what each may touch. Safe to run again; run as a role that may create roles.
DO $$
DECLARE
    part text;
    target record;
BEGIN
    FOREACH part IN ARRAY ARRAY['owner', 'ingest', 'compute', 'reader', 'custodian', 'eraser'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mutuality_' || part) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', 'mutuality_' || part);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another session made it just now; roles belong to the whole server
            END;
        END IF;
        IF NOT pg_has_role(current_user, 'mutuality_' || part, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', 'mutuality_' || part);
        END IF;
    END LOOP;
    -- The schemas first: a table's new owner must have the right to create in its schema.
    ALTER SCHEMA mutuality OWNER TO mutuality_owner;
    ALTER SCHEMA mutuality_facts OWNER TO mutuality_owner;
    ALTER SCHEMA kpi OWNER TO mutuality_owner;
    FOR target IN
        SELECT format('%s %I.%I', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, nspname, relname) AS name
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname IN ('mutuality', 'mutuality_facts', 'kpi') AND relkind IN ('r', 'v')
            AND pg_get_userbyid(relowner) <> 'mutuality_owner'
    LOOP
        EXECUTE format('ALTER %s OWNER TO mutuality_owner', target.name);
    END LOOP;
    -- Acts as its owner, since only a table's owner may analyze it.
    ALTER FUNCTION mutuality.refresh_statistics OWNER TO mutuality_owner;
END $$;

REVOKE ALL ON SCHEMA mutuality, mutuality_facts, kpi FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA mutuality, mutuality_facts, kpi FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA mutuality FROM PUBLIC;
GRANT USAGE ON SCHEMA mutuality TO mutuality_ingest, mutuality_compute, mutuality_custodian, mutuality_eraser;
GRANT USAGE ON SCHEMA mutuality_facts TO mutuality_ingest, mutuality_compute, mutuality_custodian, mutuality_eraser;
GRANT USAGE ON SCHEMA kpi
    TO mutuality_reader, mutuality_ingest, mutuality_compute, mutuality_custodian, mutuality_eraser;
GRANT SELECT ON kpi.schema_version TO mutuality_ingest, mutuality_compute, mutuality_custodian, mutuality_eraser;

GRANT SELECT ON ALL TABLES IN SCHEMA kpi TO mutuality_reader, mutuality_custodian;

GRANT SELECT, INSERT ON mutuality.organization, mutuality.source, mutuality.pseudonym_key, mutuality.reject,
    mutuality.unit, mutuality.freshness TO mutuality_ingest;
GRANT SELECT, INSERT, UPDATE ON mutuality.batch, mutuality.presence TO mutuality_ingest;
GRANT SELECT (organization_id, source_id, native_hmac, person_id), INSERT ON mutuality.identity TO mutuality_ingest;
GRANT SELECT ON mutuality.tombstone, mutuality.setting, mutuality.target, mutuality.reader TO mutuality_ingest;
GRANT INSERT ON mutuality.mark TO mutuality_ingest;
GRANT EXECUTE ON FUNCTION mutuality.refresh_statistics TO mutuality_ingest;
GRANT SELECT (organization_id, period, period_from), UPDATE (released_computation_id) ON mutuality.computed
    TO mutuality_ingest;
GRANT SELECT, INSERT, DELETE ON mutuality.survey_key TO mutuality_ingest;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA mutuality_facts TO mutuality_ingest;

GRANT SELECT ON mutuality.organization, mutuality.setting, mutuality.target, mutuality.presence, mutuality.reader
    TO mutuality_compute;
GRANT SELECT ON ALL TABLES IN SCHEMA mutuality_facts TO mutuality_compute;
GRANT SELECT, INSERT ON mutuality.unit, mutuality.computation, mutuality.computation_cause, mutuality.ledger_page,
    mutuality.publication TO mutuality_compute;
-- How long people have been there is told by the day of the last file that lists them.
GRANT SELECT (organization_id, dataset, loaded_at) ON mutuality.batch TO mutuality_compute;
GRANT SELECT, INSERT, DELETE ON mutuality.mark TO mutuality_compute;
GRANT DELETE ON mutuality.ledger_page TO mutuality_compute;
GRANT SELECT, INSERT, DELETE ON mutuality.kpi_input TO mutuality_compute;
GRANT SELECT, INSERT, UPDATE ON mutuality.computed TO mutuality_compute;
GRANT SELECT, INSERT,
    UPDATE (
        last_release, signal, state, value, lower_limit, upper_limit, n, censored, coverage, reference, verdict
    ) ON mutuality.release
    TO mutuality_compute;
GRANT SELECT, INSERT, DELETE ON mutuality.chart_page TO mutuality_compute;
GRANT SELECT, INSERT, UPDATE (last_release) ON mutuality.team_name TO mutuality_compute;
GRANT INSERT ON mutuality.unmatched TO mutuality_compute;

GRANT SELECT ON mutuality.organization, mutuality.source, mutuality.identity, mutuality.presence,
    mutuality.ledger, mutuality.ledger_page, mutuality.restatement, mutuality.computed, mutuality.computation,
    mutuality.computation_cause, mutuality.release, mutuality.batch, mutuality.reject TO mutuality_custodian;
GRANT SELECT ON ALL TABLES IN SCHEMA mutuality_facts TO mutuality_custodian;
GRANT SELECT, INSERT ON mutuality.audit, mutuality.organization, mutuality.freshness, mutuality.unit, mutuality.target
    TO mutuality_custodian;
GRANT SELECT, INSERT, UPDATE ON mutuality.setting TO mutuality_custodian;
GRANT SELECT ON mutuality.unrestricted TO mutuality_custodian;
GRANT SELECT, INSERT, DELETE ON mutuality.reader TO mutuality_custodian;
GRANT UPDATE (released_computation_id) ON mutuality.computed TO mutuality_custodian;
GRANT INSERT ON mutuality.mark TO mutuality_custodian;

GRANT SELECT ON mutuality.organization, mutuality.source, mutuality.unit, mutuality.pseudonym_key, mutuality.computed,
    mutuality.presence TO mutuality_eraser;
GRANT SELECT, INSERT, UPDATE ON mutuality.setting TO mutuality_eraser;
-- Rows that were set aside go with the rows of their time.
GRANT SELECT (batch_id, dataset, loaded_at) ON mutuality.batch TO mutuality_eraser;
GRANT SELECT (batch_id, counts_from) ON mutuality.reject TO mutuality_eraser;
GRANT SELECT (organization_id, source_id, native_hmac, person_id) ON mutuality.identity TO mutuality_eraser;
GRANT SELECT, INSERT ON mutuality.tombstone TO mutuality_eraser;
GRANT INSERT ON mutuality.audit TO mutuality_eraser;
GRANT UPDATE (settings_sha256, released_computation_id) ON mutuality.computed TO mutuality_eraser;
GRANT SELECT (organization_id, kpi, period, period_from) ON mutuality.release TO mutuality_eraser;
GRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA mutuality_facts TO mutuality_eraser;
-- An organization is deleted from all tables.
DO $$
DECLARE
    target regclass;
BEGIN
    FOR target IN
        SELECT attrelid FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE attname = 'organization_id' AND relkind = 'r' AND relnamespace = 'mutuality'::regnamespace
    LOOP
        EXECUTE format('GRANT SELECT (organization_id), DELETE ON %s TO mutuality_eraser', target);
    END LOOP;
END $$;
