import DICOMModel
import Foundation
import Geometry
import TestSupport
import Testing

@testable import SeriesLoading

@Suite struct `Gradient directions` {
  // From a public series of a GE Signa Pioneer (release MR29.1) and what dcm2niix v1.0.20260724
  // makes of it; its pictures have their rows the other way round, so that here y has the other sign
  // and, since that makes the axes right-handed, x too.
  static let orientation = [
    0.7262333631038, -0.6816839993252, 0.0888370833543, 0.6873778036216, 0.7219207610099,
    -0.0796377417515,
  ]
  static let stated = [
    [0.492355, 0.844098, -0.212332], [-0.007065, 0.291918, -0.956386],
    [-0.858745, 0.095799, 0.504192],
  ]
  static let peer = [
    [-0.492355, 0.844098, -0.212332], [0.007065, 0.291918, -0.956386],
    [0.858745, 0.095799, 0.504192],
  ]

  /// The table of a series of an unweighted phase and one for each direction.
  private static func table(
    _ directions: [[Double]], orientation: [Double], _ change: (inout DataSet, [Double]?) -> Void
  ) throws -> (table: GradientTable, plan: VolumePlan) {
    let folder = try TemporaryFolder()
    let (row, column) = (
      PatientVector(orientation[0], orientation[1], orientation[2]),
      PatientVector(orientation[3], orientation[4], orientation[5])
    )
    let normal = row.cross(column)
    for (phase, direction) in ([nil] + directions.map(Optional.some)).enumerated() {
      for k in 0..<2 {
        let set = EnhancedImage.slice(2 * phase + k, z: 0, first: 1000 * phase) { set in
          set.set(.modality, string: "MR")
          set.set(.imageOrientationPatient, doubles: orientation)
          let place = normal * (3 * Double(k))
          set.set(.imagePositionPatient, doubles: [place.x, place.y, place.z])
          change(&set, direction)
        }
        try folder.write(set, as: "\(phase)-\(k)")
      }
    }
    let loader = VolumeLoader()
    let plan = try #require(try loader.scan([folder.path]).volumes.first)
    let table = loader.gradientTable(of: plan, phases: Array(0..<plan.phases))
    return (try #require(table), plan)
  }

  /// GE's private elements, or the standard's.
  private static func generalElectric(
    _ set: inout DataSet, _ direction: [Double]?, phases: String = "COL", position: String = "HFS"
  ) {
    set.set(.manufacturer, string: "GE MEDICAL SYSTEMS")
    set.set(.patientPosition, string: position)
    set.set(Tag(0x0018, 0x1312), string: phases)
    set.set(Tag(0x0043, 0x10), vr: .lo, string: "GEMS_PARM_01")
    set.set(
      Tag(0x0043, 0x1039), vr: .is, strings: [direction == nil ? "0" : "1000", "8", "0", "0"])
    set.set(Tag(0x0019, 0x10), vr: .lo, string: "GEMS_ACQU_01")
    for n in 0..<3 {
      set.set(Tag(0x0019, 0x10BB + UInt16(n)), vr: .ds, double: direction?[n] ?? 0)
    }
  }

  private static func standard(_ set: inout DataSet, _ direction: [Double]?) {
    set.set(.diffusionBValue, double: direction == nil ? 0 : 1000)
    if let direction { set.set(.diffusionGradientOrientation, doubles: direction) }
  }

  /// Whether two lists of vectors are the same but for signs, each row being one coordinate.
  private static func agree(_ rows: [[Double]], _ vectors: [[Double]], turned: [Double]) -> Bool {
    vectors.indices.allSatisfy { n in
      // An order of its own is the loader's; a vector of the list must be there. The stated lengths
      // leave 1 by 4e-4, which dcm2niix keeps.
      rows[0].indices.contains { phase in
        let found = (0..<3).map { rows[$0][phase] }
        let wanted = (0..<3).map { vectors[n][$0] * turned[$0] }
        return [1.0, -1].contains { sign in
          zip(found, wanted).allSatisfy { abs($0 - sign * $1) < 1e-3 }
        }
      }
    }
  }

  @Test func `of GE are those that dcm2niix gives`() throws {
    let (table, plan) = try Self.table(Self.stated, orientation: Self.orientation) {
      set, direction in
      Self.generalElectric(&set, direction)
    }
    #expect(table.bValues == [0, 1000, 1000, 1000])
    let rows = try table.rows(along: plan.geometry)
    #expect(rows.map { $0[0] } == [0, 0, 0])
    #expect(Self.agree(rows, Self.peer, turned: [-1, -1, 1]))
    #expect(!Self.agree(rows, Self.peer, turned: [1, 1, 1]))
  }

  @Test func `of GE in other positions are not guessed`() throws {
    let coronal = [1.0, 0, 0, 0, 0, -1]
    for (orientation, phases, position) in [
      (Self.orientation, "ROW", "HFS"), (Self.orientation, "COL", "FFS"), (coronal, "COL", "HFS"),
    ] {
      let (table, plan) = try Self.table(Self.stated, orientation: orientation) { set, direction in
        Self.generalElectric(&set, direction, phases: phases, position: position)
      }
      #expect(table.bValues == [0, 1000, 1000, 1000])
      #expect(throws: GradientTable.Problem.self) { try table.rows(along: plan.geometry) }
    }
  }

  @Test func `of the standard are along the grid's axes, x from the other end if right-handed`()
    throws
  {
    let tilted = [0.8, 0.6, 0, -0.6, 0.8, 0]
    let (table, plan) = try Self.table([[0.8, 0.6, 0], [0, 0, 2]], orientation: tilted) {
      Self.standard(&$0, $1)
    }
    let rows = try table.rows(along: plan.geometry)
    let vectors = (0..<3).map { phase in rows.map { ($0[phase] * 1e9).rounded() / 1e9 } }
    #expect(Set(vectors) == [[0, 0, 0], [-1, 0, 0], [0, 0, 1]])
  }

  @Test func `of GE are known by its private creators, whatever maker is stated`() throws {
    let (table, plan) = try Self.table(Self.stated, orientation: Self.orientation) {
      set, direction in
      Self.generalElectric(&set, direction)
      set.set(.manufacturer, string: "")
    }
    #expect(Self.agree(try table.rows(along: plan.geometry), Self.peer, turned: [-1, -1, 1]))
  }

  @Test func `of a weaker shell have length 1 like the others`() throws {
    let (table, _) = try Self.table(
      [[0.6, 0, 0.8], [0, 0.5, 0.5]], orientation: [1, 0, 0, 0, 1, 0]
    ) { Self.generalElectric(&$0, $1) }
    #expect(Set(table.bValues) == [0, 500, 1000])
    for vector in try table.directions.get().compactMap({ $0 }) {
      #expect(abs(vector.length - 1) < 1e-12)
    }
  }

  @Test func `of GE longer than the series' largest are not guessed`() throws {
    let (table, _) = try Self.table([[0, 0, 1.2]], orientation: [1, 0, 0, 0, 1, 0]) {
      Self.generalElectric(&$0, $1)
    }
    #expect(throws: GradientTable.Problem.length(1.2)) { try table.directions.get() }
  }

  // Tables of public series of a Galan 3T and of a uMR 770, and what dcm2niix v1.0.20260724 makes
  // of them in the patient, to four decimals.
  @Test func `of Canon's comments are those that dcm2niix gives`() throws {
    let stated = [[0.895, 0, 0.445], [0, 0.445, 0.895]]
    let (table, _) = try Self.table(stated, orientation: [1, 0, 0, 0, 1, 0]) { set, direction in
      Self.comment(&set, direction, phases: "COL")
    }
    let found = try table.directions.get().compactMap { $0 }
    #expect(Self.agree(found, [[0, -0.895, 0.445], [-0.445, 0, 0.895]]))
    let (turned, _) = try Self.table(stated, orientation: [1, 0, 0, 0, 1, 0]) { set, direction in
      Self.comment(&set, direction, phases: "ROW")
    }
    #expect(throws: GradientTable.Problem.unknownFrame) { try turned.directions.get() }
  }

  @Test func `of United Imaging are those that dcm2niix gives`() throws {
    let orientation = [
      0.999113142, 0.0305822305, 0.0289414488, -0.0305694081, 0.999532282, -0.000885508256,
    ]
    let stated = [
      [0.554117326, -0.241677778, -0.796583558], [0.552205526, -0.637805338, -0.53691098],
    ]
    let (table, _) = try Self.table(stated, orientation: orientation) { set, direction in
      set.set(Tag(0x0065, 0x10), vr: .lo, string: "Image Private Header")
      set.set(Tag(0x0065, 0x1009), vr: .fd, doubles: [direction == nil ? 0 : 929.75])
      set.set(Tag(0x0065, 0x1037), vr: .fd, doubles: direction ?? [0, 0, 0])
    }
    let found = try table.directions.get().compactMap { $0 }
    #expect(Self.agree(found, [[0.5841, -0.2246, -0.78], [0.5868, -0.6206, -0.5201]]))
  }

  @Test func `beside NIfTI are the directions that the plan states`() throws {
    let (table, plan) = try Self.table(Self.stated, orientation: Self.orientation) {
      Self.generalElectric(&$0, $1)
    }
    let axis = try #require(plan.phaseAxes.first { $0.directions != nil })
    let written = try table.directions.get().map { $0.map { [$0.x, $0.y, $0.z] } }
    #expect(axis.directions == written)
  }

  /// The standard's b-value and the maker's comment.
  private static func comment(_ set: inout DataSet, _ direction: [Double]?, phases: String) {
    set.set(.manufacturer, string: "CANON_MEC")
    set.set(Tag(0x0018, 0x1312), string: phases)
    set.set(.diffusionBValue, double: direction == nil ? 0 : 1500)
    guard let direction else { return }
    let numbers = direction.map { "\($0)" }.joined(separator: ",")
    set.set(Tag(0x0020, 0x4000), vr: .lt, string: "b=1500(\(numbers))")
  }

  /// Whether each wanted vector is there with its sign.
  private static func agree(_ found: [PatientVector], _ wanted: [[Double]]) -> Bool {
    found.count == wanted.count
      && wanted.allSatisfy { vector in
        let place = PatientVector(vector[0], vector[1], vector[2])
        return found.contains { ($0 - place).length < 1e-3 }
      }
  }
}
