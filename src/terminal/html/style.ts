/**
 * How a page looks: light and dark by the reader's system, on paper always light. A table wider than a small screen moves sideways in
 * its own box. On paper, of any size, all that is closed on a screen is open, and no row or chart is cut; Chromium would leave
 * buttons out of headings that repeat.
 */
export const STYLE = `:root{color-scheme:light dark;--ink:#1d1d1f;--dim:#5a5e63;--line:#c8ccd0;--head:#f1f3f4;--warn:#8a4b00;--page:#fff;--link:#0b57d0;--c1:#1a5fb4;--c2:#b34700;--c3:#1d6f42;--c4:#7b3fa0;--c5:#a51d2d;--c6:#55595e}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8eaed;--dim:#a8adb3;--line:#4a4d51;--head:#2a2c30;--warn:#ffb870;--page:#1b1c1f;--link:#8ab4f8;--c1:#78aeed;--c2:#ff9a5c;--c3:#57c98a;--c4:#c9a0e8;--c5:#ff8a8a;--c6:#b8bcc2}}
@media (forced-colors:active){:root{--ink:CanvasText;--dim:CanvasText;--line:CanvasText;--page:Canvas;--c1:CanvasText;--c2:CanvasText;--c3:CanvasText;--c4:CanvasText;--c5:CanvasText;--c6:CanvasText}}
*{box-sizing:border-box}
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:var(--ink);background:var(--page);overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:1.8rem 0 .5rem;break-after:avoid}p{margin:.3rem 0}
a{color:var(--link)}:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
.warn{color:var(--warn);font-weight:600}.dim{color:var(--dim);font-size:.85rem}
.figures{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:.8rem 0;padding:0;break-inside:avoid}
.figures div{min-width:6rem}dt{color:var(--dim);font-size:.85rem}dd{margin:0;font-size:1.35rem}dd small{font-size:.8rem;color:var(--dim)}
table{border-collapse:collapse;width:100%}caption,figcaption{text-align:left;break-after:avoid}caption{color:var(--dim);font-size:.85rem;padding:0 0 .25rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem .3rem;border-bottom:1px solid var(--line);overflow-wrap:break-word}
thead th{background:var(--head);vertical-align:bottom}.brief,.day{white-space:nowrap}.many .brief{white-space:normal}tbody th{font-weight:400}code{font:.85em ui-monospace,monospace}
table .number{text-align:right;font-variant-numeric:tabular-nums}[data-v]{white-space:nowrap}td small{display:block;white-space:normal;color:var(--dim);font-size:.8rem}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
th button::after{content:" \\2195";color:var(--dim)}[aria-sort=ascending] button::after{content:" \\2191"}[aria-sort=descending] button::after{content:" \\2193"}
ul{margin:.3rem 0;padding-left:1.2rem}.scroll{overflow-x:auto}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1rem 2rem}
figure{margin:.8rem 0;min-width:0}figcaption{font-weight:600}.draw{overflow-x:auto;break-inside:avoid}.draw svg{display:block;width:100%;max-width:44rem;height:auto}
tr[hidden]{display:none}.only button{font:inherit;color:var(--ink);background:var(--head);border:1px solid var(--line);border-radius:.2rem;padding:.1rem .5rem;cursor:pointer}
details{margin:.4rem 0}summary{cursor:pointer;break-after:avoid}details caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media screen and (max-width:44rem){.wide table{min-width:40rem}.draw svg{min-width:29rem}}
@media print{@page{margin:12mm}:root{font-size:11px}body{margin:0;max-width:none;padding:0;font-size:9pt;line-height:1.3}h2{margin:.9rem 0 .3rem}th,td{padding:.12rem .6rem .12rem 0}
.skip,th button::after{display:none!important}th button{display:contents}figure>.dim{break-after:avoid}.scroll,.draw{overflow:visible}.charts{display:block}.draw svg{max-width:46rem}a{color:inherit;text-decoration:none}
tr[hidden]{display:table-row!important}.only{display:none!important}thead{display:table-header-group}.brief,[data-v]{white-space:normal}.many table{font-size:7.5pt}.most :is(th,td){overflow-wrap:anywhere}td small{font-size:.9em}details::details-content{content-visibility:visible;display:block;block-size:auto}summary{list-style:none;color:var(--dim);font-size:.85rem}
tr,li,.figures,.short,figcaption{break-inside:avoid}tbody tr:first-child{break-before:avoid}h2,caption,summary,figcaption{break-after:avoid}thead th{background:none;border-bottom:2px solid var(--ink)}}`
