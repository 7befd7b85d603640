/// Requests of normalized services (PS3.7 10), as printing has them.
extension Command {
  /// Asks for the attributes of an instance (N-GET): all that it has.
  public static func attributes(of instance: SOPInstance, messageID: UInt16) -> Command {
    requesting(.attributesRequest, instance, messageID: messageID)
  }

  /// Changes an instance (N-SET) as the data set that follows says.
  public static func setting(_ instance: SOPInstance, messageID: UInt16) -> Command {
    requesting(.settingRequest, instance, messageID: messageID, hasDataSet: true)
  }

  /// Has an instance do something (N-ACTION) that needs no further words.
  public static func action(
    _ type: UInt16, on instance: SOPInstance, messageID: UInt16
  ) -> Command {
    var command = requesting(.actionRequest, instance, messageID: messageID)
    command.elements[number: .actionType] = type
    return command
  }

  /// Makes an instance (N-CREATE) as the data set that follows says.
  public static func creation(_ instance: SOPInstance, messageID: UInt16) -> Command {
    var command = Command(.creationRequest, messageID: messageID, hasDataSet: true)
    command.elements[text: .affectedSOPClass] = instance.sopClass
    command.elements[text: .affectedSOPInstance] = instance.uid
    return command
  }

  /// Removes an instance (N-DELETE).
  public static func deletion(of instance: SOPInstance, messageID: UInt16) -> Command {
    requesting(.deletionRequest, instance, messageID: messageID)
  }

  private static func requesting(
    _ field: CommandField, _ instance: SOPInstance, messageID: UInt16, hasDataSet: Bool = false
  ) -> Command {
    var command = Command(field, messageID: messageID, hasDataSet: hasDataSet)
    command.elements[text: .requestedSOPClass] = instance.sopClass
    command.elements[text: .requestedSOPInstance] = instance.uid
    return command
  }
}

/// An instance of a normalized SOP class.
public struct SOPInstance: Hashable, Sendable {
  /// Its class.
  public var sopClass: String
  /// Its UID.
  public var uid: String

  /// Creates an instance.
  public init(sopClass: String, uid: String) {
    self.sopClass = sopClass
    self.uid = uid
  }
}
