import CSagitta
import Files
import SagittaCommands

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The program, as a function of the words after its name.
@c @implementation
public func sagitta_program(
  _ count: Int32, _ words: UnsafePointer<UnsafePointer<CChar>?>?
) -> Int32 {
  let arguments = (0..<max(0, Int(count))).compactMap { place -> String? in
    // SAFETY: the caller gives so many words, each ended by a zero.
    guard let word = unsafe words?[place] else { return nil }
    return unsafe FileNameText.text(
      Array(UnsafeRawBufferPointer(start: word, count: strlen(word))))
  }
  return Program.main(arguments)
}
