/// Something about a stored image that whoever looks at it should know.
public struct StoredImageNote: Hashable, Sendable {
  /// What it is about.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    /// Colours of more than 8 bits are shown with 8.
    case colourReduced = "colour-reduced"
    /// The compressed stream and Photometric Interpretation name different colours; the stream is
    /// believed.
    case photometricDiffers = "photometric-differs"
    /// Photometric Interpretation does not fit the number of samples.
    case photometricOdd = "photometric-odd"
    /// Pixels are not square; the picture keeps them as they are stored.
    case pixelsNotSquare = "pixels-not-square"
    /// Distances are those on the detector, not in the patient.
    case detectorSpacing = "detector-spacing"
    /// The pixels once went through a lossy compression.
    case lossyCompression = "lossy-compression"
    /// Nothing says how fast the frames follow each other.
    case frameTimeUnknown = "frame-time-unknown"
    /// No window is stated: black and white are the ends of the values shown.
    case windowFromValues = "window-from-values"
    /// A window, a table or an overlay makes no sense and is left out.
    case viewUnreadable = "view-unreadable"
    /// A palette's entries have fewer bits than it says.
    case paletteBits = "palette-bits"
    /// The file holds fewer frames than it says.
    case framesMissing = "frames-missing"
    /// The pixel data is not encoded as the transfer syntax says.
    case encodingOddity = "encoding-oddity"
  }

  /// What it is about.
  public let code: Code

  /// The same in a sentence, with the numbers.
  public let message: String

  /// Creates a note.
  public init(_ code: Code, message: String) {
    self.code = code
    self.message = message
  }
}
