import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundled, CHROMIUM, look, POLICY } from './browser'
import { ANEW, HOSTILE } from './hostile'
import type { LeavingCase, Left } from './leaving-page'

const skip = CHROMIUM ? false : 'no Chromium is installed'
const MS_MAX = 60_000
const LOGO = 'https://shop.example/logo.png?a=1&amp;b=2'

type Row = [what: string, how: LeavingCase['how'], html: string, leaves: string, part?: string]
const TABLE: Row[] = [
    ['text', 'answered', '<p class="a" style="color:red">Ciao &amp; <b>via</b></p>',
        '<p class="a" style="color:red">Ciao &amp; <b>via</b></p>'],
    ['a picture of the message', 'answered', '<img src="cid:pic@x">', '<img src="cid:pic@x">', 'pic@x'],
    ['one whose name is encoded', 'answered', '<img src="cid:a%20%22b%25@x">',
        '<img src="cid:a%20%22b%25@x">', 'a "b%@x'],
    ['one of Outlook', 'answered', '<img src="CID:image001.png@01D9.5C$1">', '<img src="cid:image001.png@01D9.5C$1">',
        'image001.png@01D9.5C$1'],
    ['one behind a table', 'answered', '<table background="cid:bg@x"></table>',
        '<table background="cid:bg@x"></table>', 'bg@x'],
    ['one that lies elsewhere', 'answered', `<img src="${LOGO}" alt="logo">`, `<img alt="logo" src="${LOGO}">`],
    ['one behind a cell', 'answered', '<table><tbody><tr><td background="http://x.example/b">a</td></tr></tbody></table>',
        '<table><tbody><tr><td background="http://x.example/b">a</td></tr></tbody></table>'],
    ['one in a style', 'answered', '<p style="margin: 4px; background-image: url(http://x.example/b)">a</p>',
        '<p style="margin: 4px; background-image: url(&quot;http://x.example/b&quot;)">a</p>'],
    ['one whose style is nothing else', 'answered', '<p style="background:url(http://x.example/b)">a</p>',
        '<p style="background-image: url(&quot;http://x.example/b&quot;)">a</p>'],
    ['one in itself', 'answered', '<img src="data:image/png;base64,AA">', '<img src="data:image/png;base64,AA">'],
    ['a link', 'answered', '<a href="https://x.example/" target="_top" rel="opener">x</a>',
        '<a href="https://x.example/">x</a>'],
    ['a link to an address', 'answered', '<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'],
    ['a stranger\'s own marks', 'answered', '<p data-cid="a" data-remote="https://x.example/" data-x="1">a</p>', '<p>a</p>'],
    ['a picture that is shown', 'written', '<img data-cid="p@inline" src="blob:http://app.test/1" alt="">',
        '<img src="cid:p@inline" alt="">', 'p@inline'],
    ['one whose name begins so', 'written', '<img data-cid="p@inline2">', '<img src="cid:p@inline2">'],
    ['one that is only here', 'written', '<p>a<img src="blob:http://app.test/1">b</p>', '<p>ab</p>'],
    ['one that our server fetched', 'written', '<p>a<img src="/webmail/picture?url=x">b</p>', '<p>ab</p>'],
    ['one that is only here, in a style', 'written', '<p style="margin: 4px; background-image: url(blob:http://app.test/1)">a</p>', '<p style="margin: 4px">a</p>'],
    ['what the editor needs', 'written', '<p contenteditable="true" data-signature="" data-x="1">a</p>', '<p>a</p>'],
    ['what is written beside a link', 'written', '<a href="https://x.example/">y.example <span data-target="">→ x.example</span></a>',
        '<a href="https://x.example/">y.example </a>'],
    ['a folded quote that was copied', 'pasted', '<p>a</p><details><summary style="color: red" data-fold="">Quoted</summary><blockquote>b</blockquote></details>',
        '<p>a</p><blockquote>b</blockquote>'],
    ['a link and its place that were copied', 'pasted',
        '<a href="https://x.example/" target="_blank">y.example <span data-target="">→ x.example</span></a>',
        '<a href="https://x.example/">y.example </a>'],
    ['what a browser would make too much of', 'text', ANEW, `<pre>${'Hello '.repeat(4_000).trim()}</pre>`],
    ['what a browser would make too much of, copied', 'pasted', ANEW, `<pre> ${'Hello '.repeat(4_000)}</pre>`],
    ['a draft that is continued', 'twice', `<img src="cid:pic@x"><img src="${LOGO}"><p style="background-image:url(http://x.example/b)">a</p>`,
        `<img src="cid:pic@x"><img src="${LOGO}"><p style="background-image: url(&quot;http://x.example/b&quot;)">a</p>`, 'pic@x'],
]

test('what leaves has its pictures where they were, and nothing that the page put there', { skip }, async () => {
    const own: LeavingCase[] = TABLE.map(([, how, html, , part]) => ({ how, html, ...part !== undefined && { part } }))
    const hostile: LeavingCase[] = Object.values(HOSTILE).map(html => ({ how: 'twice', html }))
    const found = await look(await bundled('leaving-page.ts'), [...own, ...hostile], POLICY, MS_MAX)
    assert(Array.isArray(found.result), String(found.result))
    const all = found.result as Left[]
    assert.deepEqual(TABLE.map(([what], i) => [what, all[i]!.html, all[i]!.showsPart]),
        TABLE.map(([what, , , leaves, part]) => [what, leaves, part !== undefined]))
    assert.deepEqual(all.slice(TABLE.length).filter(one => /\s(?:data-|contenteditable|target=)|blob:/.test(one.html.replace(/"[^"]*"/g, '""'))), [])
    assert.deepEqual(found.strangers, [], 'something was loaded')
})
