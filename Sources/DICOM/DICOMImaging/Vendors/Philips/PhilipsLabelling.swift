import DICOMModel

/// Whether an arterial spin labelling image of Philips is a label or a control: (2005,xx29) of
/// `Philips MR Imaging DD 005`, in enhanced objects within the frame's private items.
enum PhilipsLabelling {
  /// `LABEL` or `CONTROL`; nil if the data sets say neither.
  static func text(_ dataSets: [DataSet]) -> String? {
    for dataSet in dataSets {
      guard let block = dataSet.privateBlock(0x2005, creator: "Philips MR Imaging DD 005"),
        let text = dataSet.string(block.tag(0x29)), ["LABEL", "CONTROL"].contains(text)
      else { continue }
      return text
    }
    return nil
  }
}
