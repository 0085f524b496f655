import Registry

/// What each province announced on the way of Resolution 68: documents, dates, links.
struct MilestoneWriter {
    let country: CountryPlan
    let paths: SimulationPaths

    func write() throws(SimulationError) -> Manifest.File {
        let file = try FeedFile(path: paths.absolute(paths.milestones), kind: .milestones, style: .clean)
        var cells = Cells()
        if country.benefits.hasCashPackage {
            for province in country.provinces { try write(province, file, &cells) }
        }
        try file.finish()
        return Manifest.File(file, path: paths.milestones, province: nil, period: paths.period)
    }

    private func write(_ province: ProvincePlan, _ file: FeedFile, _ cells: inout Cells) throws(SimulationError) {
        var draw = Draw(country.options.seed, .milestone, province.code)
        guard draw.perMille(920) else { return }
        var day = 8 + draw.below(20)
        let reached = draw.perMille(180) ? 2 : draw.perMille(450) ? 3 : 4
        for kind in MilestoneKind.allCases.prefix(reached) {
            cells.clear()
            cells.digits(Int64(province.code), width: 2)
            cells.text("NQ68")
            cells.text(kind.vietnamese)
            cells.text("\(20 + draw.below(4200))/\(series(kind))")
            FileStyle.clean.append(date(day), to: &cells)
            cells.text("https://\(province.slug.replacing("_", with: "-")).example/nq68/\(page(kind))")
            try file.write(cells)
            day += kind == .started ? draw.within(20...34) : draw.within(4...13)
        }
    }

    /// Days counted from 1 July.
    private func date(_ day: Int) -> PartialDate {
        let year = country.options.period.year
        let (month, dayOfMonth) =
            day <= 31 ? (7, day) : day <= 62 ? (8, day - 31) : day <= 92 ? (9, day - 62) : (10, min(day - 92, 31))
        return PartialDate(year: year, month: month, day: dayOfMonth) ?? country.day
    }

    private func series(_ kind: MilestoneKind) -> String {
        switch kind {
        case .plan: "KH-UBND"
        case .guidance: "HD-SLĐTBXH"
        case .started: "TB-SLĐTBXH"
        case .finished: "BC-UBND"
        }
    }

    private func page(_ kind: MilestoneKind) -> String {
        switch kind {
        case .plan: "ke-hoach"
        case .guidance: "huong-dan"
        case .started: "bat-dau-chi-tra"
        case .finished: "hoan-thanh"
        }
    }
}
