public import SagittaEngine
public import WebServices

/// Answers requests for `renderedmpr`, `rendered3d` and `info` of studies, series, instances and frames
/// (PS3.18 10.4.1.1.7 and 10.4.1.1.8), without a server: a path and a query go in, bytes come out.
///
/// Pictures are those of the program's `mpr`, `mip` and `render`, to the last byte. Volumes are kept
/// and shared; calls may come from many threads, and wait on theirs.
public final class RenderedVolumes: Sendable {
  /// What a request may take at the most.
  public let limits: RenderedLimits
  private let volumes: TargetVolumes
  private let views = ViewRequests()

  /// Answers from instances.
  ///
  /// - Parameters:
  ///   - source: Who knows where they are.
  ///   - limits: What a request may take at the most.
  public init(of source: any InstanceSource, limits: RenderedLimits = RenderedLimits()) {
    self.limits = limits
    volumes = TargetVolumes(source, limits: limits)
  }

  /// The bytes of all volumes that are kept or being loaded.
  public var cachedBytes: Int { volumes.takenBytes }

  /// How many volumes are kept.
  public var cachedVolumes: Int { volumes.count }

  /// Answers a request.
  ///
  /// - Parameters:
  ///   - target: What is asked for; its form is `renderedmpr`, `rendered3d` or `info`.
  ///   - query: The parameters, decoded.
  ///   - accept: What the client takes.
  ///   - context: The workers, and what ends the work.
  ///   - isKnown: Whether the client has what an entity tag stands for.
  /// - Returns: A picture, several, values, a DICOM object, or the parameters that a picture is made with;
  ///   nothing (304) for what the client has.
  /// - Throws: ``RenderedVolumesError`` and other faults, whose status
  ///   ``RenderedVolumesError/status(of:)`` has; `WorkCancelled`.
  public func answer(
    target: ResourcePath, query: [(name: String, value: String)], accept: AcceptList,
    context: WorkContext = WorkContext(), isKnown: (String) -> Bool = { _ in false }
  ) throws -> WebAnswer {
    var context = context
    context.limits.imagePixels = min(context.limits.imagePixels, limits.pixels)
    context.limits.slabSamples = min(context.limits.slabSamples, limits.slabSamples)
    context.limits.volumeBytes = min(context.limits.volumeBytes, limits.cacheBytes)
    do {
      switch target.subject {
      case .form(.renderedMPR):
        return try picture(
          .plane, of: target, query: query, accept: accept, context: context, isKnown: isKnown)
      case .form(.rendered3D):
        return try picture(
          .rays, of: target, query: query, accept: accept, context: context, isKnown: isKnown)
      case .form(.info):
        return try info(of: target, query: query, accept: accept, context: context)
      default: throw RenderedVolumesError.noSuchTarget(target.path)
      }
    } catch let error as RequestError {
      throw RenderedVolumesError(error)
    } catch let error as LoadError {
      throw RenderedVolumesError(error)
    }
  }

  private func picture(
    _ resource: RenderedParameters.Resource, of target: ResourcePath,
    query: [(name: String, value: String)], accept: AcceptList, context: WorkContext,
    isKnown: (String) -> Bool
  ) throws -> WebAnswer {
    let parameters = try RenderedParameters(query, of: resource, limits: limits)
    try refuseStates(target, parameters, context: context)
    let type = try MediaOffers.choice(
      accept,
      among: parameters.wantsMetadata
        ? MediaOffers.metadata : parameters.isAnimation ? MediaOffers.moving : MediaOffers.still)
    guard !parameters.wantsProfile || parameters.wantsMetadata else {
      throw RenderedVolumesError.wrongParameter(
        "iccprofile", problem: "\(type.essence) is written without a profile: its one value is no")
    }
    let isGlance =
      MediaOffers.isStillImage(type) && !parameters.wantsMetadata && !parameters.isAnimation
    let takesCoarse = parameters.takesPreliminary && isGlance
    let takesHalved = parameters.takesHalved && isGlance
    return try views.newest(parameters.view, context: context) { context in
      try volumes.use(
        target, input: parameters.input, takesCoarse: takesCoarse, context: context
      ) { found in
        try withOverlay(of: parameters, on: found, target: target, context: context) {
          second, words in
          let freshness = Freshness(
            target, query: query, type: type, words: words,
            isPreliminary: takesCoarse || takesHalved)
          if let tag = freshness.tag, isKnown(tag) {
            return WebAnswer(status: 304, headers: freshness.fields)
          }
          return try volumes.useHalved(
            of: found, keeping: takesHalved ? parameters.usedMethod.halved : nil, context: context
          ) { found in
            let pictures = try pictures(
              parameters, of: found, overlay: second, areImages: type != MediaOffers.array,
              context: context)
            var answer = try answer(parameters, pictures, as: type, of: found, context: context)
            answer.headers += freshness.fields
            return answer
          }
        }
      }
    }
  }

