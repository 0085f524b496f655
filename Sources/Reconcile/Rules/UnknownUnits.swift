import Registry

/// District and commune codes that the unit list of their submission does not have: one finding a province and code, because one
/// wrong line in a province's own table spoils thousands of rows.
struct UnknownUnits {
    let inputs: Inputs

    private struct Key: Hashable {
        let province: Int
        let level: AdministrativeUnit.Level
        let code: Int
        let list: UnitList
    }

    private struct Group {
        let first: RecordReference
        var rows: Int64
    }

    func findings() -> [Finding] {
        var groups: [Key: Group] = [:]
        for row in 0..<inputs.households.count {
            note(
                &groups, inputs.households.submission[row], Int(inputs.households.district[row]),
                Int(inputs.households.commune[row])
            ) { inputs.reference(household: row) }
        }
        for row in 0..<inputs.listed.count {
            note(&groups, inputs.listed.submission[row], Int(inputs.listed.district[row]), Int(inputs.listed.commune[row])) {
                inputs.reference(listed: row)
            }
        }
        return groups.sorted {
            ($0.key.province, $0.key.level.rawValue, $0.key.code) < ($1.key.province, $1.key.level.rawValue, $1.key.code)
        }
        .map { finding($0.key, $0.value) }
    }

    private func note(
        _ groups: inout [Key: Group], _ position: UInt16, _ district: Int, _ commune: Int, _ reference: () -> RecordReference
    ) {
        let submission = inputs.submissions[Int(position)]
        let gazetteer = Gazetteer.of(submission.unitList)
        func add(_ level: AdministrativeUnit.Level, _ code: Int) {
            let key = Key(province: submission.scope.province, level: level, code: code, list: submission.unitList)
            if groups[key] == nil { groups[key] = Group(first: reference(), rows: 0) }
            groups[key]?.rows += 1
        }
        if district != 0, gazetteer.district(district) == nil { add(.district, district) }
        if commune != 0, gazetteer.commune(commune) == nil { add(.commune, commune) }
    }

    private func finding(_ key: Key, _ group: Group) -> Finding {
        let isDistrict = key.level == .district
        let code = AdministrativeUnit.text(key.code, key.level)
        return Finding(
            .unknownUnit, severity: .low, province: key.province, left: group.first,
            evidence: [Evidence(field: isDistrict ? "ma_huyen" : "ma_xa", level: "not_in_list", millibits: 0)],
            vietnamese: "Mã \(isDistrict ? "huyện" : "xã") \(code) không có trong danh mục \(key.list.rawValue); "
                + "\(Dong.grouped(group.rows)) dòng dùng mã này.",
            english:
                "\(isDistrict ? "District" : "Commune") code \(code) is not in the list of \(key.list.rawValue); \(group.rows) rows use it."
        )
    }
}
