import DICOMCoding

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which implementation others talk to.
enum Implementation {
  static let classUID = Part10Writer.implementationClassUID
  static let versionName = Part10Writer.implementationVersionName
}

/// What the system says of an error's number.
func systemWords(_ code: Int32) -> String {
  // SAFETY: the text is copied at once.
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
