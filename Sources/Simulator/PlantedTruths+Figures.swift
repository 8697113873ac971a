import Domain

extension PlantedTruths {
    /// A planted truth in words, and the figures that should show it: all of them, each by itself.
    public struct Claim: Sendable {
        public let truth: PlantedTruth
        public let text: String
        public let figures: [PlantedFigure]
    }

    /// What was planted, in the order of `PlantedTruth`.
    public var claims: [Claim] {
        PlantedTruth.allCases.compactMap { truth in
            words(of: truth).map { Claim(truth: truth, text: $0.text, figures: $0.figures) }
        }
    }

    private typealias Words = (text: String, figures: [PlantedFigure])

    /// `nil` where it wasn't planted.
    private func words(of truth: PlantedTruth) -> Words? {
        switch truth {
        case .overloadedHelper: overloadedHelper.map(words)
        case .slowTeam: slowTeam.map(words)
        case .capacityOverrun: capacityOverrun.map(words)
        case .afterHoursHelp: afterHoursHelp.map(words)
        case .exitWave: exitWave.map(words)
        case .satisfactionFall: satisfactionFall.map(words)
        case .quietJuniors: quietJuniors.map(words)
        case .helpingManagers: helpingManagers.map(words)
        case .brokenPromises: brokenPromises.map(words)
        case .punishedHelp: punishedHelp.map(words)
        case .closedClique: closedClique.map(words)
        case .stuckRotation: stuckRotation.map(words)
        case .absentBuddies: absentBuddies.map(words)
        case .idleFeedback: idleFeedback.map(words)
        case .keepingSupport: keepingSupport.map(words)
        case .fearOfAsking: fearOfAsking.map(words)
        case .visibleBurnout: visibleBurnout.map(words)
        case .silentBurnout: silentBurnout.map(words)
        }
    }

    private func words(_ helper: OverloadedHelper) -> Words {
        (
            "in \(helper.teamID) one person answers most of what the team is asked",
            [
                PlantedFigure(
                    "fewest who give half", "helper_concentration", Scope(.team, helper.teamID), .smallest,
                    measure: "pieces", statistic: "absence_factor", besides: Set(helpingManagers?.teams ?? []))
            ]
        )
    }

    private func words(_ slow: SlowTeam) -> Words {
        (
            "\(slow.teamID) takes \(Int(slow.factor)) times as long as other teams",
            [
                PlantedFigure(
                    "resolved, median", "time_to_resolve", Scope(.team, slow.teamID), .above,
                    measure: "first_close_elapsed", statistic: "p50")
            ]
        )
    }

    private func words(_ overrun: CapacityOverrun) -> Words {
        (
            "\(overrun.teamID) gives far more than its people agreed to, from \(overrun.from) on",
            [
                PlantedFigure(
                    "hours given / agreed", "capacity_use", Scope(.team, overrun.teamID), .above, from: overrun.from)
            ]
        )
    }

    private func words(_ late: AfterHoursHelp) -> Words {
        let team = Scope(.team, late.teamID)
        return (
            "\(late.teamID) helps at night and on weekends too, from \(late.from) on",
            [
                PlantedFigure("help outside hours", "off_calendar_help", team, .above, from: late.from),
                PlantedFigure("in no-help windows", "boundary_breaches", team, .above, from: late.from),
                PlantedFigure(
                    "index 60 or more", "helper_overload_index", team, .above, statistic: "share_60", from: late.from),
            ]
        )
    }

    private func words(_ wave: ExitWave) -> Words {
        (
            "\(wave.separations) people left \(wave.departmentID) of their own accord in \(wave.month.prefix(7))",
            [
                PlantedFigure(
                    "left", "turnover_rate", Scope(.department, wave.departmentID), .above, measure: "all",
                    length: .month, from: wave.month, only: wave.month)
            ]
        )
    }

    private func words(_ fall: SatisfactionFall) -> Words {
        let department = Scope(.department, fall.departmentID)
        let others = fall.points.keys.filter { $0 != SurveyItems.recommend }.sorted()
        return (
            "\(fall.departmentID) is less satisfied from the survey of \(fall.from.prefix(7)) on",
            [
                PlantedFigure(
                    "would recommend (eNPS)", "employee_net_promoter_score", department, .below, statistic: "score",
                    length: .month, from: fall.from)
            ]
                + others.map { item in
                    PlantedFigure(
                        item + " (1 to 5)", "satisfaction_score", department, .below, statistic: "mean",
                        breakdown: Breakdown("item", item), length: .month, from: fall.from)
                }
        )
    }

