import RemotePlaces
import SagittaEngine

/// Inputs of the program that are no files.
enum NetworkInputs {
  /// For `RemoteInputs.current`.
  static let places = RemoteInputs(
    isMeant: { RemotePlaces.isPlace($0) || MailInputs.isMessage($0) }
  ) { word, context, take in
    guard RemotePlaces.isPlace(word) else {
      return try MailInputs.sources(of: word, context: context).forEach(take)
    }
    let program = try NetworkHandover.program(for: "an input on a network")
    try RemotePlaces.deliver(word, from: program, context: context, to: take)
  }
}
