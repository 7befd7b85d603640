/// The value without blanks and NULs at either end (PS3.5 6.2 pads at the end; files do both).
func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var start = bytes.startIndex
  var end = bytes.endIndex
  while start < end, isPadding(bytes[start]) { start += 1 }
  while end > start, isPadding(bytes[end - 1]) { end -= 1 }
  return bytes[start..<end]
}

/// The value without blanks and NULs at its end: leading blanks count in the long texts.
func trimmedAtEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var end = bytes.endIndex
  while end > bytes.startIndex, isPadding(bytes[end - 1]) { end -= 1 }
  return bytes[bytes.startIndex..<end]
}

private func isPadding(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0
}
