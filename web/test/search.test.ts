import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hints, parseSearch, snippetPieces, withHint } from '../src/text/search'
import { en } from '../src/text/en'
import { it } from '../src/text/it'
import { keywordFor } from '../src/text/label-keyword'
import { labelsOf, labelsOn } from '../src/text/labels'
import { searchable } from '../src/mail/mailbox-name'
import { Random, seeds } from './random'

const NOW = new Date(2026, 10, 30, 12)
const BOXES = [{ id: 'i', name: 'INBOX', role: 'inbox' }, { id: 't', name: 'Trash', role: 'trash' },
    { id: 'w', name: 'Work papers', role: null }]
const PLAIN = BOXES.filter(one => one.role !== 'trash')
const filter = (text: string, boxes = PLAIN) => parseSearch(text, boxes, NOW).filter
const day = (year: number, month: number, date: number) => new Date(year, month - 1, date).toISOString().replace('.000', '')

test('what is written is what is asked for', () => {
    const cases: [string, unknown][] = [
        ['', null],
        ['bread', { text: 'bread' }],
        ['bread and "fresh butter"', { text: 'bread and "fresh butter"' }],
        ['from:bruno', { from: 'bruno' }],
        ['Da:bruno', { from: 'bruno' }],
        ['subject:"new bread"', { subject: '"new bread"' }],
        ['subject:"new bre', { subject: '"new bre"' }],
        ['has:attachment', { hasAttachment: true }],
        ['ha:allegati', { hasAttachment: true }],
        ['is:unread', { notKeyword: '$seen' }],
        ['è:stella', { hasKeyword: '$flagged' }],
        ['before:2026-11-03', { before: day(2026, 11, 3) }],
        ['after:3.11.2026', { after: day(2026, 11, 3) }],
        ['after:7d', { after: day(2026, 11, 23) }],
        ['larger:2M', { minSize: 2_000_000 }],
        ['smaller:1.5k', { maxSize: 1500 }],
        ['in:inbox', { inMailbox: 'i' }],
        ['in:"work papers"', { inMailbox: 'w' }],
        ['-is:read', { operator: 'NOT', conditions: [{ hasKeyword: '$seen' }] }],
        ['-bread', { operator: 'NOT', conditions: [{ text: 'bread' }] }],
        ['from:bruno bread is:unread', { operator: 'AND', conditions: [{ from: 'bruno' }, { notKeyword: '$seen' },
            { text: 'bread' }] }],
        ['http://x.example/a', { text: 'http://x.example/a' }],
        ['before:never', { text: 'before never' }],
        ['colour:red', { text: 'colour red' }],
    ]
    for (const [text, wanted] of cases) assert.deepEqual(filter(text), wanted, text)
    assert.deepEqual(parseSearch('colour:red from:a', PLAIN, NOW).unknown, ['colour:red'])
})

const ROLES = Object.keys(en.mailboxes.roles)

test('a mailbox is understood by each of its names, in both languages; what is proposed finds it', () => {
    const row = (id: string, name: string, role: string | null,
        parentId: string | null = null) => ({ id, name, role, parentId }) as never
    const all = [...ROLES.map(role => row(role, role === 'inbox' ? 'INBOX' : `Raw ${role}`, role)),
        row('s', 'Snoozed', null),
        row('work', 'Work', null), row('old', '2025', null, 'work'), row('home', 'Home', null), row('other', '2025',
            null, 'home')]
    for (const words of [en, it]) {
        const boxes = searchable(all, words)
        const found = (text: string) => parseSearch(text, boxes, NOW)
        for (const role of ROLES) {
            for (const name of [en.mailboxes.roles[role]!, it.mailboxes.roles[role]!, role,
                role === 'inbox' ? 'INBOX' : `Raw ${role}`]) {
                assert.deepEqual(found(`in:"${name.toUpperCase()}"`).filter, { inMailbox: role }, name)
            }
        }
        assert.deepEqual([found('in:snoozed').filter, found(`in:"${words.mailboxes.snoozed}"`).filter],
            [{ inMailbox: 's' }, { inMailbox: 's' }])
        const proposed = hints('in:', [], () => [], [...boxes].reverse()).concat(hints('in:', [], () => [], boxes))
        for (const { write } of proposed) {
            assert.deepEqual(found(write).unknown, [], write)
            assert.equal(boxes.find(one => one.id === found(write).place)!.shown, write.replace(/^in:"?|"? $/g, ''))
        }
        assert.deepEqual(found('in:home/2025').filter, { inMailbox: 'other' })
    }
    assert.deepEqual(hints('in:cest', [], () => [], searchable(all, it)).map(one => one.write), ['in:Cestino '])
    assert.deepEqual(hints('in:tra', [], () => [], searchable(all, it)).map(one => one.write), ['in:Cestino '])
})

test('a search has a place where it names one mailbox', () => {
    const place = (text: string) => parseSearch(text, BOXES, NOW).place
    assert.deepEqual(['in:trash bread', 'bread', '-in:trash bread', 'in:trash in:inbox', 'in:nowhere'].map(place),
        ['t', undefined, undefined, undefined, undefined])
})

