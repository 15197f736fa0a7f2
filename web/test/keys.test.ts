import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KEYS, Keys } from '../src/ui/keys'

function pressed(key: string, more = {}) {
    return { key, ctrlKey: false, metaKey: false, altKey: false, isTyping: false, ...more }
}

test('each key is one action, alone or after another', () => {
    const all = Object.values(KEYS).flat()
    assert.equal(new Set(all).size, all.length)
    for (const [action, keys] of Object.entries(KEYS)) {
        for (const one of keys) {
            const state = new Keys()
            const found = one.split(' ').map((key, i) => state.action(pressed(key), i * 100))
            assert.equal(found.at(-1), action)
        }
    }
})

test('nothing fires while somebody types, or with Ctrl, Alt or Meta', () => {
    for (const more of [{ isTyping: true }, { ctrlKey: true }, { altKey: true }, { metaKey: true }]) {
        assert.equal(new Keys().action(pressed('e', more), 0), undefined)
    }
})

test('a sequence that takes too long is none', () => {
    const keys = new Keys()
    assert.equal(keys.action(pressed('g'), 0), undefined)
    assert.equal(keys.action(pressed('i'), 1_500), undefined)
})
