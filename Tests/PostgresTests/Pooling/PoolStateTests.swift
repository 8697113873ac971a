import Testing

@testable import Postgres

@Suite("The pool's decisions")
struct PoolStateTests {
    private func describe(_ admission: PoolState<String>.Admission) -> String {
        switch admission {
        case .proceed(let resource): "proceed \(resource ?? "new")"
        case .wait: "wait"
        case .refused: "refused"
        }
    }

    private func describe(_ handover: PoolState<String>.Handover) -> String {
        switch handover {
        case .resume(let waiter, let resource): "resume \(waiter) \(resource ?? "new")"
        case .nobody: "nobody"
        case .close(let resource): "close \(resource)"
        }
    }

    @Test("Up to the maximum proceed, the others wait in line")
    func line() {
        var state = PoolState<String>(maximum: 2)
        #expect([1, 2, 3, 4].map { describe(state.admit($0)) } == ["proceed new", "proceed new", "wait", "wait"])
        #expect(describe(state.giveBack("a")) == "resume 3 a")
        #expect(describe(state.admit(5)) == "wait")
        #expect(describe(state.giveBack("b")) == "resume 4 b")
        #expect(describe(state.giveBack("a")) == "resume 5 a")
        #expect(describe(state.giveBack("b")) == "nobody")
        #expect(state.leased == 1 && state.idle == ["b"] && state.waiters.isEmpty)
    }

    @Test("The connection used last is lent first")
    func lastFirst() {
        var state = PoolState<String>(maximum: 2)
        _ = (state.admit(1), state.admit(2))
        _ = (state.giveBack("a"), state.giveBack("b"))
        #expect(describe(state.admit(3)) == "proceed b")
        #expect(describe(state.admit(4)) == "proceed a")
    }

    @Test("Who waits for a connection that broke opens another")
    func broken() {
        var state = PoolState<String>(maximum: 1)
        _ = (state.admit(1), state.admit(2))
        #expect(describe(state.giveBack(nil)) == "resume 2 new")
        #expect(describe(state.giveBack(nil)) == "nobody")
        #expect(state.leased == 0 && state.idle.isEmpty)
        #expect(describe(state.admit(3)) == "proceed new")
    }

    @Test("Who withdraws is passed over, and only once")
    func withdrawal() {
        var state = PoolState<String>(maximum: 1)
        _ = (state.admit(1), state.admit(2), state.admit(3))
        let withdrawn = [2, 2, 1].map { state.withdraw($0) }
        #expect(withdrawn == [true, false, false])
        #expect(describe(state.giveBack("a")) == "resume 3 a")
    }

    @Test("After shutdown nobody is admitted, and what comes back is closed")
    func shutdown() {
        var state = PoolState<String>(maximum: 2)
        _ = (state.admit(1), state.admit(2), state.admit(3))
        _ = state.withdraw(3)
        _ = state.giveBack("a")
        _ = state.admit(4)
        _ = state.admit(5)
        let (waiters, idle) = state.shutDown()
        #expect(waiters == [5] && idle.isEmpty)
        #expect(describe(state.admit(6)) == "refused")
        #expect(describe(state.giveBack("a")) == "close a")
        #expect(describe(state.giveBack(nil)) == "nobody")
        #expect(state.leased == 0)
    }

    @Test("A pool has room for one at least")
    func atLeastOne() {
        var state = PoolState<String>(maximum: 0)
        #expect(describe(state.admit(1)) == "proceed new")
    }
}
