import Registry

let august = Period(year: 2021, month: 8)!

func arrival(
    _ kind: SubmissionKind = .payments, province: Int = 24, period: Period = august, sha256: String = "a1", name: String = "a.csv"
) -> SubmissionRegister.Arrival {
    SubmissionRegister.Arrival(
        kind: kind, scope: SubmissionScope(province: province), period: period, unitList: .units2021, sha256: sha256, bytes: 10,
        fileName: name, sender: "test")
}
