import Foundation

// Stays alive and does work on request: a line of JSON in, a line of JSON out. The runner's
// Python contestants speak the same way.
let session = Session()
while let line = readLine() {
  let answer = session.answer(line)
  guard let data = try? JSONEncoder().encode(answer) else { fatalError("an answer is JSON") }
  FileHandle.standardOutput.write(data + [0x0A])
}
