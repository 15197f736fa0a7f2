import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { compared, ledgerIn, seenOf } from '../src/openpgp/ledger'
import { sentenceOf } from '../src/settings/ledger-page'
import { trustWords } from '../src/text/trust'

const ZERO = '0'.repeat(64)

/** As the server writes it; `closed`: the number of one that cannot be opened. */
function exported(whats: string[], { first = 1, before = ZERO, closed = 0, upTo = 0 } = {}): string {
    let hash = before
    const lines = whats.map((what, i) => {
        const text = `{"at":"2026-11-30T10:00:0${i % 10}Z","salt":"00","what":"${what}","name":"Büro \\"1\\""}`
        hash = createHash('sha256').update(`sigillo ledger 1\n${hash}\n${text}`).digest('hex')
        return { hash, line: `{"number":${first + i},"hash":"${hash}","entry":${first + i === closed ? 'null' : text}}` }
    })
    const kept = lines.slice(upTo)
    const start = upTo === 0 ? before : lines[upTo - 1]!.hash
    return `${[`{"ledger":1,"first":${first + upTo},"next":${first + whats.length},"before":"${start}","last":"${hash}"}`, ...kept.map(one => one.line)].join('\n')}\n`
}

const MANY = ['signIn', 'passwordChanged', 'wayInMade', 'exported']

test('a ledger is calculated, and what cannot be opened stands for itself', async () => {
    const ledger = await ledgerIn(exported(MANY, { closed: 2 }))
    assert.equal(ledger.broken, false)
    assert.deepEqual(ledger.entries.map(one => one.entry?.['what']), ['signIn', undefined, 'wayInMade', 'exported'])
    assert.equal(ledger.entries[0]!.entry!['name'], 'Büro "1"')
    assert.equal((await ledgerIn(exported([]))).broken, false)
    assert.equal((await ledgerIn(exported(MANY, { upTo: 2 }))).broken, false)
})

test('what is changed, left out, exchanged, cut off or put behind is seen', async () => {
    const whole = exported(MANY)
    const lines = whole.split('\n')
    const without = (...left: number[]) => lines.filter((_, i) => !left.includes(i)).join('\n')
    const lies = { changed: whole.replace('passwordChanged', 'passwordReset'), time: whole.replace('10:00:01',
        '10:00:02'), gone: without(2), cut: without(4), head: without(0),
        twice: [...lines.slice(0, 2), lines[1], ...lines.slice(2)].join('\n'), swapped: [lines[0], lines[2],
            lines[1], ...lines.slice(3)].join('\n'), more: `${whole}${lines[1]}\n`,
        last: whole.replace(/"last":"."?/, '"last":"f'), number: whole.replace('"number":3', '"number":7'),
            half: whole.slice(0, -30), nothing: '', page: '<html></html>' }
    for (const [what, text] of Object.entries(lies)) assert.equal((await ledgerIn(text)).broken, true, what)
})

test('an older one, another one, and one that went on are told apart', async () => {
    const before = seenOf(await ledgerIn(exported(MANY)), new Date())
    const beside = async (text: string) => compared(await ledgerIn(text), before)
    assert.equal(compared(await ledgerIn(exported(MANY)), undefined), 'first')
    assert.equal(await beside(exported(MANY)), 'goesOn')
    assert.equal(await beside(exported([...MANY, 'signIn'])), 'goesOn')
    for (const upTo of [3, 4, 5]) assert.equal(await beside(exported([...MANY, 'signIn', 'signIn'], { upTo })),
        'goesOn', `${upTo} were let go`)
    assert.equal(await beside(exported(MANY.slice(0, 3))), 'older')
    assert.equal(await beside(exported(['signIn', 'signIn', 'wayInMade', 'exported'])), 'other')
    assert.equal(await beside(exported(['signIn', 'signIn', 'wayInMade', 'exported', 'signIn'])), 'other')
    assert.equal(await beside(exported(['signIn', 'signIn', 'wayInMade', 'exported', 'signIn'], { upTo: 4 })), 'other')
})

test('each kind of entry has words in both languages, and one that nobody knows too', () => {
    const kinds = ['signIn', 'passwordChanged', 'passwordRecovered', 'passwordReset', 'recoveryCodeMade',
        'lockedMailOpened', 'keysRenewed', 'levelChanged', 'wayInMade', 'wayInRevoked', 'secondFactorOn',
        'secondFactorOff', 'vaultSlotsChanged', 'textsKeyNamed', 'certificatePublished', 'certificateWithdrawn',
            'exported',
            'operator', 'program', 'letGo', 'imported', 'accountMade', 'sendingPaused', 'sendingResumed',
                'signInFailed',
            'headDoubtful']
    for (const language of ['en', 'it']) {
        const { ledger } = trustWords({ language })
        const said = kinds.map(what => sentenceOf({ what }, ledger))
        assert.equal(new Set(said).size, kinds.length)
        for (const one of said) assert.ok(one.length > 5 && !one.includes('undefined'), one)
        for (const what of ['toString', 'signInn', 'closed2']) assert.ok(sentenceOf({ what }, ledger).includes(what))
        assert.ok(!sentenceOf({ what: 'wayInMade', kind: 'passkey', name: 'a\u202eb' }, ledger).includes('\u202e'))
    }
})
