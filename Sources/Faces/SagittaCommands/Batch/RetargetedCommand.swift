import ArgumentParser

/// A verb whose words were read once, and which is done to other inputs with results elsewhere: reading the words
/// takes longer than many a piece of work.
protocol RetargetedCommand: ParsableCommand {
  /// Takes other inputs, and other places of results.
  ///
  /// - Parameters:
  ///   - inputs: What to read.
  ///   - place: Gives a result that the words name its new place.
  mutating func retarget(to inputs: [String], place: (String) -> String)
}

extension SliceCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) {
    options.retarget(to: inputs, place: place)
  }
}

extension MprCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) {
    options.retarget(to: inputs, place: place)
  }
}

extension PlaneOptions {
  fileprivate mutating func retarget(to inputs: [String], place: (String) -> String) {
    input.inputs = inputs
    output = place(output)
    origin.provenance = origin.provenance.map(place)
  }
}

extension MipCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) {
    input.inputs = inputs
    output = place(output)
    depths = depths.map(place)
    origin.provenance = origin.provenance.map(place)
  }
}

extension RenderCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) {
    input.inputs = inputs
    output = output.map(place)
    origin.provenance = origin.provenance.map(place)
  }
}

extension ConvertCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) {
    input.inputs = inputs
    output = place(output)
    origin.provenance = origin.provenance.map(place)
  }
}

extension ResampleCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) {
    input.inputs = inputs
    output = place(output)
    origin.provenance = origin.provenance.map(place)
  }
}

extension ReportCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) {
    input.inputs = inputs
    output = place(output)
    origin.provenance = origin.provenance.map(place)
  }
}

extension FramesCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) {
    self.inputs = inputs
    output = place(output)
    origin.provenance = origin.provenance.map(place)
  }
}

extension InfoCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) { input.inputs = inputs }
}

extension ProbeCommand: RetargetedCommand {
  mutating func retarget(to inputs: [String], place: (String) -> String) { input.inputs = inputs }
}
