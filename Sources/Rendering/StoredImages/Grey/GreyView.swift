public import VolumeModel
import Presentation

/// How the grey of an image comes about.
public enum GreyView: Hashable, Sendable {
  /// Through a window.
  case window(DisplayWindow)
  /// Through a table of the file.
  case table(VOITable)

  /// The grey of a modality value: 0 is black, `white` is white.
  func grey(of value: Float, white: Double) -> Double {
    switch self {
    case .window(let window): window.grey(of: value, white: white)
    case .table(let table): table.grey(of: value, white: white)
    }
  }
}

/// Which view of a grey image is wanted.
public enum GreyChoice: Hashable, Sendable {
  /// The file's own view of this number, from 1: its tables come first, then its windows.
  /// Where it has none, from the smallest to the largest value of the frames that are shown, or of
  /// the stored bits if there are 8 at most.
  case own(Int)
  /// From the smallest to the largest value of the frames that are shown.
  case full
  /// This very window.
  case window(DisplayWindow)
}
