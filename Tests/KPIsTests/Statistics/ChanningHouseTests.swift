import Domain
import TestValues
import Testing

@testable import KPIs

/// The 97 men who lived in the retirement home Channing House (Hyde 1980; `channing` of R's KMsurv). Their ages are known from
/// when they moved in: late entry, and for a while nobody is at risk.
@Suite("Men of Channing House")
struct ChanningHouseTests {
    /// Age in months at entry and at exit, and whether the exit was death.
    private static let men = """
        782 909 1,1020 1128 1,856 969 1,915 957 1,863 983 1,906 1012 1,955 1055 1,943 1025 1,943 1043 1,837 945 1,\
        966 1009 1,936 971 1,919 1033 1,852 869 1,1073 1139 1,925 1036 1,967 1085 1,806 943 0,969 1001 0,923 1060 0,\
        865 1002 0,953 1031 0,871 945 0,982 1006 0,883 959 0,817 843 0,875 1012 0,821 956 0,936 1073 0,971 1107 0,\
        830 940 0,885 911 0,894 1031 0,893 996 0,866 895 0,878 1015 0,820 957 0,1007 1043 0,879 1016 0,956 1093 0,\
        854 989 1,890 1027 0,1041 1044 0,978 1005 0,836 973 0,938 1064 0,886 1023 0,876 1013 0,955 977 0,823 960 0,\
        960 1047 0,843 943 0,856 951 0,847 984 0,1027 1058 0,988 1045 0,953 953 0,978 1018 0,981 1118 0,926 970 0,\
        1036 1070 0,1016 1153 0,969 1106 0,900 936 0,898 906 0,846 866 0,964 1029 1,984 1053 1,1046 1080 1,871 872 1,\
        847 893 1,962 966 0,853 894 1,967 985 1,1063 1094 1,856 927 1,865 948 1,1051 1059 1,1010 1012 1,878 911 1,\
        1021 1094 1,959 972 0,921 993 1,836 876 1,919 993 1,751 777 1,906 966 1,835 907 1,946 1031 1,759 781 1,\
        909 914 0,962 998 1,984 1022 1,891 932 1,835 898 1,1039 1060 1,1010 1044 1
        """
    private static let youngest: Int64 = 751
    private static let observations = men.split(separator: ",").map { man in
        let numbers = man.split(separator: " ").compactMap { Int64($0) }
        return Observation(
            entry: numbers[0] - youngest, exit: numbers[1] - youngest, outcome: numbers[2] == 1 ? .event : .censored)
    }

    @Test("Two men die before the third moves in: the curve ends there, and isn't 0 for everybody who follows")
    func curve() {
        // Klein, Moeschberger 2003, example 4.3: of two at risk one dies at 777 months, the other at 781.
        #expect(Self.observations.count == 97 && Self.observations.count { $0.outcome == .event } == 46)
        let curve = KaplanMeier(Self.observations)
        #expect(curve.gap == 781 - Self.youngest)
        #expect(curve.survival(at: 777 - Self.youngest).value == 0.5)
        #expect(curve.survival(at: 781 - Self.youngest) == .none && curve.quantile(0.75).value == nil)
        #expect(curve.quantile(0.5).value == Double(777 - Self.youngest))
    }

    @Test("Two groups of them are compared beyond the gap, each at its ages, as statsmodels does")
    func logRank() {
        // statsmodels 0.15.0: survdiff(exit, death, entry >= 900, entry=entry - 0.5): who enters at an age is at risk at it.
        let subjects = Self.observations.map {
            LogRank.Subject(observation: $0, group: $0.entry >= 900 - Self.youngest ? 1 : 0)
        }
        let test = LogRank(subjects, groupCount: 2)
        #expect(agree(test.chiSquare, 0.12923935922056537) && agree(test.p, 0.7192220044626995))
        #expect(test.degreesOfFreedom == 1)
    }
}