const LABELS = [{ keyword: '$label2', name: 'Work' }, { keyword: 'far_away', name: 'Far away' }]

test('labels are asked for by name or keyword', () => {
    const asked = (text: string) => parseSearch(text, PLAIN, NOW, LABELS)
    assert.deepEqual(asked('label:work').filter, { hasKeyword: '$label2' })
    assert.deepEqual(asked('etichetta:"far away"').filter, { hasKeyword: 'far_away' })
    assert.deepEqual(asked('-label:elsewhere').filter, { operator: 'NOT', conditions: [{ hasKeyword: 'elsewhere' }] })
    assert.deepEqual(asked('label:"no keyword"').unknown, ['label:no keyword'])
    for (const bad of ['(', ')', '{', ']', '%', '*', '\\', 'è']) assert.deepEqual(asked(`label:${bad}`).unknown, [`label:${bad}`])
    assert.deepEqual(hints('label:f', [], () => [], BOXES, LABELS), [{ write: 'label:"Far away" ', label: 'Far away' }])
})

test('labels have names, colours, keywords of their own', () => {
    const known = labelsOf({ $label1: { name: 'Urgent', color: '#111111' }, far: { name: 'Far', color: '#222222' } },
        en.labels.tags)
    assert.deepEqual(known.map(one => one.name), ['Urgent', 'Work', 'Personal', 'To Do', 'Later', 'Far'])
    assert.deepEqual(labelsOn([{ $seen: true, far: true }, { junk: true, theirs: true }], known).map(one => one.name),
        ['Far', 'theirs'])
    assert.deepEqual(['Far away!', 'far', 'Così è', '中', 'Junk'].map(one => keywordFor(one, ['far'])),
        ['far_away', 'far_2', 'cosi_e', 'label', 'junk_2'])
})

test('Trash and Junk are left out, unless a mailbox is named', () => {
    assert.deepEqual(filter('bread', BOXES), { operator: 'AND',
        conditions: [{ text: 'bread' }, { inMailboxOtherThan: ['t'] }] })
    assert.deepEqual(filter('in:trash', BOXES), { inMailbox: 't' })
    assert.deepEqual(filter('in:nowhere', BOXES), { operator: 'AND',
        conditions: [{ text: 'in nowhere' }, { inMailboxOtherThan: ['t'] }] })
    assert.equal(filter('', BOXES), null)
})

test('any text is a search', () => {
    for (const seed of seeds()) {
        const random = new Random(seed)
        for (let n = 0; n < 2_000; n++) {
            const text = Array.from({ length: random.below(12) }, () => random.pick(['from:', 'in:', '"', '-', ' ', 'a', 'è:', ':', 'before:', '9', '\n', '%', '$1'])).join('')
            const { filter: found } = parseSearch(text, BOXES, NOW)
            assert(found === null || typeof found === 'object', `seed ${seed}: ${text}`)
            hints(text, [], () => ['a@b.example'], BOXES).forEach(hint => withHint(text, hint))
        }
    }
})

test('all that is proposed is understood', () => {
    for (const words of [en, it]) {
        for (const [write] of words.search.names) {
            const value = write.endsWith(':') ? `${write}${/^(after|before|dopo|prima)/.test(write) ? '7d' : /^(larger|smaller|grande|piccolo)/.test(write) ? '2M' : 'inbox'}` : write
            assert.deepEqual(parseSearch(value, PLAIN, NOW).unknown, [], value)
        }
    }
})

test('hints are of what is typed last', () => {
    const names = en.search.names.map(([write, label]) => ({ write, label }))
    const of = (text: string) => hints(text, names, start => ['bruno@x.example', 'carla@x.example'].filter(one => one.startsWith(start)), BOXES)
    assert.deepEqual(of('bread fr').map(one => one.write), ['from:'])
    assert.equal(withHint('bread fr', of('bread fr')[0]!), 'bread from:')
    assert.deepEqual(of('from:b').map(one => one.write), ['from:bruno@x.example '])
    assert.equal(withHint('x from:b', of('from:b')[0]!), 'x from:bruno@x.example ')
    assert.deepEqual(of('in:wo').map(one => one.write), ['in:"Work papers" '])
    assert.equal(withHint('-in:"wo', of('-in:"wo')[0]!), '-in:"Work papers" ')
    assert.deepEqual(of('is:').map(one => one.write), ['is:unread', 'is:starred'])
    assert.equal(of('').length, 8)
})

test('what was found is marked, and nothing in it is markup', () => {
    assert.deepEqual(snippetPieces('a <mark>b</mark> &lt;img&gt; &amp;amp; <mark>c</mark>'),
        [{ text: 'a ', isFound: false }, { text: 'b', isFound: true }, { text: ' <img> &amp; ', isFound: false },
            { text: 'c', isFound: true }])
    assert.deepEqual(snippetPieces('<mark>open'), [{ text: '<mark>open', isFound: false }])
    assert.deepEqual(snippetPieces('a \u202etxt.<mark>exe\u2066</mark>\u0007'),
        [{ text: 'a  txt.', isFound: false }, { text: 'exe ', isFound: true }, { text: ' ', isFound: false }])
    assert.deepEqual(snippetPieces(''), [])
})
