-- One row is a hidden row of the readers' view that says anything but its name and that it is hidden, or a coded one that
-- says more than its counts.
SELECT *
FROM kpi.figure_history
WHERE state <> 'released'
    AND (
        num_nonnulls(value, lower_limit, upper_limit, signal, reference, verdict) > 0
        OR state NOT IN ('coded_low', 'coded_high') AND num_nonnulls(n, censored, coverage) > 0
    );
