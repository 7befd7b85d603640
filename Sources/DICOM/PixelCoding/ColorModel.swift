/// What three samples of a pixel mean.
public enum ColorModel: Hashable, Sendable {
  /// Red, green and blue.
  case rgb
  /// Luminance and two colour differences over the full range (PS3.3 C.7.6.3.1.2, YBR_FULL).
  case ybrFull
}
