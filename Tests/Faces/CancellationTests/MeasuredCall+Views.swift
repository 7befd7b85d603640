import Foundation
import Sagitta

extension MeasuredCall {
  private static func planes(_ name: String, _ json: String) -> MeasuredCall {
    MeasuredCall(name) { input, context in
      let request = try JSONDecoder().decode(PlaneRequest.self, from: Data(json.utf8))
      _ = try PlaneImages(request, of: input.volume, context: context).images(context: context)
    }
  }

  private static func projection(_ name: String, _ json: String) -> MeasuredCall {
    MeasuredCall(name) { input, context in
      let request = try JSONDecoder().decode(ProjectionRequest.self, from: Data(json.utf8))
      let frames = try ProjectionFrames(request, of: input.volume, context: context)
      for n in 0..<frames.count {
        _ = try frames.image(of: frames.frame(n, context: context), context: context)
      }
    }
  }

  private static func render(_ name: String, _ json: String) -> MeasuredCall {
    MeasuredCall(name) { input, context in
      let request = try JSONDecoder().decode(RenderRequest.self, from: Data(json.utf8))
      let frames = try RenderFrames(request, of: input.volume, context: context)
      for n in 0..<frames.count { _ = try frames.image(n, context: context) }
    }
  }

  private static let oblique = #""oblique": {"normal": [0.2, 1, 1]"#

  static let planes = [
    planes("axial planes", #"{"planes": {"orthogonal": {"plane": "axial", "every": 9}}}"#),
    planes("sagittal planes", #"{"planes": {"orthogonal": {"plane": "sagittal", "every": 40}}}"#),
    planes("stored slices", #"{"planes": {"native": {"every": 9}}}"#),
    planes(
      "a stack of oblique planes",
      #"{"planes": {\#(oblique), "count": 4}}, "interpolation": "lanczos"}"#),
    planes(
      "a thick slab",
      #"{"planes": {\#(oblique)}}, "slab": {"thickness": 60, "blend": "mean"}}"#),
    planes(
      "a thick slab of slices",
      #"{"planes": {"orthogonal": {}}, "slab": {"thickness": 60, "blend": "max"}}"#),
    planes(
      "a plane of B-splines",
      #"{"planes": {\#(oblique)}}, "interpolation": "cubic"}"#),
    planes(
      "a plane without aliasing",
      #"{"planes": {"orthogonal": {}}, "antialias": true, "layout": {"pixel": 3}}"#),
    planes(
      "a curve",
      #"{"planes": {"curve": {"points": [[20, 20, 2], [60, 60, 9], [20, 60, 20]]}}, "#
        + #""slab": {"thickness": 20}}"#),
    planes(
      "a sheet of many planes",
      #"{"planes": {"orthogonal": {"plane": "axial"}}, "sheet": {"montage": [5, 5]}, "#
        + #""marks": {"annotate": "full"}}"#),
  ]

  static let rays = [
    projection("a projection", #"{"camera": {"azimuth": 30}}"#),
    projection("a mean projection", #"{"blend": "mean", "camera": {"view": "left"}}"#),
    projection("a spin of projections", #"{"camera": {"frames": 3}, "depths": true}"#),
    render("a picture of rays", #"{"camera": {"azimuth": 30}}"#),
    render("a surface with fine samples", #"{"iso": 20, "samples": 2}"#),
    MeasuredCall("resample") { input, context in
      let grid = try input.volume.geometry.resampled(spacing: SIMD3(repeating: 1.3))
      _ = try Reslicer(input.volume).resampled(
        to: grid, interpolation: .cubic, antialiasing: .widenedKernel, context: context)
    },
  ]
}
