import ArgumentParser

/// A verb whose words were read once, and which is done to other inputs with results elsewhere: reading the words
/// takes longer than many a piece of work.
protocol RetargetedCommand: ParsableCommand {
  /// Where the words stand that name its inputs and its results.
  static var retargeted: RetargetedWords<Self> { get }
}

/// Where in a command the words stand that name its inputs and its results.
struct RetargetedWords<Command> {
  /// What is read.
  let inputs: WritableKeyPath<Command, [String]>
  /// A result that the words always name; nil if there is none.
  var output: WritableKeyPath<Command, String>?
  /// Results that the words may name.
  var optional: [WritableKeyPath<Command, String?>] = []
}

extension RetargetedCommand {
  /// Takes other inputs, and other places of results.
  ///
  /// - Parameters:
  ///   - inputs: What to read.
  ///   - place: Gives a result that the words name its new place.
  mutating func retarget(to inputs: [String], place: (String) -> String) {
    let words = Self.retargeted
    self[keyPath: words.inputs] = inputs
    if let output = words.output { self[keyPath: output] = place(self[keyPath: output]) }
    for word in words.optional { self[keyPath: word] = self[keyPath: word].map(place) }
  }
}

extension SliceCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> {
    RetargetedWords(
      inputs: \.options.input.inputs, output: \.options.output,
      optional: [\.options.origin.provenance])
  }
}

extension MprCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> {
    RetargetedWords(
      inputs: \.options.input.inputs, output: \.options.output,
      optional: [\.options.origin.provenance])
  }
}

extension MipCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> {
    RetargetedWords(
      inputs: \.input.inputs, output: \.output, optional: [\.depths, \.origin.provenance])
  }
}

extension RenderCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> {
    RetargetedWords(inputs: \.input.inputs, optional: [\.output, \.origin.provenance])
  }
}

extension ConvertCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> {
    RetargetedWords(inputs: \.input.inputs, output: \.output, optional: [\.origin.provenance])
  }
}

extension ResampleCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> {
    RetargetedWords(inputs: \.input.inputs, output: \.output, optional: [\.origin.provenance])
  }
}

extension ReportCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> {
    RetargetedWords(inputs: \.input.inputs, output: \.output, optional: [\.origin.provenance])
  }
}

extension FramesCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> {
    RetargetedWords(inputs: \.inputs, output: \.output, optional: [\.origin.provenance])
  }
}

extension InfoCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> { RetargetedWords(inputs: \.input.inputs) }
}

extension ProbeCommand: RetargetedCommand {
  static var retargeted: RetargetedWords<Self> { RetargetedWords(inputs: \.input.inputs) }
}
