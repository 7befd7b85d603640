extension TransferSyntax {
  /// Implicit VR Little Endian.
  public static let implicitVRLittleEndian = TransferSyntax(
    "1.2.840.10008.1.2", name: "Implicit VR Little Endian", isExplicit: false)

  /// Explicit VR Little Endian.
  public static let explicitVRLittleEndian = TransferSyntax(
    "1.2.840.10008.1.2.1", name: "Explicit VR Little Endian")

  /// Encapsulated Uncompressed Explicit VR Little Endian.
  public static let encapsulatedUncompressed = TransferSyntax(
    "1.2.840.10008.1.2.1.98",
    name: "Encapsulated Uncompressed Explicit VR Little Endian", isEncapsulated: true)

  /// Deflated Explicit VR Little Endian.
  public static let deflatedExplicitVRLittleEndian = TransferSyntax(
    "1.2.840.10008.1.2.1.99", name: "Deflated Explicit VR Little Endian", isDeflated: true)

  /// Explicit VR Big Endian.
  public static let explicitVRBigEndian = TransferSyntax(
    "1.2.840.10008.1.2.2", name: "Explicit VR Big Endian", byteOrder: .bigEndian)

  /// GE's private syntax: Implicit VR Little Endian with big-endian pixel data.
  public static let privateGEBigEndianPixels = TransferSyntax(
    "1.2.840.113619.5.2", name: "GE Private Implicit VR, Big Endian Pixels",
    pixelByteOrder: .bigEndian, isExplicit: false)

  /// JPEG Baseline (Process 1).
  public static let jpegBaseline = TransferSyntax(
    "1.2.840.10008.1.2.4.50", name: "JPEG Baseline (Process 1)", isEncapsulated: true)

  /// JPEG Extended (Process 2 and 4).
  public static let jpegExtended = TransferSyntax(
    "1.2.840.10008.1.2.4.51", name: "JPEG Extended (Process 2 and 4)", isEncapsulated: true)

  /// JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8).
  public static let jpegSpectralSelection = TransferSyntax(
    "1.2.840.10008.1.2.4.53",
    name: "JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)", isEncapsulated: true)

  /// JPEG Full Progression, Non-Hierarchical (Process 10 and 12).
  public static let jpegFullProgression = TransferSyntax(
    "1.2.840.10008.1.2.4.55",
    name: "JPEG Full Progression, Non-Hierarchical (Process 10 and 12)", isEncapsulated: true)

  /// JPEG Lossless, Non-Hierarchical (Process 14).
  public static let jpegLossless = TransferSyntax(
    "1.2.840.10008.1.2.4.57",
    name: "JPEG Lossless, Non-Hierarchical (Process 14)", isEncapsulated: true)

  /// JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1]).
  public static let jpegLosslessSV1 = TransferSyntax(
    "1.2.840.10008.1.2.4.70",
    name:
      "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])",
    isEncapsulated: true)

  /// JPEG-LS Lossless Image Compression.
  public static let jpegLSLossless = TransferSyntax(
    "1.2.840.10008.1.2.4.80", name: "JPEG-LS Lossless Image Compression", isEncapsulated: true)

  /// JPEG-LS Lossy (Near-Lossless) Image Compression.
  public static let jpegLSNearLossless = TransferSyntax(
    "1.2.840.10008.1.2.4.81",
    name: "JPEG-LS Lossy (Near-Lossless) Image Compression", isEncapsulated: true)

  /// JPEG 2000 Image Compression (Lossless Only).
  public static let jpeg2000Lossless = TransferSyntax(
    "1.2.840.10008.1.2.4.90",
    name: "JPEG 2000 Image Compression (Lossless Only)", isEncapsulated: true)

  /// JPEG 2000 Image Compression.
  public static let jpeg2000 = TransferSyntax(
    "1.2.840.10008.1.2.4.91", name: "JPEG 2000 Image Compression", isEncapsulated: true)

  /// JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only).
  public static let jpeg2000MulticomponentLossless = TransferSyntax(
    "1.2.840.10008.1.2.4.92",
    name: "JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)", isEncapsulated: true
  )

  /// JPEG 2000 Part 2 Multi-component Image Compression.
  public static let jpeg2000Multicomponent = TransferSyntax(
    "1.2.840.10008.1.2.4.93",
    name: "JPEG 2000 Part 2 Multi-component Image Compression", isEncapsulated: true)

  /// JPEG XL Lossless.
  public static let jpegXLLossless = TransferSyntax(
    "1.2.840.10008.1.2.4.110", name: "JPEG XL Lossless", isEncapsulated: true)

  /// JPEG XL JPEG Recompression.
  public static let jpegXLRecompression = TransferSyntax(
    "1.2.840.10008.1.2.4.111", name: "JPEG XL JPEG Recompression", isEncapsulated: true)

  /// JPEG XL.
  public static let jpegXL = TransferSyntax(
    "1.2.840.10008.1.2.4.112", name: "JPEG XL", isEncapsulated: true)

  /// High-Throughput JPEG 2000 Image Compression (Lossless Only).
  public static let htj2kLossless = TransferSyntax(
    "1.2.840.10008.1.2.4.201",
    name: "High-Throughput JPEG 2000 Image Compression (Lossless Only)", isEncapsulated: true)

  /// High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only).
  public static let htj2kLosslessRPCL = TransferSyntax(
    "1.2.840.10008.1.2.4.202",
    name: "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)",
    isEncapsulated: true)

  /// High-Throughput JPEG 2000 Image Compression.
  public static let htj2k = TransferSyntax(
    "1.2.840.10008.1.2.4.203",
    name: "High-Throughput JPEG 2000 Image Compression", isEncapsulated: true)

  /// RLE Lossless.
  public static let rleLossless = TransferSyntax(
    "1.2.840.10008.1.2.5", name: "RLE Lossless", isEncapsulated: true)

  /// Deflated Image Frame Compression.
  public static let deflatedImageFrame = TransferSyntax(
    "1.2.840.10008.1.2.8.1", name: "Deflated Image Frame Compression", isEncapsulated: true)

  /// Every transfer syntax of PS3.6 edition 2024c, and those of JPEG XL and deflated frames.
  public static let all: [TransferSyntax] = [
    implicitVRLittleEndian,
    explicitVRLittleEndian,
    encapsulatedUncompressed,
    deflatedExplicitVRLittleEndian,
    explicitVRBigEndian,
    jpegBaseline,
    jpegExtended,
    TransferSyntax(
      "1.2.840.10008.1.2.4.52", name: "JPEG Extended (Process 3 and 5)", isEncapsulated: true),
    jpegSpectralSelection,
    TransferSyntax(
      "1.2.840.10008.1.2.4.54",
      name: "JPEG Spectral Selection, Non-Hierarchical (Process 7 and 9)", isEncapsulated: true),
    jpegFullProgression,
    TransferSyntax(
      "1.2.840.10008.1.2.4.56",
      name: "JPEG Full Progression, Non-Hierarchical (Process 11 and 13)", isEncapsulated: true),
    jpegLossless,
    TransferSyntax(
      "1.2.840.10008.1.2.4.58",
      name: "JPEG Lossless, Non-Hierarchical (Process 15)", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.59",
      name: "JPEG Extended, Hierarchical (Process 16 and 18)", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.60",
      name: "JPEG Extended, Hierarchical (Process 17 and 19)", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.61",
      name: "JPEG Spectral Selection, Hierarchical (Process 20 and 22)", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.62",
      name: "JPEG Spectral Selection, Hierarchical (Process 21 and 23)", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.63",
      name: "JPEG Full Progression, Hierarchical (Process 24 and 26)", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.64",
      name: "JPEG Full Progression, Hierarchical (Process 25 and 27)", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.65",
      name: "JPEG Lossless, Hierarchical (Process 28)", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.66",
      name: "JPEG Lossless, Hierarchical (Process 29)", isEncapsulated: true),
    jpegLosslessSV1,
    jpegLSLossless,
    jpegLSNearLossless,
    jpeg2000Lossless,
    jpeg2000,
    jpeg2000MulticomponentLossless,
    jpeg2000Multicomponent,
    TransferSyntax("1.2.840.10008.1.2.4.94", name: "JPIP Referenced"),
    TransferSyntax("1.2.840.10008.1.2.4.95", name: "JPIP Referenced Deflate", isDeflated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.100", name: "MPEG2 Main Profile / Main Level", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.100.1",
      name: "Fragmentable MPEG2 Main Profile / Main Level", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.101", name: "MPEG2 Main Profile / High Level", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.101.1",
      name: "Fragmentable MPEG2 Main Profile / High Level", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.102",
      name: "MPEG-4 AVC/H.264 High Profile / Level 4.1", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.102.1",
      name: "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.103",
      name: "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.103.1",
      name: "Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1",
      isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.104",
      name: "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.104.1",
      name: "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video",
      isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.105",
      name: "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.105.1",
      name: "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video",
      isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.106",
      name: "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.106.1",
      name: "Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.107", name: "HEVC/H.265 Main Profile / Level 5.1", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.4.108",
      name: "HEVC/H.265 Main 10 Profile / Level 5.1", isEncapsulated: true),
    jpegXLLossless,
    jpegXLRecompression,
    jpegXL,
    htj2kLossless,
    htj2kLosslessRPCL,
    htj2k,
    TransferSyntax("1.2.840.10008.1.2.4.204", name: "JPIP HTJ2K Referenced"),
    TransferSyntax(
      "1.2.840.10008.1.2.4.205", name: "JPIP HTJ2K Referenced Deflate", isDeflated: true),
    rleLossless,
    TransferSyntax("1.2.840.10008.1.2.6.1", name: "RFC 2557 MIME encapsulation"),
    TransferSyntax("1.2.840.10008.1.2.6.2", name: "XML Encoding"),
    TransferSyntax(
      "1.2.840.10008.1.2.7.1",
      name: "SMPTE ST 2110-20 Uncompressed Progressive Active Video", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.7.2",
      name: "SMPTE ST 2110-20 Uncompressed Interlaced Active Video", isEncapsulated: true),
    TransferSyntax(
      "1.2.840.10008.1.2.7.3", name: "SMPTE ST 2110-30 PCM Digital Audio", isEncapsulated: true),
    deflatedImageFrame,
    privateGEBigEndianPixels,
  ]
}
