#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Hands all bytes of a buffer to a call of the system that may take a part of them.
///
/// A call that was interrupted is made again; before one that finds no room, room is waited for.
///
/// - Parameters:
///   - bytes: The bytes.
///   - descriptor: What takes them.
///   - call: Takes so many bytes from a place on; returns how many it took, or −1 with `errno`.
/// - Returns: 0, or the number of the error.
package func writeAll(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32,
  by call: (_ start: UnsafeRawPointer, _ count: Int, _ done: Int) -> Int
) -> Int32 {
  var done = 0
  while done < bytes.count, let start = bytes.baseAddress {
    // Below Linux's limit of 2 GiB − 4 KiB a call.
    let written = unsafe call(start + done, min(bytes.count - done, 1 << 30), done)
    if written >= 0 {
      done += written
    } else if errno == EAGAIN {
      awaitRoom(in: descriptor)
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}

/// Writes all bytes: at a place of a file, or where the descriptor is.
///
/// - Returns: 0, or the number of the error.
package func writeAll(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at place: Int? = nil
) -> Int32 {
  // SAFETY: what is asked for lies within the buffer.
  unsafe writeAll(bytes, to: descriptor) { start, count, done in
    guard let place else { return unsafe write(descriptor, start, count) }
    return unsafe pwrite(descriptor, start, count, off_t(place + done))
  }
}

/// Waits until a pipe or socket that does not block takes bytes again.
private func awaitRoom(in descriptor: Int32) {
  var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
  // SAFETY: one request, which outlives the call.
  _ = unsafe poll(&request, 1, -1)
}
