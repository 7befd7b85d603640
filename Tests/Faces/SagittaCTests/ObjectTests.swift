import CSagitta
import Foundation
import Phantoms
import SagittaC
import TestSupport
import Testing
import VolumeModel

@Suite(.serialized) struct `The C interface` {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 40, rows: 36, slices: 30),
      spacing: SIMD3(3, 3.5, 4))
    try series.write(to: folder.path("series"))
  }

  @Test func `says its version and what it is made of`() throws {
    #expect(sagitta_abi_version() == SAGITTA_ABI_VERSION)
    let about = try #require(sagitta_about().map { String(cString: $0) })
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(about.utf8)) as? [String: Any])
    #expect((json["presets"] as? [String])?.contains("ct-bone") == true)
    #expect((json["remedies"] as? [String])?.contains("choose-volume") == true)
  }

  @Test func `gives the voxels where they are, and takes everything back`() throws {
    let before = sagitta_object_count()
    let volume = try Caller.volume(in: folder.path("series")).object
    var array = sagitta_array()
    array.size = UInt32(MemoryLayout<sagitta_array>.size)
    #expect(sagitta_volume_voxels(volume, &array, nil) == SAGITTA_OK)
    #expect([array.columns, array.rows, array.slices] == [40, 36, 30])
    let first = array.data
    #expect(sagitta_volume_voxels(volume, &array, nil) == SAGITTA_OK)
    #expect(array.data == first)
    #expect(sagitta_retain(volume) == SAGITTA_OK)
    #expect(sagitta_release(volume) == SAGITTA_OK)
    #expect(sagitta_volume_voxels(volume, &array, nil) == SAGITTA_OK)
    #expect(sagitta_release(volume) == SAGITTA_OK)
    #expect(sagitta_release(volume) == SAGITTA_WRONG_REQUEST)
    #expect(sagitta_volume_voxels(volume, &array, nil) == SAGITTA_WRONG_REQUEST)
    #expect(sagitta_object_count() == before)
  }

  @Test(arguments: [0, 1, 77, UInt64.max, 0x5A61_0000_0000_0001])
  func `answers numbers of nothing with an error`(number: sagitta_object) throws {
    typealias Call = (Caller.Place, Caller.Place) -> sagitta_status
    let calls: [Call] = [
      { sagitta_study_json(number, nil, 0, $0, $1) },
      { sagitta_study_load(nil, number, nil, 0, $0, $1) },
      { sagitta_volume_json(number, $0, $1) },
      { sagitta_volume_validity(number, $0, $1) },
      { sagitta_probe(nil, number, #"{"points": [[0, 0, 0]]}"#, -1, $0, $1) },
      { sagitta_resample(nil, number, 0, nil, 0, $0, $1) },
      { sagitta_volume_save(nil, number, #"{"path": "/nowhere/a.nii"}"#, -1, $0, $1) },
      { sagitta_volume_save_dicom(nil, number, #"{"path": "/nowhere/a/"}"#, -1, $0, $1) },
      { sagitta_planes(nil, number, 0, 0, nil, 0, SAGITTA_VALUES, $0, $1) },
      { sagitta_projection(nil, number, 0, nil, 0, SAGITTA_VALUES, $0, $1) },
      { sagitta_render(nil, number, nil, 0, $0, $1) },
      { sagitta_render_overlaid(nil, number, number, nil, 0, $0, $1) },
      { sagitta_images_json(number, $0, $1) },
      { sagitta_images_save(nil, number, #"{"format": "png"}"#, -1, $0, $1) },
    ]
    for (n, call) in calls.enumerated() {
      let answer = try Caller.call(call)
      #expect(answer.status == SAGITTA_WRONG_REQUEST, "\(n)")
      #expect(answer.code == "no-such-object", "\(n)")
      #expect(answer.object == 0)
    }
    #expect(sagitta_cancel(number) == SAGITTA_WRONG_REQUEST)
    #expect(sagitta_bytes(number, nil, nil) == SAGITTA_WRONG_REQUEST)
    #expect(sagitta_retain(number) == SAGITTA_WRONG_REQUEST)
    #expect(String(cString: try #require(sagitta_error_message(number))) == "this is no error")
  }

  @Test func `answers objects of another kind with an error`() throws {
    let volume = try Caller.volume(in: folder.path("series")).object
    defer { _ = sagitta_release(volume) }
    #expect(
      try Caller.call { sagitta_study_json(volume, nil, 0, $0, $1) }.code == "no-such-object")
    #expect(
      try Caller.call { sagitta_images_json(volume, $0, $1) }.code == "no-such-object")
    #expect(sagitta_cancel(volume) == SAGITTA_WRONG_REQUEST)
    #expect(sagitta_bytes(volume, nil, nil) == SAGITTA_WRONG_REQUEST)
  }

  @Test func `answers nothing where something should be with an error`() throws {
    var error: sagitta_object = 0
    #expect(sagitta_scan(nil, nil, 0, nil, &error) == SAGITTA_WRONG_REQUEST)
    #expect(try Caller.json(error)["code"] as? String == "wrong-argument")
    _ = sagitta_release(error)
    #expect(sagitta_scan(nil, nil, 0, nil, nil) == SAGITTA_WRONG_REQUEST)
    let volume = try Caller.volume(in: folder.path("series")).object
    defer { _ = sagitta_release(volume) }
    #expect(sagitta_volume_voxels(volume, nil, nil) == SAGITTA_WRONG_REQUEST)
    var short = sagitta_array()
    #expect(sagitta_volume_voxels(volume, &short, nil) == SAGITTA_WRONG_REQUEST)
    var call = sagitta_call()
    call.size = 4
    #expect(try Caller.volume(in: folder.path("series"), call: &call).code == "wrong-argument")
    #expect(sagitta_volume_values(nil, volume, nil, 3, nil, nil) == SAGITTA_WRONG_REQUEST)
    #expect(sagitta_volume_values(nil, volume, nil, 0, nil, nil) == SAGITTA_OK)
  }

  @Test(
    arguments: [
      "", "[", "[]", "7", "null", "\"x\"", "{\"inputs\"", "{\"inputs\": []}", "{\"inputs\": [1]}",
      "{\"input\": [\"a\"]}", "{\"inputs\": [\"/nowhere\"], \"selection\": {\"phase\": -1}}",
      String(repeating: "[", count: 100_000),
      "{\"inputs\": [\"a\"], \"selection\": {\"tolerances\": {\"x\": 1e400}}}",
    ])
  func `answers requests that make no sense with an error`(request: String) throws {
    let answer = try Caller.call { sagitta_load(nil, request, request.utf8.count, $0, $1) }
    #expect(answer.status == SAGITTA_WRONG_REQUEST)
    #expect((answer.error["message"] as? String)?.isEmpty == false)
  }
}
