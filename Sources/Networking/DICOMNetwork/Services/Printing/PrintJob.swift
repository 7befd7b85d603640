/// Pictures that are to be printed on films.
public struct PrintJob: Hashable, Sendable {
  /// A grey picture, as it is to be seen.
  public struct Picture: Hashable, Sendable {
    /// Pixels in a row, 1 to 65535.
    public let columns: Int
    /// Rows, 1 to 65535.
    public let rows: Int
    /// The shades, row by row from the top: 0 is black.
    public let pixels: [UInt8]

    /// Creates a picture.
    ///
    /// - Returns: Nil unless the sizes are allowed and there is a shade for each pixel.
    public init?(columns: Int, rows: Int, pixels: [UInt8]) {
      guard (1...65535).contains(columns), (1...65535).contains(rows),
        pixels.count == columns * rows
      else { return nil }
      self.columns = columns
      self.rows = rows
      self.pixels = pixels
    }
  }

  /// The pictures of each film, row by row from the top; at most as many as there are places.
  public var films: [[Picture]]

  /// Places in a row of a film.
  public var columns: Int

  /// Rows of places.
  public var rows: Int

  /// The size of films, in the standard's word; nil for the printer's own.
  public var filmSize: FilmSize?

  /// How often every film is printed.
  public var copies: Int

  /// Whether films lie on their long side.
  public var isLandscape: Bool { columns > rows }

  /// Creates a job.
  ///
  /// - Precondition: There are places, and no film has more pictures than places.
  public init(
    films: [[Picture]], columns: Int = 1, rows: Int = 1, filmSize: FilmSize? = nil, copies: Int = 1
  ) {
    precondition(columns > 0 && rows > 0, "a film has places")
    precondition(films.allSatisfy { $0.count <= columns * rows }, "every picture has a place")
    self.films = films
    self.columns = columns
    self.rows = rows
    self.filmSize = filmSize
    self.copies = copies
  }
}

/// The sizes of films that the standard has words for (PS3.3 C.13.3).
public enum FilmSize: String, CaseIterable, Hashable, Sendable {
  case inches8x10 = "8INX10IN"
  case inches8x11 = "8_5INX11IN"
  case inches10x12 = "10INX12IN"
  case inches10x14 = "10INX14IN"
  case inches11x14 = "11INX14IN"
  case inches11x17 = "11INX17IN"
  case inches14x14 = "14INX14IN"
  case inches14x17 = "14INX17IN"
  case centimetres24x24 = "24CMX24CM"
  case centimetres24x30 = "24CMX30CM"
  case a4 = "A4"
  case a3 = "A3"

  /// Width and height in millimetres, upright.
  public var millimetres: (width: Double, height: Double) {
    let inch = 25.4
    return switch self {
    case .inches8x10: (8 * inch, 10 * inch)
    case .inches8x11: (8.5 * inch, 11 * inch)
    case .inches10x12: (10 * inch, 12 * inch)
    case .inches10x14: (10 * inch, 14 * inch)
    case .inches11x14: (11 * inch, 14 * inch)
    case .inches11x17: (11 * inch, 17 * inch)
    case .inches14x14: (14 * inch, 14 * inch)
    case .inches14x17: (14 * inch, 17 * inch)
    case .centimetres24x24: (240, 240)
    case .centimetres24x30: (240, 300)
    case .a4: (210, 297)
    case .a3: (297, 420)
    }
  }
}
