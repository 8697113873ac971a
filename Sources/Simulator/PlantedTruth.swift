/// What a simulation can put into the data on purpose; the raw values are the keys of `planted.json`.
public enum PlantedTruth: String, CaseIterable, Sendable {
    case overloadedHelper = "overloaded_helper"
    case slowTeam = "slow_team"
    case capacityOverrun = "capacity_overrun"
    case afterHoursHelp = "after_hours_help"
    case exitWave = "exit_wave"
    case satisfactionFall = "satisfaction_fall"
    case quietJuniors = "quiet_juniors"
    case helpingManagers = "helping_managers"
    case brokenPromises = "broken_promises"
    case punishedHelp = "punished_help"
    case closedClique = "closed_clique"
    case stuckRotation = "stuck_rotation"
    case absentBuddies = "absent_buddies"
    case idleFeedback = "idle_feedback"
}
