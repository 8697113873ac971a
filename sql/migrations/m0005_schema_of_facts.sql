-- The tables of all datasets lie in a schema of their own: who may do what with facts is said of the schema, and what is
-- checked of facts goes through it.
--
-- Whoever loads facts or computes from them has read the settings before. So this waits for them here, holding nothing that they need.
LOCK TABLE mutuality.setting IN ACCESS EXCLUSIVE MODE;
CREATE SCHEMA mutuality_facts;
COMMENT ON SCHEMA mutuality_facts IS 'Facts: a table a dataset, and nothing else';
ALTER TABLE mutuality.team SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.person_spell SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.separation SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.help_request SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.request_wait SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.help_contribution SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.survey_answer SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.survey_invitation SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.agreement SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.agreement_boundary SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.calendar_shift SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.calendar_holiday SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.leave_spell SET SCHEMA mutuality_facts;
ALTER TABLE mutuality.recognition SET SCHEMA mutuality_facts;
COMMENT ON SCHEMA mutuality IS
    'Who is who, what was loaded, the ledger and the release; facts lie in schema mutuality_facts, readers see schema kpi';
