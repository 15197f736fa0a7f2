import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remoteOfCss, withoutImports } from '../src/html/css'
import type { Opened } from '../src/mail/bodies'
import { namesOf } from '../src/mail/attachments'
import { storyOf } from '../src/mail/story'
import { bodyOf } from '../src/openpgp/body'
import { decoded } from '../src/openpgp/content'
import { contentType, readEntity } from '../src/openpgp/entity'
import { armouredIn } from '../src/openpgp/inline'
import { octetsOf } from '../src/openpgp/octets'
import { headerOf } from '../src/settings/wrapping'
import { displayName, formatAddress, inert, parseAddresses } from '../src/text/addresses'
import { en } from '../src/text/en'
import { linkify } from '../src/text/linkify'
import { cutQuote, forwardSubject, quoted, recipients, replySubject, withoutSignature } from '../src/text/quoting'
import { parseSearch, snippetPieces } from '../src/text/search'
import { hasTooMany, withoutElements } from '../src/html/many'

/** As much as comes of one text. What takes a step for each pair of characters takes minutes for it, not a blink. */
const LENGTH = 256 << 10
/** What begins something and never ends it, again and again; what a careless pattern tries at each place anew. */
const PIECES = ['x', ' ', '\n', '\r\n', 'x ', ' \n', 'a.', 'www.', '-', 'a@', 'a@b.', ':', ';', ',', '"', '\\"', '(',
    '{', '}', '<', '<!--', '<mark>', '&',
    '/*/', 'http://', '=?utf-8?q?', '=\n', '\n>', 'a:\n>', 'Re:', 'x:url(', '@import ', '@font-face{', ';a="', 'a=b;',
        'score=1', 'header.d="',
    '-----BEGIN PGP MESSAGE-----\n', '\u200b']

/** Each piece for as long as it goes, with an end that makes it no match. */
const worst = (pieces = PIECES) => pieces.map(one => `${one.repeat(Math.ceil(LENGTH / one.length))}\u0001`)

function email(field: string): Opened {
    const name = 'header:Authentication-Results:asRaw:all'
    return { [name]: [` mail.home.example; dkim=pass ${field}`], 'header:X-Spam-Status:asRaw': `Yes, ${field}`,
        'header:Received:asRaw:all': [` by mail.home.example ${field}`] } as unknown as Opened
}

/** All that reads what strangers have written, and needs no page. */
const READERS: Record<string, (text: string) => unknown> = {
    'a style element': withoutImports,
    'a style attribute': remoteOfCss,
    links: linkify,
    'a quote at the end': cutQuote,
    'what is quoted': text => quoted({ from: [{ name: text, email: text }], sentAt: null, receivedAt: '2026-11-30T08:00:00Z' }, text, en, 'UTC'),
    'a signature': withoutSignature,
    'a subject that is answered': replySubject,
    'a subject that is sent on': forwardSubject,
    'a name': text => [displayName({ name: text, email: 'a@b.example' }), formatAddress({ name: text, email: text }),
        inert(text)],
    'what is pasted into an address field': parseAddresses,
    'a search': text => parseSearch(text, [], new Date(0)),
    'what was found': snippetPieces,
    'how it came': text => storyOf(email(text)),
    'names of files': text => namesOf([{ partId: '1', blobId: 'b', size: 1, name: text, type: 'text/plain', disposition: null, cid: null }], en),
    armour: armouredIn,
    'a field with parameters': contentType,
    'quoted-printable': text => decoded({ encoding: 'quoted-printable', octets: octetsOf(text) }),
    base64: text => decoded({ encoding: 'base64', octets: octetsOf(text) }),
    'a header that is wrapped': text => headerOf(octetsOf(`a: ${text}\r\n\r\n`)),
    'a header that is folded': text => headerOf(octetsOf(`a: ${text.slice(0, LENGTH).replaceAll('\n', '\n ')}\r\n\r\n`)),
    entity: text => readEntity(octetsOf(`${text}\r\n\r\n`)),
}

