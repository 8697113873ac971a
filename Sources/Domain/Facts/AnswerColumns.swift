/// Survey answers as columns, one position an answer, in key order (source, survey_id, token, instrument, item,
/// submitted_at); whole surveys only, answers after a window's end included: a survey is dated by its last answer.
public struct AnswerColumns: Sendable {
    /// A symbol for source and survey_id together.
    public var survey: [Int32] = []
    /// A keyed hash; the same number in two surveys means nothing.
    public var token: [Int64] = []
    /// A symbol for `instrument/item`.
    public var item: [Int32] = []
    public var score: [Double] = []
    public var scaleMin: [Double] = []
    public var scaleMax: [Double] = []
    public var submittedAt: [Int64] = []
    public var team: [Int32] = []
    public var department: [Int32] = []
    public var level: [Int32] = []
    public var location: [Int32] = []
    public var hasComment: [Bool] = []

    public init() {}

    public var count: Int { submittedAt.count }
}
