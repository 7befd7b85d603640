/// The page's only script: it turns spin MIPs.
enum SpinScript {
  /// Frames follow the pointer's way: a width of the picture is half a turn.
  ///
  /// The text is constant, and the page's policy allows only the script with its digest.
  static let source = """
    'use strict';
    for (const spin of document.querySelectorAll('.spin')) {
      const frames = spin.querySelectorAll('.frame');
      const slider = spin.querySelector('input');
      const stage = spin.querySelector('.plane');
      let shown = 0, start = null;
      function show(n) {
        const next = ((n % frames.length) + frames.length) % frames.length;
        frames[shown].hidden = true;
        frames[next].hidden = false;
        shown = next;
        slider.value = next;
        spin.dataset.shown = next;
      }
      slider.addEventListener('input', () => show(Number(slider.value)));
      stage.addEventListener('pointerdown', (event) => {
        start = { x: event.clientX, frame: shown };
        stage.setPointerCapture(event.pointerId);
        event.preventDefault();
      });
      stage.addEventListener('pointermove', (event) => {
        if (start === null) return;
        const turn = (event.clientX - start.x) / stage.clientWidth;
        show(start.frame - Math.round(turn * frames.length / 2));
      });
      for (const end of ['pointerup', 'pointercancel']) {
        stage.addEventListener(end, () => { start = null; });
      }
    }
    """

  /// The SHA-256 of ``source`` in base64, for the page's policy; a test compares it.
  static let digest = "nW0eOMbDd8DjXsMunLTRljW++VKCn+y/zbf3DO0kaI8="
}