    private func words(_ quiet: QuietJuniors) -> Words {
        (
            "\(quiet.level)s ask far less than others do, from \(quiet.from) on",
            [
                PlantedFigure(
                    "\(quiet.level)s' requests a month", "asking_rate", .organization, .below, statistic: "rate",
                    breakdown: Breakdown("level", quiet.level), length: .month, from: quiet.from)
            ]
        )
    }

    private func words(_ managers: HelpingManagers) -> Words {
        (
            "in \(managers.departmentID) the managers do the helping, from \(managers.from) on",
            [
                PlantedFigure(
                    "help among peers", "peer_help", Scope(.department, managers.departmentID), .below,
                    from: managers.from)
            ]
        )
    }

    private func words(_ broken: BrokenPromises) -> Words {
        (
            "\(broken.teamID) keeps few of its promises, from \(broken.from) on",
            [
                PlantedFigure(
                    "promises kept", "commitments_kept", Scope(.team, broken.teamID), .below, from: broken.from)
            ]
        )
    }

    private func words(_ punished: PunishedHelp) -> Words {
        (
            "whoever helps more is rewarded less, from \(punished.from) on",
            ["amount", "rating"].map { measure in
                PlantedFigure(
                    "help and \(measure)", "reward_gap", .organization, .negative, measure: measure,
                    statistic: "spearman", from: punished.from)
            }
        )
    }

    private func words(_ clique: ClosedClique) -> Words {
        (
            "\(clique.departmentID) neither asks nor helps other departments, from \(clique.from) on",
            [
                // By hours: ties of a quarter are many, of one piece each.
                PlantedFigure(
                    "across departments", "cross_department_help", .organization, .below, measure: "time",
                    from: clique.from)
            ]
        )
    }

    private func words(_ stuck: StuckRotation) -> Words {
        (
            "in \(stuck.teamID) it is always the same people's turn, from \(stuck.from) on",
            [
                PlantedFigure(
                    "turns (Gini)", "rotation_fairness", Scope(.team, stuck.teamID), .above, statistic: "gini",
                    from: stuck.from)
            ]
        )
    }

    private func words(_ absent: AbsentBuddies) -> Words {
        (
            "buddies hardly ever meet, from \(absent.from) on",
            [
                PlantedFigure(
                    "check-ins of buddies", "buddy_coverage", .organization, .below, measure: "check_ins",
                    from: absent.from)
            ]
        )
    }

    private func words(_ idle: IdleFeedback) -> Words {
        (
            "\(idle.departmentID) acts on next to no feedback, from \(idle.from) on",
            [
                PlantedFigure(
                    "feedback acted on", "feedback_acted_on", Scope(.department, idle.departmentID), .below,
                    from: idle.from)
            ]
        )
    }

    private func words(_ keeping: KeepingSupport) -> Words {
        (
            "people whom nobody helps leave \(Int((1 / keeping.rateRatio).rounded())) times as often as others",
            [
                PlantedFigure(
                    "leaving, helped / others", "exit_rate_by_support", .organization, .belowOne, measure: "received",
                    statistic: "rate_ratio", length: .year)
            ]
        )
    }

    private func words(_ fear: FearOfAsking) -> Words {
        let department = Scope(.department, fear.departmentID)
        return (
            "in \(fear.departmentID) people are afraid to ask, and ask less, from \(fear.from) on",
            [
                PlantedFigure(
                    "comfort in asking", "comfort_asking", department, .below, statistic: "mean",
                    from: fear.from),
                PlantedFigure(
                    "psychological safety", "psychological_safety", department, .below, statistic: "mean",
                    from: fear.from),
                PlantedFigure(
                    "requests a month", "asking_rate", department, .below, statistic: "rate", from: fear.from),
            ]
        )
    }

    private func words(_ visible: VisibleBurnout) -> Words {
        (
            "\(visible.departmentID) is burnt out, and the overload index is high, from \(visible.from) on",
            [
                Self.burnout(of: visible.departmentID, from: visible.from),
                Self.index(of: visible.departmentID, .above, from: visible.from),
            ]
        )
    }

    private func words(_ silent: SilentBurnout) -> Words {
        (
            "\(silent.departmentID) is burnt out, and the overload index is not high, from \(silent.from) on",
            [
                Self.burnout(of: silent.departmentID, from: silent.from),
                Self.index(of: silent.departmentID, .notAbove, from: silent.from),
            ]
        )
    }

    private static func burnout(of department: String, from: String) -> PlantedFigure {
        PlantedFigure(
            "burnout at work", "burnout_inventory", Scope(.department, department), .above, measure: "work",
            statistic: "mean", from: from)
    }

    private static func index(of department: String, _ stands: PlantedFigure.Stands, from: String) -> PlantedFigure {
        PlantedFigure(
            "index 60 or more", "helper_overload_index", Scope(.department, department), stands,
            statistic: "share_60", from: from)
    }
}
