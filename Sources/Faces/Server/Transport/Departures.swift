import Locks
import NIOCore
import WorkScheduling

/// Which clients have gone: what is made for them only is given up.
final class Departures: Sendable {
  /// Who is watched for what.
  struct Watch: Hashable, Sendable {
    fileprivate let channel: ObjectIdentifier
    fileprivate let number: Int
  }

  private struct State {
    var watches: [ObjectIdentifier: [Int: @Sendable () -> Void]] = [:]
    var last = 0
  }

  private let state = Locked(State())

  /// Requests a cancellation when a client goes.
  func watch(_ channel: any Channel, _ cancellation: Cancellation) -> Watch {
    watch(channel) { cancellation.request() }
  }

  /// What `body` returns; its task is cancelled when a client goes.
  ///
  /// - Throws: What `body` throws.
  func whilePresent<Value: Sendable>(
    _ channel: any Channel, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let task = Task { try await body() }
    let watch = watch(channel) { task.cancel() }
    defer { forget(watch) }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private func watch(_ channel: any Channel, _ tell: @escaping @Sendable () -> Void) -> Watch {
    let key = ObjectIdentifier(channel)
    let watch = state.withLock { state in
      state.last += 1
      state.watches[key, default: [:]][state.last] = tell
      return Watch(channel: key, number: state.last)
    }
    // It may have gone before anybody looked.
    if !channel.isActive { tell() }
    return watch
  }

  /// Watches no longer.
  func forget(_ watch: Watch) {
    state.withLock { state in
      state.watches[watch.channel]?[watch.number] = nil
      if state.watches[watch.channel]?.isEmpty == true { state.watches[watch.channel] = nil }
    }
  }

  /// A client has gone.
  fileprivate func departed(_ channel: any Channel) {
    let watchers = state.withLock { state in
      Array((state.watches[ObjectIdentifier(channel)] ?? [:]).values)
    }
    for tell in watchers { tell() }
  }
}

/// Stands in each connection, and sees its client go, or take nothing for too long.
final class DepartureHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Never

  private let departures: Departures
  private let patience: TimeAmount
  private var timer: Scheduled<Void>?

  init(_ departures: Departures, patience: TimeAmount) {
    self.departures = departures
    self.patience = patience
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent {
      departures.departed(context.channel)
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    departures.departed(context.channel)
    timer?.cancel()
    context.fireChannelInactive()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    if !context.channel.isWritable {
      let channel = context.channel
      timer = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }
    context.fireChannelWritabilityChanged()
  }
}
