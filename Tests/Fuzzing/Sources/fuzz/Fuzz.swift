import CFuzzing
import Foundation

// `fuzz TARGET [options and corpus folders of libFuzzer]`, `fuzz --targets`, or
// `fuzz --seeds FIXTURES FOLDER`, which writes the seeds of each target into a folder of its name.
// libFuzzer brings the main function, and calls the two below.

/// What inputs are for; set once, before the first of them.
nonisolated(unsafe) private var chosen = FuzzTarget.all[0]

/// Takes the target's name out of the arguments.
@_cdecl("LLVMFuzzerInitialize")
public func chooseTarget(
  _ count: UnsafeMutablePointer<Int32>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
  let arguments = (1..<Int(count.pointee)).compactMap { place in
    words.pointee[place].map { String(cString: $0) }
  }
  if arguments == ["--targets"] {
    print(FuzzTarget.all.map { $0.name }.joined(separator: "\n"))
    exit(0)
  }
  if arguments.count == 3, arguments[0] == "--seeds" {
    do {
      try writeSeeds(from: URL(filePath: arguments[1]), to: URL(filePath: arguments[2]))
    } catch {
      fail("\(error)", status: 74)
    }
    exit(0)
  }
  guard let target = FuzzTarget.all.first(where: { $0.name == arguments.first }) else {
    fail("usage: fuzz TARGET | --targets | --seeds FIXTURES FOLDER", status: 64)
  }
  chosen = target
  words.pointee[1] = words.pointee[0]
  words.pointee += 1
  count.pointee -= 1
  return 0
}

/// Tries an input.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  chosen.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

/// Changes an input: by its meaning where the target knows it, else as libFuzzer does.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateInput(
  _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: UInt32
) -> Int {
  var random = FuzzRandom(seed: seed)
  if let mutate = chosen.mutate, random.below(3) > 0 {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    if let changed = mutate(input, &random), !changed.isEmpty, changed.count <= most {
      bytes.update(from: changed, count: changed.count)
      return changed.count
    }
  }
  return LLVMFuzzerMutate(bytes, count, most)
}

private func writeSeeds(from fixtures: URL, to folder: URL) throws {
  for target in FuzzTarget.all {
    let home = folder.appending(path: target.name)
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    for (number, seed) in try target.seeds(fixtures).enumerated() {
      try Data(seed).write(to: home.appending(path: "seed-\(number)"))
    }
  }
}

private func fail(_ message: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data("\(message)\n".utf8))
  exit(status)
}
