/// How the page looks: on screens light and dark, narrow and wide, and on paper.
package enum ReportStyle {
  package static let css: HTML = """
    :root {
      --ink: #1b2733; --quiet: #5a6875; --line: #d5dce3; --paper: #ffffff; --panel: #f4f6f8;
      --accent: #1f5f9e; --warning: #a35c00; --warning-back: #fff3dd; --hole: #c22b2b;
      --uneven: #d98a00; --even: #7f9bb5;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ink: #e3e9ef; --quiet: #9aa8b5; --line: #34414d; --paper: #12181e; --panel: #1b242c;
        --accent: #7db8ee; --warning: #ffc46b; --warning-back: #3a2c12; --hole: #ff7b7b;
        --uneven: #ffb84d; --even: #6f8ba5;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; max-width: 68rem; padding: 1.5rem 1.25rem 3rem; color: var(--ink);
      background: var(--paper); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
    h2 {
      font-size: 1.2rem; line-height: 1.3; margin: 0 0 1rem; padding-bottom: .4rem;
      border-bottom: 1px solid var(--line); overflow-wrap: anywhere;
    }
    h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
    section { margin: 2.25rem 0 0; }
    a { color: var(--accent); }
    code { font: .92em ui-monospace, "DejaVu Sans Mono", monospace; }
    nav ol { list-style: none; margin: 1rem 0 0; padding: 0; }
    nav li { padding: .15rem 0; }
    .number {
      display: inline-block; min-width: 1.7em; padding: 0 .4em; margin-right: .3em; text-align: center;
      border-radius: .3em; background: var(--accent); color: var(--paper);
    }
    .summary { margin: 0; }
    .chip, .badge {
      display: inline-block; padding: .05rem .6rem; border-radius: 1rem; background: var(--panel);
      border: 1px solid var(--line); font-size: .88rem; font-weight: 400; white-space: nowrap;
    }
    .badge { font-size: .78rem; vertical-align: .1em; }
    .chip.warning, .badge.warning {
      background: var(--warning-back); border-color: var(--warning); color: var(--warning);
    }
    .pictures {
      display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem;
    }
    figure { margin: 0; }
    figcaption { color: var(--quiet); font-size: .88rem; margin-top: .35rem; }
    .plane {
      position: relative; background: #000; border-radius: .3rem; display: flex; overflow: hidden;
      align-items: center; justify-content: center; aspect-ratio: 1;
    }
    .plane img { max-width: 100%; max-height: 100%; width: 100%; height: 100%; object-fit: contain; }
    .plane b {
      position: absolute; color: #ffe9a8; font-size: .85rem; font-weight: 600;
      text-shadow: 0 0 3px #000, 0 0 3px #000;
    }
    .plane .l { left: .4rem; top: 50%; transform: translateY(-50%); }
    .plane .r { right: .4rem; top: 50%; transform: translateY(-50%); }
    .plane .t { top: .15rem; left: 50%; transform: translateX(-50%); }
    .plane .b { bottom: .15rem; left: 50%; transform: translateX(-50%); }
    table { border-collapse: collapse; width: 100%; font-size: .92rem; }
    .facts { margin: 1.1rem 0; }
    th { text-align: left; font-weight: 500; color: var(--quiet); }
    th, td { padding: .28rem .8rem .28rem 0; vertical-align: top; overflow-wrap: anywhere; }
    .facts > tbody > tr > th { width: 11rem; white-space: nowrap; }
    .facts > tbody > tr, .tolerances tr, .files tr { border-top: 1px solid var(--line); }
    .matrix { width: auto; font-variant-numeric: tabular-nums; }
    .matrix td { text-align: right; padding: 0 1.2rem 0 0; }
    .drawing { margin: 1.25rem 0; }
    svg.slices {
      display: block; width: 100%; height: auto; background: var(--panel); border-radius: .3rem;
      color: var(--ink);
    }
    svg text { font-size: 12px; fill: var(--quiet); text-anchor: middle; }
    svg text.left { text-anchor: end; }
    svg text.unit { text-anchor: end; }
    .slice { stroke: var(--ink); stroke-width: 1; fill: none; }
    .missing { stroke: var(--hole); stroke-width: 1.4; stroke-dasharray: 4 4; fill: none; }
    rect.hole { fill: var(--hole); fill-opacity: .28; }
    rect.uneven { fill: var(--uneven); fill-opacity: .35; }
    rect.bar.hole, rect.bar.uneven { fill-opacity: .85; }
    rect.bar.even { fill: var(--even); }
    rect.tolerance { fill: var(--accent); fill-opacity: .45; }
    .histogram .bars { fill: var(--even); }
    rect.window { fill: var(--accent); fill-opacity: .18; }
    .pictures + .pictures { margin-top: 1rem; }
    .spin .plane { cursor: grab; touch-action: pan-y; user-select: none; }
    .spin .plane:active { cursor: grabbing; }
    .spin input { width: 9rem; vertical-align: middle; accent-color: var(--accent); }
    .large { margin: 1rem 0; }
    .large figure { margin: .75rem 0; }
    ul.findings { list-style: none; margin: 0; padding: 0; }
    .findings > li {
      border-left: 4px solid var(--line); background: var(--panel); border-radius: 0 .3rem .3rem 0;
      padding: .6rem .9rem; margin: .6rem 0;
    }
    .findings > li.warning { border-color: var(--warning); background: var(--warning-back); }
    .findings p { margin: 0 0 .25rem; }
    .severity { font-weight: 600; }
    li.warning .severity { color: var(--warning); }
    .advice { color: var(--quiet); margin: 0 0 .3rem; }
    .findings .advice { color: inherit; }
    .values { font-size: .88rem; }
    .value { margin-right: 1.1rem; }
    .value i { color: var(--quiet); }
    details { font-size: .9rem; }
    summary { cursor: pointer; color: var(--accent); }
    ul.files { margin: .3rem 0; padding-left: 1.1rem; overflow-wrap: anywhere; columns: 20rem; }
    .files td:first-child { width: 45%; }
    .quiet { color: var(--quiet); }
    footer {
      margin-top: 3rem; padding-top: .6rem; border-top: 1px solid var(--line); color: var(--quiet);
      font-size: .85rem;
    }
    @media (max-width: 34rem) {
      .facts > tbody > tr > th { width: 7rem; white-space: normal; }
      .matrix td { padding-right: .5rem; font-size: .8rem; }
    }
    @media print {
      :root {
        --ink: #000; --quiet: #444; --line: #bbb; --paper: #fff; --panel: #fff; --accent: #1f5f9e;
        --warning: #8a4d00; --warning-back: #fff; --hole: #c22b2b; --uneven: #d98a00;
        --even: #7f9bb5;
      }
      body { max-width: none; padding: 0; font-size: 10.5pt; }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      h2, h3 { break-after: avoid; }
      figure, .findings > li, .pictures, tr { break-inside: avoid; }
      .pictures { grid-template-columns: repeat(3, 1fr); }
      svg.slices { border: 1px solid var(--line); }
      nav { display: none; }
      details::details-content { content-visibility: visible; display: block; height: auto; }
    }
    """
}
