import MessageExchange
import NIOCore
import UpperLayer

/// What arrives on an association, in order.
enum AssociationInput: Sendable {
  /// Somebody asks for it.
  case requested(AssociationRequest)
  /// It is there.
  case accepted(AssociationAcceptance)
  /// A command; its data set, if it has one, follows.
  case command(Command, contextID: UInt8)
  /// Bytes of a data set.
  case data(ByteBuffer)
  /// The data set is complete.
  case endOfData
  /// The other side wants to release.
  case releaseRequested
  /// It was released.
  case released
  /// It is over, and why.
  case ended(NetworkError.Reason)
}

/// What an association is told to do.
enum AssociationOutput: Sendable {
  case accept(AssociationAcceptance)
  case reject(AssociationRejection)
  /// Data units, complete with their headers.
  case dataUnits(ByteBuffer)
  case release
  case agreeToRelease
  case abort
}