  private func answer(
    _ parameters: RenderedParameters, _ pictures: any Pictures, as type: MediaType,
    of found: TargetVolumes.Found, context: WorkContext
  ) throws -> WebAnswer {
    let headers = PictureHeaders(
      parameters: parameters, pictures: pictures, found: found
    ).fields
    guard !parameters.wantsMetadata else {
      let json = try UsedParameters(parameters: parameters, pictures: pictures).json()
      return WebAnswer(type, json, headers: headers)
    }
    try checkAnimation(pictures)
    if type == MediaOffers.dicom {
      let object = DerivedAnswer(
        parameters: parameters, pictures: pictures, kept: found.kept, context: context)
      return WebAnswer(type, try object.bytes(), headers: headers)
    }
    let body = try ImageAnswers(
      pictures: pictures, type: type, quality: parameters.quality, context: context
    ).body(isAnimation: parameters.isAnimation)
    return WebAnswer(body.type, body.bytes, headers: headers)
  }

  private func checkAnimation(_ pictures: any Pictures) throws(RenderedVolumesError) {
    guard pictures.count <= limits.frames else {
      throw .tooLarge("an animation of \(pictures.count) pictures", limit: limits.frames)
    }
    let pixels = pictures.plane.map { $0.width * $0.height * pictures.count } ?? 0
    guard pixels <= limits.animationPixels else {
      throw .tooLarge("an animation of \(pixels) pixels", limit: limits.animationPixels)
    }
  }

  /// Presentation states are targets of their own, which are not supported; what they forbid is wrong
  /// whether they are or not.
  private func refuseStates(
    _ target: ResourcePath, _ parameters: RenderedParameters, context: WorkContext
  ) throws {
    guard target.instance != nil,
      let file = try volumes.listing(of: target, context: context).files.first,
      let name = PresentationStates.name(file.sopClass)
    else { return }
    if let forbidden = parameters.forbiddenForStates.first {
      throw RenderedVolumesError.wrongParameter(
        forbidden, problem: "a presentation state says it itself")
    }
    throw RenderedVolumesError.presentationState(name)
  }

  /// Does something with the second volume that is asked for, nil without one, and with the words of
  /// all volumes.
  private func withOverlay(
    of parameters: RenderedParameters, on found: TargetVolumes.Found, target: ResourcePath,
    context: WorkContext, body: (SecondVolume?, [String]) throws -> WebAnswer
  ) throws -> WebAnswer {
    guard let overlay = parameters.look.overlay else { return try body(nil, [found.word]) }
    let other = ResourcePath(study: overlay.study ?? target.study, series: overlay.series)
    return try volumes.use(other, input: VolumeInput(), context: context) { second in
      try body(
        try second.kept.overlay(on: found.kept, context: context), [found.word, second.word])
    }
  }

  private func pictures(
    _ parameters: RenderedParameters, of found: TargetVolumes.Found,
    overlay second: SecondVolume?, areImages: Bool, context: WorkContext
  ) throws -> any Pictures {
    let isRendered = parameters.method == .volumeRendered && parameters.slab != nil
    guard parameters.resource == .plane, !isRendered else {
      return try RayPictures(
        parameters, of: found.kept, halved: found.halved, overlay: second, limits: limits,
        context: context)
    }
    return try PlanePictures(
      parameters, of: found.kept, overlay: second, areImages: areImages, limits: limits,
      context: context)
  }

  private func info(
    of target: ResourcePath, query: [(name: String, value: String)], accept: AcceptList,
    context: WorkContext
  ) throws -> WebAnswer {
    var reader = try ParameterReader(query, atMost: limits.parameters)
    let wantsValues = try reader.flag("values") ?? false
    let type = try MediaOffers.choice(accept, among: [MediaOffers.json])
    let listing = try volumes.listing(of: target, context: context)
    let report = try volumes.report(of: listing, context: context)
    let info = SeriesInfo(files: listing.files, context: context)
    let json = try volumes.source.withBytes(of: wantsValues ? listing.files : [], context: context)
    {
      try info.json(report, wantsValues: wantsValues)
    }
    return WebAnswer(type, json, headers: [])
  }
}

extension WebAnswer {
  /// A body of a type.
  fileprivate init(_ type: MediaType, _ bytes: [UInt8], headers: [WebHeader]) {
    self.init(
      status: 200, headers: [WebHeader("Content-Type", type.description)] + headers,
      body: .bytes(bytes))
  }
}
