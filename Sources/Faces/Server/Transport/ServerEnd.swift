import Logging
import ServiceLifecycle

/// Ends a server whose task is cancelled as one that is asked to stop, only sooner.
///
/// The library under it ends the process if it is cancelled while connections stand in line that it has not begun
/// to answer.
struct ServerEnd {
  private let group: ServiceGroup

  /// How long connections may go on when the task is cancelled.
  private static let patience = Duration.seconds(1)

  init(of server: any Service) {
    group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [server], logger: Logger(label: "sagitta.end") { _ in SwiftLogNoOpLogHandler() }))
  }

  /// Serves until it is asked to stop, or its task is cancelled.
  func run() async throws {
    let group = group
    let serving = Task { try await group.run() }
    try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        try await serving.value
      } onGracefulShutdown: {
        Task { await group.triggerGracefulShutdown() }
      }
    } onCancel: {
      Task {
        await group.triggerGracefulShutdown()
        try? await Task.sleep(for: Self.patience)
        serving.cancel()
      }
    }
  }
}
