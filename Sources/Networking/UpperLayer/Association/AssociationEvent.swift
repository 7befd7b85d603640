/// What can happen to an association.
///
/// The numbers are those of PS3.8 9.2.2.
public enum AssociationEvent: Hashable, Sendable {
  /// Evt1: the application asks for an association.
  case associate(AssociationRequest)
  /// Evt2: the transport that was asked for is there.
  case transportOpened
  /// Evt3, 4, 6, 12, 13, 16: a unit that is no data arrived.
  case received(ControlUnit)
  /// Evt5: somebody opened a transport to this side.
  case transportAccepted
  /// Evt7: the application grants the association.
  case accept(AssociationAcceptance)
  /// Evt8: the application refuses it.
  case reject(AssociationRejection)
  /// Evt9: the application sends data.
  case sendData
  /// Evt10: data arrived.
  case receivedData
  /// Evt11: the application wants to release.
  case release
  /// Evt14: the application agrees to release.
  case agreeToRelease
  /// Evt15: the application ends the association at once.
  case abort
  /// Evt17: the transport is closed, or broke.
  case transportClosed
  /// Evt18: the timer ran out.
  case timerExpired
  /// Evt19: what arrived is no unit that is known or makes sense.
  case receivedInvalid(UpperLayerError)
}

/// What is to be done because of an event, in order.
public enum AssociationAction: Hashable, Sendable {
  /// Open the transport.
  case openTransport
  /// Send a unit.
  case send(ControlUnit)
  /// Send the data that the application gave.
  case sendData
  /// Start the timer, anew if it runs.
  case startTimer
  /// Stop the timer.
  case stopTimer
  /// Close the transport.
  case closeTransport
  /// Tell the application.
  case tell(AssociationNews)
}

/// What an application learns of its association.
public enum AssociationNews: Hashable, Sendable {
  /// Somebody asks for an association; ``AssociationEvent/accept(_:)`` or
  /// ``AssociationEvent/reject(_:)`` answers.
  case requested(AssociationRequest)
  /// The association is there.
  case accepted(AssociationAcceptance)
  /// The other side refuses it.
  case rejected(AssociationRejection)
  /// The data that arrived is for the application.
  case data
  /// The other side wants to release; ``AssociationEvent/agreeToRelease`` answers.
  case releaseRequested
  /// The association was released.
  case released
  /// The other side ended it.
  case aborted(AssociationAbort)
  /// It ended because the other side did not keep to the protocol.
  case failed(UpperLayerError)
  /// The transport is gone.
  case connectionLost
}
