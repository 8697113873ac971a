import Domain

/// The list of KPIs. One line each.
public enum Catalog {
    public static let all: [any KPI.Type] = [
        TimeToFirstResponse.self,
        TimeToResolve.self,
        ResponseTargetMet.self,
        Backlog.self,
        Reopened.self,
        HelperOverloadIndex.self,
        CapacityUse.self,
        BoundaryBreaches.self,
        HelperConcentration.self,
        OffCalendarHelp.self,
        RotationFairness.self,
        CoverInAbsence.self,
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
        CommitmentsKept.self,
        RecognitionReach.self,
        Mentoring.self,
        BuddyCoverage.self,
        SupportMap.self,
        ObjectiveAlignment.self,
        RewardGap.self,
        ObjectiveConflict.self,
        RewardsForHelping.self,
        AgreementCoverage.self,
        LoadBalance.self,
        RitualsKept.self,
        FeedbackActedOn.self,
        PodCoverage.self,
        EmergencyCover.self,
    ]

    public static func named(_ id: String) -> (any KPI.Type)? { all.first { $0.sheet.id == id } }
}
