import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isForBrowser } from '../src/mail/kit-place'
import { plainName } from '../src/protected/plain-name'
import { isOfPolicy } from '../src/operator/refusals'
import { whyNotAway } from '../src/settings/away'
import { keptName } from '../src/settings/rules'
import { en } from '../src/text/en'
import { it } from '../src/text/it'
import { calledAlike, labelsOf } from '../src/text/labels'
import { asking } from '../src/ui/connection'

test('a code of level L2 is made here, whatever opens the vault; else where the vault has one', () => {
    assert.equal(isForBrowser('L2', []), true)
    assert.equal(isForBrowser('L2', [{ kind: 'password' }]), true)
    assert.equal(isForBrowser('L1', [{ kind: 'password' }]), false)
    assert.equal(isForBrowser('L1', [{ kind: 'password' }, { kind: 'recovery' }]), true)
})

test('no two labels are shown by one name', () => {
    const all = labelsOf({ shop: { name: 'Shop', color: '#000000' } }, en.labels.tags)
    assert.equal(calledAlike(' shop\u202e', all)?.keyword, 'shop')
    assert.equal(calledAlike('WORK', all)?.keyword, '$label2')
    assert.equal(calledAlike('Shop', all, 'shop'), undefined)
    assert.equal(calledAlike('Shops', all), undefined)
    assert.equal(en.labels.nameTaken('Shop'), 'There is a label Shop already: choose another name.')
    assert.equal(it.labels.nameTaken('Shop'), 'C’è già un’etichetta Shop: scegli un altro nome.')
})

test('an absence ends after it begins; without words it can be off, and not on', () => {
    const [early, late] = ['2026-12-01T08:00:00Z', '2026-12-02T08:00:00Z']
    assert.equal(whyNotAway({ isOn: true, from: late, to: early, text: 'x' }), 'order')
    assert.equal(whyNotAway({ isOn: true, from: early, to: early, text: 'x' }), 'order')
    assert.equal(whyNotAway({ isOn: false, from: late, to: early, text: 'x' }), 'order')
    assert.equal(whyNotAway({ isOn: true, from: early, to: late, text: '' }, Date.parse(early)), 'text')
    assert.equal(whyNotAway({ isOn: false, from: null, to: null, text: '' }), undefined)
    assert.equal(whyNotAway({ isOn: true, from: null, to: early, text: 'x' }, Date.parse(early) - 1), undefined)
    assert.equal(whyNotAway({ isOn: true, from: null, to: early, text: 'x' }, Date.parse(early)), 'past')
    assert.equal(whyNotAway({ isOn: false, from: null, to: early, text: 'x' }, Date.parse(early)), undefined)
    for (const words of [en, it]) assert.notEqual(words.settings.awayTroubles.order, words.settings.awayTroubles.text)
})

test('a script that was changed by hand is kept under a name that none has', () => {
    assert.equal(keptName('webmail', ['webmail']), 'webmail-before')
    assert.equal(keptName('webmail', ['webmail', 'webmail-before', 'webmail-before-2']), 'webmail-before-3')
})

test('what is missing is asked for again when the connection is back, and no longer', () => {
    const events = new EventTarget()
    let [asked, isMissing] = [0, true]
    const stop = asking(() => { asked++ }, () => isMissing, events)
    assert.equal(asked, 1)
    events.dispatchEvent(new Event('online'))
    assert.equal(asked, 2)
    isMissing = false
    events.dispatchEvent(new Event('online'))
    assert.equal(asked, 2)
    isMissing = true
    stop()
    events.dispatchEvent(new Event('online'))
    assert.equal(asked, 2)
})

test('the name of a file in a protected message turns nothing around', () => {
    assert.equal(plainName('bill\u202efdp.exe\u2028'), 'bill fdp.exe')
    assert.equal(plainName('\u{1f469}\u200d\u{1f4bb}.txt'), '\u{1f469}\u200d\u{1f4bb}.txt')
})

test('a sender is let in only where a list is what refused him', () => {
    const isLetIn = (reply: string) => isOfPolicy(reply)
    for (const one of ['550 5.7.1 Not wanted here', '451 4.7.1 Later', '552 5.2.2 Mailbox full']) assert(isLetIn(one), one)
    for (const one of ['550 5.6.0 A line of the message ends in CR or LF alone', '552 5.3.4 Too large', '451 4.3.0 Busy', '']) assert(!isLetIn(one), one)
})
