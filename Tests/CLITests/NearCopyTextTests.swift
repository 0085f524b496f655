import Foundation
import Testing

@Suite("A list that repeats the one before it, on the command line") struct NearCopyTextTests {
    @Test("a longer list, and the list of one month sent as that of the next")
    func remarks() throws {
        try withFolder { folder throws in
            let row = "2400000003,24,213,07207,Lò Thị Ến,1951,Nữ,,Chủ hộ,Hộ nghèo,240000000301-1,ND20.K5C,2021-08,360000,,\n"
            try folder.write(goodList, to: "ba-thang-5.csv")
            try folder.write(goodList + row, to: "bo-sung.csv")
            let august = ["ingest", "--period", "2021-08"]
            #expect(!(try Program.run(august + ["ba-thang-5.csv"], in: folder).output.contains("lần nộp 1")))
            #expect(try Program.run(august + ["bo-sung.csv"], in: folder).output.contains("lần nộp 1: thêm 1 dòng, bớt 0"))
            let shown = try Program.run(["submissions", "show", "2", "--lang", "en"], in: folder).output
            #expect(shown.contains("rows: 1 more, 0 fewer, 2 as they were"))
            let copy = try Program.run(["submissions", "show", "2", "--json"], in: folder).json()["near_copy"] as? [String: Any]
            #expect(copy?["submission"] as? Int == 1 && copy?["same"] as? Int == 2 && copy?["added"] as? Int == 1)
            let september = try Program.run(["ingest", "--period", "2021-09", "bo-sung.csv"], in: folder)
            #expect(september.output.contains("như lần nộp 2"))
        }
    }
}
