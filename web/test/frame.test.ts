import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { bundled, CHROMIUM, look, POLICY } from './browser'
import type { FrameCase, FrameFound } from './frame-page'
import { HOSTILE, LONG } from './hostile'

const CORPUS = ['../../shared', '../../../shared', '../shared'].map(one => join(one, 'corpora/html-dompurify/expect.json')).find(existsSync)
const skip = CHROMIUM ? false : 'no Chromium is installed'
const MS_MAX = 60_000
const HTML = '<style>.a{color:red}</style><p class=a style="margin:4px;background:url(http://tracker.example/bg)">Hello</p>'
    + '<img src="http://tracker.example/x.png" alt="logo"><img src="cid:one@x"><img src="data:image/png;base64,AA">'
    + '<p><a href="https://evil.example/login">https://bank.example/</a> <a href="https://www.bank.example/x">bank.example</a> '
    + '<a href="mailto:a@b.example">write</a> <a href="ftp://x">f</a></p>'
    + '<p>On Monday, Bruno wrote:</p><blockquote>earlier</blockquote>'
const OWN: FrameCase[] = Object.entries(HOSTILE).flatMap(([name, html]) => [{ name, html, how: 'sanitised' },
    { name, html, how: 'edited' }, { name, html, how: 'raw' }])
const ASKED: FrameCase[] = [{ name: 'asked', how: 'asked',
    html: '<img src="http://tracker.example/asked.png"><img src="cid:one@x">'
    + '<p style="background-image:url(http://tracker.example/asked-bg.png)">x</p><table background="http://tracker.example/asked-table.png"><tr><td>x</td></tr></table>' }]
const NEWSLETTER = '<html dir="rtl" lang="he"><body bgcolor="#eeeeff" text="navy" link=red class="n" id="whole" '
    + 'style="margin:0" background="http://tracker.example/b.png">'
    + '<style media="print" type="text/css">p{display:none}</style><table width="600" border="1" cellpadding="10" '
    + 'cellspacing="0" align="center" frame="box" rules="all">'
    + '<tr><td colspan="2" rowspan="3" width="50%" height="40" align="center" valign="top" bgcolor="yellow" '
    + 'nowrap="nowrap">x</td></tr></table>'
    + '<font color="red" size="5" face="serif">x</font><p dir="ltr" lang="en">x</p><ol start="5" type="a" '
    + 'reversed><li value="7">x</li></ol>'
    + '<hr noshade size="5" color="gray"><img src="data:image/png;base64,AA" width="600" height="40" hspace="4" '
    + 'border="0" usemap="#m">'
    + '<map name="m"><area shape="rect" coords="0,0,9,9" href="https://a.example/"></map><img src="cid:two@x" '
    + 'width="30" height="20" style="width:9px">'
const WIDE = `<table><tr>${'<td colspan=1000>'.repeat(300)}<td colspan=0><td `
    + `colspan=-2>${'<td colspan=100 rowspan=900>'.repeat(30)}${'<td colspan=100>'.repeat(700)}</table>`
const CUT_OFF = '<style>p{height:1.3em;width:130px;overflow:hidden}span{opacity:0!important}</style><p><a '
    + 'href="https://evil.test/" style="display:inline-block;width:130px;'
    + 'height:1.3em;overflow:hidden">https://bank.test/</a></p><a href="https://evil.test/2">bank.test</a><a '
    + 'href="https://b\u0430nk.test/">bank.test</a>'
    + '<a href="https://evil.test/">click</a><a href="https://www.bank.test/">bank.test</a><a '
    + 'href="https://c.test/">a.test</a><a href="https://d.test/">a.test</a>'
const OTHER: FrameCase[] = [{ name: 'plain', html: HTML, how: 'sanitised' },
    { name: 'newsletter', html: NEWSLETTER, how: 'sanitised' }, { name: 'newsletter', html: NEWSLETTER, how: 'edited' },
    { name: 'wide', html: WIDE, how: 'sanitised' }, { name: 'cut off', html: CUT_OFF, how: 'sanitised' }]
