import DICOMModel
import MessageExchange

/// Prints pictures (Basic Grayscale Print Management, PS3.4 H).
public struct PrintUser: Sendable {
  /// What a printer said of a job.
  public struct Outcome: Hashable, Sendable {
    /// The state of the printer before the job: NORMAL or WARNING; nil if it does not say.
    public let printerStatus: String?
    /// What the printer says of its state.
    public let printerStatusInfo: String?
    /// What was done otherwise than asked for, in words.
    public let warnings: [String]
  }

  /// How this side talks.
  public let options: NetworkOptions

  /// Creates a user.
  public init(options: NetworkOptions = NetworkOptions()) { self.options = options }

  /// Prints a job.
  ///
  /// - Parameters:
  ///   - job: The job.
  ///   - peer: The printer.
  /// - Returns: What the printer said of it.
  /// - Throws: ``NetworkError`` if an association cannot be had or breaks, the printer has failed, or
  ///   refuses the job; `CancellationError`.
  public func print(_ job: PrintJob, at peer: NetworkPeer) async throws -> Outcome {
    let plan = ContextPlan.plans(for: [.query(SOPClass.grayscalePrinting)])[0]
    return try await NetworkClient(options: options).withAssociation(
      to: peer, proposing: plan
    ) { association in
      let session = PrintSession(
        association,
        context: try association.context(
          for: SOPClass.grayscalePrinting, named: "printing"))
      let printer = try await session.printer()
      try await session.print(job)
      return Outcome(
        printerStatus: printer.string(.printerStatus),
        printerStatusInfo: printer.string(.printerStatusInfo), warnings: session.warnings)
    }
  }
}
