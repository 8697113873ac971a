extension Facts {
    /// The facts of a stretch of what was read: requests opened before `to` and not over before `from`, their waits,
    /// contributions begun and thanks given within it. Everything else is as it was; orders stay.
    ///
    /// What a window shows of the slice is what it shows of the whole, if `from` reaches back as far as the KPIs do.
    /// O(requests), and memory for what lies within.
    public func slice(from: Int64, to: Int64) -> Facts {
        let rows = requests.openedAt.indices.filter { requests.openedAt[$0] < to && requests.endedAt[$0] >= from }
        var slice = self
        if rows.count < requests.count {
            slice.requests = requests.picking(rows)
            slice.waits = waits.ofRequests(rows, among: requests.count)
        }
        let begun = contributions.startedAt.indices.filter {
            from <= contributions.startedAt[$0] && contributions.startedAt[$0] < to
        }
        if begun.count < contributions.count { slice.contributions = contributions.picking(begun) }
        let given = recognitions.givenAt.indices.filter {
            from <= recognitions.givenAt[$0] && recognitions.givenAt[$0] < to
        }
        if given.count < recognitions.count { slice.recognitions = recognitions.picking(given) }
        return slice
    }
}

extension RequestColumns {
    fileprivate func picking(_ rows: [Int]) -> RequestColumns {
        var picked = RequestColumns()
        picked.requester = rows.map { requester[$0] }
        picked.helper = rows.map { helper[$0] }
        picked.team = rows.map { team[$0] }
        picked.kind = rows.map { kind[$0] }
        picked.channel = rows.map { channel[$0] }
        picked.urgency = rows.map { urgency[$0] }
        picked.openedAt = rows.map { openedAt[$0] }
        picked.firstResponseAt = rows.map { firstResponseAt[$0] }
        picked.resolvedAt = rows.map { resolvedAt[$0] }
        picked.reopenedAt = rows.map { reopenedAt[$0] }
        picked.finalClosedAt = rows.map { finalClosedAt[$0] }
        picked.withdrawnAt = rows.map { withdrawnAt[$0] }
        picked.effortMinutes = rows.map { effortMinutes[$0] }
        picked.anonymous = rows.map { anonymous[$0] }
        picked.endedAt = rows.map { endedAt[$0] }
        picked.contributedAt = rows.map { contributedAt[$0] }
        return picked
    }
}

extension ContributionColumns {
    fileprivate func picking(_ rows: [Int]) -> ContributionColumns {
        var picked = ContributionColumns()
        picked.helper = rows.map { helper[$0] }
        picked.recipient = rows.map { recipient[$0] }
        picked.asker = rows.map { asker[$0] }
        picked.requestOpenedAt = rows.map { requestOpenedAt[$0] }
        picked.startedAt = rows.map { startedAt[$0] }
        picked.minutes = rows.map { minutes[$0] }
        picked.kind = rows.map { kind[$0] }
        picked.requestKind = rows.map { requestKind[$0] }
        picked.rating = rows.map { rating[$0] }
        return picked
    }
}

extension RecognitionColumns {
    fileprivate func picking(_ rows: [Int]) -> RecognitionColumns {
        var picked = RecognitionColumns()
        picked.giver = rows.map { giver[$0] }
        picked.receiver = rows.map { receiver[$0] }
        picked.givenAt = rows.map { givenAt[$0] }
        picked.reason = rows.map { reason[$0] }
        return picked
    }
}

extension WaitColumns {
    /// Those of the picked requests, by their new positions; `count` requests were there before.
    fileprivate func ofRequests(_ rows: [Int], among count: Int) -> WaitColumns {
        guard self.count > 0 else { return self }
        var positions = [Int32](repeating: -1, count: count)
        for (position, row) in rows.enumerated() { positions[row] = Int32(position) }
        let kept = request.indices.filter { positions[Int(request[$0])] >= 0 }
        var picked = WaitColumns()
        picked.request = kept.map { positions[Int(request[$0])] }
        picked.from = kept.map { from[$0] }
        picked.to = kept.map { to[$0] }
        return picked
    }
}