let script = ''
/** All of it in one browser: to start one takes a second. */
let found: FrameFound[] = []
let strangers: string[] = []

before(async () => {
    if (!CHROMIUM) return
    script = await bundled('frame-page.tsx')
    const looked = await look(script, [...OWN, ...corpus(), ...OTHER, ...ASKED], POLICY, MS_MAX)
    assert(Array.isArray(looked.result), String(looked.result))
    found = looked.result as FrameFound[]
    strangers = looked.strangers
})

function corpus(): FrameCase[] {
    const all = CORPUS ? JSON.parse(readFileSync(CORPUS, 'utf8')) as { payload: string }[] : []
    return all.map(({ payload }, i) => ({ name: `corpus ${i}`, html: marking(payload), how: 'sanitised' }))
}

/** What sets a mark that is seen in the place of what shows a window. */
function marking(html: string): string { return html.replace(/\b(alert|confirm|prompt)\s*\(/g, '(parent.pwned=window.pwned=1)+(') }

function faults(of: FrameFound[]) {
    return of.filter(one => one.faults.length > 0).map(({ name, how, faults }) => ({ name, how, faults }))
}

test('B27: nothing of hostile mail runs, is loaded or draws over the page; nor where the frame alone holds it',
    { skip }, () => {
    const own = found.filter(one => one.name in HOSTILE)
    assert.equal(own.length, OWN.length)
    assert.deepEqual(faults(own), [])
    assert.deepEqual(strangers, [], 'something was loaded')
})

test('the corpus of a sanitiser does nothing', { skip: skip || (CORPUS ? false : 'corpora/html-dompurify is not here') }, () => {
    const all = found.filter(one => one.name.startsWith('corpus '))
    assert(all.length > 100)
    assert.deepEqual(faults(all), [])
})

test('the longest mail is shown as soon as the browser has read it, and quoted', { skip }, async () => {
    const cases: FrameCase[] = Object.entries(LONG).flatMap(([name, html]) => [{ name, html, how: 'sanitised' },
        { name, html, how: 'edited' }])
    const shown = await look(script, cases, POLICY, MS_MAX)
    assert(Array.isArray(shown.result), String(shown.result))
    const all = shown.result as FrameFound[]
    assert.deepEqual(faults(all).map(({ name, how, faults: [first] }) => `${name} ${how} ${first!.slice(0, 100)}`), [])
    assert.deepEqual(all.filter(one => !one.document.includes('Hello')).map(one => one.name), [])
    assert.deepEqual(shown.strangers, [])
})

test('mail is dark where the page was made dark, whatever the browser says', { skip }, async () => {
    const shown = await look(script, [{ name: 'plain', html: '<p>Hello</p>', how: 'dark' }], POLICY, MS_MAX)
    assert.equal((shown.result as FrameFound[])[0]!.background, 'rgb(22, 24, 28)')
    assert.equal(found.find(one => one.name === 'plain')!.background, 'rgb(255, 255, 255)')
})

test('what is looked for is found where nothing holds it', { skip }, async () => {
    const names = ['script', 'handler', 'picture', 'css images', 'frames']
    const open = await look(script, names.map(name => ({ name, html: HOSTILE[name], how: 'open' })), undefined, MS_MAX)
    const ran = (open.result as FrameFound[]).filter(one => one.faults.includes('a script ran')).map(one => one.name)
    assert(ran.includes('script') && ran.includes('handler'))
    for (const path of ['open.gif?who=anna', 'a', 'frame']) assert(open.strangers.includes(`http://tracker.example/${path}`), path)
})

test('mail looks as it was written: styles, pictures that wait, links with their true target, folded quotes',
    { skip }, () => {
    const shown = found.find(one => one.name === 'plain')!.document
    assert.match(shown, /<style>\.a\{color:red\}<\/style><p class="a" style="margin: ?4px;?" data-remote-style="http:\/\/tracker.example\/bg">/)
    assert.match(shown, /<img alt="logo" data-remote="http:\/\/tracker.example\/x.png">/)
    assert.match(shown, /<img data-cid="one@x">/)
    assert.match(shown, /<img src="data:image\/png;base64,AA">/)
    assert.match(shown, /https:\/\/bank.example\/<\/a> <span [^>]*>→ evil.example<\/span> <a /)
    assert.equal(shown.match(/data-target/g)?.length, 1)
    assert.match(shown, /<a href="mailto:a@b.example" target="_blank" rel="noopener noreferrer">write<\/a> <a>f<\/a>/)
    assert.match(shown, /<details><summary style="[^"]*" data-fold="">Quoted text<\/summary><blockquote>earlier<\/blockquote><\/details>/)
})

test('mail is laid out as its attributes say, and its body has what its own body had', { skip }, () => {
    const [shown, edited] = found.filter(one => one.name === 'newsletter')
    assert.deepEqual([shown!.faults, edited!.faults], [[], []])
    const of = (tag: string) => new RegExp(`<${tag}\\b[^>]*>`).exec(shown!.document)![0]
    assert.equal(of('body'), '<body bgcolor="#eeeeff" class="n" data-remote="http://tracker.example/b.png" '
        + 'id="whole" link="red" '
        + 'style="margin:0" text="navy" dir="rtl" lang="he">')
    assert.equal(of('style'), '<style media="print" type="text/css">')
    assert.equal(of('img'), '<img src="data:image/png;base64,AA" width="600" height="40" hspace="4" border="0" '
        + 'usemap="#m" style="aspect-ratio: 600 / 40; height: auto;">')
    for (const { document } of [shown!, edited!]) for (const part of ['<table width="600" border="1" '
        + 'cellpadding="10" cellspacing="0" align="center" frame="box" rules="all">',
        '<td colspan="2" rowspan="3" width="50%" height="40" align="center" valign="top" bgcolor="yellow" '
            + 'nowrap="nowrap">', '<font color="red" size="5" face="serif">',
        '<p dir="ltr" lang="en">', '<ol start="5" type="a" reversed="">', '<li value="7">', '<hr noshade="" '
            + 'size="5" color="gray">', 'shape="rect" coords="0,0,9,9"'])
        assert(document.includes(part), `${part} in ${document}`)
    assert.match(shown!.document, /<img [^>]*style="width: ?9px;?"[^>]*>/)
})

test('where a link leads is told outside of the message too, whose style may hide it', { skip }, () => {
    const of = (name: string) => found.find(one => one.name === name && one.how === 'sanitised')!.notes
    assert.deepEqual(of('cut off'), ['A link that names bank.test leads to evil.test.', 'A link that names '
        + 'bank.test leads to xn--bnk-6cd.test.', 'A link that names a.test leads to c.test.'])
    assert.deepEqual(of('plain').slice(1), ['A link that names bank.example leads to evil.example.'])
    assert.deepEqual(of('newsletter').slice(1), [])
})

test('cells reach over no more of a table than is read', { skip }, () => {
    const spans = [...found.find(one => one.name === 'wide')!.document.matchAll(/<td([^>]*)>/g)].map(one => one[1]!)
    const cells = (of: string) => Number(/colspan="(\d+)"/.exec(of)?.[1] ?? 1) * Number(/rowspan="(\d+)"/.exec(of)?.[1] ?? 1)
    assert.equal(spans.length, 1032)
    assert(spans.slice(0, 302).every(one => one.trim() === ''))
    const spanned = spans.map(cells).filter(one => one > 1)
    assert(spanned.length > 40 && spanned.every(one => one === 100), 'what fits stays')
    assert(spanned.reduce((a: number, b) => a + b, 0) <= 50_000)
})

test('pictures that are asked for come as blobs; the frame itself loads nothing then either', { skip }, () => {
    const shown = found.find(one => one.name === 'asked')!
    assert.deepEqual(shown.faults, [])
    assert.equal(shown.document.match(/<img src="blob:http:\/\/app.test\//g)?.length, 2)
    assert.equal(shown.document.match(/background-image: url\("?(&quot;)?blob:/g)?.length, 2)
    assert.doesNotMatch(shown.document, /data-(remote|cid)/)
    assert.deepEqual(strangers, [])
})
