/// The text in a C array of characters that comes to Swift as a tuple; it ends at the first NUL.
func text<Characters>(of characters: Characters) -> String {
  // SAFETY: the tuple is one block of bytes, read within its own size.
  unsafe withUnsafeBytes(of: characters) { bytes in
    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
