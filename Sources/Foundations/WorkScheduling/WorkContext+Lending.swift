extension WorkContext {
  /// Calls `body` with what a C codec asks with between rows, whether to go on.
  package func lent<Result>(
    to body: (_ goesOn: @escaping AsksWhetherToGoOn, _ caller: UnsafeRawPointer) throws -> Result
  ) rethrows -> Result {
    try unsafe withUnsafePointer(to: self) { own in
      let asks: AsksWhetherToGoOn = { caller in
        // SAFETY: the caller is the context of the call, which lasts as long as the codec works.
        let context = unsafe caller?.assumingMemoryBound(to: WorkContext.self)
        return unsafe context?.pointee.isCancelled == true ? 0 : 1
      }
      return try unsafe body(asks, UnsafeRawPointer(own))
    }
  }

  /// What C code calls with the context it was lent; 0 ends its work.
  package typealias AsksWhetherToGoOn = @convention(c) (UnsafeRawPointer?) -> Int32
}
