import Domain

/// The list of KPIs. One line each.
public enum Catalog {
    public static let all: [any KPI.Type] = [
        TimeToFirstResponse.self,
        TimeToResolve.self,
        ResponseTargetMet.self,
        Backlog.self,
        Reopened.self,
        AskingRate.self,
        HelperOverloadIndex.self,
        CapacityUse.self,
        BoundaryBreaches.self,
        HelperConcentration.self,
        OffCalendarHelp.self,
        EmployeeNetPromoterScore.self,
        SatisfactionScore.self,
        TurnoverRate.self,
        SeparationRate.self,
        RetentionRate.self,
        TenureSurvival.self,
        Reciprocity.self,
        Inclusion.self,
        Isolation.self,
        CrossDepartmentHelp.self,
        PeerHelp.self,
        LeadersAsk.self,
        UnaskedHelp.self,
        HelpMix.self,
        AnonymousRequests.self,
        CommitmentsKept.self,
        RecognitionReach.self,
        Mentoring.self,
        BuddyCoverage.self,
        SupportMap.self,
    ]

    public static func named(_ id: String) -> (any KPI.Type)? { all.first { $0.sheet.id == id } }
}
