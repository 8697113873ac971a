import Domain
import Testing

@testable import KPIs

@Suite("Pieces of help")
struct PiecesTests {
    private func organization(contributed: Instant? = nil) -> Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.requests = [
            .init(
                id: "r", requester: "ada", helper: "hal", openedAt: at("2026-01-05"), resolvedAt: at("2026-01-06"),
                effortMinutes: 30)
        ]
        if let contributed {
            organization.contributions = [
                .init(request: "r", helper: "ida", startedAt: contributed, minutes: 20),
                .init(request: "r", helper: "jon", recipient: "kim", startedAt: contributed, rating: 4),
            ]
        }
        return organization
    }

    private func pieces(_ organization: Organization) -> Pieces {
        Pieces(view: organization.view, details: [.minutes, .recipients, .ratings])
    }

    @Test("A resolved request is one, at its first close, given by its helper to its asker")
    func request() {
        let organization = organization()
        let pieces = pieces(organization)
        let names = organization.names
        #expect(pieces.helper.map { names[$0.index] } == ["hal"] && pieces.recipient.map { names[$0.index] } == ["ada"])
        #expect(pieces.startedAt == [at("2026-01-06")] && pieces.minutes == [30] && pieces.isRated == [false])
    }

    @Test("Contributions that name a request stand in its place; nothing counts twice")
    func named() {
        let organization = organization(contributed: at("2026-01-31"))
        let pieces = pieces(organization)
        let names = organization.names
        #expect(pieces.helper.map { names[$0.index] } == ["ida", "jon"])
        #expect(pieces.recipient.map { names[$0.index] } == ["ada", "kim"])
        #expect(pieces.minutes[0] == 20 && pieces.minutes[1].isNaN && pieces.isRated == [false, true])
    }

    @Test("A contribution at the window's end or later hasn't happened, and its request stands")
    func later() {
        #expect(pieces(organization(contributed: at("2026-02-01"))).minutes == [30])
        #expect(pieces(organization(contributed: at("2026-02-01") - 1)).count == 2)
    }

    @Test("A contribution before the window takes its request away too, and is no piece of the window")
    func earlier() {
        #expect(pieces(organization(contributed: at("2026-01-01") - 1)).count == 0)
        #expect(pieces(organization(contributed: at("2026-01-01"))).count == 2)
    }

    @Test("The asker of a request that is opened after the window is not known yet")
    func requestOpenedLater() {
        var organization = organization(contributed: at("2026-01-31"))
        organization.requests[0].openedAt = at("2026-02-01")
        organization.requests[0].resolvedAt = at("2026-02-02")
        #expect(pieces(organization).recipient.first == .unknown)
    }

    @Test("Neither without a helper nor withdrawn is a resolved request a piece; without a helper it is a record")
    func helperless() {
        var organization = organization()
        organization.requests[0].helper = nil
        organization.requests.append(
            .init(
                helper: "hal", openedAt: at("2026-01-05"), resolvedAt: at("2026-01-07"), withdrawnAt: at("2026-01-06")))
        let pieces = pieces(organization)
        #expect(pieces.count == 0 && pieces.helperlessCount == 1)
    }

    @Test("Hours are the sum of those known, 0 without pieces, and missing where none is known")
    func hours() {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.contributions = [nil, 90, 30, nil].map {
            .init(helper: "hal", startedAt: at("2026-01-06"), minutes: $0)
        }
        let pieces = pieces(organization)
        #expect(pieces.hours(of: [0, 1, 2, 3]) == 2 && pieces.hours(of: [0, 1]) == 1.5)
        #expect(pieces.hours(of: []) == 0 && pieces.hours(of: [0, 3]) == nil)
    }

    @Test("Whole minutes come as they lie, since their sums are exact; others in ascending order, unknown ones last")
    func order() {
        func minutes(_ minutes: [Double?]) -> [Double?] {
            var organization = Organization(from: "2026-01-01", to: "2026-02-01")
            organization.contributions = minutes.map { .init(helper: "hal", startedAt: at("2026-01-06"), minutes: $0) }
            return pieces(organization).minutes.map { $0.isNaN ? nil : $0 }
        }
        #expect(minutes([30, nil, 5, 90]) == [30, nil, 5, 90])
        #expect(minutes([30, nil, 0.1, 90]) == [0.1, 30, 90, nil])
        // Whole, but with a sum that a Double can't tell from its neighbours.
        #expect(minutes([0x1p53, nil, 1]) == [1, 0x1p53, nil])
    }
}
