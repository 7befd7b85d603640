/// Where an association is.
///
/// The numbers are those of PS3.8 9.2.1.
public enum AssociationState: Int, CaseIterable, Hashable, Sendable {
  /// Sta1: there is none.
  case idle = 1
  /// Sta2: the transport is there; a request for an association is waited for.
  case awaitingRequest
  /// Sta3: the application is to answer the request.
  case awaitingLocalAnswer
  /// Sta4: the transport is being opened.
  case openingTransport
  /// Sta5: the request was sent; an answer is waited for.
  case awaitingAnswer
  /// Sta6: data goes both ways.
  case established
  /// Sta7: a request to release was sent.
  case awaitingReleaseReply
  /// Sta8: the other side wants to release; the application is to reply.
  case awaitingLocalRelease
  /// Sta9: both sides want to release, this one asked for the association: its application is to reply.
  case collisionRequestorReplies
  /// Sta10: both sides want to release, this one was asked for the association: a reply is waited for.
  case collisionAcceptorWaits
  /// Sta11: both sides want to release, this one asked and has replied: a reply is waited for.
  case collisionRequestorWaits
  /// Sta12: both sides want to release, this one was asked: its application is to reply.
  case collisionAcceptorReplies
  /// Sta13: the transport is to be closed by the other side.
  case awaitingClose
}
