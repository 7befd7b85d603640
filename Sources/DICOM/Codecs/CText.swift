/// The text of a C character array that ends with a zero.
func text<Characters>(of characters: Characters) -> String {
  // SAFETY: the shims clear their messages and write fewer characters than there are.
  unsafe withUnsafeBytes(of: characters) { bytes in
    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
