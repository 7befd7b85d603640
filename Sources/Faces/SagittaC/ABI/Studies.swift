public import CSagitta
import SagittaEngine

/// Looks at the headers of files and folders.
@c @implementation
public func sagitta_scan(
  _ call: UnsafePointer<sagitta_call>?, _ request: UnsafePointer<CChar>?, _ length: Int,
  _ study: UnsafeMutablePointer<sagitta_object>?, _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe give(to: study) {
      let request = try unsafe RequestJSON.read(InputRequest.self, text: request, length: length)
      return try StudyObject(request, context: unsafe WorkContext(call))
    }
  }
}

/// What `info --json --headers-only` prints of a study.
@c @implementation
public func sagitta_study_json(
  _ study: sagitta_object, _ request: UnsafePointer<CChar>?, _ length: Int,
  _ json: UnsafeMutablePointer<sagitta_object>?, _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe giveJSON(to: json) {
      let study = try ObjectTable.shared.object(study, as: StudyObject.self)
      let shows = try unsafe RequestJSON.read(
        StudyJSONRequest.self, text: request, length: length
      ).showIdentity
      return InfoReport(
        try study.groups(showsIdentity: shows), report: study.report, showsIdentity: shows,
        error: nil)
    }
  }
}

/// Loads one volume of a study.
@c @implementation
public func sagitta_study_load(
  _ call: UnsafePointer<sagitta_call>?, _ study: sagitta_object, _ request: UnsafePointer<CChar>?,
  _ length: Int, _ volume: UnsafeMutablePointer<sagitta_object>?,
  _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe give(to: volume) {
      let study = try ObjectTable.shared.object(study, as: StudyObject.self)
      let choice = try unsafe RequestJSON.read(ChoiceRequest.self, text: request, length: length)
      return try study.load(
        volume: choice.volume, phase: choice.phase, context: unsafe WorkContext(call))
    }
  }
}

/// Looks at an input and loads one volume of it.
@c @implementation
public func sagitta_load(
  _ call: UnsafePointer<sagitta_call>?, _ request: UnsafePointer<CChar>?, _ length: Int,
  _ volume: UnsafeMutablePointer<sagitta_object>?, _ error: UnsafeMutablePointer<sagitta_object>?
) -> sagitta_status {
  unsafe answer(error) {
    try unsafe give(to: volume) {
      let request = try unsafe RequestJSON.read(InputRequest.self, text: request, length: length)
      let context = try unsafe WorkContext(call)
      let study = try StudyObject(request, context: context)
      return try study.load(
        volume: study.selection.volume, phase: study.selection.phase, context: context)
    }
  }
}
