package import SagittaEngine

/// A display window: centre, width and function (PS3.18 8.3.5.1.4).
package enum WindowWish {
  /// Reads `center,width,function`, in this order.
  ///
  /// - Parameter text: The parameter's value; centre and width in the unit of the values.
  /// - Returns: The window.
  /// - Throws: ``RenderedVolumesError/wrongParameter(_:problem:)``.
  package static func read(_ text: String) throws(RenderedVolumesError) -> DisplayWindow {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count == 3, let center = ParameterReader.number(fields[0]),
      let width = ParameterReader.number(fields[1]),
      let function = DisplayWindow.Function(rawValue: String(fields[2]))
    else {
      throw .wrongParameter(
        "window", problem: "it is centre,width,function with linear, linear-exact or sigmoid")
    }
    guard let window = DisplayWindow(center: center, width: width, function: function) else {
      throw .wrongParameter(
        "window", problem: "the width is above 0, and at least 1 for the function linear")
    }
    return window
  }
}
