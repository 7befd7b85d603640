import DICOMModel
import SagittaEngine

/// The parameters that a picture was made with (PS3.18 Annex K).
struct UsedParameters {
  let parameters: RenderedParameters
  let pictures: any Pictures

  /// The module as a data set.
  var dataSet: DataSet {
    var set = DataSet()
    let isPlane = parameters.resource == .plane
    set.set(.reformattingOperationType, vr: .cs, string: isPlane ? "MPR" : "3D_RENDERING")
    set.set(.renderingMethod, vr: .cs, string: pictures.method.rawValue.uppercased())
    let sight = pictures.sight
    set.set(.viewpointPosition, vr: .fd, doubles: sight.position.list)
    set.set(.viewpointLookAtPoint, vr: .fd, doubles: sight.lookAt.list)
    set.set(.viewpointUpDirection, vr: .fd, doubles: sight.up.list)
    if isPlane, let slab = parameters.slab { set.set(.slabThickness, vr: .fd, double: slab) }
    if let window = pictures.window, pictures.method != .volumeRendered {
      let function = window.function.rawValue.uppercased().split(separator: "-")
      set.set(.voiLUTFunction, vr: .cs, string: function.joined(separator: "_"))
      set.set(.windowWidth, vr: .ds, double: window.width)
      set.set(.windowCenter, vr: .ds, double: window.center)
    }
    if parameters.isAnimation {
      if !isPlane, let range = parameters.motion.swivel {
        set.set(.swivelRange, vr: .fd, double: range)
      }
      set.set(.animationStepSize, vr: .fd, double: parameters.motion.step)
      set.set(.recommendedAnimationRate, vr: .fd, double: pictures.framesPerSecond)
    }
    return set
  }

  /// A list of one data set in JSON.
  ///
  /// - Throws: Nothing that the numbers of a camera could lead to.
  func json() throws -> [UInt8] { Array(try JSONText.text([DICOMJSON(dataSet)]).utf8) }
}

extension Point3 {
  fileprivate var list: [Double] { [x, y, z] }
}

extension Vector3 {
  fileprivate var list: [Double] { [x, y, z] }
}

extension Tag {
  fileprivate static let reformattingOperationType = Tag(0x0072, 0x0510)
  fileprivate static let renderingMethod = Tag(0x0070, 0x120D)
  fileprivate static let viewpointPosition = Tag(0x0070, 0x1603)
  fileprivate static let viewpointLookAtPoint = Tag(0x0070, 0x1604)
  fileprivate static let viewpointUpDirection = Tag(0x0070, 0x1605)
  fileprivate static let slabThickness = Tag(0x0070, 0x1503)
  fileprivate static let voiLUTFunction = Tag(0x0028, 0x1056)
  fileprivate static let windowWidth = Tag(0x0028, 0x1051)
  fileprivate static let windowCenter = Tag(0x0028, 0x1050)
  fileprivate static let swivelRange = Tag(0x0070, 0x1A06)
  fileprivate static let animationStepSize = Tag(0x0070, 0x1A05)
  fileprivate static let recommendedAnimationRate = Tag(0x0070, 0x1A03)
}
