import Geometry

/// A phantom in closed form, as it stands in `truth.json`; coordinates are LPS mm, values
/// those that a loader finds.
public struct PhantomFacts: Hashable, Sendable, Codable {
  /// A letter of the head.
  public struct Letter: Hashable, Sendable, Codable {
    /// The letter: the side of the patient at which it stands.
    public var letter: String
    /// The picture in which it is read: `axial`, `coronal` or `sagittal`.
    public var picture: String
    /// Its middle.
    public var center: [Double]
    /// Its width and height in the picture, in mm.
    public var size: [Double]
  }

  /// The middle of head or ball; a place of the ramp whose value is `base`.
  public var center: [Double]?
  /// The edge of the cube that holds the head, in mm.
  public var extent: Double?
  /// The letters of the head.
  public var letters: [Letter]?
  /// The radius of the ball in mm, where the contrast is half.
  public var radius: Double?
  /// How many mm the edge of the ball is about wide.
  public var edgeWidth: Double?
  /// The volume of the ball in mm³.
  public var volume: Double?
  /// The longest chord of the ball, through its centre, in mm.
  public var diameter: Double?
  /// The value of the ball, which is its MIP.
  public var inside: Double?
  /// The value around the ball.
  public var outside: Double?
  /// The value of the ramp at `center`.
  public var base: Double?
  /// The growth of the ramp in units for each mm, the same everywhere.
  public var slope: [Double]?
  /// The centres of the beads that lie inside.
  public var beads: [[Double]]?
  /// The centres of the two beads that lie in the planes of the first and the last slice.
  public var beadsOfEndSlices: [[Double]]?
  /// The standard deviation of a bead in mm.
  public var sigma: Double?
  /// The value at a bead's centre, above the background.
  public var amplitude: Double?
  /// The value far from all beads.
  public var background: Double?

  /// Collects the facts of a phantom whose values are written `lift` higher.
  init(_ phantom: Phantom, lift: Double) {
    switch phantom {
    case .head(let head):
      center = Self.triple(head.center.fromOrigin)
      extent = head.extent
      letters = head.letters.map { letter in
        Letter(
          letter: String(letter.letter.rawValue), picture: letter.picture.rawValue,
          center: Self.triple(letter.center.fromOrigin), size: [letter.size.x, letter.size.y])
      }
    case .sphere(let ball):
      center = Self.triple(ball.center.fromOrigin)
      radius = ball.radius
      edgeWidth = ball.edgeWidth
      volume = ball.volume
      diameter = 2 * ball.radius
      inside = ball.inside + lift
      outside = ball.outside + lift
    case .ramp(let ramp):
      center = Self.triple(ramp.origin.fromOrigin)
      base = ramp.base + lift
      slope = Self.triple(ramp.slope)
    case .beads(let beads):
      self.beads = beads.centers.map { Self.triple($0.fromOrigin) }
      beadsOfEndSlices = beads.cutCenters.map { Self.triple($0.fromOrigin) }
      sigma = beads.sigma
      amplitude = beads.amplitude
      background = beads.background + lift
    }
  }

  private static func triple(_ vector: PatientVector) -> [Double] {
    [vector.x, vector.y, vector.z]
  }
}
