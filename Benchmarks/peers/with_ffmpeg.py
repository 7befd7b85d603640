"""ffmpeg: a process for each animated picture; the frames come from a raw file, the colours of a GIF are each frame's own."""

import numpy as np
from worker import Program, Request, Work, serve

OPTIONS = {
    "gif": ["-filter_complex", "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=none", "-f", "gif"],
    "apng": ["-plays", "0", "-f", "apng"],
}


def frames(request: Request) -> Work:
    size, threads = request["size"], str(request.threads)
    command = [
        "ffmpeg", "-v", "error", "-nostdin", "-y", "-threads", threads, "-f", "rawvideo", "-pixel_format", "rgb24",
        "-video_size", f"{size}x{size}", "-framerate", "12.5", "-i", request.path("file"), "-filter_threads", threads,
        "-filter_complex_threads", threads, *OPTIONS[request["format"]], "-threads", threads, f"{request.output}/spin"]
    return Work(lambda: Program.run(command), lambda _: np.empty(0))


serve({"frames": frames})
