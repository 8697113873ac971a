-- One row is a hidden row of the readers' view that says anything but its name and that it is hidden.
SELECT *
FROM kpi.figure_history
WHERE state <> 'released'
    AND num_nonnulls(value, lower_limit, upper_limit, n, censored, coverage, signal) > 0;
