import SagittaEngine

/// Files and folders, and how they are read.
struct InputRequest: Decodable {
  /// Files and folders.
  let inputs: [String]
  /// Which of their volumes; how files are read.
  let selection: VolumeSelection?

  private enum CodingKeys: CodingKey { case inputs, selection }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    inputs = try fields.decode([String].self, forKey: .inputs)
    selection = try fields.value(.selection)
  }

  /// How files are read, checked.
  func checkedSelection() throws -> VolumeSelection {
    guard !inputs.isEmpty else {
      throw RequestError(.incomplete, field: "inputs", sentence: "`inputs` are none")
    }
    let selection = selection ?? VolumeSelection()
    try selection.validate()
    return selection
  }
}

/// One volume of a study.
struct ChoiceRequest: Decodable {
  /// Its number or Series Instance UID; nil for the only one.
  let volume: String?
  /// The phase; nil for the first.
  let phase: PhaseSelection?

  private enum CodingKeys: CodingKey { case volume, phase }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    volume = try fields.value(.volume)
    phase = try fields.value(.phase)
  }
}

/// How much of a study is told.
struct StudyJSONRequest: Decodable {
  /// Whether patients' names and numbers are told.
  let showIdentity: Bool

  private enum CodingKeys: CodingKey { case showIdentity }

  init(from decoder: any Decoder) throws {
    showIdentity = try decoder.fields(CodingKeys.self).value(.showIdentity, default: false)
  }
}
