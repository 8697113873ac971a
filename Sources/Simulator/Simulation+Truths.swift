import Domain

extension Simulation {
    /// What was planted, with how much of it came into the files.
    func truths(
        of organization: SimulatedOrganization, _ counts: HelpFiles.Counts, _ practices: PracticeFiles.Counts
    ) -> PlantedTruths {
        let plan = organization.plan
        func team(_ position: Int) -> String { organization.teams[position].id }
        func id(_ person: Int) -> String { organization.people[person].id }
        var truths = PlantedTruths(
            seed: seed, from: from.description, until: until.description, zone: zone.name,
            teams: organization.teams.count, people: organization.people.count, requests: counts.requests)
        if let place = plan.overloadedTeam, let person = organization.overloadedPerson {
            truths.overloadedHelper = .init(
                personID: id(person), teamID: team(place), pieces: counts.overloadedPieces,
                teamPieces: counts.overloadedTeamPieces)
        }
        truths.slowTeam = plan.slowTeam.map { .init(teamID: team($0), factor: Habits.slowFactor) }
        truths.capacityOverrun = plan.overrun.map {
            .init(
                teamID: team($0.place), from: $0.from.description, extraPerAgreedHour: Habits.overrunPerAgreedHour,
                pieces: counts.overrunPieces)
        }
        truths.afterHoursHelp = plan.afterHours.map {
            .init(
                teamID: team($0.place), from: $0.from.description, piecesPerWeek: Habits.afterHoursPiecesPerWeek,
                pieces: counts.afterHoursPieces)
        }
        truths.exitWave = plan.exitWave.map {
            .init(departmentID: $0.place, month: $0.from.description, separations: organization.wave.left)
        }
        let fallen = Habits.items.filter { $0.fall > 0 }
        truths.satisfactionFall = plan.fallSurvey.map { survey in
            .init(
                departmentID: plan.fallDepartment, surveyID: survey.id, from: survey.opens.description,
                points: Dictionary(uniqueKeysWithValues: fallen.map { ("\($0.instrument)/\($0.item)", $0.fall) }))
        }
        truths.quietJuniors = plan.quietFrom.map {
            .init(level: Habits.quietLevel, from: $0.description, notAsked: counts.notAsked.quiet)
        }
        truths.helpingManagers = plan.helpingManagers.map { managers in
            .init(
                departmentID: managers.place,
                teams: organization.teams.filter { $0.department == managers.place }.map(\.id),
                from: managers.from.description, share: Habits.managersShare)
        }
        truths.brokenPromises = plan.brokenPromises.map {
            .init(
                teamID: team($0.place), from: $0.from.description, share: Habits.shareKeptWhereBroken,
                promises: practices.promises)
        }
        truths.punishedHelp = plan.punishedFrom.map {
            .init(from: $0.description, correlation: Habits.meritOfPunishedHelp)
        }
        truths.closedClique = plan.closedClique.map { .init(departmentID: $0.place, from: $0.from.description) }
        truths.stuckRotation = plan.stuckRotation.map {
            .init(teamID: team($0.place), from: $0.from.description, people: practices.stuckPeople.map(id))
        }
        truths.absentBuddies = plan.absentFrom.map {
            .init(from: $0.description, share: Habits.shareHeldByAbsentBuddies)
        }
        truths.idleFeedback = plan.idleFeedback.map {
            .init(
                departmentID: $0.place, from: $0.from.description, share: Habits.shareActedOnWhereIdle,
                items: practices.feedback)
        }
        plantedOfPeople(in: organization, counts, &truths)
        return truths
    }

    /// Who stays, who is afraid, who is burnt out.
    private func plantedOfPeople(
        in organization: SimulatedOrganization, _ counts: HelpFiles.Counts, _ truths: inout PlantedTruths
    ) {
        let plan = organization.plan
        if plan.isSupportKeeping {
            let unsupported = organization.people.filter(\.isUnsupported)
            truths.keepingSupport = .init(
                people: unsupported.count, leavers: unsupported.count { $0.leftOn != nil },
                rateRatio: Habits.exitsOfSupported / Habits.exitsOfUnsupported)
        }
        let asked = Habits.instruments.filter { $0.inFear != 0 }
        truths.fearOfAsking = plan.fearOfAsking.map {
            .init(
                departmentID: $0.place, from: $0.from.description, share: Habits.shareNotAskedInFear,
                notAsked: counts.notAsked.fear,
                points: Dictionary(uniqueKeysWithValues: asked.map { ($0.items[0].instrument, -$0.inFear) }))
        }
        // All of the inventory's items have one scale.
        let rises = Habits.instruments.map { 100 * $0.burntOut / Double($0.scale.upperBound - $0.scale.lowerBound) }
        let points = rises.max() ?? 0
        truths.visibleBurnout = plan.visibleBurnout.map {
            .init(
                departmentID: $0.place, from: $0.from.description, points: points, share: Habits.shareOverworked,
                pieces: counts.overworkedPieces)
        }
        truths.silentBurnout = plan.silentBurnout.map {
            .init(departmentID: $0.place, from: $0.from.description, points: points)
        }
    }
}
