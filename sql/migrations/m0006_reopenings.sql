-- Requests that were reopened, however often.
CREATE TABLE mutuality_facts.request_reopening (
    organization_id bigint NOT NULL,
    source_id smallint NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    reopened_at timestamptz NOT NULL,
    closed_at timestamptz NOT NULL,
    updated_at timestamptz,
    batch_id bigint NOT NULL,
    -- A close at the instant of the reopening precedes it.
    open_until timestamptz NOT NULL GENERATED ALWAYS AS (
        CASE WHEN closed_at <= reopened_at THEN 'infinity' ELSE closed_at END
    ) STORED,
    PRIMARY KEY (organization_id, source_id, request_id, reopened_at, closed_at)
);
SELECT mutuality.distribute('mutuality_facts.request_reopening');
COMMENT ON TABLE mutuality_facts.request_reopening IS
    'One row is a reopening of a request, and a close that followed';
COMMENT ON COLUMN mutuality_facts.request_reopening.organization_id IS 'the organization';
COMMENT ON COLUMN mutuality_facts.request_reopening.source_id IS 'the source';
COMMENT ON COLUMN mutuality_facts.request_reopening.request_id IS 'the request''s id in the source';
COMMENT ON COLUMN mutuality_facts.request_reopening.reopened_at IS 'when it was opened again';
COMMENT ON COLUMN mutuality_facts.request_reopening.closed_at IS 'a close after that; infinity while there is none';
COMMENT ON COLUMN mutuality_facts.request_reopening.updated_at IS 'when the source last changed the row';
COMMENT ON COLUMN mutuality_facts.request_reopening.batch_id IS 'the batch that wrote this row';
COMMENT ON COLUMN mutuality_facts.request_reopening.open_until IS
    'until when the request is open by this row; infinity while it is';
