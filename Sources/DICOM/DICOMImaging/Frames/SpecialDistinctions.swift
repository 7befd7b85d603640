import DICOMModel

/// What can tell frames apart and stands elsewhere than in the attributes of the data set: in
/// private elements, or within another sequence.
struct SpecialDistinctions: Sendable {
  /// Label or control of arterial spin labelling.
  let labelling: String?
  /// The part of the complex signal.
  let component: String?
  /// The role of an image in flow and field protocols; nil in diffusion, where the weighting says
  /// more.
  let flag: Int?

  /// Reads a frame's attributes.
  init(_ attributes: FrameAttributes, isMR: Bool) {
    guard isMR, let root = attributes.sources.last else {
      labelling = nil
      component = nil
      flag = nil
      return
    }
    labelling =
      root.item(Self.labellingSequence)?.string(FrameDistinction.labelling.tag)
      ?? PhilipsLabelling.text(attributes.privateItems + [root])
    component = GEImageKind.component(root)
    let diffusionFlags = [GEImageKind.tensorFlag, GEImageKind.unweightedFlag]
    flag = GEImageKind.flag(root).flatMap { diffusionFlags.contains($0) ? nil : $0 }
  }

  /// MR Arterial Spin Labeling Sequence.
  private static let labellingSequence = Tag(0x0018, 0x9251)
}
