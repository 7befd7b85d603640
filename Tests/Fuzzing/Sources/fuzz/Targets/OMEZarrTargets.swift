import Compression
import Foundation
import VolumeFiles
import WorkScheduling

extension FuzzTarget {
  /// Folders of chunks, and what chunks are packed with.
  static let omeZarr = [omeZarrFolder, packedChunks]

  private static let files = ["zarr.json", "0/zarr.json", "0/c/0/0/0"]

  /// Reads a folder of an image, an array and one chunk: it is refused, or all of its phases are there.
  private static let omeZarrFolder = FuzzTarget(name: "ome-zarr") { bytes in
    let parts = FuzzFolder.split(bytes, most: files.count)
    let folder = FuzzFolder.folder.appending(path: "v.ome.zarr")
    let chunks = folder.appending(path: "0/c/0/0")
    try? FileManager.default.createDirectory(at: chunks, withIntermediateDirectories: true)
    for (name, part) in zip(files, parts) { _ = FuzzFolder.write(part, as: "v.ome.zarr/" + name) }
    let reader = VolumeFileReader(assumedSpacing: SIMD3(1, 1, 1))
    var context = WorkContext(workers: 1)
    context.limits.volumeBytes = 1 << 22
    for path in [folder.path, folder.path + "/0"] {
      guard let opened = try? reader.open(path),
        let volumes = try? reader.read(path, context: context)
      else { continue }
      precondition(volumes.count == opened.phases)
      precondition(volumes.allSatisfy { $0.geometry == opened.geometry })
    }
  } seeds: { _ in
    try [VoxelType.float32, .int16, .uint8].map { type in
      let folder = FuzzFolder.folder.appending(path: "seed.ome.zarr")
      try VolumeFileWriter(encoding: VoxelEncoding(type: type)).write(volume(0), to: folder.path)
      return Array(
        files.map { FuzzFolder.read("seed.ome.zarr/" + $0) }.joined(separator: FuzzFolder.separator)
      )
    }
  }
  .mutated { bytes, random in
    var parts = FuzzFolder.split(bytes, most: files.count)
    guard parts.count == files.count else { return nil }
    let place = random.below(2)
    parts[place] = TextMutation.mutated(
      parts[place], separator: UInt8(ascii: ","), words: words, random: &random)
    return Array(parts.joined(separator: FuzzFolder.separator))
  }

  private static let words = [
    "{\"name\":\"gzip\"}", "{\"name\":\"blosc\"}", "{\"name\":\"crc32c\"}",
    "{\"name\":\"transpose\",\"configuration\":{\"order\":[2,0,1]}}",
    "\"data_type\":\"int8\"", "\"data_type\":\"float64\"", "\"fill_value\":\"NaN\"",
    "\"chunk_shape\":[1,1,1]", "\"shape\":[3,4,5,1]", "\"separator\":\".\"", "\"path\":\"../0\"",
    "\"unit\":\"micrometer\"", "{\"name\":\"c\",\"type\":\"channel\"}",
    "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[1,2,5],\"codecs\":"
      + "[{\"name\":\"bytes\"}],\"index_codecs\":[{\"name\":\"bytes\"}]}}",
  ]

  /// Unpacks what another program packed: never beyond its room.
  private static let packedChunks = FuzzTarget(name: "packed-chunks") { bytes in
    var room = [UInt8](repeating: 0, count: 1 << 14)
    let counts = room.withUnsafeMutableBytes { room in
      [
        try? Blosc.decompress(bytes, into: room), try? Zstandard.decompress(bytes, into: room),
        try? Blosc.decompressLZ4(bytes[...], into: room),
      ]
    }
    precondition(counts.allSatisfy { $0 ?? 0 <= room.count })
  } seeds: { _ in
    [
      "AgEhArAEAACwBAAAaAAAABQAAAA/AAAA/yMAAwYJDA8SFRgbHiEkJyotMDM2OTw/QkVIS05RVFdaXWBjZmlsb3J1eHt+gYSH"
        + "io2QkzIA//8QUIeKjZCTDQAAAB8AAQD//0FQAAAAAAA=",
      "AgGRArAEAACwBAAAYAAAABQAAABIAAAAKLUv/WCwA/UBACQDAAMGCQwPEhUYGx4hJCcqLTAzNjk8P0JFSEtOUVRXWl1gY2Zp"
        + "bG9ydXh7foGEh4qNkJMCAFRABYRErRQU",
      "AgFhArAEAACwBAAAbAAAABQAAABBAAAAeF5jYGbj5OEXEpWQllNUUdfSNTA2s7Sxd3L18PYLDAmPik1ITsvMyS8qraiua2xp"
        + "7+qdMJlhVMeoDoI6AItkrEUPAAAAeF5jYBgFo4D6AAACWAAB",
    ].compactMap { Data(base64Encoded: $0).map(Array.init) }
  }
}
