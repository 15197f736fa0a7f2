import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mailbox } from '../src/jmap/types'
import { isWithin, treeOf } from '../src/mail/mailbox-tree'
import { placed, placeOf, type Rule, rulesOf, sieveOf } from '../src/settings/rules'
import { Random, seeds } from './random'

function box(id: string, parentId: string | null = null): Mailbox { return { id, name: id, parentId } as Mailbox }

test('mailboxes stand below those they are in; none is lost', () => {
    const all = [box('a'), box('b', 'a'), box('c'), box('d', 'b'), box('e', 'nowhere'), box('f', 'g'), box('g', 'f')]
    assert.deepEqual(treeOf(all).map(({ mailbox, depth }) => `${mailbox.id}${depth}`), ['a0', 'b1', 'd2', 'c0', 'e0', 'f0', 'g0'])
    assert.deepEqual([isWithin('d', 'a', all), isWithin('a', 'd', all), isWithin('a', 'a', all),
        isWithin(null, 'a', all), isWithin('f', 'a', all)],
        [true, false, true, false, false])
    assert.equal(treeOf(Array.from({ length: 20 }, (_, i) => box(`${i}`, i === 0 ? null : `${i - 1}`))).length, 20)
})

const NEWS: Rule = { name: 'News', isAll: false, conditions: [{ field: 'from', has: 'news@shop.example' },
    { field: 'list', has: 'say "hi" \\ there' }],
    mailbox: 'Lists/News', isSeen: true, isLast: true }

test('rules are written as Sieve and read back', () => {
    const sieve = sieveOf([NEWS, { name: 'x', isAll: true, conditions: [{ field: 'subject', has: 'spam' }],
        isDiscarded: true, isLast: false }])
    assert.match(sieve, /^require \["fileinto", "mailbox", "imap4flags"\];\r$/m)
    assert.match(sieve, /^if anyof \(address :contains "from" "news@shop.example", header :contains "list-id" "say \\"hi\\" \\\\ there"\) \{\r$/m)
    assert.match(sieve, /addflag \["\\\\Seen"\];\r\n {4}fileinto :create "Lists\/News";\r\n {4}stop;/)
    assert.match(sieve, /if header :contains "subject" "spam" \{\r\n {4}discard;\r\n {4}stop;/)
    assert.deepEqual(rulesOf(sieve)![0], NEWS)
    assert.equal(rulesOf(sieve)!.length, 2)
    assert.deepEqual(rulesOf(sieveOf([])), [])
})

test('a rule knows its mailbox by id, however it is called', () => {
    const rule: Rule = { ...NEWS, mailboxId: 'F7' }
    const sieve = sieveOf([rule])
    assert.match(sieve, /^require \["fileinto", "mailbox", "mailboxid", "imap4flags"\];\r$/m)
    assert.match(sieve, /^ {4}fileinto :mailboxid "F7" :create "Lists\/News";\r$/m)
    assert.deepEqual(rulesOf(sieve), [rule])
    assert.equal(rulesOf(sieve.replace('"F7"', '"F8"')), undefined)
    const places = [{ id: 'F8', path: 'Lists/News' }, { id: 'F7', path: 'Renamed' }]
    assert.equal(placeOf(rule, places)?.path, 'Renamed')
    assert.deepEqual(placed([rule, NEWS], places), [{ ...rule, mailbox: 'Renamed' }, { ...NEWS, mailboxId: 'F8' }])
    assert.deepEqual(placed([rule], []), [rule], 'one that is gone is made anew where mail comes for it')
    assert.deepEqual(rulesOf(sieveOf([NEWS])), [NEWS], 'what was written by name is read still')
})

test('what others wrote, or changed by hand, is no list of rules', () => {
    const sieve = sieveOf([NEWS])
    assert.equal(rulesOf('keep;'), undefined)
    assert.equal(rulesOf(sieve.replace('fileinto', 'redirect')), undefined)
    assert.equal(rulesOf(`${sieve}redirect "x@evil.example";\r\n`), undefined)
    assert.equal(rulesOf(sieve.replace('# rule {', '# rule [')), undefined)
    assert.equal(rulesOf(''), undefined)
})

test('no text of a rule leaves its place in the script', () => {
    for (const seed of seeds()) {
        const random = new Random(seed)
        const text = () => Array.from({ length: random.below(8) + 1 }, () => random.pick(['"', '\\', '\r\n', ';', '}', '# rule ', 'a', 'è', '\0', '*/', '.\n'])).join('')
        const rule: Rule = { name: text(), isAll: random.below(2) === 0,
            conditions: [{ field: 'subject', has: text() }, { field: 'to', has: text() }], mailbox: text(),
            isLast: true }
        const lines = sieveOf([rule]).split('\r\n')
        assert.equal(lines.length, 9, `seed ${seed}`)
        assert.deepEqual(rulesOf(sieveOf([rule])), [rule], `seed ${seed}`)
        const [, , , , test] = lines
        assert.match(test!, /^if (allof|anyof) \(header :contains "subject" "([^"\\]|\\.)*", address :contains \["to", "cc"\] "([^"\\]|\\.)*"\) \{$/s, `seed ${seed}`)
    }
})
