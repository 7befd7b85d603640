import CSagitta
import SagittaC

extension FuzzTarget {
  /// The C interface: a call by the first byte, an object by the second, a request by the rest.
  ///
  /// No call that writes a file is made.
  static let cInterface = FuzzTarget(name: "c-interface") { bytes in
    guard bytes.count >= 2 else { return }
    var request = bytes.dropFirst(2).map { CChar(bitPattern: $0) }
    guard !bytes.dropFirst(2).contains(UInt8(ascii: "/")) else { return }
    request.append(0)
    CInterface.call(Int(bytes[0]), object: Int(bytes[1]), request: request)
  } seeds: { _ in
    let requests = [
      #"{"planes": {"oblique": {"rotate": [0, 15, 0]}}, "layout": {"size": [8, 8], "pixel": 1}}"#,
      #"{"camera": {"frames": 2}, "blend": "max"}"#, #"{"preset": "ct-bone"}"#,
      #"{"grid": {"spacing": [2, 2, 2]}}"#, #"{"points": [[0, 0, 0]]}"#, #"{"format": "png"}"#,
      #"{"dimensions": [2, 1, 1], "affine": [1,0,0,0, 0,1,0,0, 0,0,1,0, 0,0,0,1]}"#,
    ]
    return requests.indices.flatMap { n in
      (0..<3).map { [UInt8(n), UInt8($0)] + Array(requests[n].utf8) }
    }
  }.mutated {
    guard $0.count > 2 else { return nil }
    let request = TextMutation.mutated(
      Array($0[2...]), separator: UInt8(ascii: ","), words: members, random: &$1)
    return Array($0[..<2]) + request
  }
}

/// The calls that are tried.
private enum CInterface {
  /// A small volume, and images of it.
  private static let objects: [sagitta_object] = {
    let values = (0..<64).map { Float($0) }
    let description =
      #"{"dimensions": [4, 4, 4], "affine": [1,0,0,0, 0,1,0,0, 0,0,2,0, 0,0,0,1], "unit": "HU"}"#
    var volume: sagitta_object = 0
    var images: sagitta_object = 0
    _ = sagitta_volume_make(nil, description, -1, values, 64, 256, nil, nil, &volume, nil)
    _ = sagitta_planes(nil, volume, 0, 0, nil, 0, SAGITTA_IMAGES, &images, nil)
    return [volume, images, 0]
  }()

  static func call(_ number: Int, object place: Int, request: [CChar]) {
    let object = place < 240 ? objects[place % objects.count] : sagitta_object(place)
    var call = sagitta_call()
    call.size = UInt32(MemoryLayout<sagitta_call>.size)
    call.workers = 1
    call.memory_bytes = 24 << 20
    var made: sagitta_object = 0
    var error: sagitta_object = 0
    let length = request.count - 1
    switch number % 8 {
    case 0:
      _ = sagitta_planes(
        &call, object, 0, object, request, length, Int32(place % 3), &made, &error)
    case 1:
      _ = sagitta_projection(
        &call, object, 0, request, length, Int32(place % 4), &made, &error)
    case 2: _ = sagitta_render(&call, object, request, length, &made, &error)
    case 3: _ = sagitta_resample(&call, object, 0, request, length, &made, &error)
    case 4: _ = sagitta_probe(&call, object, request, length, &made, &error)
    case 5: _ = sagitta_images_save(&call, object, request, length, &made, &error)
    case 6:
      let values: [Float] = [1, 2]
      _ = sagitta_volume_make(&call, request, length, values, 2, 8, nil, nil, &made, &error)
    default: _ = sagitta_study_json(object, request, length, &made, &error)
    }
    var array = sagitta_array()
    array.size = UInt32(MemoryLayout<sagitta_array>.size)
    _ = sagitta_image_array(made, UInt64(place), &array, nil)
    _ = sagitta_release(made)
    _ = sagitta_release(error)
  }
}