for (const [name, read] of Object.entries(READERS)) {
    test(`the longest text takes a step a character: ${name}`, () => {
        for (const text of worst()) read(text)
    })
}

test('the longest text takes a step a character: parts of what was encrypted', async () => {
    for (const type of ['text/html', 'text/plain; format=flowed']) for (const text of worst(['x', ' ', '<', '<!--',
        '<a ', '<a href=', '<p', '&'])) {
        const entity = readEntity(octetsOf(`Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}`))
        assert(entity.ok && (await bodyOf(entity.value, 'x')).ok)
    }
})

test('ten thousand to whom an answer goes', () => {
    const all = Array.from({ length: 20_000 }, (_, i) => ({ name: null, email: `${i % 10_000}@b.example` }))
    assert.equal(recipients({ from: all, to: all, cc: all, replyTo: null }, [], true).to.length, 10_000)
})

test('of a style element nothing is left that loads, and all else is', () => {
    const cases: [string, string][] = [
        ['.a{color:red;margin:0}', '.a{color:red;margin:0}'],
        ['@media (max-width:600px){.a:hover{color:red}}', '@media (max-width:600px){.a:hover{color:red}}'],
        ['@import url(x);.a{color:red}', '  .a{color:red}'],
        ['@import "x"', ' '],
        ['@font-face{font-family:f;src:url(x)}.a{color:red}', ' .a{color:red}'],
        ['.b{}@namespace x', '.b{} '],
        ['.a{background:url(x);color:red}', '.a{ ;color:red}'],
        ['.a{color:red;background : image-set ("x" 1x)}', '.a{color:red; }'],
        ['.a{b:\\75rl(x)}.\\62{color:red}', '.a{ } {color:red}'],
        ['.a{back/**/ground:url/* */(x)}', '.a{ }'],
        ['/* a */.a{color:red}/* b', ' .a{color:red}/* b'],
        ['<!-- .a{color:red} -->', '  .a{color:red}  '],
        ['a[href="url("]{color:red}', 'a[href="url("]{color:red}'],
        ['', ''],
    ]
    for (const [css, left] of cases) assert.equal(withoutImports(css), left, css)
})

test('armoured blocks go from where they begin to the first end', () => {
    const message = '-----BEGIN PGP MESSAGE-----\n\nxx\n-----END PGP MESSAGE-----'
    const signed = '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nyes\n-----BEGIN PGP SIGNATURE-----\n\nxx\n-----END PGP SIGNATURE-----'
    assert.deepEqual(armouredIn(`${message}\n`), { blocks: [{ kind: 'encrypted', text: message }], isWhole: true })
    assert.deepEqual(armouredIn(`Hello\n${signed}\nand\n${message}`), { isWhole: false,
        blocks: [{ kind: 'signed', text: signed }, { kind: 'encrypted', text: message }] })
    assert.deepEqual(armouredIn('> -----BEGIN PGP MESSAGE-----\nx\n-----END PGP MESSAGE-----').blocks, [])
    assert.deepEqual(armouredIn('-----BEGIN PGP MESSAGE-----\nx').blocks, [])
})

test('of mail with too many elements all text is kept, and none of them', () => {
    assert(!hasTooMany('<p>one</p>'.repeat(10_000)) && hasTooMany('<p>'.repeat(10_001))
        && hasTooMany('</p>'.repeat(10_001)))
    assert.equal(withoutElements('<b title="a>b">1 &lt; 2</b><!-- no --> &amp; R&D <i'),
        '<pre> b"&gt;1 &lt; 2 &amp; R&amp;D </pre>')
    assert.equal(withoutElements('<p>less < 2 and > 1 <3 </p>'), '<pre> less &lt; 2 and &gt; 1 &lt;3 </pre>')
    assert(withoutElements(`${'<!--'.repeat(65_536)}Hello`).includes('Hello'))
})
