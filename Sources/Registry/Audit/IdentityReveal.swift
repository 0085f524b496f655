/// The leave to print identity numbers whole. Only writing the audit event makes one, so that nobody looks without leaving a trace;
/// use it inside the transaction of that event.
package struct IdentityReveal {
    private init() {}

    /// Writes `identity.reveal`: who looked, at what, whose data it is.
    ///
    /// - Parameter subject: A kind and a number, such as `finding/12`.
    package static func record(
        actor: String, subject: String, scope: SubmissionScope, detail: String = "", at time: Timestamp = .now(),
        to connection: any SQLConnection
    ) throws(StoreError) -> IdentityReveal {
        try AuditChain.append(
            AuditEvent(actor: actor, action: "identity.reveal", subject: subject, scope: scope, detail: detail), at: time,
            to: connection)
        return IdentityReveal()
    }

    /// The same for a finding; of two provinces, the second stands in the detail.
    package static func record(_ finding: StoredFinding, actor: String, to connection: any SQLConnection) throws(StoreError)
        -> IdentityReveal
    {
        try record(
            actor: actor, subject: "finding/\(finding.id)", scope: SubmissionScope(province: finding.finding.province),
            detail: finding.finding.otherProvince.map { AdministrativeUnit.text($0, .province) } ?? "", to: connection)
    }
}
