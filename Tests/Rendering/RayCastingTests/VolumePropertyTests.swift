import Testing

@testable import RayCasting

/// Volume properties as 3D Slicer saves them.
@Suite struct `Volume properties` {
  /// The nine lines of one, a line replaced.
  private func text(_ number: Int? = nil, _ line: String = "") -> String {
    var lines = [
      "1", "1", "0.7", "0.3", "0.25", "12", "6 -50 0 120 0.25 600 0.75", "4 0 0.5 100 1",
      "8 -50 0.5 0.25 0 600 1 0.75 0.5",
    ]
    if let number { lines[number - 1] = line }
    return lines.joined(separator: "\n") + "\n"
  }

  private let meant = TransferFunction(
    opacity: [
      .init(value: -50, opacity: 0), .init(value: 120, opacity: 0.25),
      .init(value: 600, opacity: 0.75),
    ],
    color: [.init(value: -50, color: [0.5, 0.25, 0]), .init(value: 600, color: [1, 0.75, 0.5])],
    gradientOpacity: [.init(magnitude: 0, opacity: 0.5), .init(magnitude: 100, opacity: 1)],
    shading: Shading(ambient: 0.3, diffuse: 0.7, specular: 0.25, shininess: 12))

  @Test func `become the transfer function they say`() throws {
    #expect(try TransferFunction(volumeProperty: text()) == meant)
    let fromWindows = text().replacing("\n", with: " \r\n")
    #expect(try TransferFunction(volumeProperty: fromWindows) == meant)
  }

  @Test func `may do without light and gradients`() throws {
    let plain = try TransferFunction(volumeProperty: text(2, "0"))
    #expect(plain.shading == nil)
    for line in ["", "0"] {
      #expect(try TransferFunction(volumeProperty: text(8, line)).gradientOpacity == nil)
    }
  }

  @Test func `have a step where points share a place`() throws {
    let function = try TransferFunction(volumeProperty: text(7, "8 0 0 50 0 50 0.5 50 1"))
    try function.check()
    #expect(function.opacity(of: 49.999) == 0)
    #expect(function.opacity(of: 50.001) == 1)
  }

  @Test(arguments: [
    (1, "x", "line 1: interpolation"), (2, "2", "line 2: shade"), (3, "nan", "line 3: diffuse"),
    (6, "-1", "line 6: specular power"), (7, "5 -50 0 120 0.25", "line 7: opacity says 5"),
    (7, "3 -50 0 120", "line 7: opacity has 3"), (7, "0", "line 7: opacity begins"),
    (7, "4 -50 0 nan 1", "line 7: opacity point 1"),
    (7, "4 -50 0 20 1.5", "line 7: opacity point 1"),
    (7, "4 20 0 -50 1", "line 7: opacity point 1"),
    (8, "4 0 1 inf 1", "line 8: gradient opacity point 1"),
    (9, "4 0 1 1 -1", "line 9: color point 0"), (9, "99999999999999999999 1", "line 9: color"),
    (9, "", "line 9: missing"),
  ])
  func `that cannot be used are refused with the line`(
    number: Int, line: String, message: String
  ) throws {
    let error = try #require(throws: VolumePropertyError.self) {
      try TransferFunction(volumeProperty: text(number, line))
    }
    #expect(error.description.hasPrefix(message), "\(error)")
  }

  @Test func `are nine lines`() {
    for text in ["", "\n\n", "1\n1\n", text() + "1\n", "\u{0}\u{fffd}"] {
      #expect(throws: VolumePropertyError.self) { try TransferFunction(volumeProperty: text) }
    }
  }
}
